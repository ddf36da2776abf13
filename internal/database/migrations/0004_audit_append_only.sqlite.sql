-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What is recorded is never changed: not by this program, nor by a slip at the console.

-- +goose StatementBegin
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
BEGIN
  SELECT RAISE(ABORT, 'audit_entry is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
BEGIN
  SELECT RAISE(ABORT, 'audit_entry is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal
BEGIN
  SELECT RAISE(ABORT, 'audit_seal is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal
BEGIN
  SELECT RAISE(ABORT, 'audit_seal is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_seal_member_no_update BEFORE UPDATE ON audit_seal_member
BEGIN
  SELECT RAISE(ABORT, 'audit_seal_member is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_seal_member_no_delete BEFORE DELETE ON audit_seal_member
BEGIN
  SELECT RAISE(ABORT, 'audit_seal_member is append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
BEGIN
  SELECT RAISE(ABORT, 'audit_head is append-only');
END;
-- +goose StatementEnd
