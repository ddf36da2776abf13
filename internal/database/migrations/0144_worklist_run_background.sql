-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- A run is done by a job: its cases are written when it is asked for, and each says what
-- is to be done to it, and which version of the case that made.
ALTER TABLE worklist_run ADD COLUMN official TEXT NOT NULL DEFAULT ''; -- to whom cases are assigned
ALTER TABLE worklist_run ADD COLUMN lang TEXT NOT NULL DEFAULT 'it';
ALTER TABLE worklist_run ADD COLUMN undoes TEXT NOT NULL DEFAULT ''; -- the run that this one takes back
ALTER TABLE worklist_run ADD COLUMN stopped_at TIMESTAMPTZ; -- by whoever asked for it

ALTER TABLE worklist_run_case ADD COLUMN waits BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE worklist_run_case ADD COLUMN action TEXT NOT NULL DEFAULT '';
ALTER TABLE worklist_run_case ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE worklist_run_case ADD COLUMN made BIGINT NOT NULL DEFAULT 0;
