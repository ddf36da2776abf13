// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/casetest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/worklist"
)

var ctx = context.Background()

// people takes the words of an application from the test's own table.
type people map[string]string

func (p people) Applicant(_ context.Context, _ *database.Tx, c casework.Case) (string, error) {
	return p[c.ID], nil
}

func (p people) Name(_ context.Context, _ *database.Tx, account string) (string, error) {
	return "Dr " + account, nil
}

// crew are the officials of the test, by account, with their rights of now.
type crew map[string]casework.Actor

func (c crew) Official(_ context.Context, account string) (casework.Actor, error) {
	return c[account], nil
}

// office is a world whose list follows its cases.
type office struct {
	*casetest.World
	list   *worklist.Service
	people people
	actors map[string]casework.Actor // by account
	names  map[string]string         // case → short name
	t      *testing.T

	secretary, other, rapporteur, desk casework.Actor
}

func newOffice(t *testing.T, db *database.DB) *office {
	w := casetest.New(t, db)
	o := &office{World: w, people: people{}, actors: map[string]casework.Actor{}, names: map[string]string{}, t: t}
	o.list = &worklist.Service{DB: db, Audit: w.Audit, Cases: w.Service, People: o.people, Actors: crew(o.actors), Queue: w.Queue, Say: codeOf, Now: w.Clock.Now}
	o.list.Subscribe(w.Bus)
	o.list.Register()
	o.secretary, o.other = w.Peers.Official("sara", "secretary"), w.Peers.Official("siro", "secretary")
	o.rapporteur, o.desk = w.Peers.Official("rosa", "rapporteur"), w.Peers.Official("dora", "desk")
	for _, who := range []casework.Actor{o.secretary, o.other, o.rapporteur, o.desk} {
		o.actors[who.ID] = who
	}
	return o
}

// codeOf words an error by its code.
func codeOf(_ string, err error) string {
	if p, ok := problem.As(err); ok {
		return p.Code
	}
	return err.Error()
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) definition(name string) string {
	o.t.Helper()
	source, err := os.ReadFile("../../definitions/" + name + ".yaml")
	o.must(err)
	return o.Publish(source, nil)
}

// file files an application for legal aid of somebody, perhaps with a hearing.
func (o *office) file(short, name, hearing string) casework.Application {
	o.t.Helper()
	answers := map[string]any{}
	if hearing != "" {
		answers["next_hearing"] = hearing
	}
	a := o.File("patrocinio-civile", o.definition("legal-aid-civil"), answers)
	o.names[a.ID], o.people[a.ID] = short, name
	return a
}

func (o *office) take(a casework.Application, by casework.Actor) {
	o.t.Helper()
	_, err := o.TakeByCode(ctx, by, a.Code)
	o.must(err)
}

func (o *office) short(p worklist.Page) string {
	var out []string
	for _, row := range p.Rows {
		out = append(out, o.names[row.Case])
	}
	return strings.Join(out, " ")
}

func (o *office) see(who casework.Actor, q worklist.Query) string {
	o.t.Helper()
	p, err := o.list.List(ctx, who, q)
	o.must(err)
	return o.short(p)
}

