-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- The last number of each year. Its row makes closings queue.
CREATE TABLE lots_counter (
  year BIGINT PRIMARY KEY,
  last BIGINT NOT NULL
);

-- What recipients have still to be told. An empty recipient is a missing one.
CREATE TABLE lots_pending (
  case_id    TEXT NOT NULL,
  procedure  TEXT NOT NULL,
  kind       TEXT NOT NULL,
  code       TEXT NOT NULL,
  correction BIGINT NOT NULL,
  withdrawn  BOOLEAN NOT NULL,
  recipient  TEXT NOT NULL,
  decided_on TEXT NOT NULL,
  PRIMARY KEY (case_id, procedure, kind)
);

CREATE INDEX lots_pending_recipient ON lots_pending (procedure, kind, recipient, decided_on, case_id);

-- The recipients that the office wrote, of cases that did not name one.
CREATE TABLE lots_recipient (
  case_id   TEXT NOT NULL,
  procedure TEXT NOT NULL,
  kind      TEXT NOT NULL,
  recipient TEXT NOT NULL,
  by_kind   TEXT NOT NULL,
  by_id     TEXT NOT NULL,
  at        TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (case_id, procedure, kind)
);

-- Closed lots, with manifest and list as they were sent.
CREATE TABLE lots_lot (
  id         TEXT PRIMARY KEY,
  year       BIGINT NOT NULL,
  number     BIGINT NOT NULL,
  procedure  TEXT NOT NULL,
  kind       TEXT NOT NULL,
  recipient  TEXT NOT NULL CHECK (recipient <> ''),
  from_day   TEXT NOT NULL,
  to_day     TEXT NOT NULL,
  supplement BOOLEAN NOT NULL,
  cases      BIGINT NOT NULL CHECK (cases > 0),
  closed_at  TIMESTAMPTZ NOT NULL,
  by_kind    TEXT NOT NULL,
  by_id      TEXT NOT NULL,
  digest     TEXT NOT NULL,
  manifest   BYTEA NOT NULL,
  list       BYTEA NOT NULL,
  UNIQUE (year, number),
  CHECK (from_day <= to_day)
);

-- One lot for each recipient and period; supplements as many as are needed.
CREATE UNIQUE INDEX lots_lot_period ON lots_lot (procedure, kind, recipient, to_day) WHERE NOT supplement;

-- The cases of a lot. The key keeps a case out of a second lot of its kind;
-- "corrects" ties each correction to what it corrects.
CREATE TABLE lots_item (
  lot_id     TEXT NOT NULL REFERENCES lots_lot (id),
  position   BIGINT NOT NULL,
  procedure  TEXT NOT NULL,
  kind       TEXT NOT NULL,
  case_id    TEXT NOT NULL,
  code       TEXT NOT NULL,
  correction BIGINT NOT NULL,
  corrects   BIGINT,
  withdrawn  BOOLEAN NOT NULL,
  recipient  TEXT NOT NULL,
  digest     TEXT NOT NULL,
  content    JSONB NOT NULL,
  PRIMARY KEY (case_id, procedure, kind, correction),
  UNIQUE (lot_id, position),
  FOREIGN KEY (case_id, procedure, kind, corrects) REFERENCES lots_item (case_id, procedure, kind, correction),
  CHECK (correction = 0 AND corrects IS NULL OR corrects IS NOT NULL AND corrects = correction - 1)
);
