-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Who helps a lawyer comes in through the lawyers' door ("kind"), but is none.
ALTER TABLE identity_account ADD COLUMN helper BOOLEAN NOT NULL DEFAULT FALSE;

-- Who helps which lawyer, with which rights, as words with blanks between. An ended row stays, as the history of rights.
CREATE TABLE office_helper (
  id         TEXT PRIMARY KEY,
  lawyer     TEXT NOT NULL,
  account_id TEXT NOT NULL,
  rights     TEXT NOT NULL,
  invited_at TIMESTAMPTZ NOT NULL,
  ended_at   TIMESTAMPTZ,
  CHECK (lawyer <> account_id)
);
CREATE UNIQUE INDEX office_helper_once ON office_helper (lawyer, account_id) WHERE ended_at IS NULL;
CREATE INDEX office_helper_account ON office_helper (account_id) WHERE ended_at IS NULL;

-- What a helper did, as the lawyer reads it: work of the same kind on the same application within a quarter of an hour is one
-- row. The audit log has the first act of each.
CREATE TABLE office_helper_act (
  id          TEXT PRIMARY KEY,
  help        TEXT NOT NULL REFERENCES office_helper (id),
  application TEXT NOT NULL,
  action      TEXT NOT NULL,
  first_at    TIMESTAMPTZ NOT NULL,
  last_at     TIMESTAMPTZ NOT NULL,
  times       BIGINT NOT NULL
);
CREATE INDEX office_helper_act_help ON office_helper_act (help, id);
CREATE INDEX office_helper_act_application ON office_helper_act (application);