func day(text string) terms.Date {
	d, err := terms.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// scene files a few cases on different days.
func (o *office) scene() map[string]casework.Application {
	out := map[string]casework.Application{}
	out["rossi"] = o.file("rossi", "Rossi Anna", "")
	o.Clock.Pass(1)
	out["dangelo"] = o.file("dangelo", "D'Àngelo Ugo", "2026-12-20")
	o.Clock.Pass(1)
	out["rota"] = o.file("rota", "Rota Piero", "2026-12-10")
	access := o.File("accesso-atti", o.definition("access-to-documents"), map[string]any{"name": "Eva"})
	o.names[access.ID], o.people[access.ID], out["access"] = "access", "Verdi Eva", access
	o.take(out["rota"], o.secretary)
	o.Drain()
	return out
}

func TestList(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		all := o.scene()
		for _, test := range []struct {
			name  string
			who   casework.Actor
			query worklist.Query
			want  string
		}{
			{"the urgent first by hearing, then what ends first", o.secretary, worklist.Query{}, "rota dangelo rossi"},
			{"what ends first", o.secretary, worklist.Query{Sort: worklist.ByDue}, "rossi dangelo rota"},
			{"the other way round", o.secretary, worklist.Query{Sort: worklist.ByDue, Reverse: true}, "rota dangelo rossi"},
			{"by name", o.secretary, worklist.Query{Sort: worklist.ByName}, "dangelo rossi rota"},
			{"by arrival, the last on top", o.secretary, worklist.Query{Sort: worklist.ByFiled, Reverse: true}, "rota dangelo rossi"},
			{"only the urgent", o.secretary, worklist.Query{Urgent: true, Sort: worklist.ByDue}, "dangelo rota"},
			{"only the urgent, by hearing", o.secretary, worklist.Query{Urgent: true}, "rota dangelo"},
			{"a state", o.secretary, worklist.Query{Stage: "patrocinio-civile/filed"}, "dangelo rossi"},
			{"a procedure", o.secretary, worklist.Query{Stage: "patrocinio-civile", Sort: worklist.ByDue}, "rossi dangelo rota"},
			{"a state and urgent", o.secretary, worklist.Query{Stage: "patrocinio-civile/filed", Urgent: true}, "dangelo"},
			{"a procedure of another office", o.secretary, worklist.Query{Stage: "accesso-atti"}, ""},
			{"mine", o.secretary, worklist.Query{Assignee: worklist.Me}, "rota"},
			{"of a colleague", o.other, worklist.Query{Assignee: "sara"}, "rota"},
			{"of nobody", o.other, worklist.Query{Assignee: worklist.Nobody, Sort: worklist.ByFiled}, "rossi dangelo"},
			{"the seat of all is no assignee", o.rapporteur, worklist.Query{Assignee: "*"}, ""},
			{"the beginning of a name", o.secretary, worklist.Query{Text: "ro"}, "rota rossi"},
			{"a name with signs", o.secretary, worklist.Query{Text: "d'angelo u"}, "dangelo"},
			{"a name by due date", o.secretary, worklist.Query{Text: "ro", Sort: worklist.ByDue, Reverse: true}, "rota rossi"},
			{"a code", o.secretary, worklist.Query{Text: all["rossi"].Code}, "rossi"},
			{"a code of another office", o.secretary, worklist.Query{Text: all["access"].Code}, ""},
			{"a number", o.secretary, worklist.Query{Text: "2/2026"}, "dangelo"},
			{"a number without its year", o.secretary, worklist.Query{Text: "3"}, "rota"},
			{"due within some days", o.secretary, worklist.Query{Due: worklist.Span{From: day("2026-12-05"), To: day("2026-12-09")}}, "rota dangelo"},
			{"received on a day, by name", o.secretary, worklist.Query{Filed: worklist.Span{From: day("2026-11-24"), To: day("2026-11-25")}, Sort: worklist.ByName}, "dangelo rossi"},
			{"received and due", o.secretary, worklist.Query{Filed: worklist.Span{From: day("2026-11-25")}, Due: worklist.Span{To: day("2026-12-05")}}, "dangelo"},
			{"closed ones", o.secretary, worklist.Query{Scope: worklist.Closed}, ""},
			{"open and closed", o.secretary, worklist.Query{Scope: worklist.All}, "rota dangelo rossi"},
			{"another office", o.desk, worklist.Query{}, "access"},
			{"nothing was assigned to the rapporteur", o.rapporteur, worklist.Query{}, ""},
			{"the rapporteur does not see what waits for somebody", o.rapporteur, worklist.Query{Assignee: worklist.Nobody}, ""},
			{"the rapporteur does not see what is a secretary's", o.rapporteur, worklist.Query{Assignee: "sara"}, ""},
			{"no role, no case", casework.Actor{Kind: audit.Official, ID: "guest"}, worklist.Query{}, ""},
			{"a lawyer has no list", casework.Actor{Kind: audit.Lawyer, ID: "lea", Roles: []string{"secretary"}}, worklist.Query{}, ""},
		} {
			t.Run(test.name, func(t *testing.T) {
				o.t = t
				if got := o.see(test.who, test.query); got != test.want {
					t.Errorf("%q, want %q", got, test.want)
				}
				counts, err := o.list.Count(ctx, test.who, test.query)
				o.must(err)
				if want := len(strings.Fields(test.want)); counts.Total != (worklist.Count{N: want}) {
					t.Errorf("counted %+v, want %d", counts.Total, want)
				}
			})
		}
	})
}

// TestPages walks every order one case at a time, in both directions.
func TestPages(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		o.scene()
		for _, order := range worklist.Orders() {
			for _, text := range []string{"", "ro"} {
				for _, reverse := range []bool{false, true} {
					q := worklist.Query{Sort: order, Reverse: reverse, Scope: worklist.All, Text: text}
					whole, seen := strings.Fields(o.see(o.secretary, q)), []string{}
					q.Limit = 1
					for {
						p, err := o.list.List(ctx, o.secretary, q)
						o.must(err)
						seen = append(seen, strings.Fields(o.short(p))...)
						if q.After = p.Next; p.Next == "" || len(seen) > 10 {
							break
						}
					}
					if !slices.Equal(seen, whole) || len(whole) < 2 {
						t.Errorf("%s %q reverse %v: %v, want %v", order, text, reverse, seen, whole)
					}
				}
			}
		}
	})
}

