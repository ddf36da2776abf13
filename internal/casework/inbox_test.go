// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"strings"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

func TestInbox(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		desk := o.Peers.Official("dora", "desk")
		names := map[string]string{} // case → short name
		file := func(name string) casework.Application {
			a := o.fileAid(t)
			names[a.ID] = name
			return a
		}
		late := file("late")
		o.Clock.Pass(2)
		taken, closed := file("taken"), file("closed")
		access := o.File("accesso-atti", o.Publish(definition(t, "access-to-documents"), nil), map[string]any{"name": "Eva"})
		names[access.ID] = "access"
		for _, next := range o.walk(closed, "admitted") {
			if next.in.Values["date"] != nil {
				next.in.Values["date"] = []string{"2026-11-26"}
			}
			o.Must(next.by, closed.ID, next.action, next.in)
		}
		for _, next := range o.walk(taken, "admitted")[:8] {
			o.Must(next.by, taken.ID, next.action, next.in)
		}
		o.Clock.Set(time.Date(2026, time.December, 5, 9, 0, 0, 0, time.UTC)) // "late" was due on the 4th

		for _, test := range []struct {
			name   string
			who    casework.Actor
			filter casework.Filter
			want   string
		}{
			{"the secretariat sees its procedure", o.secretary, casework.Filter{}, "late taken"},
			{"closed ones on demand, last", o.secretary, casework.Filter{Closed: true}, "late taken closed"},
			{"by state", o.secretary, casework.Filter{State: "filed"}, "late"},
			{"mine", o.secretary, casework.Filter{Mine: true}, "taken"},
			{"nothing of mine", o.other, casework.Filter{Mine: true}, ""},
			{"due soon", o.secretary, casework.Filter{DueBy: terms.NewDate(2026, time.December, 4)}, "late"},
			{"by procedure", o.secretary, casework.Filter{Procedure: "accesso-atti"}, ""},
			{"another office", desk, casework.Filter{}, "access"},
			{"the rapporteur sees what is assigned", o.rapporteur, casework.Filter{Closed: true}, "taken closed"},
			{"counsel sees where he is confirmed", o.lawyer, casework.Filter{Closed: true}, "taken closed"},
			{"no role, no case", casework.Actor{Kind: audit.Official, ID: "guest"}, casework.Filter{Closed: true}, ""},
		} {
			t.Run(test.name, func(t *testing.T) {
				items, err := o.Inbox(ctx, test.who, test.filter)
				if err != nil {
					t.Fatal(err)
				}
				if got := shortNames(items, names); got != test.want {
					t.Errorf("%q, want %q", got, test.want)
				}
			})
		}
		o.pages(t, names)
		items, err := o.Inbox(ctx, o.secretary, casework.Filter{})
		if err != nil || !items[0].IsLate || items[1].IsLate || items[0].Code != late.Code || items[1].Holder != "rosa" {
			t.Errorf("%+v, %v", items, err)
		}
		if _, err := o.Inbox(ctx, applicant(late), casework.Filter{}); problem.KindOf(err) != problem.Forbidden {
			t.Errorf("an applicant lists cases: %v", err)
		}
	})
}

// pages walks the list one case at a time.
func (o *office) pages(t *testing.T, names map[string]string) {
	var seen []string
	for after := (casework.Cursor{}); ; {
		items, err := o.Inbox(ctx, o.secretary, casework.Filter{Closed: true, Limit: 1, After: after})
		if err != nil {
			t.Fatal(err)
		}
		if len(items) == 0 {
			break
		}
		seen, after = append(seen, names[items[0].ID]), items[0].Cursor()
	}
	if got := strings.Join(seen, " "); got != "late taken closed" {
		t.Errorf("page by page: %s", got)
	}
}

func shortNames(items []casework.Item, names map[string]string) string {
	var out []string
	for _, i := range items {
		out = append(out, names[i.ID])
	}
	return strings.Join(out, " ")
}

// TestOpenTwice lets the event of a filing come twice.
func TestOpenTwice(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		if err := o.Open(ctx, a.ID); err != nil {
			t.Fatal(err)
		}
		if n := len(o.view(t, o.secretary, a.ID).Timeline); n != 1 {
			t.Errorf("%d acts after the second opening", n)
		}
		if err := o.Open(ctx, "never-filed"); problem.KindOf(err) != problem.NotFound {
			t.Errorf("opened what was never filed: %v", err)
		}
	})
}

// TestVerifyFinds spoils a case behind the service's back.
func TestVerifyFinds(t *testing.T) {
	for _, test := range []struct{ name, sql, want string }{
		{"state", `UPDATE casework_case SET state = 'proposed'`, "its acts lead to"},
		{"act taken out", `DELETE FROM casework_act WHERE seq = 2`, "stands in the place of act 2"},
		{"act put in", `INSERT INTO casework_act (case_id, seq, at, action, actor_kind, actor_id, from_state, to_state, outcome, public, note, detail)
			SELECT case_id, 4, at, 'close', actor_kind, actor_id, 'in_charge', 'closed', '', public, '', detail FROM casework_act WHERE seq = 2`, "no action \"close\""},
		{"due date", `UPDATE casework_case SET due_on = '2027-01-01'`, "the main term is due"},
		{"event of a term", `UPDATE casework_term SET on_day = '2026-01-01'`, "the main term is due"},
		{"actor", `UPDATE casework_act SET actor_id = 'siro' WHERE seq = 2`, "not in the audit chain"},
	} {
		t.Run(test.name, func(t *testing.T) {
			databasetest.Each(t, func(t *testing.T, db *database.DB) {
				o := newOffice(t, db)
				a := o.fileAid(t)
				for _, next := range o.walk(a, "admitted")[:2] {
					o.Must(next.by, a.ID, next.action, next.in)
				}
				err := db.Update(ctx, func(tx *database.Tx) error {
					_, err := tx.Exec(ctx, test.sql)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				faults, err := o.Verify(ctx, a.ID)
				if err != nil || !strings.Contains(strings.Join(faults, "\n"), test.want) {
					t.Errorf("%v, %v; want %q", faults, err, test.want)
				}
			})
		})
	}
}
