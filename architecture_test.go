// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pratica_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// rows are the layers of internal, lowest first. A package imports only lower rows, and its own sub-packages.
// A new package is added here: that is where its place in the house is decided.
var rows = [][]string{
	{"problem", "money", "fiscal", "terms", "ids", "clock"}, // vocabulary: pure
	{"config", "i18n"},
	{"telemetry"},
	{"database"},
	{"objects", "lease"},
	{"jobs", "ratelimit"},
	{"events", "audit"},
	{"identity", "office", "forms", "intake", "documents", "signatures", "delivery", "lots", "search"}, // capabilities: none imports another
	{"casework"}, // where capabilities meet in a process
	{"worklist"},
	{"discard"},           // what is kept no longer
	{"privacy"},           // what all hold about a person
	{"backup"},            // the whole body, copied and made again
	{"web", "api", "cli"}, // faces
	{"app"},
}

// assembly is the one exception to "a lower row": the command line starts what app puts together.
var assembly = map[string]string{"cli": "app"}

// fences are imports that only some packages may have; the reason says what would be lost.
var fences = []struct {
	prefix  string
	only    []string
	tests   bool // whether tests are free to import it
	because string
}{
	{"database/sql", []string{"database"}, false, "transactions, time and errors are the same on both databases only through package database"},
	{"github.com/jackc/pgx", []string{"database"}, false, "code that knows the driver works on one database"},
	{"modernc.org/sqlite", []string{"database"}, false, "code that knows the driver works on one database"},
	{"github.com/pressly/goose", []string{"database"}, false, "one migrator owns the schema"},
	{"github.com/minio/minio-go", []string{"objects"}, false, "files have one address: their digest"},
	{"html/template", []string{"web", "delivery"}, false, "HTML is made in two places, where its escaping is tested"},
	{"math/rand", []string{"database", "jobs", "lease"}, true, "what must not be guessed comes from package ids; elsewhere this is only for spreading retries in time"},
	{"filippo.io/age", []string{"backup"}, true, "what is encrypted for keeping has one format and one owner"},
	{"github.com/golang/mock", nil, false, "fakes are small working implementations"},
	{"github.com/stretchr/testify", nil, false, "comparisons are written with testing and go-cmp"},
}

// pureImports are what the vocabulary may import from outside the standard library.
var pureImports = []string{"golang.org/x/text", "github.com/google/uuid"}

func rowOf(name string) int {
	return slices.IndexFunc(rows, func(row []string) bool { return slices.Contains(row, name) })
}

func TestEveryPackageHasARow(t *testing.T) {
	for _, s := range mustSources(t) {
		if top := s.top(); top != "" && rowOf(top) < 0 {
			t.Errorf("%s: package %s is in no row: add it to rows in architecture_test.go", s.path, top)
		}
	}
}

func TestPackagesImportOnlyLowerRows(t *testing.T) {
	for _, s := range mustSources(t) {
		for _, name := range s.imports() {
			ours, isOurs := strings.CutPrefix(name, module+"/")
			if !isOurs {
				continue
			}
			if problem := forbidden(s, ours); problem != "" {
				t.Errorf("%s imports %s: %s", s.path, name, problem)
			}
		}
	}
}

// forbidden says why s may not import dir, or "".
func forbidden(s source, dir string) string {
	from, to := s.top(), topOf(dir)
	switch {
	case strings.HasPrefix(dir, "testpeers/") && !s.test && from != "app" && from != "cli":
		return "test peers are for tests, and for the demo that app and cli put together"
	case strings.HasPrefix(dir, "cmd/"), strings.HasPrefix(dir, "tests/") && !strings.HasPrefix(s.dir, "tests/"):
		return "nothing imports a command or a test"
	case s.dir == "internal/app/demo" && dir == "internal/signatures/signaturestest":
		return "" // the demonstration has signers whom no authority knows, as the tests have
	case strings.HasSuffix(dir, "test") && to != "" && !s.test:
		return "a package of fakes is for tests"
	case from == "" && strings.HasPrefix(s.dir, "cmd/") && to != "cli" && to != "":
		return "a command only calls cli"
	case from == "" || to == "" || from == to || assembly[from] == to:
		return ""
	case rowOf(from) == rowOf(to):
		return "peers meet through a port, which app plugs in"
	case rowOf(from) < rowOf(to):
		return "calls go down, events go up"
	}
	return ""
}

func TestFencedImports(t *testing.T) {
	for _, s := range mustSources(t) {
		if s.top() == "" {
			continue
		}
		for _, name := range s.imports() {
			for _, fence := range fences {
				if name != fence.prefix && !strings.HasPrefix(name, fence.prefix+"/") {
					continue
				}
				if !slices.Contains(fence.only, s.top()) && !(fence.tests && s.test) {
					t.Errorf("%s imports %s: %s", s.path, name, fence.because)
				}
			}
		}
	}
}

func TestVocabularyIsPure(t *testing.T) {
	impure := []string{"os", "net", "net/http", "io/fs", "os/exec", "embed"}
	for _, s := range mustSources(t) {
		if s.test || !slices.Contains(rows[0], s.top()) {
			continue
		}
		for _, name := range s.imports() {
			outside := strings.Contains(name, ".") && !slices.ContainsFunc(pureImports, func(p string) bool { return strings.HasPrefix(name, p) })
			if outside || slices.Contains(impure, name) {
				t.Errorf("%s imports %s: the vocabulary has no input, output or clock", s.path, name)
			}
		}
	}
}

// calls are functions that only some packages may use.
var calls = []struct {
	pkg, names string
	only       []string
	because    string
}{
	{"time", "Now Since Until", []string{"app", "telemetry", "lease", "cli"}, "services get Now func() time.Time, so that tests own the clock"},
	{"time", "Sleep", nil, "wait for a signal or a timer that the context ends"},
	{"os", "Getenv LookupEnv Environ", []string{"config"}, "settings have one place, where an unknown one is an error"},
	{"slog", "Default SetDefault Info Warn Error Debug InfoContext WarnContext ErrorContext DebugContext", nil, "there is no global logger: personal data is kept out by the handler that app hands down"},
	{"http", "DefaultServeMux DefaultClient HandleFunc Handle Get Post", nil, "no globals, no request without a timeout"},
}

func TestFencedCalls(t *testing.T) {
	for _, s := range mustSources(t) {
		if s.test || s.top() == "" {
			continue
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			if selector, ok := n.(*ast.SelectorExpr); ok {
				checkCall(t, s, selector)
			}
			return true
		})
	}
}

func checkCall(t *testing.T, s source, selector *ast.SelectorExpr) {
	x, ok := selector.X.(*ast.Ident)
	if !ok {
		return
	}
	for _, call := range calls {
		if x.Name != call.pkg || !slices.Contains(strings.Fields(call.names), selector.Sel.Name) || slices.Contains(call.only, s.top()) {
			continue
		}
		if slices.ContainsFunc(s.imports(), func(name string) bool { return name == call.pkg || strings.HasSuffix(name, "/"+call.pkg) }) {
			t.Errorf("%s: %s.%s: %s", at(selector), call.pkg, selector.Sel.Name, call.because)
		}
	}
}
