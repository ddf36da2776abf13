// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pratica_test

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// statement recognises the beginning of SQL in a string literal.
var statement = regexp.MustCompile(`^\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|WITH\s+(RECURSIVE\s+)?\w+(\s*\([^)]*\))?\s+AS\s*\()`)

// TestSQLStandsInStores keeps one owner for each table: whoever changes one reads one file.
func TestSQLStandsInStores(t *testing.T) {
	for _, s := range mustSources(t) {
		if s.test || s.top() == "" || s.top() == "database" || isStore(s) {
			continue
		}
		eachLiteral(s, func(lit *ast.BasicLit, text string) {
			if statement.MatchString(text) {
				t.Errorf("%s: SQL outside store.go", at(lit))
			}
		})
	}
}

// isStore accepts store.go, and store_<what>.go where one file would be too long to read.
func isStore(s source) bool {
	base := path.Base(s.path)
	return base == "store.go" || strings.HasPrefix(base, "store_")
}

// unportable are the words of SQL that one of the two databases does not know or understands differently.
var unportable = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?i)\bSELECT\s+(\w+\.)?\*`), "name the columns: a later migration adds some"},
	{regexp.MustCompile(`(?i)\bRETURNING\s+\*`), "name the columns"},
	{regexp.MustCompile(`(?i)\bILIKE\b`), "compare a column that was folded when it was written"},
	{regexp.MustCompile(`(?i)\bANY\s*\(`), "use database.In"},
	{regexp.MustCompile(`(?i)\b(now\(\)|CURRENT_TIMESTAMP|CURRENT_DATE|date_trunc|strftime|datetime\()`), "pass the instant as an argument"},
	{regexp.MustCompile(`(?i)\b(jsonb?_\w+|to_jsonb?)\s*\(`), "read JSON with ->> and change it in Go"},
	{regexp.MustCompile(`(?i)\bMERGE\s+INTO\b`), "use INSERT … ON CONFLICT"},
	{regexp.MustCompile(`(?i)\b(GREATEST|LEAST|GROUP_CONCAT|IFNULL|NVL)\s*\(`), "this function exists on one database only"},
	{regexp.MustCompile(`(?i)\b(SIMILAR\s+TO|REGEXP|GLOB)\b`), "match in Go"},
	{regexp.MustCompile(`\?\s*(,|\)|$)`), "placeholders are $1, $2, …"},
	{regexp.MustCompile(`(?i)\b(SERIAL|AUTOINCREMENT|rowid|ctid)\b`), "keys are made by the application"},
}

func TestStoresArePortable(t *testing.T) {
	for _, s := range mustSources(t) {
		if s.test || s.top() == "" || !isStore(s) {
			continue
		}
		eachLiteral(s, func(lit *ast.BasicLit, text string) {
			if !sqlWords.MatchString(text) {
				return
			}
			for _, word := range unportable {
				if found := word.pattern.FindString(text); found != "" {
					t.Errorf("%s: %q is not portable: %s", at(lit), strings.TrimSpace(found), word.instead)
				}
			}
		})
	}
}

// sqlWords tells SQL, or a part of it, from other texts in a store.
var sqlWords = regexp.MustCompile(`\b(SELECT|INSERT|UPDATE|DELETE|WHERE|FROM|RETURNING|ORDER BY|VALUES|AND)\b`)

// eachLiteral visits the strings of a file; a concatenation of literals counts as its parts.
func eachLiteral(s source, visit func(lit *ast.BasicLit, text string)) {
	ast.Inspect(s.tree, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ImportSpec); ok && spec != nil {
			return false
		}
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				visit(lit, text)
			}
		}
		return true
	})
}

// TestEveryPackageExplainsItself wants doc.go in each package; for commands and packages of fakes any file will do.
func TestEveryPackageExplainsItself(t *testing.T) {
	explained, dirs := map[string]bool{}, []string{}
	for _, s := range mustSources(t) {
		if strings.HasSuffix(s.path, "_test.go") {
			continue
		}
		if !slices.Contains(dirs, s.dir) {
			dirs = append(dirs, s.dir)
		}
		anyFile := s.test || strings.HasPrefix(s.dir, "cmd/") || s.dir == "definitions"
		if s.tree.Doc != nil && (anyFile || path.Base(s.path) == "doc.go") && len(s.tree.Doc.Text()) > 40 {
			explained[s.dir] = true
		}
	}
	for _, dir := range dirs {
		if !explained[dir] {
			t.Errorf("%s has no doc.go that says what the package is for", dir)
		}
	}
}

// shapeless are names that say nothing about the domain: such a package grows without end.
var shapeless = []string{"util", "utils", "common", "helper", "helpers", "model", "models", "types", "base", "core", "manager", "misc", "shared", "lib", "pkg"}

func TestPackagesAreNamedByTheDomain(t *testing.T) {
	for _, s := range mustSources(t) {
		if name := s.tree.Name.Name; slices.Contains(shapeless, name) {
			t.Errorf("%s: package %s: name it after what it is about", s.path, name)
		}
	}
}

var (
	todo    = regexp.MustCompile(`\b(TODO|FIXME|XXX|HACK)\b`)
	todoFor = regexp.MustCompile(`\bTODO\(#\d+\): `)
)

func TestPromisesHaveANumber(t *testing.T) {
	for _, s := range mustSources(t) {
		if s.path == "style_test.go" {
			continue
		}
		for _, group := range s.tree.Comments {
			for _, comment := range group.List {
				if todo.MatchString(comment.Text) && !todoFor.MatchString(comment.Text) {
					t.Errorf("%s: write TODO(#123): …, so that the promise can be found and kept", at(comment))
				}
			}
		}
	}
}

func TestNothingHappensBeforeMain(t *testing.T) {
	for _, s := range mustSources(t) {
		if s.test {
			continue
		}
		for _, decl := range s.tree.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: init: make it a function that app calls", at(f))
			}
		}
	}
}

// TestProportions only reports: the figures are to be compared with those in CONTRIBUTING.md, not to be met by
// cutting where it does not help the reader. Run it with -v.
func TestProportions(t *testing.T) {
	var functions, lengths []int
	code, tests := 0, 0
	for _, s := range mustSources(t) {
		lines := files.Position(s.tree.End()).Line
		if s.test {
			tests += lines
			continue
		}
		code += lines
		lengths = append(lengths, lines)
		for _, decl := range s.tree.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
				functions = append(functions, files.Position(f.End()).Line-files.Position(f.Pos()).Line+1)
			}
		}
	}
	if code == 0 {
		t.Skip("no code")
	}
	t.Logf("functions: %d, median %d lines, nine in ten below %d", len(functions), quantile(functions, 50), quantile(functions, 90))
	t.Logf("files: %d, median %d lines, nine in ten below %d", len(lengths), quantile(lengths, 50), quantile(lengths, 90))
	t.Logf("lines: %d of code, %d of tests (%d%%)", code, tests, tests*100/code)
}

func quantile(numbers []int, percent int) int {
	if len(numbers) == 0 {
		return 0
	}
	slices.Sort(numbers)
	return numbers[(len(numbers)-1)*percent/100]
}
