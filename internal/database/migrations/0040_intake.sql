-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What an applicant has compiled: one row from the first word to the filing.
CREATE TABLE intake_application (
  id          TEXT PRIMARY KEY,
  code        TEXT NOT NULL UNIQUE,
  procedure   TEXT NOT NULL,
  definition  TEXT NOT NULL,
  lang        TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('draft', 'frozen', 'filed')),
  email       TEXT NOT NULL,
  verified    BOOLEAN NOT NULL,
  answers     BYTEA NOT NULL,
  version     BIGINT NOT NULL,
  saved       JSONB NOT NULL,
  way         TEXT NOT NULL,
  frozen_file TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  created_at  TIMESTAMPTZ NOT NULL,
  changed_at  TIMESTAMPTZ NOT NULL,
  CHECK (state = 'draft' OR fingerprint <> '')
);

-- One row is one act of filing, for ever: `content` holds the exact bytes that the fingerprint covers.
CREATE TABLE intake_filing (
  application TEXT PRIMARY KEY REFERENCES intake_application (id),
  code        TEXT NOT NULL UNIQUE,
  year        BIGINT NOT NULL,
  number      BIGINT NOT NULL,
  filed_at    TIMESTAMPTZ NOT NULL,
  procedure   TEXT NOT NULL,
  definition  TEXT NOT NULL,
  lang        TEXT NOT NULL,
  email       TEXT NOT NULL,
  way         TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  content     BYTEA NOT NULL,
  UNIQUE (year, number)
);

-- The last number given in each year.
CREATE TABLE intake_counter (
  year        BIGINT PRIMARY KEY,
  last_number BIGINT NOT NULL
);

-- A link that was mailed: only the token's hash is kept.
CREATE TABLE intake_link (
  hash        TEXT PRIMARY KEY,
  application TEXT NOT NULL REFERENCES intake_application (id),
  kind        TEXT NOT NULL CHECK (kind IN ('resume', 'access')),
  email       TEXT NOT NULL,
  created_at  TIMESTAMPTZ NOT NULL,
  expires_at  TIMESTAMPTZ NOT NULL
);

CREATE INDEX intake_link_application ON intake_link (application);
CREATE INDEX intake_application_changed ON intake_application (state, changed_at);
