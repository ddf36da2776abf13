-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What the malware scanner said, by content: the same bytes are asked about once.
-- A digest without a row was never asked about.
CREATE TABLE documents_scan (
  digest     TEXT PRIMARY KEY,
  state      TEXT NOT NULL CHECK (state IN ('waiting', 'clean', 'infected', 'too_large', 'away')),
  threat     TEXT NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL
);

-- Bytes that were received and are not yet anybody's. Those that stay so are
-- collected.
CREATE TABLE documents_arrival (
  digest TEXT PRIMARY KEY,
  at     TIMESTAMPTZ NOT NULL
);

CREATE INDEX documents_arrival_at ON documents_arrival (at);

CREATE INDEX documents_file_digest ON documents_file (digest);
