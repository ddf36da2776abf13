// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pratica_test

import (
	"bufio"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mustHaveHeader are the kinds of file that can hold a comment: for these REUSE.toml is no way out.
var mustHaveHeader = []string{".go", ".sql", ".ts", ".mjs", ".js", ".css", ".scss", ".sh", ".yaml", ".yml", ".html", ".txt", ".toml", ".service", ".conf"}

// TestEveryFileNamesItsLicense follows the REUSE specification 3.3: who reuses one file must not have to guess.
func TestEveryFileNamesItsLicense(t *testing.T) {
	covered := reusePatterns(t)
	err := walk(func(name string) error {
		if strings.HasPrefix(name, "LICENSES/") || hasHeader(t, name) {
			return nil
		}
		switch {
		case slices.Contains(mustHaveHeader, path.Ext(name)):
			t.Errorf("%s does not begin with SPDX-FileCopyrightText and SPDX-License-Identifier", name)
		case !covered(name):
			t.Errorf("%s has no license header and no entry in REUSE.toml", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// hasHeader looks for both lines among the first ten: a file may begin with `#!`, `<!doctype html>` or its title.
func hasHeader(t *testing.T, name string) bool {
	f, err := os.Open(filepath.FromSlash(name))
	if os.IsNotExist(err) {
		return true
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	holder, license := false, false
	lines := bufio.NewScanner(f)
	for n := 0; n < 10 && lines.Scan(); n++ {
		holder = holder || strings.Contains(lines.Text(), "SPDX-FileCopyrightText: ")
		license = license || strings.Contains(lines.Text(), "SPDX-License-Identifier: ")
	}
	return holder && license
}

var quoted = regexp.MustCompile(`"([^"]+)"`)

// reusePatterns reads the paths of REUSE.toml, in which `**/` is any folder and `*` any part of a name.
func reusePatterns(t *testing.T) func(name string) bool {
	data, err := os.ReadFile("REUSE.toml")
	if err != nil {
		t.Fatal(err)
	}
	var patterns []*regexp.Regexp
	for _, list := range regexp.MustCompile(`(?s)path = (\[.*?\]|"[^"]*")`).FindAllString(string(data), -1) {
		for _, m := range quoted.FindAllStringSubmatch(list, -1) {
			expr := regexp.QuoteMeta(m[1])
			expr = strings.ReplaceAll(expr, `\*\*/`, `(.*/)?`)
			expr = strings.ReplaceAll(expr, `\*\*`, `.*`)
			expr = strings.ReplaceAll(expr, `\*`, `[^/]*`)
			patterns = append(patterns, regexp.MustCompile("^"+expr+"$"))
		}
	}
	return func(name string) bool {
		return slices.ContainsFunc(patterns, func(p *regexp.Regexp) bool { return p.MatchString(name) })
	}
}

// TestLicensesAreHere: the text of each license that a file names is in LICENSES.
func TestLicensesAreHere(t *testing.T) {
	named := regexp.MustCompile(`SPDX-License-Identifier[:=" ]+([A-Za-z0-9.-]+)`)
	err := walk(func(name string) error {
		if path.Base(name) == "style_test.go" || path.Base(name) == "headers_test.go" {
			return nil
		}
		data, err := os.ReadFile(filepath.FromSlash(name))
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, m := range named.FindAllStringSubmatch(string(data[:min(len(data), 2000)]), -1) {
			if _, err := os.Stat(filepath.Join("LICENSES", m[1]+".txt")); err != nil {
				t.Errorf("%s names the license %s, whose text is not in LICENSES", name, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
