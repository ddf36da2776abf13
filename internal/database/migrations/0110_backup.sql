-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up
CREATE TABLE backup_run (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,         -- of the set; '' when none was made
  started_at TIMESTAMPTZ NOT NULL,
  ended_at   TIMESTAMPTZ NOT NULL,
  bytes      BIGINT NOT NULL,       -- that this run brought to its place
  row_count  BIGINT NOT NULL,
  files      BIGINT NOT NULL,
  copied     BIGINT NOT NULL,       -- of the files, those that were not there yet
  problem    TEXT NOT NULL          -- code of what went wrong; '' when nothing did
);
CREATE INDEX backup_run_good ON backup_run (started_at) WHERE problem = '';
CREATE INDEX backup_run_started ON backup_run (started_at);
