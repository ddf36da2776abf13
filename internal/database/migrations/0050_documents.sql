-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- One row is taken by whoever changes the files of an owner, so that two
-- uploads cannot both be the last one allowed.
CREATE TABLE documents_owner (
  owner   TEXT PRIMARY KEY,
  changes BIGINT NOT NULL
);

-- A file of an application or case. The bytes are an object, named by digest.
CREATE TABLE documents_file (
  id          TEXT PRIMARY KEY,
  owner       TEXT NOT NULL REFERENCES documents_owner (owner),
  slot        TEXT NOT NULL,
  item        TEXT NOT NULL,
  name        TEXT NOT NULL,
  media_type  TEXT NOT NULL,
  digest      TEXT NOT NULL,
  size        BIGINT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('stored', 'removed', 'void')),
  reason      TEXT NOT NULL,
  actor       TEXT NOT NULL,
  uploaded_at TIMESTAMPTZ NOT NULL,
  changed_at  TIMESTAMPTZ NOT NULL
);

CREATE INDEX documents_file_owner ON documents_file (owner, slot, item);
