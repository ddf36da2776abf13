-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- One row is one case; its id is that of the application. "definition" is the
-- digest of the version that the case keeps for its whole life. "due_on" is the
-- day on which the main term ends, 9999-12-31 while nothing is due: it repeats
-- what casework_term says, for lists.
CREATE TABLE casework_case (
  id         TEXT PRIMARY KEY,
  code       TEXT NOT NULL UNIQUE,
  year       BIGINT NOT NULL,
  number     BIGINT NOT NULL,
  procedure  TEXT NOT NULL,
  definition TEXT NOT NULL,
  lang       TEXT NOT NULL,
  email      TEXT NOT NULL,
  filed_at   TIMESTAMPTZ NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL,
  state      TEXT NOT NULL,
  outcome    TEXT NOT NULL,
  counsel    TEXT NOT NULL,
  due_on     TEXT NOT NULL,
  facts      JSONB NOT NULL,
  version    BIGINT NOT NULL
);

CREATE INDEX casework_case_due ON casework_case (procedure, due_on, id);
CREATE INDEX casework_case_counsel ON casework_case (counsel, id) WHERE counsel <> '';

-- Who is responsible for a case, in which role.
CREATE TABLE casework_assignment (
  case_id TEXT NOT NULL REFERENCES casework_case (id),
  role    TEXT NOT NULL,
  account TEXT NOT NULL,
  at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (case_id, role)
);

CREATE INDEX casework_assignment_account ON casework_assignment (account, case_id);

-- One row is one act; "seq" is the version that the act gave to the case.
CREATE TABLE casework_act (
  case_id    TEXT NOT NULL REFERENCES casework_case (id),
  seq        BIGINT NOT NULL,
  at         TIMESTAMPTZ NOT NULL,
  action     TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id   TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state   TEXT NOT NULL,
  outcome    TEXT NOT NULL,
  public     BOOLEAN NOT NULL,
  note       TEXT NOT NULL,
  detail     JSONB NOT NULL,
  PRIMARY KEY (case_id, seq)
);

-- What happened to the terms: replaying the rows gives every date again.
CREATE TABLE casework_term (
  case_id     TEXT NOT NULL REFERENCES casework_case (id),
  seq         BIGINT NOT NULL,
  term        TEXT NOT NULL,
  act         BIGINT NOT NULL,
  kind        TEXT NOT NULL,
  on_day      TEXT NOT NULL,
  until_day   TEXT NOT NULL,
  reason      TEXT NOT NULL,
  length      BIGINT NOT NULL,
  length_unit TEXT NOT NULL,
  PRIMARY KEY (case_id, seq)
);

-- The answers as filed (revision 0) and after each integration.
CREATE TABLE casework_answers (
  case_id  TEXT NOT NULL REFERENCES casework_case (id),
  revision BIGINT NOT NULL,
  act      BIGINT NOT NULL,
  answers  BYTEA NOT NULL,
  PRIMARY KEY (case_id, revision)
);

CREATE TABLE casework_integration (
  id          TEXT PRIMARY KEY,
  case_id     TEXT NOT NULL REFERENCES casework_case (id),
  state       TEXT NOT NULL CHECK (state IN ('open', 'answered', 'lapsed')),
  asked       JSONB NOT NULL,
  asked_at    TIMESTAMPTZ NOT NULL,
  due_on      TEXT NOT NULL,
  revision    BIGINT NOT NULL,
  answer      JSONB NOT NULL,
  answered_at TIMESTAMPTZ
);

CREATE INDEX casework_integration_case ON casework_integration (case_id, asked_at);
CREATE UNIQUE INDEX casework_integration_open ON casework_integration (case_id) WHERE state = 'open';

CREATE TABLE casework_decision (
  case_id TEXT NOT NULL REFERENCES casework_case (id),
  act     BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  text    JSONB NOT NULL,
  notice  JSONB NOT NULL,
  file    TEXT NOT NULL,
  at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (case_id, act)
);
