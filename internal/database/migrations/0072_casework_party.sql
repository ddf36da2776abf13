-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- By what the people of a case are recognised in other cases. "key" is the
-- SHA-256 of a tax code, or of a folded name with the day of birth: the rows
-- serve to compare, and hold no data in clear.
CREATE TABLE casework_party (
  case_id TEXT NOT NULL REFERENCES casework_case (id),
  party   TEXT NOT NULL,
  kind    TEXT NOT NULL CHECK (kind IN ('tax_code', 'name_birth', 'name')),
  key     TEXT NOT NULL,
  PRIMARY KEY (case_id, party, kind, key)
);

CREATE INDEX casework_party_key ON casework_party (key, case_id);
