// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"
	"slices"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// Bulk is what can be done to many cases at once: a kind of step.
type Bulk string

// The bulk acts.
const (
	TakeCharge Bulk = "take_charge"
	Assign     Bulk = "assign" // to one person
)

// Bulks lists them.
func Bulks() []Bulk { return []Bulk{TakeCharge, Assign} }

// MaxBulk bounds the cases of one bulk act.
const MaxBulk = 100

// Target is a case as it was looked at, and the action of its procedure that is
// to be done.
type Target struct {
	Case    string
	Action  string
	Version int64
}

// Outcome is what would become of one case.
type Outcome struct {
	Target
	Code string // "" when the reader may not see the case
	Err  error  // why not; nil when it would work
}

// Trial is what a bulk act would do. Nothing was changed.
type Trial struct {
	Outcomes  []Outcome
	Officials []actions.Choice // whom every case that can be assigned can be assigned to
}

// Ready are the cases to which the act can be done.
func (t Trial) Ready() (list []Target) {
	for _, o := range t.Outcomes {
		if o.Err == nil {
			list = append(list, o.Target)
		}
	}
	return list
}

// Try says, case by case, what a bulk act would do. Looking at the cases is
// recorded, as it is one by one.
func (s *Service) Try(ctx context.Context, actor casework.Actor, bulk Bulk, cases []string) (t Trial, err error) {
	defer problem.Wrap(&err, "worklist.Try(%s)", bulk)
	if err := check(bulk, len(cases)); err != nil {
		return Trial{}, err
	}
	for i, id := range cases {
		v, err := s.Cases.View(ctx, actor, id)
		if err != nil && problem.KindOf(err) == problem.Internal {
			return Trial{}, err
		}
		o := Outcome{Target: Target{Case: id, Version: v.Case.Version}, Code: v.Case.Code, Err: err}
		if err == nil {
			offer, why := offered(v.Offers, bulk)
			o.Action, o.Err = offer.Action, why
			if why == nil {
				t.Officials = common(t.Officials, officials(offer), i == 0 || len(t.Ready()) == 0)
			}
		}
		t.Outcomes = append(t.Outcomes, o)
	}
	return t, nil
}

func check(bulk Bulk, n int) error {
	switch {
	case !slices.Contains(Bulks(), bulk):
		return problem.New(problem.Invalid, "worklist.no_bulk")
	case n == 0:
		return problem.New(problem.Invalid, "worklist.none_chosen")
	case n > MaxBulk:
		return problem.New(problem.Invalid, "worklist.too_many", "max", MaxBulk)
	}
	return nil
}

// offered finds the action of a kind that can be done now, or says why none can.
func offered(offers []casework.Offer, bulk Bulk) (casework.Offer, error) {
	var why error = problem.New(problem.Conflict, "worklist.not_now")
	for _, o := range offers {
		if o.Kind != string(bulk) {
			continue
		}
		if len(o.Unmet) == 0 {
			return o, nil
		}
		why = problem.New(problem.Conflict, "worklist.unmet").With(o.Unmet...)
	}
	return casework.Offer{}, why
}

func officials(o casework.Offer) []actions.Choice {
	for _, f := range o.Fields {
		if f.Name == "official" {
			return f.Choices
		}
	}
	return nil
}

// common are the choices in both lists.
func common(before, now []actions.Choice, first bool) []actions.Choice {
	if first {
		return now
	}
	return slices.DeleteFunc(slices.Clone(before), func(c actions.Choice) bool {
		return !slices.ContainsFunc(now, func(n actions.Choice) bool { return n.Value == c.Value })
	})
}

// do does the act to one case. Its code is given for whoever acts: he chose the
// case by it.
func (s *Service) do(ctx context.Context, actor casework.Actor, bulk Bulk, target Target, official string) (code string, err error) {
	var digest string
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		p, err := s.Cases.Position(ctx, tx, target.Case)
		code, digest = p.Case.Code, p.Case.Definition
		return err
	})
	if err != nil {
		return "", err
	}
	def, err := s.Cases.Definition(ctx, digest)
	if err != nil {
		return "", err
	}
	if a, known := def.Action(target.Action); !known || a.Kind != string(bulk) { // not from our page, and nobody asked yet whether he sees the case
		return "", problem.New(problem.Conflict, "worklist.not_now")
	}
	in := actions.Input{Values: map[string][]string{}}
	switch bulk {
	case TakeCharge:
		in.Values["code"] = []string{code}
	case Assign:
		in.Values["official"] = []string{official}
	}
	_, err = s.Cases.Act(ctx, actor, target.Case, target.Action, casework.Command{Version: target.Version, Input: in})
	return code, err
}
