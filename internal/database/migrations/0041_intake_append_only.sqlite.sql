-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- A filing is never changed and never removed by the program.
-- +goose StatementBegin
CREATE TRIGGER intake_filing_fixed BEFORE UPDATE ON intake_filing
BEGIN SELECT RAISE(ABORT, 'a filing is not changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER intake_filing_kept BEFORE DELETE ON intake_filing
BEGIN SELECT RAISE(ABORT, 'a filing is not removed'); END;
-- +goose StatementEnd
