-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up
-- One number per limit and hashed key; rows are short-lived and swept.
CREATE TABLE rate_limit (
    key        TEXT PRIMARY KEY,
    value      BIGINT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX rate_limit_expiry ON rate_limit (expires_at);
