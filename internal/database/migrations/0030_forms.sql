-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- One row is one version of a procedure: the bytes of its file, which never change.
CREATE TABLE forms_version (
  digest      TEXT PRIMARY KEY,
  slug        TEXT NOT NULL,
  label       TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
  imported_at TIMESTAMPTZ NOT NULL,
  changed_at  TIMESTAMPTZ NOT NULL,
  source      BYTEA NOT NULL
);

-- At most one version of a procedure takes new applications.
CREATE UNIQUE INDEX forms_version_published ON forms_version (slug) WHERE state = 'published';
