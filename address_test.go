// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pratica_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// tuForm are words that only the familiar form has. Labels of buttons ("Invia", "Salva") name the act and are not among them.
var tuForm = regexp.MustCompile(`(?i)(?:^|[^\pL])(tu|tuo|tua|tuoi|tue|puoi|vuoi|devi|hai|potrai|dovrai|riceverai)(?:[^\pL]|$)`)

// reverence is the capital letter inside of a word or sentence that only old letters have.
var reverence = regexp.MustCompile(`[\pL,;:"«(] (Lei|Suo|Sua|Suoi|Sue)(?:[^\pL]|$)`)

// TestItalianAddressesPeopleInOneForm holds docs/glossary.md: "lei", without capitals, everywhere.
func TestItalianAddressesPeopleInOneForm(t *testing.T) {
	for _, pattern := range []string{"internal/i18n/locales/it/*.yaml", "internal/delivery/templates/it/*.txt", "definitions/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, error %v", pattern, len(files), err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for n, line := range strings.Split(string(raw), "\n") {
				if found := tuForm.FindString(line); found != "" {
					t.Errorf("%s:%d: %q is the familiar form", file, n+1, strings.TrimSpace(found))
				}
				if found := reverence.FindStringSubmatch(line); found != nil {
					t.Errorf("%s:%d: %q has a capital letter", file, n+1, found[1])
				}
			}
		}
	}
}
