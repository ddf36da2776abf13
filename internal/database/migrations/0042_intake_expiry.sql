-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- When the applicant was told that a draft will be removed. A change after that makes it void.
CREATE TABLE intake_warning (
  application TEXT PRIMARY KEY REFERENCES intake_application (id),
  warned_at   TIMESTAMPTZ NOT NULL
);
