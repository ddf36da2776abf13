-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up
-- The days on which the administrators were told that the backup is missing or old: once a day is enough.
CREATE TABLE backup_alarm (
  on_day  TEXT PRIMARY KEY,
  sent_at TIMESTAMPTZ NOT NULL
);
