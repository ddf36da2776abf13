// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"slices"
	"testing"

	"pratica/internal/casework"
	"pratica/internal/casework/casetest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/terms"
)

// TestChangesOfIncomeConcernTheAdmitted: who was admitted reads by when to report
// (DPR 115/2002 art. 79 c. 1 lett. d), a year and thirty days after the filing;
// nobody reads it before, nor when the application was refused.
func TestChangesOfIncomeConcernTheAdmitted(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		for _, outcome := range []string{"admitted", "not_admitted"} {
			o := newOffice(t, db)
			a := o.proposed(t)
			filed := o.view(t, o.secretary, a.ID).Case.Filed()
			o.Must(o.board, a.ID, "resolve", casetest.Text("outcome", outcome, "date", filed.String(), "number", "1", "presided", "Presidente"))
			if _, shown := incomeTerm(o.view(t, applicant(a), a.ID)); shown {
				t.Errorf("%s: the term is shown before the decision", outcome)
			}
			in := casetest.Text("outcome", outcome, "data.reasons", "letti gli atti")
			in.Files = append(in.Files, o.Peers.Upload(a.ID, "decision", "signed"))
			o.Must(o.board, a.ID, "decide", in)
			term, shown := incomeTerm(o.view(t, applicant(a), a.ID))
			if shown != (outcome == "admitted") {
				t.Errorf("%s: shown %t", outcome, shown)
			}
			if due := filed.AddMonths(12).AddDays(30); shown && (term.Result.Due.Before(due) || term.Result.State != terms.Running) {
				t.Errorf("due %s, %s, want %s or the next working day", term.Result.Due, term.Result.State, due)
			}
			o.Check()
		}
	})
}

func incomeTerm(v casework.View) (casework.TermView, bool) {
	at := slices.IndexFunc(v.Terms, func(t casework.TermView) bool { return t.Name == "income" })
	if at < 0 {
		return casework.TermView{}, false
	}
	return v.Terms[at], true
}
