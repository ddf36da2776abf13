-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- A filing is never changed, but for the one time when its words are discarded:
-- content and address go, all else stays.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION intake_filing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.discarded_at IS NULL AND NEW.discarded_at IS NOT NULL AND NEW.email = '' AND length(NEW.content) = 0
    AND (NEW.application, NEW.code, NEW.year, NEW.number, NEW.filed_at, NEW.procedure, NEW.definition, NEW.lang, NEW.way, NEW.fingerprint)
      IS NOT DISTINCT FROM (OLD.application, OLD.code, OLD.year, OLD.number, OLD.filed_at, OLD.procedure, OLD.definition, OLD.lang, OLD.way, OLD.fingerprint)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a filing is neither changed nor removed';
END $$;
-- +goose StatementEnd

-- Of a lot, what it told of a case goes with the case; so do the papers of the
-- whole lot, which name it.
DROP TRIGGER lots_item_no_update ON lots_item;
-- +goose StatementBegin
CREATE FUNCTION lots_item_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.content = '{}'
    AND (NEW.lot_id, NEW.position, NEW.procedure, NEW.kind, NEW.case_id, NEW.code, NEW.correction, NEW.corrects, NEW.withdrawn, NEW.recipient, NEW.digest)
      IS NOT DISTINCT FROM (OLD.lot_id, OLD.position, OLD.procedure, OLD.kind, OLD.case_id, OLD.code, OLD.correction, OLD.corrects, OLD.withdrawn, OLD.recipient, OLD.digest)
    AND EXISTS (SELECT 1 FROM intake_filing WHERE application = OLD.case_id AND discarded_at IS NOT NULL)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'lots_item is append-only';
END $$;
-- +goose StatementEnd
CREATE TRIGGER lots_item_no_update BEFORE UPDATE ON lots_item FOR EACH ROW EXECUTE FUNCTION lots_item_refuse();

DROP TRIGGER lots_lot_no_update ON lots_lot;
-- +goose StatementBegin
CREATE FUNCTION lots_lot_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF length(NEW.manifest) = 0 AND length(NEW.list) = 0
    AND (NEW.id, NEW.year, NEW.number, NEW.procedure, NEW.kind, NEW.recipient, NEW.from_day, NEW.to_day, NEW.supplement, NEW.cases, NEW.closed_at, NEW.by_kind, NEW.by_id, NEW.digest)
      IS NOT DISTINCT FROM (OLD.id, OLD.year, OLD.number, OLD.procedure, OLD.kind, OLD.recipient, OLD.from_day, OLD.to_day, OLD.supplement, OLD.cases, OLD.closed_at, OLD.by_kind, OLD.by_id, OLD.digest)
    AND EXISTS (SELECT 1 FROM lots_item i JOIN intake_filing f ON f.application = i.case_id WHERE i.lot_id = OLD.id AND f.discarded_at IS NOT NULL)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'lots_lot is append-only';
END $$;
-- +goose StatementEnd
CREATE TRIGGER lots_lot_no_update BEFORE UPDATE ON lots_lot FOR EACH ROW EXECUTE FUNCTION lots_lot_refuse();
