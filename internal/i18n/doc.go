// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package i18n turns keys and values into the words of a language.
//
// Words: a [Catalogue] is all texts of all languages; a [Printer] speaks one of
// them. A *key* is the path of a text through the nested YAML of
// locales/<language>/<area>.yaml, joined with dots; the name of the file is not
// part of it. A text names its arguments in braces: "Hello {name}". A mapping
// with the plural categories of Unicode ("one", "other", ...) is one text whose
// form the argument "count" chooses. [Text] is a text that lives in data (a
// procedure's definition), not in the catalogue.
//
// Invariants, which [Catalogue.Check] proves: every language has the same keys,
// with the same arguments, and none is empty. At run time a missing text is
// shown in the default language, and a missing key as itself: a page never
// fails for a word.
//
// Days and months are named by the catalogue too, so that a further language
// needs only a directory. Legal days are those of Europe/Rome.
//
// It does not choose the language of a reader and does not escape for HTML.
package i18n
