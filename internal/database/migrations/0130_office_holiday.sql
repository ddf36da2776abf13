-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What the body closes or celebrates by itself. A row counts for the terms that
-- begin from since_day on and before until_day, which is '' while it stands; a row
-- is never changed otherwise, so that every date can be computed again. A closing
-- has its first and last day, the feast of the patron saint a month and a day (0
-- for none) that return every year.
CREATE TABLE office_holiday (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('closing', 'patron')),
    from_day   TEXT NOT NULL,
    to_day     TEXT NOT NULL,
    month      BIGINT NOT NULL,
    day        BIGINT NOT NULL,
    reason     TEXT NOT NULL,
    since_day  TEXT NOT NULL,
    until_day  TEXT NOT NULL,
    added_by   TEXT NOT NULL,
    added_at   TIMESTAMPTZ NOT NULL,
    removed_by TEXT,
    removed_at TIMESTAMPTZ
);
