-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Values that a decree set after the definition was written: each continues a table
-- of a procedure, whatever the version. "from_day" is the day that the decree says,
-- "since_day" the first day of filing on which the program uses the value. Once that
-- day is near a row is never removed, so that the value of every filing can be found
-- again from its day.
CREATE TABLE forms_threshold (
  id        TEXT PRIMARY KEY,
  slug      TEXT NOT NULL,
  name      TEXT NOT NULL,
  from_day  TEXT NOT NULL,
  since_day TEXT NOT NULL,
  value     TEXT NOT NULL,
  act       TEXT NOT NULL,
  added_by  TEXT NOT NULL,
  added_at  TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX forms_threshold_day ON forms_threshold (slug, name, since_day);
