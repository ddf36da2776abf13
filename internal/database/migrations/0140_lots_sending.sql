-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What the office wrote about handing a closed lot over: on which day, by which
-- means, under which number of the protocol register. A lot that was sent again
-- has more than one row.
CREATE TABLE lots_sending (
  id       TEXT PRIMARY KEY,
  lot_id   TEXT NOT NULL REFERENCES lots_lot (id),
  day      TEXT NOT NULL,
  means    TEXT NOT NULL,
  protocol TEXT NOT NULL,
  note     TEXT NOT NULL,
  by_kind  TEXT NOT NULL,
  by_id    TEXT NOT NULL,
  at       TIMESTAMPTZ NOT NULL
);

CREATE INDEX lots_sending_lot ON lots_sending (lot_id, id);
