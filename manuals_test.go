// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pratica_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const figures = "docs/it/figure"

// TestFiguresOfTheManuals keeps three lists the same: the pictures that the browser tests take (`make figures`), the files,
// and what the manuals show, each with words for who does not see it.
func TestFiguresOfTheManuals(t *testing.T) {
	taken := matches(t, "tests/e2e/*_test.go", regexp.MustCompile(`\.Figure\("([a-z0-9-]+)"\)`))
	shown := matches(t, "docs/it/*.md", regexp.MustCompile(`!\[[^\]]+\]\(figure/([a-z0-9-]+)\.webp\)`))
	var files []string
	entries, err := os.ReadDir(figures)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); filepath.Ext(name) == ".webp" {
			files = append(files, name[:len(name)-len(".webp")])
		}
	}
	if diff := cmp.Diff(taken, files); diff != "" {
		t.Errorf("pictures taken (-) and files (+), `make figures` takes them anew:\n%s", diff)
	}
	if diff := cmp.Diff(shown, files); diff != "" {
		t.Errorf("pictures shown in a manual (-) and files (+):\n%s", diff)
	}
}

// matches gives what a pattern finds in files, sorted, each once.
func matches(t *testing.T, files string, pattern *regexp.Regexp) (found []string) {
	t.Helper()
	paths, err := filepath.Glob(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range pattern.FindAllSubmatch(content, -1) {
			found = append(found, string(m[1]))
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
