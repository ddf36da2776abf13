// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"encoding/json"
	"time"
)

// State is where an application stands before it becomes a case.
type State string

// The states; see the package comment.
const (
	Draft  State = "draft"
	Frozen State = "frozen"
	Filed  State = "filed"
)

// Application is what an applicant has compiled so far.
type Application struct {
	ID          string
	Code        string // short code, shown and typed by people
	Procedure   string // slug
	Definition  string // digest of the version that the draft is pinned to
	Lang        string
	State       State
	Email       string // where links go; empty until given
	Verified    bool   // a link sent to Email was opened
	Answers     json.RawMessage
	Version     int64            // grows at each change
	Saved       map[string]int64 // page, or "#" and input → version at which it was last saved
	Way         string           // way of signing chosen, of the definition's list
	FrozenFile  string           // id of the printed document while frozen
	Fingerprint string           // of answers and files while frozen
	CreatedAt   time.Time
	ChangedAt   time.Time
	Paper       Paper // of one that was handed in on paper
}

// Receipt states a filing for ever.
type Receipt struct {
	Application string
	Code        string
	Year        int
	Number      int64
	FiledAt     time.Time
	Procedure   string
	Definition  string
	Lang        string
	Email       string
	Way         string
	Fingerprint string
}

// Filing is a receipt with the exact bytes that were filed.
type Filing struct {
	Receipt
	Content []byte // canonical JSON: see Content
	// DiscardedAt is when content and address were discarded; zero while they are kept.
	DiscardedAt time.Time
}

// FileRef is one file in a frozen application.
type FileRef struct {
	ID     string `json:"id"`
	Slot   string `json:"slot"`
	Item   string `json:"item,omitempty"`
	Name   string `json:"name"`
	Digest string `json:"sha256"`
	Size   int64  `json:"size"`
	// Infected is what the scanner says now: no part of what is frozen.
	Infected bool `json:"-"`
}

// Content is what the fingerprint covers and what a filing keeps, as JSON with
// sorted keys: the same application always gives the same bytes.
type Content struct {
	Application string          `json:"application"`
	Procedure   string          `json:"procedure"`
	Definition  string          `json:"definition"`
	Answers     json.RawMessage `json:"answers"`
	Files       []FileRef       `json:"files"`
}
