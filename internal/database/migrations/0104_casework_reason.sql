-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Texts that the body keeps for the reasons of its resolutions. A resolution
-- copies the words: removing a text changes nothing that was resolved.
CREATE TABLE casework_reason (
  id      TEXT PRIMARY KEY,
  title   TEXT NOT NULL,
  text    TEXT NOT NULL,
  made_at TIMESTAMPTZ NOT NULL,
  made_by TEXT NOT NULL
);
