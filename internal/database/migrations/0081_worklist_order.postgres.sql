-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- Lists are sorted, and names found by their beginning, as on SQLite: byte by byte, whatever the language of the database.
ALTER TABLE worklist_entry
  ALTER COLUMN due_on TYPE TEXT COLLATE "C",
  ALTER COLUMN filed_on TYPE TEXT COLLATE "C",
  ALTER COLUMN folded TYPE TEXT COLLATE "C",
  ALTER COLUMN urgency TYPE TEXT COLLATE "C";
