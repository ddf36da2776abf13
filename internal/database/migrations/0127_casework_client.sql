-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Who filed, as counsel's list shows it: a copy of what the answers say now. A case without a row is older than the table, and
-- gets one when a list first shows it.
CREATE TABLE casework_client (
  case_id  TEXT PRIMARY KEY REFERENCES casework_case (id) ON DELETE CASCADE,
  name     TEXT NOT NULL,
  tax_code TEXT NOT NULL
);
