// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pratica_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestTheGuidesNameEveryKey keeps the guides for authors whole, in each language:
// every key that the schema of procedures knows stands in their code.
func TestTheGuidesNameEveryKey(t *testing.T) {
	b, err := os.ReadFile("docs/procedure-schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema any
	if err := json.Unmarshal(b, &schema); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	schemaKeys(schema, known)
	if len(known) < 50 {
		t.Fatalf("the schema has another shape: %d keys", len(known))
	}
	for _, guide := range []string{"docs/authoring.md", "docs/it/autore.md"} {
		named := wordsInCode(t, guide)
		for key := range known {
			if !named[key] {
				t.Errorf("%s does not name %s", guide, key)
			}
		}
	}
}

// schemaKeys collects the keys of every object that a JSON Schema describes.
func schemaKeys(v any, found map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		if properties, ok := v["properties"].(map[string]any); ok {
			for key := range properties {
				found[key] = true
			}
		}
		for _, inside := range v {
			schemaKeys(inside, found)
		}
	case []any:
		for _, inside := range v {
			schemaKeys(inside, found)
		}
	}
}

// wordsInCode are those of a guide that stand between backquotes, in a line or in a
// block.
func wordsInCode(t *testing.T, path string) map[string]bool {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]bool{}
	for i, part := range strings.Split(string(b), "`") {
		if i%2 == 1 || strings.Contains(part, "\n  ") {
			for _, word := range regexp.MustCompile(`[a-z_]+`).FindAllString(part, -1) {
				words[word] = true
			}
		}
	}
	return words
}
