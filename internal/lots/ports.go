// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lots

import (
	"context"
	"io"

	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/objects"
	"pratica/internal/terms"
)

// Kind is a sort of recipient, as its procedure declares it.
type Kind struct {
	Procedure, Name string
	Definition      string // digest of the version that says so
	Label           i18n.Text
	Norm            string
	Every           string // week, month, quarter or year
	Scheduled       bool
	By              []string // roles that read and close its lots
	FileName        string   // rule for the names of files: {position}, {code}, {slot}, names of values
}

// Content is what a kind is to be told of a case now.
type Content struct {
	Procedure, Kind string
	Case, Code      string
	Due             bool // the kind is told of the case
	Recipient       string
	Outcome         string // as the recipient reads it
	DecidedOn       terms.Date
	Values          []Value
	Files           []File
	Without         []string // slots of which the case has no document
}

// Value is one thing that the list says of a case.
type Value struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Text  string `json:"value"`
	// Raw is the value before it was put in words: a release that writes dates
	// differently corrects nothing.
	Raw any `json:"-"`
}

// File is a document that goes along.
type File struct {
	Name   string `json:"name"`
	Slot   string `json:"slot"`
	Digest string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Cases knows what was decided and what is to be told of it.
type Cases interface {
	// Kinds lists the kinds of all procedures that have cases.
	Kinds(ctx context.Context, tx *database.Tx) ([]Kind, error)
	// Contents says for each kind of its procedure what is to be told of a case.
	Contents(ctx context.Context, tx *database.Tx, caseID string) ([]Content, error)
}

// Objects opens the files that go along.
type Objects interface {
	Open(ctx context.Context, digest string) (io.ReadSeekCloser, objects.Object, error)
}
