-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- An act that somebody did to many cases, and its outcome for each. A row is
-- written when its case is through: one without an end was cut short.
CREATE TABLE worklist_run (
  id         TEXT PRIMARY KEY,
  account    TEXT NOT NULL,
  bulk       TEXT NOT NULL,
  query      TEXT NOT NULL, -- of the list that it came from, names sealed
  total      INTEGER NOT NULL,
  started_at TIMESTAMPTZ NOT NULL,
  ended_at   TIMESTAMPTZ
);

CREATE INDEX worklist_run_account ON worklist_run (account, started_at);

CREATE TABLE worklist_run_case (
  run     TEXT NOT NULL REFERENCES worklist_run (id),
  place   INTEGER NOT NULL,
  case_id TEXT NOT NULL,
  code    TEXT NOT NULL, -- empty for who may not see the case
  done    BOOLEAN NOT NULL,
  said    TEXT NOT NULL, -- why not, in the language of who did it
  PRIMARY KEY (run, place)
);
