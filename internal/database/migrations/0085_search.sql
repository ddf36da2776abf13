-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- What can be found of each case; made anew from the cases at any time. "place" orders by filing: year * 10^9 + number. "words" are
-- made by the program, once each, with spaces between; the index of each database follows them by itself. "passages" and "words" hold
-- personal data: whoever deletes a case deletes its row.
CREATE TABLE search_document (
  place      BIGINT PRIMARY KEY,
  case_id    TEXT NOT NULL UNIQUE,
  version    BIGINT NOT NULL,
  code       TEXT NOT NULL UNIQUE,
  procedure  TEXT NOT NULL,
  definition TEXT NOT NULL,
  passages   JSONB NOT NULL,
  words      TEXT NOT NULL
);

-- The definitions in use, so that no search has to look through all documents for them.
CREATE TABLE search_definition (
  definition TEXT PRIMARY KEY,
  procedure  TEXT NOT NULL
);
