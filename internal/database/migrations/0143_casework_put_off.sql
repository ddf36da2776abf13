-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- A case that a sitting put off stays in what the sitting did, and is free for another agenda.
ALTER TABLE casework_sitting_case ADD COLUMN put_off_at TIMESTAMPTZ;

DROP INDEX casework_sitting_case_waits;
CREATE UNIQUE INDEX casework_sitting_case_waits ON casework_sitting_case (case_id) WHERE resolved_at IS NULL AND put_off_at IS NULL;
