-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- A filing is never changed, but for the one time when its words are discarded:
-- content and address go, all else stays.
DROP TRIGGER intake_filing_fixed;
-- +goose StatementBegin
CREATE TRIGGER intake_filing_fixed BEFORE UPDATE ON intake_filing
WHEN OLD.discarded_at IS NOT NULL OR NEW.discarded_at IS NULL OR NEW.email <> '' OR length(NEW.content) > 0
  OR (NEW.application, NEW.code, NEW.year, NEW.number, NEW.filed_at, NEW.procedure, NEW.definition, NEW.lang, NEW.way, NEW.fingerprint)
    IS NOT (OLD.application, OLD.code, OLD.year, OLD.number, OLD.filed_at, OLD.procedure, OLD.definition, OLD.lang, OLD.way, OLD.fingerprint)
BEGIN SELECT RAISE(ABORT, 'a filing is not changed'); END;
-- +goose StatementEnd

-- Of a lot, what it told of a case goes with the case; so do the papers of the
-- whole lot, which name it.
DROP TRIGGER lots_item_no_update;
-- +goose StatementBegin
CREATE TRIGGER lots_item_no_update BEFORE UPDATE ON lots_item
WHEN NOT EXISTS (SELECT 1 FROM intake_filing WHERE application = OLD.case_id AND discarded_at IS NOT NULL) OR NEW.content <> '{}'
  OR (NEW.lot_id, NEW.position, NEW.procedure, NEW.kind, NEW.case_id, NEW.code, NEW.correction, NEW.corrects, NEW.withdrawn, NEW.recipient, NEW.digest)
    IS NOT (OLD.lot_id, OLD.position, OLD.procedure, OLD.kind, OLD.case_id, OLD.code, OLD.correction, OLD.corrects, OLD.withdrawn, OLD.recipient, OLD.digest)
BEGIN SELECT RAISE(ABORT, 'lots_item is append-only'); END;
-- +goose StatementEnd

DROP TRIGGER lots_lot_no_update;
-- +goose StatementBegin
CREATE TRIGGER lots_lot_no_update BEFORE UPDATE ON lots_lot
WHEN NOT EXISTS (SELECT 1 FROM lots_item i JOIN intake_filing f ON f.application = i.case_id WHERE i.lot_id = OLD.id AND f.discarded_at IS NOT NULL)
  OR length(NEW.manifest) > 0 OR length(NEW.list) > 0
  OR (NEW.id, NEW.year, NEW.number, NEW.procedure, NEW.kind, NEW.recipient, NEW.from_day, NEW.to_day, NEW.supplement, NEW.cases, NEW.closed_at, NEW.by_kind, NEW.by_id, NEW.digest)
    IS NOT (OLD.id, OLD.year, OLD.number, OLD.procedure, OLD.kind, OLD.recipient, OLD.from_day, OLD.to_day, OLD.supplement, OLD.cases, OLD.closed_at, OLD.by_kind, OLD.by_id, OLD.digest)
BEGIN SELECT RAISE(ABORT, 'lots_lot is append-only'); END;
-- +goose StatementEnd
