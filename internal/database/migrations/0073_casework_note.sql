-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What the office writes to itself about a case. A note taken back stays, and
-- is shown no more.
CREATE TABLE casework_note (
  id         TEXT PRIMARY KEY,
  case_id    TEXT NOT NULL REFERENCES casework_case (id),
  author     TEXT NOT NULL,
  at         TIMESTAMPTZ NOT NULL,
  text       TEXT NOT NULL,
  removed_at TIMESTAMPTZ,
  removed_by TEXT
);

CREATE INDEX casework_note_case ON casework_note (case_id, at);
