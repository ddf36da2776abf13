// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package pratica_test holds the rules of the house that a machine can check: who may import whom, where SQL and the
// clock may stand, what each file and package must have, and that every text of a page exists and is used.
// CONTRIBUTING.md gives the reason of each rule.
//
// The files are read by this process itself: a test that asked `go list` in a child process would be answered from
// Go's test cache after a forbidden import was added.
package pratica_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// module is the import path of this repository.
const module = "pratica"

// source is one Go file of the module.
type source struct {
	path string // from the root, with slashes
	dir  string
	test bool // a test, or in a package that exists for tests
	tree *ast.File
}

// imports lists the import paths of the file.
func (s source) imports() []string {
	var list []string
	for _, spec := range s.tree.Imports {
		if name, err := strconv.Unquote(spec.Path.Value); err == nil {
			list = append(list, name)
		}
	}
	return list
}

// top is the package below internal that the file belongs to, sub-packages included; "" outside internal.
func (s source) top() string { return topOf(s.dir) }

func topOf(dir string) string {
	rest, ok := strings.CutPrefix(dir, "internal/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}

var files = token.NewFileSet()

// sources parses every Go file of the module once.
var sources = sync.OnceValues(func() ([]source, error) {
	var list []source
	err := walk(func(name string) error {
		if !strings.HasSuffix(name, ".go") || strings.HasPrefix(name, "tools/") {
			return nil
		}
		tree, err := parser.ParseFile(files, filepath.FromSlash(name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		dir := path.Dir(name)
		forTests := strings.HasSuffix(name, "_test.go") || strings.HasSuffix(dir, "test") ||
			strings.HasPrefix(dir, "tests") || strings.HasPrefix(dir, "testpeers")
		list = append(list, source{path: name, dir: dir, test: forTests, tree: tree})
		return nil
	})
	return list, err
})

// walk calls visit with each file that belongs to the project: not with what was built, fetched or made by running.
func walk(visit func(name string) error) error {
	return filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			if os.IsNotExist(err) { // a file that went away while we walked is nobody's fault
				return nil
			}
			return err
		}
		if entry.IsDir() {
			switch base := entry.Name(); {
			case name == ".":
			case base == ".ci":
			case strings.HasPrefix(base, "."), base == "node_modules", base == "dist", base == "testdata",
				name == "bin", name == "data", name == "demo":
				return filepath.SkipDir
			}
			return nil
		}
		return visit(filepath.ToSlash(name))
	})
}

// mustSources is sources for tests.
func mustSources(t *testing.T) []source {
	t.Helper()
	list, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// at is the place of a node, as editors read it.
func at(n ast.Node) string {
	p := files.Position(n.Pos())
	return fmt.Sprintf("%s:%d", filepath.ToSlash(p.Filename), p.Line)
}
