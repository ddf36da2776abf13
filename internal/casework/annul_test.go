// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/casetest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
)

var administrator = casework.Actor{Kind: audit.Admin, ID: "amelia"}

// TestAnnulment: an administrator annuls a case that waits for an answer, reads
// nothing of it, and the parties are told why.
func TestAnnulment(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		for _, next := range o.walk(a, "admitted")[:4] {
			o.Must(next.by, a.ID, next.action, next.in)
		}
		o.Peers.Notices()
		if _, err := o.View(ctx, administrator, a.ID); !problem.Is(err, "casework.not_found") {
			t.Errorf("the administrator reads the case: %v", err)
		}
		if _, err := o.Act(ctx, administrator, a.ID, "annul", casework.Command{Input: casetest.Text("reason", "x")}); !problem.Is(err, "casework.not_found") {
			t.Errorf("the administrator acts like an official: %v", err)
		}
		if _, err := o.ToAnnul(ctx, o.secretary, a.Code); !problem.Is(err, "casework.unknown_code") {
			t.Errorf("the secretariat annuls: %v", err)
		}
		found, err := o.ToAnnul(ctx, administrator, strings.ToLower(a.Code))
		if err != nil || found.Code != a.Code || found.Label.In("en") != "Waiting for integration" {
			t.Fatalf("found %+v, %v", found, err)
		}
		if _, err := o.Annul(ctx, administrator, a.Code, "doppia", found.Version-1); !problem.Is(err, "casework.changed") {
			t.Errorf("annulled what had changed: %v", err)
		}
		if _, err := o.Annul(ctx, administrator, a.Code, "registrata due volte", found.Version); err != nil {
			t.Fatal(err)
		}
		o.Check()
		v := o.view(t, o.secretary, a.ID)
		if v.Case.State != "annulled" || !v.Final || !v.Case.Due.IsZero() || v.Integrations[0].State != casework.IntegrationLapsed {
			t.Errorf("annulled: %+v", v.Case)
		}
		told := o.Peers.Notices()
		if len(told) != 2 || told[0].Note != "registrata due volte" || told[0].To != "applicant" || told[1].To != "lawyer" {
			t.Errorf("told: %+v", told)
		}
		if _, err := o.ToAnnul(ctx, administrator, a.Code); problem.KindOf(err) != problem.Conflict {
			t.Errorf("annulled twice: %v", err)
		}
		o.Clock.Pass(90)
		o.Drain() // the timer of the request rings for nobody
		o.Check()
	})
}

// TestNotes are read by officials only, taken back by their authors, and not in
// the audit log.
func TestNotes(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		n, err := o.AddNote(ctx, o.secretary, a.ID, " ha telefonato \n")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := o.AddNote(ctx, o.secretary, a.ID, "ha telefonato"); err != nil || again.ID != n.ID {
			t.Errorf("the second click wrote %q (%v), the first %q", again.ID, err, n.ID)
		}
		for _, try := range []struct {
			name string
			by   casework.Actor
			text string
			want string
		}{
			{"empty", o.secretary, " ", "casework.required"},
			{"too long", o.secretary, strings.Repeat("à", 4001), "casework.note_long"},
		} {
			if _, err := o.AddNote(ctx, try.by, a.ID, try.text); !hasField(err, try.want) {
				t.Errorf("%s: %v", try.name, err)
			}
		}
		for _, stranger := range []casework.Actor{applicant(a), o.lawyer, administrator, o.rapporteur, {}} {
			if _, err := o.AddNote(ctx, stranger, a.ID, "x"); !problem.Is(err, "casework.not_found") {
				t.Errorf("%s %s writes a note: %v", stranger.Kind, stranger.ID, err)
			}
		}
		if v := o.view(t, applicant(a), a.ID); v.Notes != nil {
			t.Errorf("the applicant reads %+v", v.Notes)
		}
		notes := o.view(t, o.other, a.ID).Notes
		if len(notes) != 1 || notes[0].Text != "ha telefonato" || notes[0].Name != "sara" || notes[0].Mine {
			t.Errorf("a colleague reads %+v", notes)
		}
		if err := o.RemoveNote(ctx, o.other, a.ID, n.ID); !problem.Is(err, "casework.no_note") {
			t.Errorf("taken back by another: %v", err)
		}
		if err := o.RemoveNote(ctx, o.secretary, a.ID, n.ID); err != nil {
			t.Error(err)
		}
		if v := o.view(t, o.secretary, a.ID); len(v.Notes) != 0 {
			t.Errorf("after that: %+v", v.Notes)
		}
		entries, err := o.Audit.Entries(ctx, audit.CaseChain(a.ID), 0, 200)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(entries)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(text); strings.Contains(got, "telefonato") || !strings.Contains(got, "casework.note_added") || !strings.Contains(got, "casework.note_removed") {
			t.Errorf("the audit log says %s", got)
		}
	})
}

// TestUrgency: a hearing soon puts a case first, from the day that the
// definition says to the hearing; an official may mark and unmark.
func TestUrgency(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		names := map[string]string{}
		digest := o.Publish(definition(t, "legal-aid-civil"), income)
		file := func(name string, answers map[string]any) casework.Application {
			a := o.File("patrocinio-civile", digest, answers)
			names[a.ID] = name
			return a
		}
		plain := file("plain", aid())
		file("soon", with("next_hearing", "2026-12-10"))
		file("later", with("next_hearing", "2027-01-15"))
		file("nonsense", with("next_hearing", "presto"))
		order := func(when, want string) {
			t.Helper()
			items, err := o.Inbox(ctx, o.secretary, casework.Filter{})
			if err != nil || shortNames(items, names) != want {
				t.Errorf("%s: %q, %v, want %q", when, shortNames(items, names), err, want)
			}
			var paged []casework.Item
			for after := (casework.Cursor{}); len(paged) < len(items); {
				page, err := o.Inbox(ctx, o.secretary, casework.Filter{Limit: 1, After: after})
				if err != nil || len(page) != 1 {
					t.Fatalf("a page of %d, %v", len(page), err)
				}
				paged, after = append(paged, page...), page[0].Cursor()
			}
			if got := shortNames(paged, names); got != want {
				t.Errorf("%s, page by page: %q", when, got)
			}
		}
		order("on 24 November", "soon plain later nonsense")
		o.Must(o.secretary, plain.ID, "urgency", casetest.Text("day", "2026-11-30", "reason", "udienza anticipata"))
		order("marked by hand", "plain soon later nonsense")
		o.Clock.Pass(22) // 16 December: both hearings are over, the one in January is near
		order("on 16 December", "later plain soon nonsense")
		for _, try := range []struct{ day, want string }{{"2026-12-01", "casework.day_past"}, {"domani", "casework.bad_date"}} {
			if _, err := o.Act(ctx, o.secretary, plain.ID, "urgency", casework.Command{Input: casetest.Text("day", try.day, "reason", "x")}); !hasField(err, try.want) {
				t.Errorf("%s: %v", try.day, err)
			}
		}
		o.Must(o.secretary, plain.ID, "urgency", casetest.Text("reason", "rinviata"))
		if v := o.view(t, o.secretary, plain.ID); !v.Case.Urgent.IsZero() {
			t.Errorf("unmarked: %+v", v.Case)
		}
	})
}
