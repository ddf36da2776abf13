-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- The index of search_document.words. It stays in the row, and what a search only shows is kept outside: a query that has to look
-- at many rows reads little of each.
ALTER TABLE search_document ADD COLUMN vector TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED;
ALTER TABLE search_document ALTER COLUMN vector SET STORAGE MAIN;
ALTER TABLE search_document SET (toast_tuple_target = 128);

-- With the frequencies of more words the planner knows which are rare and which are everywhere.
ALTER TABLE search_document ALTER COLUMN vector SET STATISTICS 1000;

CREATE INDEX search_document_vector ON search_document USING gin (vector) WITH (fastupdate = off);
