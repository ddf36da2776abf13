// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lawyer

import (
	"testing"

	"pratica/internal/casework"
	"pratica/internal/terms"
	"pratica/internal/web/kit/kittest"
)

// Each page fits its template: no field that the template names can be missing.
func TestTemplates(t *testing.T) {
	kittest.CheckTemplate(t, "lawyer/cases", CasesPage{})
	kittest.CheckTemplate(t, "lawyer/case", CasePage{})
	kittest.CheckTemplate(t, "lawyer/clients", ClientsPage{})
	kittest.CheckTemplate(t, "lawyer/drafts", DraftsPage{})
	kittest.CheckTemplate(t, "lawyer/helpers", HelpersPage{})
	kittest.CheckTemplate(t, "lawyer/helper", HelperPage{})
	kittest.CheckTemplate(t, "lawyer/studio", StudioPage{})
	kittest.CheckTemplate(t, "lawyer/desk", DeskPage{})
	kittest.CheckTemplate(t, "lawyer/helped", HelpedPage{})
}

// The next page begins where the last one ended, by day and by case.
func TestPagesFollowEachOther(t *testing.T) {
	day, err := terms.ParseDate("2026-12-05")
	if err != nil {
		t.Fatal(err)
	}
	for _, last := range []casework.Cursor{{Due: day, ID: "b"}, {ID: "a"}} {
		if got := cursorIn(pageAfter(last)); got != last {
			t.Errorf("after %+v the next page begins after %+v", last, got)
		}
	}
}
