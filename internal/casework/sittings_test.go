// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"testing"

	"pratica/internal/casework"
	"pratica/internal/casework/casetest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// proposed brings a new case before the board.
func (o *office) proposed(t *testing.T) casework.Application {
	t.Helper()
	a := o.fileAid(t)
	if _, err := o.TakeByCode(ctx, o.secretary, a.Code); err != nil {
		t.Fatal(err)
	}
	ok := []string{}
	for _, point := range []string{"proceeding", "household", "income", "foreign_income", "residence", "merits", "signature"} {
		ok = append(ok, "point."+point, "ok")
	}
	o.Must(o.secretary, a.ID, "check", casetest.Text(ok...))
	o.Must(o.secretary, a.ID, "conclude_check", casetest.Text())
	o.Must(o.secretary, a.ID, "assign", casetest.Text("official", o.rapporteur.ID))
	o.Must(o.rapporteur, a.ID, "no_conflict", casetest.Text("declared", "yes"))
	o.Must(o.rapporteur, a.ID, "propose", casetest.Text("outcome", "admitted", "reasons", "redditi entro il limite"))
	return a
}

func TestOneResolutionForManyCases(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		sittings := casework.NewSittings(o.Service)
		first, second, third := o.proposed(t), o.proposed(t), o.proposed(t)
		today := terms.DateOf(o.Clock.Now())

		for _, nobody := range []casework.Actor{o.rapporteur, o.lawyer, applicant(first)} {
			if _, err := sittings.Make(ctx, nobody, casework.Plan{Day: today, Presided: "Presidente"}); problem.KindOf(err) != problem.Forbidden {
				t.Errorf("%v makes a sitting: %v", nobody.Roles, err)
			}
		}
		id, err := sittings.Make(ctx, o.board, casework.Plan{Day: today, Presided: "Presidente"})
		if err != nil {
			t.Fatal(err)
		}
		book := o.book(t, sittings, id)
		if len(book.Ready) != 3 || book.Ready[0].Rapporteur != o.rapporteur.ID || book.Ready[0].Proposed != "admitted" {
			t.Fatalf("ready: %+v", book.Ready)
		}
		o.arrange(t, sittings, id, third.ID, first.ID, second.ID)
		other, err := sittings.Make(ctx, o.board, casework.Plan{Day: today, Presided: "Vice"})
		if err != nil {
			t.Fatal(err)
		}
		if err := sittings.Arrange(ctx, o.board, other, []string{first.ID}); !problem.Is(err, "casework.other_agenda") {
			t.Errorf("on two agendas: %v", err)
		}

		act := casework.Resolution{Number: "12/2026", Presided: "Presidente", Rows: map[string]casework.Ruling{
			third.ID: {Outcome: "admitted", Reasons: "redditi entro il limite"}, first.ID: {Outcome: "not_admitted"}, second.ID: {PutOff: true},
		}}
		stale := casework.Resolution{Number: act.Number, Presided: act.Presided, Rows: map[string]casework.Ruling{third.ID: act.Rows[third.ID], first.ID: act.Rows[first.ID]}}
		o.refused(t, sittings, id, stale, "casework.agenda_changed")
		o.resolve(t, sittings, id, act, true, "", "casework.input", "put off")
		if book = o.book(t, sittings, id); len(book.Agenda) != 3 || book.Agenda[0].IsResolved() {
			t.Errorf("a trial did something: %+v", book)
		}
		o.resolve(t, sittings, id, act, false, "", "casework.input", "put off")
		act.Rows[first.ID] = casework.Ruling{Outcome: "not_admitted", Reasons: "redditi oltre il limite"}
		o.resolve(t, sittings, id, act, false, "")
		o.resolve(t, sittings, id, act, false)
		another := act
		another.Number = "99/2026"
		o.refused(t, sittings, id, another, "casework.resolved_otherwise")
		o.Check()

		book = o.book(t, sittings, id)
		if len(book.Agenda) != 3 || book.Agenda[2].Waits() || book.Agenda[2].IsResolved() || book.Agenda[1].Outcome != "not_admitted" || book.Agenda[1].Number != "12/2026" || len(book.Ready) != 1 {
			t.Errorf("after: %+v", book)
		}
		v := o.view(t, o.board, third.ID)
		resolution := v.Case.Facts["resolution"].(map[string]any)
		if resolution["number"] != "12/2026" || resolution["date"] != today.String() || resolution["reasons"] != "redditi entro il limite" {
			t.Errorf("resolution: %v", resolution)
		}
		o.decideFromSitting(t, v)
	})
}

// decideFromSitting: the form of the decision begins with what was resolved.
func (o *office) decideFromSitting(t *testing.T, v casework.View) {
	t.Helper()
	for _, offer := range v.Offers {
		if offer.Action != "decide" {
			continue
		}
		got := map[string]string{}
		for _, f := range offer.Fields {
			got[f.Name] = f.Value
		}
		if got["outcome"] != "admitted" || got["data.reasons"] != "redditi entro il limite" {
			t.Errorf("the form of the decision: %v", got)
		}
		return
	}
	t.Error("the case cannot be decided")
}

func (o *office) book(t *testing.T, s *casework.Sittings, id string) casework.Book {
	t.Helper()
	b, err := s.Get(ctx, o.board, id)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (o *office) arrange(t *testing.T, s *casework.Sittings, id string, cases ...string) {
	t.Helper()
	if err := s.Arrange(ctx, o.board, id, cases); err != nil {
		t.Fatal(err)
	}
}

// refused expects that an act is refused whole.
func (o *office) refused(t *testing.T, s *casework.Sittings, id string, r casework.Resolution, code string) {
	t.Helper()
	for _, trial := range []bool{true, false} {
		if _, err := s.Resolve(ctx, o.board, id, r, trial); !problem.Is(err, code) {
			t.Errorf("%v, want %s", err, code)
		}
	}
}

// resolve expects of each row the code of its refusal, "put off", or "".
func (o *office) resolve(t *testing.T, s *casework.Sittings, id string, r casework.Resolution, trial bool, want ...string) {
	t.Helper()
	results, err := s.Resolve(ctx, o.board, id, r, trial)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, result := range results {
		code := ""
		if p, ok := problem.As(result.Err); ok {
			code = p.Code
		}
		if result.PutOff {
			code = "put off"
		}
		if len(result.Missing) > 0 {
			t.Errorf("missing: %v", result.Missing)
		}
		got = append(got, code)
	}
	if len(got) != len(want) {
		t.Fatalf("results: %q, want %q", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("row %d: %q, want %q", i, got[i], want[i])
		}
	}
}
