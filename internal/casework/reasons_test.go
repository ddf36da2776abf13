// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"strings"
	"testing"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
)

func TestLibraryOfReasons(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		o.fileAid(t) // its procedure says who resolves
		s := casework.NewSittings(o.Service)
		if err := s.AddReason(ctx, o.rapporteur, "Reddito", "testo"); problem.KindOf(err) != problem.Forbidden {
			t.Errorf("who resolves nothing keeps a text: %v", err)
		}
		for name, wrong := range map[string][2]string{"no title": {" ", "testo"}, "no text": {"Reddito", ""}, "too long": {strings.Repeat("a", 201), "testo"}} {
			if err := s.AddReason(ctx, o.board, wrong[0], wrong[1]); problem.KindOf(err) != problem.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.AddReason(ctx, o.board, " Reddito ", "il reddito supera il limite"); err != nil {
			t.Fatal(err)
		}
		all, err := s.Reasons(ctx, o.secretary)
		if err != nil || len(all) != 1 || all[0].Title != "Reddito" {
			t.Fatalf("library: %+v, %v", all, err)
		}
		for name, tt := range map[string]struct {
			who  casework.Actor
			want int
		}{"who proposes": {o.rapporteur, 1}, "who resolves": {o.board, 1}, "who decides": {o.secretary, 1}, "counsel": {o.lawyer, 0}} {
			if got, err := s.Library(ctx, tt.who); err != nil || len(got) != tt.want {
				t.Errorf("%s finds %d texts to insert, want %d; %v", name, len(got), tt.want, err)
			}
		}
		if err := s.RemoveReason(ctx, o.board, all[0].ID); err != nil {
			t.Error(err)
		}
		if err := s.RemoveReason(ctx, o.board, all[0].ID); problem.KindOf(err) != problem.NotFound {
			t.Errorf("removed twice: %v", err)
		}
	})
}
