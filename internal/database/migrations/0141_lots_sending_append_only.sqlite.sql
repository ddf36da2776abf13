-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What was written about a sending stays: a mistake is put right by writing again.

-- +goose StatementBegin
CREATE TRIGGER lots_sending_no_update BEFORE UPDATE ON lots_sending
BEGIN
  SELECT RAISE(ABORT, 'lots_sending is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER lots_sending_no_delete BEFORE DELETE ON lots_sending
BEGIN
  SELECT RAISE(ABORT, 'lots_sending is append-only');
END;
-- +goose StatementEnd
