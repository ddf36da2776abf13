-- SPDX-FileCopyrightText: 2026 Pratica contributors
-- SPDX-License-Identifier: EUPL-1.2

-- +goose Up

-- The index of search_document.words; "rowid" is "place". The tokenizer only cuts at spaces; neither the text nor the order of words
-- is kept here.
CREATE VIRTUAL TABLE search_index USING fts5(words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'");

-- +goose StatementBegin
CREATE TRIGGER search_document_inserted AFTER INSERT ON search_document
BEGIN
  INSERT INTO search_index (rowid, words) VALUES (new.place, new.words);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_document_updated AFTER UPDATE OF words ON search_document
BEGIN
  DELETE FROM search_index WHERE rowid = old.place;
  INSERT INTO search_index (rowid, words) VALUES (new.place, new.words);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_document_deleted AFTER DELETE ON search_document
BEGIN
  DELETE FROM search_index WHERE rowid = old.place;
END;
-- +goose StatementEnd
