-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- One row is one piece of work to do. The payload is TEXT, not JSONB: only Go
-- reads it, and JSONB would refuse \u0000 and rewrite numbers.
CREATE TABLE job (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL,
  payload      TEXT NOT NULL,
  unique_key   TEXT,
  priority     BIGINT NOT NULL CHECK (priority BETWEEN 0 AND 2),
  state        TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'running', 'done', 'cancelled', 'dead')),
  attempt      BIGINT NOT NULL DEFAULT 0,
  max_attempts BIGINT NOT NULL,
  run_at       TIMESTAMPTZ NOT NULL,
  created_at   TIMESTAMPTZ NOT NULL,
  leased_by    TEXT,
  lease_until  TIMESTAMPTZ,
  finished_at  TIMESTAMPTZ,
  last_error   TEXT NOT NULL DEFAULT '',
  CHECK ((state = 'running') = (lease_until IS NOT NULL)),
  CHECK ((state IN ('done', 'cancelled', 'dead')) = (finished_at IS NOT NULL))
);

-- One unfinished job per key; a key in use makes an insert a no-op.
CREATE UNIQUE INDEX job_unique ON job (kind, unique_key) WHERE unique_key IS NOT NULL AND state IN ('ready', 'running');
-- Each of the others serves one query: claim, rescue, dead letters, pruning.
CREATE INDEX job_ready ON job (priority, run_at, id) WHERE state = 'ready';
CREATE INDEX job_running ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_dead ON job (finished_at, id) WHERE state = 'dead';
CREATE INDEX job_over ON job (finished_at) WHERE state IN ('done', 'cancelled');

-- The next turn of each periodic task. Moving next_at is what wins the turn.
CREATE TABLE job_periodic (
  name    TEXT PRIMARY KEY,
  next_at TIMESTAMPTZ NOT NULL
);
