-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What the body decided about how long closed cases of a procedure are kept; the
-- newest row is in force. 0 years is for ever.
CREATE TABLE discard_rule (
  id         TEXT PRIMARY KEY,
  procedure  TEXT NOT NULL,
  years      BIGINT NOT NULL CHECK (years >= 0),
  reason     TEXT NOT NULL CHECK (reason <> ''),
  decided_by TEXT NOT NULL,
  decided_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX discard_rule_procedure ON discard_rule (procedure, id);

-- Why a case must be kept although its time has passed. A case may have several.
CREATE TABLE discard_hold (
  id          TEXT PRIMARY KEY,
  case_id     TEXT NOT NULL,
  reason      TEXT NOT NULL CHECK (reason <> ''),
  placed_by   TEXT NOT NULL,
  placed_at   TIMESTAMPTZ NOT NULL,
  released    TEXT NOT NULL DEFAULT '',
  released_by TEXT NOT NULL DEFAULT '',
  released_at TIMESTAMPTZ
);

CREATE INDEX discard_hold_case ON discard_hold (case_id);

-- A list of cases that are proposed, authorised and at last discarded together.
CREATE TABLE discard_list (
  id            TEXT PRIMARY KEY,
  year          BIGINT NOT NULL,
  number        BIGINT NOT NULL,
  procedure     TEXT NOT NULL,
  years         BIGINT NOT NULL CHECK (years > 0),
  ground        TEXT NOT NULL,
  before_day    TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('proposed', 'authorised', 'running', 'done', 'withdrawn')),
  made_by       TEXT NOT NULL,
  made_at       TIMESTAMPTZ NOT NULL,
  act           TEXT NOT NULL DEFAULT '',
  act_day       TEXT NOT NULL DEFAULT '',
  authorised_by TEXT NOT NULL DEFAULT '',
  started_by    TEXT NOT NULL DEFAULT '',
  ended_at      TIMESTAMPTZ,
  UNIQUE (year, number)
);

-- The cases of a list, and what became of each. "proof" is what is kept of its files.
CREATE TABLE discard_item (
  list_id   TEXT NOT NULL REFERENCES discard_list (id),
  position  BIGINT NOT NULL,
  case_id   TEXT NOT NULL,
  code      TEXT NOT NULL,
  year      BIGINT NOT NULL,
  number    BIGINT NOT NULL,
  closed_at TIMESTAMPTZ NOT NULL,
  state     TEXT NOT NULL CHECK (state IN ('listed', 'discarded', 'left')),
  why       TEXT NOT NULL DEFAULT '',
  proof     JSONB NOT NULL,
  done_at   TIMESTAMPTZ,
  PRIMARY KEY (list_id, position)
);

CREATE INDEX discard_item_case ON discard_item (case_id);

-- When the words of a filing, and of its case, were discarded.
ALTER TABLE intake_filing ADD COLUMN discarded_at TIMESTAMPTZ;
ALTER TABLE casework_case ADD COLUMN discarded_at TIMESTAMPTZ;

CREATE INDEX intake_filing_discarded ON intake_filing (application) WHERE discarded_at IS NOT NULL;
CREATE INDEX casework_case_kept ON casework_case (procedure, changed_at) WHERE discarded_at IS NULL;
