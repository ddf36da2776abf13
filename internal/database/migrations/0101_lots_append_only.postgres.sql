-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- A closed lot is never changed: not by this program, nor by a slip at the console.

CREATE TRIGGER lots_lot_no_update BEFORE UPDATE ON lots_lot FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER lots_lot_no_delete BEFORE DELETE OR TRUNCATE ON lots_lot FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER lots_item_no_update BEFORE UPDATE ON lots_item FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER lots_item_no_delete BEFORE DELETE OR TRUNCATE ON lots_item FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();

-- An item cannot be added to a lot that has all its cases.
-- +goose StatementBegin
CREATE FUNCTION lots_item_no_more() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT COUNT(*) FROM lots_item WHERE lot_id = NEW.lot_id) >= (SELECT cases FROM lots_lot WHERE id = NEW.lot_id) THEN
    RAISE EXCEPTION 'the lot is closed';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER lots_item_no_more BEFORE INSERT ON lots_item FOR EACH ROW EXECUTE FUNCTION lots_item_no_more();
