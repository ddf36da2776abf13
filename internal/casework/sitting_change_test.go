// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

func TestASittingIsCorrectedAndCancelled(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		sittings := casework.NewSittings(o.Service)
		a := o.proposed(t)
		today := terms.DateOf(o.Clock.Now())
		id, err := sittings.Make(ctx, o.board, casework.Plan{Day: today.AddDays(7), Presided: "Presidente"})
		if err != nil {
			t.Fatal(err)
		}
		o.arrange(t, sittings, id, a.ID)

		if _, err := sittings.Resolve(ctx, o.board, id, ruling(a, ""), false); !problem.Is(err, "casework.sitting_to_come") {
			t.Errorf("a sitting to come is resolved: %v", err)
		}
		plan := casework.Plan{Day: today.AddDays(8), Place: "Aula 2", Presided: "Vice"}
		if err := sittings.Correct(ctx, o.rapporteur, id, plan, "errore"); problem.KindOf(err) != problem.Forbidden {
			t.Errorf("corrected by the rapporteur: %v", err)
		}
		if err := sittings.Correct(ctx, o.board, id, plan, " "); !hasField(err, "casework.required") {
			t.Errorf("corrected without a reason: %v", err)
		}
		if err := sittings.Correct(ctx, o.board, id, plan, "giorno sbagliato"); err != nil {
			t.Fatal(err)
		}
		if b := o.book(t, sittings, id); b.Plan != plan || b.ChangedWhy != "giorno sbagliato" || len(b.Agenda) != 1 || b.Agenda[0].Who != "Ada Esempio" {
			t.Errorf("corrected: %+v", b)
		}
		if err := sittings.Cancel(ctx, o.board, id, "manca il numero legale"); err != nil {
			t.Fatal(err)
		}
		b := o.book(t, sittings, id)
		if b.CancelledAt.IsZero() || len(b.Agenda) != 0 || len(b.Ready) != 1 {
			t.Errorf("cancelled: %+v", b)
		}
		for name, err := range map[string]error{
			"corrected": sittings.Correct(ctx, o.board, id, plan, "x"), "cancelled": sittings.Cancel(ctx, o.board, id, "x"),
			"arranged": sittings.Arrange(ctx, o.board, id, []string{a.ID}), "attended": sittings.Attend(ctx, o.board, id, casework.Attendance{}),
		} {
			if !problem.Is(err, "casework.sitting_cancelled") {
				t.Errorf("%s after it was cancelled: %v", name, err)
			}
		}
	})
}

func TestAHeldSittingStays(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		sittings := casework.NewSittings(o.Service)
		a := o.proposed(t)
		plan := casework.Plan{Day: terms.DateOf(o.Clock.Now()), Presided: "Presidente"}
		id, err := sittings.Make(ctx, o.board, plan)
		if err != nil {
			t.Fatal(err)
		}
		o.arrange(t, sittings, id, a.ID)
		if results, err := sittings.Resolve(ctx, o.board, id, ruling(a, "all'unanimità"), false); err != nil || results[0].Err != nil {
			t.Fatalf("%+v, %v", results, err)
		}
		for name, err := range map[string]error{
			"corrected": sittings.Correct(ctx, o.board, id, plan, "x"), "cancelled": sittings.Cancel(ctx, o.board, id, "x"),
		} {
			if !problem.Is(err, "casework.sitting_begun") {
				t.Errorf("%s after the resolution: %v", name, err)
			}
		}
		were := casework.Attendance{Present: "Avv. Uno, Avv. Due", Absent: "Avv. Tre", Secretary: "Avv. Quattro"}
		if err := sittings.Attend(ctx, o.board, id, were); err != nil {
			t.Fatal(err)
		}
		b := o.book(t, sittings, id)
		if diff := cmp.Diff(were, b.Attendance); diff != "" || b.Agenda[0].Vote != "all'unanimità" {
			t.Errorf("attendance (-want +got):\n%s vote %q", diff, b.Agenda[0].Vote)
		}
	})
}

func ruling(a casework.Application, vote string) casework.Resolution {
	return casework.Resolution{Number: "7", Presided: "Presidente", Rows: map[string]casework.Ruling{a.ID: {Outcome: "admitted", Reasons: "redditi", Vote: vote}}}
}
