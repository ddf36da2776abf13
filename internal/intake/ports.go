// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"encoding/json"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// Form checks answers against the definition that the draft is pinned to.
type Form interface {
	// Check returns the answers that count and what still hinders filing,
	// answers and attachments alike, each with the path of its field. It reads
	// only.
	Check(ctx context.Context, a Application, p Papers) (Checked, error)
}

// Checked is what a form says of an application.
type Checked struct {
	// Effective are the answers that count, as JSON: those of fields shown, with
	// computed values. They are what is frozen and filed.
	Effective json.RawMessage
	Wrong     []problem.Field
}

// Papers are the files of an application.
type Papers struct {
	Attached []FileRef // by slot, item and id
	Signed   []FileRef // for the way of signing; Item says which of its files
}

// Files keeps the papers of applications.
type Files interface {
	// Of lists the papers of applications, as seen by the transaction. One may be
	// named twice.
	Of(ctx context.Context, tx *database.Tx, applications []string) (map[string]Papers, error)
	// Void removes what was made or uploaded for signing, in the transaction.
	Void(ctx context.Context, tx *database.Tx, application string) error
}

// Printer makes the document to be signed.
type Printer interface {
	// Freeze stores a printed document that shows code and fingerprint on each
	// page, and returns its file id. A document that is never referred to,
	// because the freeze was lost, is harmless.
	Freeze(ctx context.Context, a Application, c Content, fingerprint string) (file string, err error)
}

// Signing knows the ways of signing of a definition.
type Signing interface {
	// Ready returns what the chosen way still lacks. It reads only.
	Ready(ctx context.Context, a Application, p Papers) ([]problem.Field, error)
}

// Mailer sends a mail through the outbox, in the transaction.
type Mailer interface {
	SendLink(ctx context.Context, tx *database.Tx, a Application, kind LinkKind, l Link) error
}

// Link is the secret of a link, and how long it works.
type Link struct {
	Token   string
	Expires time.Time
}

// LinkKind says what a mailed link is for.
type LinkKind string

// The links.
const (
	ResumeLink LinkKind = "resume" // verifies the address and opens the draft
	AccessLink LinkKind = "access" // opens a filed application
)
