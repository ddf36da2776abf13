// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"pratica/tests/e2e"
)

// routes are what the site of this package's houses answers to.
var (
	routes     []string
	routesOnce sync.Once
)

// TestMain says after a run of all tests which page nobody looked at with axe, in which
// language: a page that is added is added to somebody's way too.
func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	narrowed := flag.Lookup("test.run").Value.String() + flag.Lookup("test.skip").Value.String()
	if missing := unseen(routes, e2e.Checked()); narrowed == "" && len(missing) > 0 {
		fmt.Printf("no test looked at these pages:\n%s\n", strings.Join(missing, "\n"))
		code = max(code, 1)
	}
	os.Exit(code)
}

// unseen are the routes of pages that were not checked in both languages.
func unseen(routes []string, checked []e2e.Page) (missing []string) {
	mux := http.NewServeMux()
	for _, pattern := range routes {
		mux.Handle(pattern, http.NotFoundHandler())
	}
	seen := map[string]bool{}
	for _, page := range checked {
		r, err := http.NewRequest(http.MethodGet, page.Path, nil)
		if err != nil {
			continue
		}
		_, pattern := mux.Handler(r)
		seen[page.Lang+" "+pattern] = true
	}
	for _, pattern := range routes {
		if !isPage(pattern) {
			continue
		}
		for _, lang := range []string{"it", "en"} {
			if !seen[lang+" "+pattern] {
				missing = append(missing, lang+" "+pattern)
			}
		}
	}
	slices.Sort(missing)
	return missing
}

// files are sent to be kept, or read by programs.
var files = []string{
	".pdf", ".csv", ".xlsx", ".zip", ".ics", ".json", ".txt", ".xml", ".svg", ".yaml", "/{file}", "/documenti/{file}", "/contenuto", "/ricevuta", "/archivio", "/verbale", "/csv", "/sessione",
}

// reshown are where forms are posted to: asked for again, they lead back or show the page
// of the form once more.
var reshown = []string{
	"/ufficio/elenco", "/ufficio/insieme/fai", "/ufficio/viste", "/ufficio/pratiche/{id}/note", "/amministrazione/utenti", "/amministrazione/utenti/{id}/ruoli",
	"/amministrazione/utenti/{id}/stato", "/amministrazione/utenti/{id}/togli", "/anteprima/{digest}/{$}", "/accesso/autenticatore-perso", "/account/codici", "/account/password",
	"/ufficio/difensori/{id}/invito", "/ufficio/firma/collega", "/ufficio/firma/ritorno", // to the signature service and back
}

func isPage(pattern string) bool {
	path, isGet := strings.CutPrefix(pattern, "GET ")
	isFile := slices.ContainsFunc(files, func(end string) bool { return strings.HasSuffix(path, end) })
	return isGet && !isFile && !slices.Contains(reshown, path)
}
