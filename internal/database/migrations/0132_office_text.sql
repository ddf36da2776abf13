-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What the body itself writes on pages, letters and messages, and its statement of
-- accessibility. Each change is a version of its own; the last one is in force.
CREATE TABLE office_text (
    name       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    data       JSONB NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (name, version)
);
