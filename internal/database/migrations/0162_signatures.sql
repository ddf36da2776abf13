-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Trusted lists as they came (ETSI TS 119 612): every version stays, because verdicts name it.
CREATE TABLE signatures_list (
  digest      TEXT PRIMARY KEY, -- SHA-256 of the document
  territory   TEXT NOT NULL,    -- EU for the list of lists
  sequence    BIGINT NOT NULL,
  issued_at   TIMESTAMPTZ NOT NULL,
  next_update TIMESTAMPTZ,      -- none: the list is closed
  signer      TEXT NOT NULL,    -- SHA-256 of the signer's certificate
  added_at    TIMESTAMPTZ NOT NULL,
  seen_at     TIMESTAMPTZ NOT NULL, -- when it was last found to be the newest
  document    BYTEA NOT NULL    -- gzip
);
CREATE INDEX signatures_list_newest ON signatures_list (territory, sequence);

-- What is known of the signatures of a stored file.
CREATE TABLE signatures_verdict (
  owner     TEXT NOT NULL,
  file      TEXT NOT NULL,
  digest    TEXT NOT NULL,        -- of the file
  arrived_at TIMESTAMPTZ NOT NULL, -- the file certainly was here then
  judged_at TIMESTAMPTZ,          -- none: its turn comes
  verdict   TEXT NOT NULL DEFAULT '',
  sub       TEXT NOT NULL DEFAULT '',
  report    TEXT NOT NULL DEFAULT '',
  evidence  BYTEA,                -- gzip of JSON
  lists     TEXT NOT NULL DEFAULT '', -- digests of the trusted lists that were used
  PRIMARY KEY (owner, file)
);
CREATE INDEX signatures_verdict_sub ON signatures_verdict (sub, arrived_at);

-- Files that came before are asked about too.
INSERT INTO signatures_verdict (owner, file, digest, arrived_at)
  SELECT owner, id, digest, uploaded_at FROM documents_file
  WHERE actor <> 'system' AND media_type IN ('application/pkcs7-mime', 'application/pdf', 'application/xml', 'application/zip', 'application/vnd.oasis.opendocument.text');