// TestFollows changes cases and sees the list follow, also when events come late.
func TestFollows(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		all := o.scene()
		o.take(all["rossi"], o.other)
		if got := o.see(o.other, worklist.Query{Assignee: worklist.Me}); got != "" {
			t.Errorf("before the event: %q", got)
		}
		o.Drain()
		if got := o.see(o.other, worklist.Query{Assignee: worklist.Me}); got != "rossi" {
			t.Errorf("after the event: %q", got)
		}
		stand := casework.Actor{Kind: audit.Official, ID: "tina", Roles: []string{"secretary"}, For: []string{"siro"}}
		if got := o.see(stand, worklist.Query{Assignee: worklist.Me}); got != "rossi" {
			t.Errorf("in the place of who is away: %q", got)
		}
		before := o.see(o.secretary, worklist.Query{Scope: worklist.All})
		n, err := o.list.Rebuild(ctx)
		o.must(err)
		if n != len(all) || o.see(o.secretary, worklist.Query{Scope: worklist.All}) != before {
			t.Errorf("rebuilt %d of %d, and the list is %q, was %q", n, len(all), o.see(o.secretary, worklist.Query{Scope: worklist.All}), before)
		}
		if n, err = o.list.Fill(ctx); n != 0 || err != nil {
			t.Errorf("filled %d, %v: nothing was missing", n, err)
		}
	})
}

func TestBadges(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		o.scene() // due on 4, 5 and 6 December (a Sunday: the 7th)
		o.Clock.Set(day("2026-12-05").End().Add(-1))
		p, err := o.list.List(ctx, o.secretary, worklist.Query{})
		o.must(err)
		var paces []worklist.Pace
		for _, row := range p.Rows {
			paces = append(paces, row.Pace)
		}
		counts, err := o.list.Count(ctx, o.secretary, worklist.Query{})
		o.must(err)
		tally := map[worklist.Pace]worklist.Count{}
		for _, pace := range worklist.Paces() {
			tally[pace] = worklist.Count{}
		}
		for _, pace := range paces {
			if pace != worklist.NotDue {
				tally[pace] = worklist.Count{N: tally[pace].N + 1}
			}
		}
		if diff := cmp.Diff(tally, counts.Paces); diff != "" || paces[2] != worklist.Late {
			t.Errorf("%v (-rows +counted):\n%s", paces, diff)
		}
	})
}

// TestTurn lets a hearing come near, and pass.
func TestTurn(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		o.file("far", "Rossi Anna", "2027-03-01")
		o.Drain()
		for _, test := range []struct{ day, want string }{{"2026-12-01", ""}, {"2027-02-10", "far"}, {"2027-03-01", "far"}, {"2027-03-02", ""}} {
			o.Clock.Set(day(test.day).End().Add(-1))
			_, err := o.list.Turn(ctx)
			o.must(err)
			if n, err := o.list.Turn(ctx); n != 0 || err != nil {
				t.Errorf("%s: %d turned twice, %v", test.day, n, err)
			}
			if got := o.see(o.secretary, worklist.Query{Urgent: true}); got != test.want {
				t.Errorf("%s: %q, want %q", test.day, got, test.want)
			}
		}
	})
}

// TestReadingIsRecorded: who lists names leaves a trace, without them.
func TestReadingIsRecorded(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		o.scene()
		o.see(o.secretary, worklist.Query{Text: "rossi"})
		o.see(o.secretary, worklist.Query{Columns: []worklist.Column{worklist.State}})
		entries, err := o.Audit.Entries(ctx, "worklist/sara", 0, 10)
		o.must(err)
		if len(entries) != 1 || entries[0].Action != audit.Read || strings.Contains(fmt.Sprint(entries[0].Detail), "rossi") {
			t.Errorf("%+v", entries)
		}
	})
}

func TestQueryInAnAddress(t *testing.T) {
	q := worklist.Query{
		Scope: worklist.Closed, Stage: "patrocinio-civile/filed", Assignee: worklist.Me, Urgent: true, Text: "ro", Sort: worklist.ByName, Reverse: true,
		Due: worklist.Span{From: day("2026-12-01"), To: day("2026-12-09")}, Filed: worklist.Span{To: day("2026-12-09")},
		Columns: []worklist.Column{worklist.Name, worklist.Due},
	}
	if diff := cmp.Diff(q, worklist.ParseQuery(q.Values()), cmp.Comparer(func(a, b terms.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	boxes := url.Values{"due_to-day": {"9"}, "due_to-month": {"1"}, "due_to-year": {"2027"}, "sort": {"price"}, "col": {"shoe_size"}, "after": {"%%"}}
	got := worklist.ParseQuery(boxes)
	if got.Due.To != day("2027-01-09") || got.Sort != "" || got.Columns != nil || !got.IsNarrowed() {
		t.Errorf("%+v", got)
	}
}
