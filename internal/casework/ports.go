// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"encoding/json"
	"time"

	"pratica/internal/casework/actions"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Application is what was filed.
type Application struct {
	ID         string
	Code       string // as ids.ParseCode returns it
	Year       int
	Number     int64
	FiledAt    time.Time
	Procedure  string // slug
	Definition string // digest
	Lang       string
	Email      string // verified
	Answers    json.RawMessage
	// Of an application handed in on paper: the day of its receipt, which counts
	// for the terms, the official who registered it, and where post goes. Zero for
	// all others.
	Received   terms.Date
	ReceivedBy string
	Postal     string
}

// facts are what is known of the case when it opens.
func (a Application) facts() map[string]any {
	if a.Received.IsZero() {
		return map[string]any{}
	}
	return map[string]any{"paper": map[string]any{"received": a.Received.String(), "by": a.ReceivedBy, "postal": a.Postal}}
}

// begins is the day from which terms that start with the filing run.
func (a Application) begins() terms.Date {
	if a.Received.IsZero() {
		return terms.DateOf(a.FiledAt)
	}
	return a.Received
}

// Applications reads what was filed.
type Applications interface {
	// Filed returns an application, or a problem of kind NotFound.
	Filed(ctx context.Context, tx *database.Tx, id string) (Application, error)
}

// Values are the answers of an application as a definition's expressions see
// them: whole numbers are int64, amounts int64 cents, days "2006-01-02",
// groups []any of map[string]any.
type Values struct {
	Answers  map[string]any
	Computed map[string]any
	// Shown holds, by language, the words of each answer for a reader: the
	// label of a choice, not its value.
	Shown map[string]map[string]string
}

// Forms knows the published definitions and what answers mean.
type Forms interface {
	// Source returns the bytes of a version, by digest. They never change.
	Source(ctx context.Context, tx *database.Tx, digest string) ([]byte, error)
	// Values reads answers as of the day of filing.
	Values(ctx context.Context, tx *database.Tx, digest string, answers json.RawMessage, filed terms.Date) (Values, error)
	// Amend puts changed top-level answers into the others, and says what is
	// wrong with those that changed. It stores nothing.
	Amend(ctx context.Context, tx *database.Tx, digest string, answers, changes json.RawMessage, filed terms.Date) (json.RawMessage, []problem.Field, error)
}

// Files are the documents of a case.
type Files interface {
	// Check says which of the files named by an act are not of this case, are
	// not in that slot, or are not fit to be used. It stores nothing.
	Check(ctx context.Context, tx *database.Tx, caseID string, files []actions.File) ([]problem.Field, error)
}

// Officials are the people of the office.
type Officials interface {
	// Holders lists the active people who have a role, in the order of the roll.
	Holders(ctx context.Context, tx *database.Tx, role string) ([]actions.Official, error)
	// Name returns the name to show for an account.
	Name(ctx context.Context, tx *database.Tx, account string) (string, error)
	// Calendar is that of the body.
	Calendar(ctx context.Context, tx *database.Tx) (terms.Calendar, error)
}

// Notice is something that applicant or counsel is to be told.
type Notice struct {
	Case, Code string
	Procedure  string // slug
	To         string // workflow.Applicant, workflow.Lawyer or workflow.Office
	Email      string // of the applicant
	Counsel    string // tax code of the counsel, when he is the recipient
	Lang       string
	Kind       string    // "state_changed", or the message of the step kind
	Act        i18n.Text // what was done
	By         string    // kind of who did it, as in the audit log
	State      i18n.Text
	Explain    i18n.Text // what happens next
	Points     []i18n.Text
	Note       string
	Due        terms.Date // of the applicant's term; zero when there is none
	Outcome    i18n.Text
	Remedy     i18n.Text
	At         time.Time
}

// Notifier tells people through the outbox, in the transaction of the act.
type Notifier interface {
	Notify(ctx context.Context, tx *database.Tx, n Notice) error
}
