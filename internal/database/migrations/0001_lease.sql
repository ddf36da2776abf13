-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- One row is one thing that a single node at a time may do. The term grows at
-- each change of hands; "until" is by the holder's clock, in UTC.
CREATE TABLE lease (
  name   TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  term   BIGINT NOT NULL,
  until  TIMESTAMPTZ NOT NULL
);
