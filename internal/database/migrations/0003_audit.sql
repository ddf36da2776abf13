-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- One row is one act. "detail" is kept as the very bytes that were hashed.
CREATE TABLE audit_entry (
  chain      TEXT NOT NULL,
  seq        BIGINT NOT NULL,
  at         TIMESTAMPTZ NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id   TEXT NOT NULL,
  action     TEXT NOT NULL,
  subject    TEXT NOT NULL,
  detail     BYTEA NOT NULL,
  prev_hash  BYTEA NOT NULL,
  hash       BYTEA NOT NULL,
  PRIMARY KEY (chain, seq)
);

-- The administrator's question: who read what, and when.
CREATE INDEX audit_entry_action ON audit_entry (action, at, chain, seq);
CREATE INDEX audit_entry_actor ON audit_entry (actor_kind, actor_id, at, chain, seq);

-- The last entry of each chain, and the last one that a seal covers. Writers of
-- one chain queue on its row here; writers of different chains never meet.
CREATE TABLE audit_head (
  chain  TEXT PRIMARY KEY,
  seq    BIGINT NOT NULL,
  hash   BYTEA NOT NULL,
  sealed BIGINT NOT NULL
);

CREATE INDEX audit_head_unsealed ON audit_head (chain) WHERE sealed < seq;

-- A seal fixes the heads that changed since the one before, and the seal before.
CREATE TABLE audit_seal (
  n         BIGINT PRIMARY KEY,
  at        TIMESTAMPTZ NOT NULL,
  count     BIGINT NOT NULL,
  root      BYTEA NOT NULL,
  prev_hash BYTEA NOT NULL,
  hash      BYTEA NOT NULL
);

CREATE TABLE audit_seal_member (
  n     BIGINT NOT NULL REFERENCES audit_seal (n),
  chain TEXT NOT NULL,
  seq   BIGINT NOT NULL,
  hash  BYTEA NOT NULL,
  PRIMARY KEY (n, chain)
);

CREATE INDEX audit_seal_member_chain ON audit_seal_member (chain, seq);
