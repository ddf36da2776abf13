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

// MaxBulk bounds the cases of one bulk act: what a person can look through before.
const MaxBulk = 500

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
	Who  string // who applied
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
		o := Outcome{Target: Target{Case: id, Version: v.Case.Version}, Code: v.Case.Code, Who: v.Who(), Err: err}
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

// finish writes down that a case was done, in the transaction that does it.
type finish func(ctx context.Context, tx *database.Tx, code string, version int64) error

// do does the act of a run to one case. Its code is given for whoever acts: he chose the
// case by it.
func (s *Service) do(ctx context.Context, actor casework.Actor, r Run, target Target, done finish) (code string, err error) {
	var digest string
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		p, err := s.Cases.Position(ctx, tx, target.Case)
		code, digest = p.Case.Code, p.Case.Definition
		return err
	})
	if err != nil {
		return "", err
	}
	joins := func(ctx context.Context, tx *database.Tx, made casework.Result) error {
		return done(ctx, tx, code, made.Version)
	}
	if r.Bulk == Undo {
		_, err = s.Cases.Undo(ctx, actor, target.Case, target.Version, joins)
		return code, err
	}
	def, err := s.Cases.Definition(ctx, digest)
	if err != nil {
		return "", err
	}
	if a, known := def.Action(target.Action); !known || a.Kind != string(r.Bulk) { // not from our page, and nobody asked yet whether he sees the case
		return "", problem.New(problem.Conflict, "worklist.not_now")
	}
	in := actions.Input{Values: map[string][]string{}}
	switch r.Bulk {
	case TakeCharge:
		in.Values["code"] = []string{code}
	case Assign:
		in.Values["official"] = []string{r.Official}
	}
	_, err = s.Cases.Act(ctx, actor, target.Case, target.Action, casework.Command{Version: target.Version, Input: in, Finish: joins})
	return code, err
}

// Matching are the cases of a list in its order, of all its pages: those that a bulk act
// is to be tried on. A list that has more than MaxBulk is refused.
func (s *Service) Matching(ctx context.Context, actor casework.Actor, q Query) (cases []string, err error) {
	defer problem.Wrap(&err, "worklist.Matching")
	q.After, q.Limit = "", maxRows
	for {
		page, err := s.list(ctx, actor, q)
		if err != nil {
			return nil, err
		}
		for _, row := range page.Rows {
			cases = append(cases, row.Case)
		}
		if len(cases) > MaxBulk {
			return nil, problem.New(problem.Invalid, "worklist.too_many", "max", MaxBulk)
		}
		if q.After = page.Next; q.After == "" {
			return cases, nil
		}
	}
}
