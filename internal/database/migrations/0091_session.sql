-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Browser sessions, signed in or not. An ended row stays until it expires, so that a request still running cannot bring it back.
CREATE TABLE identity_session (
    token_hash TEXT PRIMARY KEY,
    account_id TEXT REFERENCES identity_account (id),
    agent      TEXT NOT NULL,            -- what the browser calls itself, shortened; for the owner's list
    data       BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    seen_at    TIMESTAMPTZ NOT NULL,     -- renewed at most once a minute
    idle_s     BIGINT NOT NULL,          -- seconds without a request after which it is over
    expires_at TIMESTAMPTZ NOT NULL,     -- absolute end
    ended_at   TIMESTAMPTZ
);
CREATE INDEX identity_session_account ON identity_session (account_id, created_at) WHERE account_id IS NOT NULL;
CREATE INDEX identity_session_expiry ON identity_session (expires_at);
