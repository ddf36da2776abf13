// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"slices"
	"testing"

	"pratica/internal/office"
	"pratica/internal/web/gate"
)

// What a helper of a lawyer may be let do to a draft is this list and no more: an
// action that is added is the lawyer's until somebody moves it here.
func TestWhatAHelperMayBeLetDo(t *testing.T) {
	want := map[office.Verb][]string{
		office.DraftRead:    {"GET /{$}", "GET /allegati", "GET /riepilogo", "GET /documenti/{file}"},
		office.DraftPrepare: {"GET /pagina/{page}", "POST /pagina/{page}", "POST /pagina/{page}/salva"},
		office.DraftAttach: {
			"POST /allegati/{slot}", "POST /allegati", "POST /caricamenti", "PUT /caricamenti/{upload}", "DELETE /caricamenti/{upload}",
		},
	}
	routes := (&Face{Gate: &gate.Gate{}}).DraftRoutes()
	for verb, list := range routes {
		var patterns []string
		for _, route := range list {
			patterns = append(patterns, route.Pattern)
		}
		switch {
		case verb == office.DraftFile && !slices.Contains(patterns, "POST /invia"):
			t.Error("the filing is not the lawyer's alone")
		case verb != office.DraftFile && !slices.Equal(patterns, want[verb]):
			t.Errorf("%s: %q, want %q", verb, patterns, want[verb])
		}
	}
	if len(routes) != len(want)+1 {
		t.Errorf("%d verbs", len(routes))
	}
}
