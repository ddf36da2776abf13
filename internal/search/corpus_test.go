// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search_test

import "pratica/internal/search"

// corpus is the shared set of documents: the number of each is its place in the
// list, from 1.
var corpus = [][]search.Passage{
	1:  {person("Nicolò D'Angelo"), answer("opponent", "De Luca Anna"), prose("Sfratto per morosità: contratto d'affitto del 2019")},
	2:  {person("Nicolo’ Dangelo"), answer("opponent", "Deluca Società S.r.l."), prose("Separazione giudiziale dei coniugi")},
	3:  {person("NICOLO' D ANGELO"), prose("Gli affitti non pagati delle case popolari")},
	4:  {person("Mario Rossi"), answer("tax_code", "RSSMRA80A01H501U"), answer("members", "Rossi, Luisa, figlia")},
	5:  {person("Maria Rossi"), answer("opponent", "Angelo Bianchi"), file("ISEE_2025-rossi.pdf")},
	6:  {person("Niccolò Rosso"), counsel("Di Stefano Giulia DSTGLI75A41F205X")},
	7:  {person("Zoë Łukasiewicz"), answer("opponent", "Distefano Piero"), prose("Risarcimento dei danni subìti; la perizia è allegata")},
	8:  {person("Anna-Maria Lo Presti"), file("permesso di soggiorno.pdf"), prose("Contributi per l'affitto: domanda respinta dall'Ente")},
	9:  {person("Giuseppe Dell'Orto"), answer("residence", "Via dell’Università 3, 37100 Verona (VR)"), prose("Attività lavorativa cessata. Città: L'Aquila")},
	10: {person("Søren Müller-Straße"), prose("La società convenuta ha sede a Forlì")},
	11: {person("Иван Петров"), answer("mobile", "+39 333 1234567")},
	12: {person("Jose\u0301 Nun\u0303ez"), prose("Opposizione a decreto ingiuntivo n. 1234/2025")},
}

// expected are the queries with the numbers of what they find, the last first.
var expected = []struct {
	name, text string
	want       []int64
}{
	{"an accent or an apostrophe after a name", "Nicolò", []int64{3, 2, 1}},
	{"without an accent", "nicolo", []int64{3, 2, 1}},
	{"with an apostrophe for an accent", "NICOLO'", []int64{3, 2, 1}},
	{"a name that only begins alike", "niccolo", []int64{6}},
	{"an apostrophe within a name", "D'Angelo", []int64{3, 2, 1}},
	{"a curved apostrophe", "d’angelo", []int64{3, 2, 1}},
	{"written as one", "dangelo", []int64{3, 2, 1}},
	{"a name that is part of others", "Angelo", []int64{5, 3, 1}},
	{"two words in any order", "dangelo nicolo", []int64{3, 2, 1}},
	{"a particle apart", "De Luca", []int64{2, 1}},
	{"a particle written with the name", "deluca", []int64{2, 1}},
	{"a particle that is a word of the language", "Di Stefano", []int64{7, 6}},
	{"the same written as one", "distefano", []int64{7, 6}},
	{"an article in a name", "lopresti", []int64{8}},
	{"a hyphen in a name", "Annamaria", []int64{8}},
	{"half of a name with a hyphen", "maria presti", []int64{8}},
	{"an elided preposition in a name", "dell'orto", []int64{9}},
	{"the same written as one word", "DELLORTO", []int64{9}},
	{"an article before a town", "L'Aquila", []int64{9}},
	{"the town alone", "aquila", []int64{9}},
	{"a name is not found by its stem", "Mario", []int64{4}},
	{"a stem is found in prose, as the name of a file, and in no name", "rosso", []int64{6, 5}},
	{"a surname", "rossi", []int64{5, 4}},
	{"both names", "rossi maria", []int64{5}},
	{"a household", "luisa rossi", []int64{4}},
	{"the plural in prose", "affitti", []int64{8, 3, 1}},
	{"the singular in prose, elided", "l'affitto", []int64{8, 3, 1}},
	{"prose with a preposition", "contributi per affitti", []int64{8}},
	{"an accent in prose", "societa", []int64{10, 2}},
	{"an accent typed", "società", []int64{10, 2}},
	{"an accent at the end of a noun", "attivita'", []int64{9}},
	{"an accent in a street", "universita", []int64{9}},
	{"forms of an adjective", "separazioni giudiziali", []int64{2}},
	{"forms of a participle", "subite danno", []int64{7}},
	{"letters without a decomposition", "lukasiewicz", []int64{7}},
	{"the same letter typed", "Łukasiewicz zoe", []int64{7}},
	{"a sharp s and a slashed o", "soren strasse", []int64{10}},
	{"an umlaut with a hyphen", "muller-strasse", []int64{10}},
	{"other letters", "петров", []int64{11}},
	{"a decomposed accent", "José Nuñez", []int64{12}},
	{"a tax code", "rssmra80a01h501u", []int64{4}},
	{"the tax code of counsel", "DSTGLI75A41F205X", []int64{6}},
	{"words of the name of a file", "isee 2025", []int64{5}},
	{"a file by the plural", "permessi soggiorno", []int64{8}},
	{"a number in prose", "1234/2025", []int64{12}},
	{"a telephone number", "333 1234567", []int64{11}},
	{"the beginning of a word", "risarc*", []int64{7}},
	{"the beginning of a name", "ross*", []int64{6, 5, 4}},
	{"a word and a beginning", "maria ross*", []int64{5}},
	{"the beginning of a joined name", "d'ang*", []int64{3, 2, 1}},
	{"words that say nothing are left out", "il danno della perizia", []int64{7}},
	{"nothing has both words", "rossi deluca", nil},
	{"nothing has the word", "usucapione", nil},
	{"what an engine would read as an operator", `"rossi" AND NOT (maria OR *) : ^ & | ! <->`, nil},
	{"quotes", `'rossi' "maria"`, []int64{5}},
	{"a yearly number among words", "4 rossi", []int64{4}},
}

func person(text string) search.Passage { return search.Passage{Kind: search.Person, Text: text} }

func answer(field, text string) search.Passage {
	return search.Passage{Kind: search.Answer, Field: field, Text: text}
}

func prose(text string) search.Passage {
	return search.Passage{Kind: search.Answer, Field: "facts", Text: text, Prose: true}
}

func counsel(text string) search.Passage { return search.Passage{Kind: search.Counsel, Text: text} }

func file(name string) search.Passage {
	return search.Passage{Kind: search.File, Text: name, Prose: true}
}
