-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- The body that this installation serves. Each change is a new version; the last one is in force.
CREATE TABLE office_body (
    version    BIGINT PRIMARY KEY,
    data       JSONB NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE office_unit (
    id        TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    email     TEXT NOT NULL,
    closed_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX office_unit_name ON office_unit (name) WHERE closed_at IS NULL;

-- Who holds which role where; unit_id NULL is the whole body. An ended row stays, as the history of rights.
CREATE TABLE office_membership (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    unit_id    TEXT REFERENCES office_unit (id),
    role       TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    granted_at TIMESTAMPTZ NOT NULL,
    ended_by   TEXT,
    ended_at   TIMESTAMPTZ
);
CREATE UNIQUE INDEX office_membership_once ON office_membership (account_id, COALESCE(unit_id, ''), role) WHERE ended_at IS NULL;
CREATE INDEX office_membership_role ON office_membership (role) WHERE ended_at IS NULL;

-- Days on which somebody is away, both included, and who stands in.
CREATE TABLE office_absence (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    from_day   TEXT NOT NULL,
    to_day     TEXT NOT NULL,
    substitute TEXT,
    CHECK (to_day >= from_day),
    CHECK (substitute IS NULL OR substitute <> account_id)
);
CREATE INDEX office_absence_account ON office_absence (account_id, to_day);
CREATE INDEX office_absence_substitute ON office_absence (substitute, to_day) WHERE substitute IS NOT NULL;

-- A row that changes of administrators write first, so that two of them never pass each other.
CREATE TABLE office_guard (
    name TEXT PRIMARY KEY,
    n    BIGINT NOT NULL
);
INSERT INTO office_guard (name, n) VALUES ('administrators', 0);

-- The list of lawyers for legal aid (DPR 115/2002 art. 81).
CREATE TABLE office_counsel (
    id             TEXT PRIMARY KEY,
    fiscal_code    TEXT NOT NULL UNIQUE,
    name           TEXT NOT NULL,
    bar            TEXT NOT NULL,           -- the order that keeps the roll in which the lawyer is enrolled
    pec            TEXT NOT NULL,
    email          TEXT NOT NULL,
    enrolled_since TEXT NOT NULL,           -- day, in the list; '' when not known
    folded         TEXT NOT NULL,           -- what a search looks in
    account_id     TEXT,                    -- once invited
    invited_at     TIMESTAMPTZ,
    updated_at     TIMESTAMPTZ NOT NULL,
    removed_at     TIMESTAMPTZ
);
CREATE INDEX office_counsel_folded ON office_counsel (folded, id) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX office_counsel_account ON office_counsel (account_id) WHERE account_id IS NOT NULL;
