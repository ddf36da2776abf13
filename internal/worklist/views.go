// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"
	"strings"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// View is a query that was saved.
type View struct {
	ID      string
	Account string // whose it is
	Shared  bool   // all officials see it; each then sees his own cases in it
	Name    string
	Query   string // as an address has it; see Query.Values
}

// maxViews bounds the views of one person, maxViewName their names.
const maxViews, maxViewName = 50, 60

// Save keeps a query under a name. A name that the person has already is given
// the new query.
func (s *Service) Save(ctx context.Context, actor casework.Actor, name string, q Query, shared bool) (err error) {
	defer problem.Wrap(&err, "worklist.Save")
	if actor.Kind != audit.Official || len(actor.Roles) == 0 {
		return problem.New(problem.Forbidden, "workflow.not_yours")
	}
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		return wrongName("worklist.name_missing")
	}
	if len([]rune(name)) > maxViewName {
		return wrongName("worklist.name_long", "max", maxViewName)
	}
	v := View{ID: ids.New(), Account: actor.ID, Shared: shared, Name: name, Query: q.Values().Encode()}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		n, err := countViews(ctx, tx, actor.ID, name)
		if err != nil {
			return err
		}
		if n >= maxViews {
			return wrongName("worklist.views_many", "max", maxViews)
		}
		return putView(ctx, tx, v, s.Now())
	})
}

func wrongName(code string, args ...any) error {
	return problem.New(problem.Invalid, code, args...).With(problem.Field{Path: "name", Code: code, Args: args})
}

// Views lists a person's own views and those that others share, by name.
func (s *Service) Views(ctx context.Context, actor casework.Actor) (list []View, err error) {
	defer problem.Wrap(&err, "worklist.Views")
	if actor.Kind != audit.Official || len(actor.Roles) == 0 {
		return nil, nil
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = views(ctx, tx, actor.ID)
		return err
	})
	return list, err
}

// Remove takes a view away, which only its owner may.
func (s *Service) Remove(ctx context.Context, actor casework.Actor, id string) (err error) {
	defer problem.Wrap(&err, "worklist.Remove")
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		n, err := removeView(ctx, tx, actor.ID, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return problem.New(problem.NotFound, "worklist.no_view")
		}
		return nil
	})
}
