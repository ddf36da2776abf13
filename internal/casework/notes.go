// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// PrivateNote is what the office wrote to itself about a case. Applicant and
// counsel never see it on a page; it is part of what a person may ask for under
// art. 15 GDPR, and so belongs in the copy that an administrator makes.
type PrivateNote struct {
	ID           string
	Author, Name string
	At           time.Time
	Text         string
	Mine         bool // the reader may take it back
}

// maxNote bounds a note.
const maxNote = 4000

// AddNote writes a private note on a case that the official may read. The text is
// kept out of the audit log.
func (s *Service) AddNote(ctx context.Context, actor Actor, caseID, text string) (n PrivateNote, err error) {
	defer problem.Wrap(&err, "casework.AddNote(%s)", caseID)
	text = strings.TrimSpace(text)
	if text == "" {
		return n, problem.New(problem.Invalid, "casework.input").With(problem.Field{Path: "private_note", Code: "casework.required"})
	}
	if len([]rune(text)) > maxNote {
		return n, problem.New(problem.Invalid, "casework.input").With(problem.Field{Path: "private_note", Code: "casework.note_long", Args: []any{"max", maxNote}})
	}
	n = PrivateNote{ID: ids.New(), Author: actor.ID, At: s.Now(), Text: text, Mine: true}
	err = s.onNotes(ctx, actor, caseID, "note_added", n.ID, func(tx *database.Tx, f *folder) error {
		there, err := notesOf(ctx, tx, f.ID)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(there, n.repeats); i >= 0 {
			n = there[i]
			return errNoted
		}
		return insertNote(ctx, tx, f.ID, n)
	})
	if errors.Is(err, errNoted) {
		err = nil
	}
	return n, err
}

// errNoted: the form was sent twice.
var errNoted = errors.New("casework: this note is there")

// repeats says that a note is another's second click.
func (n PrivateNote) repeats(there PrivateNote) bool {
	return n.Author == there.Author && n.Text == there.Text && n.At.Sub(there.At) < time.Minute
}

// RemoveNote takes back a note of one's own. The row stays for the record.
func (s *Service) RemoveNote(ctx context.Context, actor Actor, caseID, note string) (err error) {
	defer problem.Wrap(&err, "casework.RemoveNote(%s)", caseID)
	return s.onNotes(ctx, actor, caseID, "note_removed", note, func(tx *database.Tx, f *folder) error {
		removed, err := removeNote(ctx, tx, f.ID, note, actor.ID, s.Now())
		if err == nil && !removed {
			err = problem.New(problem.NotFound, "casework.no_note")
		}
		return err
	})
}

// onNotes does something to the notes of a case, for an official who may read
// it, and records that.
func (s *Service) onNotes(ctx context.Context, actor Actor, caseID, action, note string, do func(*database.Tx, *folder) error) error {
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		c, err := getCase(ctx, tx, caseID)
		f, err := s.reach(ctx, tx, actor, c, err)
		if err != nil {
			return err
		}
		if actor.Kind != audit.Official {
			return notFound(nil)
		}
		if f.withheld(actor) {
			return declareFirst()
		}
		if err := do(tx, f); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{
			Chain: audit.CaseChain(f.ID), Actor: actor.audit(), Action: "casework." + action, Subject: f.ID,
			Detail: map[string]string{"note": note}, At: s.Now(),
		})
	})
}

// notes lists the private notes of a case with the names of who wrote them.
func (s *Service) notes(ctx context.Context, tx *database.Tx, f *folder, actor Actor) ([]PrivateNote, error) {
	all, err := notesOf(ctx, tx, f.ID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Mine = all[i].Author == actor.ID
		if all[i].Name, err = s.Officials.Name(ctx, tx, all[i].Author); err != nil {
			return nil, err
		}
	}
	return all, nil
}
