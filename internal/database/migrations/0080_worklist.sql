-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What the officials' list shows of each case: a copy of what casework and intake hold, which can be made again.
-- "filing" is year and number in one: it orders cases as they arrived. "version" is that of the case when the row was written.
CREATE TABLE worklist_item (
  filing     BIGINT PRIMARY KEY,
  case_id    TEXT NOT NULL UNIQUE,
  code       TEXT NOT NULL UNIQUE,
  year       BIGINT NOT NULL,
  number     BIGINT NOT NULL,
  procedure  TEXT NOT NULL,
  definition TEXT NOT NULL,
  state      TEXT NOT NULL,
  outcome    TEXT NOT NULL,
  open       BOOLEAN NOT NULL,
  name       TEXT NOT NULL,
  urgent     BOOLEAN NOT NULL,
  hearing_on TEXT NOT NULL,
  due_on     TEXT NOT NULL,
  filed_at   TIMESTAMPTZ NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL,
  holder     TEXT NOT NULL,
  version    BIGINT NOT NULL
);

CREATE INDEX worklist_item_number ON worklist_item (number, year);

-- From where a case is seen. "audience" names the roles that see all cases of a kind and those that see what is assigned to them
-- ("secretary board|rapporteur"). The account "*" is the place of the former; an account with a role is the place of who was assigned
-- in it; the empty account is where cases wait that nobody was assigned.
CREATE TABLE worklist_seat (
  id       BIGINT PRIMARY KEY,
  audience TEXT NOT NULL,
  account  TEXT NOT NULL,
  role     TEXT NOT NULL,
  UNIQUE (audience, account, role)
);

-- A case as seen from one seat, with what lists are filtered and sorted by. "stage" is procedure and state in one;
-- "urgency" sorts the urgent first, and these by hearing.
CREATE TABLE worklist_entry (
  seat      BIGINT NOT NULL REFERENCES worklist_seat (id),
  filing    BIGINT NOT NULL REFERENCES worklist_item (filing),
  open      BOOLEAN NOT NULL,
  procedure TEXT NOT NULL,
  stage     TEXT NOT NULL,
  urgent    BOOLEAN NOT NULL,
  due_on    TEXT NOT NULL,
  filed_on  TEXT NOT NULL,
  folded    TEXT NOT NULL,
  urgency   TEXT NOT NULL,
  PRIMARY KEY (seat, filing)
);

-- The states in which cases are or were, for choosing among them; "definition" gives the newest label.
CREATE TABLE worklist_stage (
  audience   TEXT NOT NULL,
  procedure  TEXT NOT NULL,
  state      TEXT NOT NULL,
  definition TEXT NOT NULL,
  PRIMARY KEY (audience, procedure, state)
);

-- A list that somebody saved: its filters, order and columns as the page's address has them.
CREATE TABLE worklist_view (
  id         TEXT PRIMARY KEY,
  account    TEXT NOT NULL,
  shared     BOOLEAN NOT NULL,
  name       TEXT NOT NULL,
  query      TEXT NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL
);

CREATE UNIQUE INDEX worklist_view_name ON worklist_view (account, name);
CREATE INDEX worklist_view_shared ON worklist_view (name) WHERE shared;
