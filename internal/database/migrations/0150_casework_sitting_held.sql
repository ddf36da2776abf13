-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Where and how a sitting is held, who was there, how it voted, and why it was cancelled.
ALTER TABLE casework_sitting ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE casework_sitting ADD COLUMN present TEXT NOT NULL DEFAULT '';
ALTER TABLE casework_sitting ADD COLUMN absent TEXT NOT NULL DEFAULT '';
ALTER TABLE casework_sitting ADD COLUMN secretary TEXT NOT NULL DEFAULT '';
ALTER TABLE casework_sitting ADD COLUMN changed_why TEXT NOT NULL DEFAULT '';
ALTER TABLE casework_sitting ADD COLUMN cancelled_at TIMESTAMPTZ;
ALTER TABLE casework_sitting ADD COLUMN cancelled_why TEXT NOT NULL DEFAULT '';

-- How the body voted about a case: empty is not recorded.
ALTER TABLE casework_sitting_case ADD COLUMN vote TEXT NOT NULL DEFAULT '';
