// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"strings"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// Reason is a text of the library of reasons: words that the body writes often.
type Reason struct{ ID, Title, Text string }

// The bounds of a text of the library, in bytes.
const (
	maxReasonTitle = 200
	maxReasonText  = 20_000
)

// Reasons lists the library.
func (s *Sittings) Reasons(ctx context.Context, actor Actor) (all []Reason, err error) {
	defer problem.Wrap(&err, "casework.Sittings.Reasons")
	err = s.cases.DB.View(ctx, func(tx *database.Tx) error {
		if _, err := s.admit(ctx, tx, actor); err != nil {
			return err
		}
		all, err = reasons(ctx, tx)
		return err
	})
	return all, err
}

// Library lists the texts for who may insert one: whoever proposes, resolves or
// decides in some procedure. For others it is empty.
func (s *Sittings) Library(ctx context.Context, actor Actor) (all []Reason, err error) {
	defer problem.Wrap(&err, "casework.Sittings.Library")
	err = s.cases.DB.View(ctx, func(tx *database.Tx) error {
		all = nil
		used, err := definitionsByAge(ctx, tx)
		if err != nil {
			return err
		}
		for _, pair := range used {
			def, err := s.cases.definition(ctx, tx, pair[1])
			if err != nil {
				return err
			}
			if _, ok := givesReasons(def, actor); ok {
				all, err = reasons(ctx, tx)
				return err
			}
		}
		return nil
	})
	return all, err
}

// AddReason keeps a text.
func (s *Sittings) AddReason(ctx context.Context, actor Actor, title, text string) (err error) {
	defer problem.Wrap(&err, "casework.Sittings.AddReason")
	r := Reason{ID: ids.New(), Title: strings.TrimSpace(title), Text: strings.TrimSpace(text)}
	var bad []problem.Field
	for _, part := range []struct {
		path, value string
		most        int
	}{{"title", r.Title, maxReasonTitle}, {"text", r.Text, maxReasonText}} {
		switch {
		case part.value == "":
			bad = append(bad, problem.Field{Path: part.path, Code: "casework.required"})
		case len(part.value) > part.most:
			bad = append(bad, problem.Field{Path: part.path, Code: "casework.reason_too_long", Args: []any{"limit", part.most}})
		}
	}
	if len(bad) > 0 {
		return problem.New(problem.Invalid, "casework.input").With(bad...)
	}
	return s.changeLibrary(ctx, actor, "reason.added", r.ID, func(tx *database.Tx) error {
		return insertReason(ctx, tx, r, s.cases.Now(), actor.ID)
	})
}

// RemoveReason takes a text away. What was resolved with it keeps its words.
func (s *Sittings) RemoveReason(ctx context.Context, actor Actor, id string) (err error) {
	defer problem.Wrap(&err, "casework.Sittings.RemoveReason(%s)", id)
	return s.changeLibrary(ctx, actor, "reason.removed", id, func(tx *database.Tx) error {
		rows, err := deleteReason(ctx, tx, id)
		if err == nil && rows == 0 {
			err = problem.New(problem.NotFound, "casework.no_reason")
		}
		return err
	})
}

func (s *Sittings) changeLibrary(ctx context.Context, actor Actor, action, id string, do func(*database.Tx) error) error {
	return s.cases.DB.Update(ctx, func(tx *database.Tx) error {
		if _, err := s.admit(ctx, tx, actor); err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		return s.cases.Audit.Record(ctx, tx, audit.Entry{Chain: audit.AdminChain, Actor: actor.audit(), Action: action, Subject: id, At: s.cases.Now()})
	})
}
