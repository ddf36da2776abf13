-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What was written about a sending stays: a mistake is put right by writing again.

CREATE TRIGGER lots_sending_no_update BEFORE UPDATE ON lots_sending FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER lots_sending_no_delete BEFORE DELETE OR TRUNCATE ON lots_sending FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
