-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- One row is one choice of a person for a case, with what it was made from:
-- the criteria of the rule, and each candidate with the values compared.
CREATE TABLE casework_choice (
  case_id TEXT NOT NULL REFERENCES casework_case (id),
  act     BIGINT NOT NULL,
  role    TEXT NOT NULL,
  account TEXT NOT NULL,
  at      TIMESTAMPTZ NOT NULL,
  why     JSONB NOT NULL,
  PRIMARY KEY (case_id, act, role)
);

CREATE INDEX casework_choice_account ON casework_choice (role, account, at);

-- What a person of the office declared of a case: that no interest of his own
-- is touched, or that he abstains and why. It stays when the case goes to
-- somebody else.
CREATE TABLE casework_declaration (
  case_id TEXT NOT NULL REFERENCES casework_case (id),
  account TEXT NOT NULL,
  act     BIGINT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('no_conflict', 'abstains')),
  reason  TEXT NOT NULL,
  at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (case_id, account)
);
