-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- A filing is never changed and never removed by the program.
-- +goose StatementBegin
CREATE FUNCTION intake_filing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a filing is neither changed nor removed'; END $$;
-- +goose StatementEnd
CREATE TRIGGER intake_filing_fixed BEFORE UPDATE OR DELETE ON intake_filing
FOR EACH ROW EXECUTE FUNCTION intake_filing_refuse();
