// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package conformance finds for tests the schemas, samples and cases that others
// made. They lie beside the checkout or where PRATICA_CONFORMANCE says, and are
// never copied into the project: their licences differ.
package conformance

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
)

// Path is where a file or folder of the data lies; a test without it is skipped.
func Path(t testing.TB, elem ...string) string {
	t.Helper()
	root := os.Getenv("PRATICA_CONFORMANCE")
	if root == "" {
		root = filepath.Join(checkout(t), "..", "shared", "conformance")
	}
	path := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no conformance data (set PRATICA_CONFORMANCE): %v", err)
	}
	return path
}

// Rows are those of a table, without its heading.
func Rows(t testing.TB, elem ...string) [][]string {
	t.Helper()
	f, err := os.Open(Path(t, elem...))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// checkout is the folder of go.mod: a test runs in the folder of its package.
func checkout(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("the test runs outside of a checkout")
		}
		dir = parent
	}
}
