-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- The day that makes a case urgent, such as a hearing, and the day from which
-- it goes before the others; '' when there is none.
ALTER TABLE casework_case ADD COLUMN urgent_on TEXT NOT NULL DEFAULT '';
ALTER TABLE casework_case ADD COLUMN urgent_from TEXT NOT NULL DEFAULT '';
