// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"context"
	"time"
)

// Writer turns a document into the bytes of a PDF. The same document gives the
// same bytes.
type Writer interface {
	Write(ctx context.Context, d Document) ([]byte, error)
}

// Document is what stands on the pages. All texts are in the language of Lang
// and are set as they are: nothing in them is markup. A line feed in a text
// begins a new line.
type Document struct {
	Title      string
	Subtitle   string
	Lang       string    // BCP 47, for readers aloud; Italian when empty; words are divided in Italian only
	Author     string    // the body; in the properties of the file
	Created    time.Time // the instant written in the file; never the clock
	Letterhead []string  // lines on top of the first page; the first is the body's name
	Logo       *Image    // beside the letterhead
	Blocks     []Block
	Footer     []string     // lines at the foot of each page: code, fingerprint
	PageLabel  string       // with {page} and {pages}; when empty "{page} / {pages}"
	QR         string       // when not empty: this text as a QR code beside the title
	Watermark  string       // when not empty: across each page, under the text (demo, training)
	Data       []Attachment // carried inside the file, for programs
}

// Image is a picture as PNG. Alt is what a reader aloud says in its place.
type Image struct {
	PNG []byte
	Alt string
}

// Attachment is a file inside the PDF: what the pages say, for programs. Names
// are unique within a document.
type Attachment struct {
	Name         string
	MediaType    string // type/subtype
	Content      []byte
	Relationship Relationship // to what stands on the pages
}

// Relationship says what an attachment is to the document (ISO 19005-3, 6.8).
type Relationship string

// Data is what the pages were made from; Source is what the document was made
// from; when empty the relationship is not told.
const (
	Data        Relationship = "Data"
	Source      Relationship = "Source"
	Alternative Relationship = "Alternative"
	Supplement  Relationship = "Supplement"
	Unspecified Relationship = "Unspecified"
)

// Block is a part of a document, set below the one before it.
type Block interface{ set(s *sheet) }

// Heading begins a part; Level is 1 (default) or 2. It stays on the page of
// what follows it.
type Heading struct {
	Level int
	Text  string
}

// Paragraph is running text.
type Paragraph struct {
	Text string
	Bold bool
}

// Pairs is a list of labels with their values, in two columns. To readers aloud
// it is a table whose rows are headed by their labels.
type Pairs []Pair

// Pair is one label with its value. An empty value is set as a dash, so that
// the reader sees that nothing was answered.
type Pair struct{ Label, Value string }

// List is a list of points, with a bullet each or numbered.
type List struct {
	Items    []string
	Numbered bool
}

// Table has a header that is repeated on each page.
type Table struct {
	Caption string
	Columns []Column
	Rows    [][]string // a row may be shorter than Columns
}

// Column of a table. Width is a share of the sum of all widths; zero counts as one.
type Column struct {
	Title string
	Width float64
	Right bool // aligned to the right, for amounts
}

// Notice is a box that the reader must not overlook.
type Notice struct{ Title, Text string }

// Signature is the place where people sign by hand: one line for each label,
// two beside each other. Note stands above in small type.
type Signature struct {
	Note   string
	Labels []string
}

// Spacer is free height, in millimetres. It vanishes at the end of a page.
type Spacer struct{ Height float64 }
