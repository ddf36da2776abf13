-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- A meeting of the body that decides together.
CREATE TABLE casework_sitting (
  id       TEXT PRIMARY KEY,
  day      TEXT NOT NULL,
  presided TEXT NOT NULL,
  made_at  TIMESTAMPTZ NOT NULL,
  made_by  TEXT NOT NULL
);

CREATE INDEX casework_sitting_day ON casework_sitting (day, id);

-- The cases of its agenda, in order. Number, outcome and reasons are those of
-- the resolution, and empty until there is one.
CREATE TABLE casework_sitting_case (
  sitting_id  TEXT NOT NULL REFERENCES casework_sitting (id),
  case_id     TEXT NOT NULL REFERENCES casework_case (id),
  position    BIGINT NOT NULL,
  number      TEXT NOT NULL,
  presided    TEXT NOT NULL,
  outcome     TEXT NOT NULL,
  reasons     TEXT NOT NULL,
  resolved_at TIMESTAMPTZ,
  PRIMARY KEY (sitting_id, case_id)
);

-- A case waits on one agenda at a time.
CREATE UNIQUE INDEX casework_sitting_case_waits ON casework_sitting_case (case_id) WHERE resolved_at IS NULL;

CREATE INDEX casework_case_definition ON casework_case (definition, filed_at);
CREATE INDEX casework_case_state ON casework_case (definition, state, filed_at, id);
