-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Whether the person is at work and only receives no new cases.
ALTER TABLE office_absence ADD COLUMN only_new BOOLEAN NOT NULL DEFAULT FALSE;
