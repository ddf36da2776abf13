// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"os"
	"path/filepath"
	"testing"
)

func load(t testing.TB, file string) *Definition {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("../../definitions", file))
	if err != nil {
		t.Fatal(err)
	}
	def, errs := Parse(file, source)
	for _, e := range errs {
		t.Error(e)
	}
	if len(errs) > 0 {
		t.FailNow()
	}
	return def
}

func TestDefinitionsCompile(t *testing.T) {
	for _, file := range []string{"legal-aid-civil.yaml", "access-to-documents.yaml"} {
		t.Run(file, func(t *testing.T) { load(t, file) })
	}
}
