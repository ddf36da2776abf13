// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search

// Document is what can be found of one case.
type Document struct {
	Case       string
	Version    int64 // of the case: an older one never replaces a newer
	Code       string
	Year       int
	Number     int64
	Procedure  string
	Definition string
	Holders    []string // accounts to which the case is assigned
	Passages   []Passage
}

// Passage is a piece of text from one place of a case.
type Passage struct {
	Kind  Kind   `json:"kind"`
	Field string `json:"field,omitempty"` // of Answer: the field of the form
	Text  string `json:"text"`
	Prose bool   `json:"prose,omitempty"` // found by the stems of its words too
}

// Kind is where a passage comes from.
type Kind string

// The kinds.
const (
	Person  Kind = "person" // who the case is about, by name
	Answer  Kind = "answer"
	Counsel Kind = "counsel"
	File    Kind = "file" // the name of a file
)

// place orders the cases by filing; numbers begin again each year and are fewer
// than a thousand million.
func place(year int, number int64) int64 { return int64(year)*numbersOfAYear + number }

const numbersOfAYear = 1_000_000_000

// Query is what a reader asks for.
type Query struct {
	Text      string
	Procedure string // slug; "" is any
	Year      int    // of filing; 0 is any
	Before    int64  // the place of the last hit of the page before; 0 is the first page
	Limit     int    // 20 when zero, at most 50
}

// Page is one page of hits, the last filed first.
type Page struct {
	Hits  []Hit
	Count int   // of all hits that the reader may see, up to Counted
	More  bool  // there are more than Count
	Next  int64 // Before of the next page; 0 on the last
}

// Counted is how far hits are counted exactly: beyond, a reader is told that
// there are more.
const Counted = 1000

// Hit is a case that answers a query.
type Hit struct {
	Case       string
	Code       string
	Year       int
	Number     int64
	Procedure  string
	Definition string
	Person     []Piece // who the case is about
	Passages   []Shown // where the words stand
}

// Shown is a passage, cut down to what surrounds the words found.
type Shown struct {
	Kind   Kind
	Field  string
	Pieces []Piece
}

// Piece is a part of a text; Found when it is what was looked for.
type Piece struct {
	Text  string
	Found bool
}

// Choices are what a query can be narrowed by.
type Choices struct {
	Definitions []Indexed
	Years       []int // the newest first
}

// Indexed is a definition under which some case was indexed.
type Indexed struct{ Procedure, Definition string }
