// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"slices"

	"pratica/internal/audit"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Annullable is what an administrator learns of a case that is to be annulled:
// no answer, no name, no document.
type Annullable struct {
	ID, Code, Number string
	Definition       string
	Label            i18n.Text // of the state
	Version          int64
}

// ToAnnul finds a case by its short code, for who may annul it. Whether it can
// be annulled in its state is said here too, so that nobody writes a reason in
// vain. The caller has asked for the right; nothing personal is read.
func (s *Service) ToAnnul(ctx context.Context, actor Actor, typed string) (a Annullable, err error) {
	defer problem.Wrap(&err, "casework.ToAnnul")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		f, action, err := s.annullable(ctx, tx, actor, typed, getCase)
		if err != nil {
			return err
		}
		if _, err := workflow.Check(ctx, f.def, f.snapshot(), workflow.Event{Action: action, Actor: f.worker(actor)}); err != nil {
			return err
		}
		state, _ := f.def.State(f.State)
		a = Annullable{ID: f.ID, Code: f.Code, Number: f.number(), Definition: f.Definition, Label: state.Office, Version: f.Version}
		return nil
	})
	return a, err
}

// Annul ends the case of a short code, for the reason given, by the action of
// its definition that is of kind "annul" and the administrator's.
func (s *Service) Annul(ctx context.Context, actor Actor, typed, reason string, version int64) (r Result, err error) {
	defer problem.Wrap(&err, "casework.Annul")
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		f, action, err := s.annullable(ctx, tx, actor, typed, lockCase)
		if err != nil {
			return err
		}
		input := actions.Input{Values: map[string][]string{"reason": {reason}}}
		r, err = s.act(ctx, tx, f, actor, action, Command{Version: version, Input: input}, terms.Date{})
		return err
	})
	return r, err
}

// readCase reads a case, perhaps to keep others from it.
type readCase func(ctx context.Context, tx *database.Tx, id string) (Case, error)

// annullable loads the case of a code, and names the action that annuls it.
func (s *Service) annullable(ctx context.Context, tx *database.Tx, actor Actor, typed string, read readCase) (*folder, string, error) {
	code, ok := ids.ParseCode(typed)
	if !ok || actor.Kind != audit.Admin {
		return nil, "", problem.New(problem.Invalid, "casework.unknown_code").With(problem.Field{Path: "code", Code: "casework.unknown_code"})
	}
	c, err := caseByCode(ctx, tx, code)
	if err == nil {
		c, err = read(ctx, tx, c.ID)
	}
	if err != nil {
		return nil, "", problem.New(problem.Invalid, "casework.unknown_code").With(problem.Field{Path: "code", Code: "casework.unknown_code"}).Because(err)
	}
	f, err := s.load(ctx, tx, c)
	if err != nil {
		return nil, "", err
	}
	at := slices.IndexFunc(f.def.Actions, func(a workflow.Action) bool {
		return a.Kind == "annul" && slices.Contains(a.By, workflow.Administrator)
	})
	if at < 0 {
		return nil, "", problem.New(problem.Conflict, "casework.cannot_annul")
	}
	return f, f.def.Actions[at].Name, nil
}
