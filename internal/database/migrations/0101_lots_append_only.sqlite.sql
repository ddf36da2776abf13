-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- A closed lot is never changed: not by this program, nor by a slip at the console.

-- +goose StatementBegin
CREATE TRIGGER lots_lot_no_update BEFORE UPDATE ON lots_lot
BEGIN
  SELECT RAISE(ABORT, 'lots_lot is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER lots_lot_no_delete BEFORE DELETE ON lots_lot
BEGIN
  SELECT RAISE(ABORT, 'lots_lot is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER lots_item_no_update BEFORE UPDATE ON lots_item
BEGIN
  SELECT RAISE(ABORT, 'lots_item is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER lots_item_no_delete BEFORE DELETE ON lots_item
BEGIN
  SELECT RAISE(ABORT, 'lots_item is append-only');
END;
-- +goose StatementEnd

-- An item cannot be added to a lot that has all its cases.
-- +goose StatementBegin
CREATE TRIGGER lots_item_no_more BEFORE INSERT ON lots_item
WHEN (SELECT COUNT(*) FROM lots_item WHERE lot_id = NEW.lot_id) >= (SELECT cases FROM lots_lot WHERE id = NEW.lot_id)
BEGIN
  SELECT RAISE(ABORT, 'the lot is closed');
END;
-- +goose StatementEnd
