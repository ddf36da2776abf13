-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Of an application handed in on paper: the day of its receipt, the official
-- who compiles it, and where post goes when there is no e-mail address. '' for
-- all others.
ALTER TABLE intake_application ADD COLUMN paper_on TEXT NOT NULL DEFAULT '';
ALTER TABLE intake_application ADD COLUMN paper_by TEXT NOT NULL DEFAULT '';
ALTER TABLE intake_application ADD COLUMN paper_postal TEXT NOT NULL DEFAULT '';
