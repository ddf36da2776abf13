-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Accounts of officials and lawyers. Citizens have none: they are identified otherwise (CAD art. 64 c. 3-bis).
CREATE TABLE identity_account (
    id               TEXT PRIMARY KEY,
    email            TEXT NOT NULL UNIQUE,                -- normalised
    name             TEXT NOT NULL,
    fiscal_code      TEXT,
    kind             TEXT NOT NULL CHECK (kind IN ('official', 'lawyer')),
    state            TEXT NOT NULL CHECK (state IN ('invited', 'active', 'suspended')),
    lang             TEXT NOT NULL,
    password         TEXT NOT NULL,                       -- argon2id PHC string; '' before the first one
    password_version BIGINT NOT NULL,                     -- grows with each new password
    totp_secret      BYTEA,                               -- sealed with the key of the installation; NULL bars sign-in
    totp_step        BIGINT NOT NULL,                     -- last time step that was used
    totp_pending     BYTEA,                               -- sealed; waits for its first code
    created_at       TIMESTAMPTZ NOT NULL,
    last_login_at    TIMESTAMPTZ,
    CHECK (state <> 'active' OR password <> '')
);
CREATE INDEX identity_account_name ON identity_account (name, id);

-- Codes for a lost authenticator: keyed hashes, each good once.
CREATE TABLE identity_recovery_code (
    account_id TEXT NOT NULL REFERENCES identity_account (id),
    mac        TEXT NOT NULL,
    used_at    TIMESTAMPTZ,
    PRIMARY KEY (account_id, mac)
);

-- One-time secrets: mailed links, and the pass between two steps of one act. Only the hash of the secret is kept.
CREATE TABLE identity_ticket (
    token_hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES identity_account (id),
    purpose    TEXT NOT NULL CHECK (purpose IN ('invite', 'reset', 'totp', 'enrol', 'login')),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at    TIMESTAMPTZ
);
CREATE INDEX identity_ticket_account ON identity_ticket (account_id, purpose);
CREATE INDEX identity_ticket_expiry ON identity_ticket (expires_at);

-- Requests to enrol a new authenticator, decided by a second administrator.
CREATE TABLE identity_totp_request (
    id           TEXT PRIMARY KEY,
    account_id   TEXT NOT NULL REFERENCES identity_account (id),
    requested_by TEXT NOT NULL REFERENCES identity_account (id),
    requested_at TIMESTAMPTZ NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('open', 'approved', 'refused')),
    decided_by   TEXT REFERENCES identity_account (id),
    decided_at   TIMESTAMPTZ,
    CHECK ((state = 'open') = (decided_by IS NULL)),
    CHECK (state <> 'approved' OR (decided_by <> requested_by AND decided_by <> account_id))
);
CREATE UNIQUE INDEX identity_totp_request_open ON identity_totp_request (account_id) WHERE state = 'open';
