// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake_test

import (
	"encoding/json"
	"testing"

	"pratica/internal/intake"
	"pratica/internal/intake/intaketest"
)

// Two devices save one page: each learns which inputs the other saved since.
func TestTwoDevices(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		ctx := t.Context()
		a, err := d.Start(ctx, "procedure", "digest", "it")
		if err != nil {
			t.Fatal(err)
		}
		base := a.Version
		if page, input := a.LastSaved(); page != "" || input != "" {
			t.Errorf("before the first save: %q, %q", page, input)
		}
		save := func(page string, base int64, answers, input string, elsewhere map[string]bool) intake.Application {
			t.Helper()
			b, err := d.MergePage(ctx, a.ID, page, base, func(_ json.RawMessage, is func(string) bool) (json.RawMessage, []string, error) {
				for name, want := range elsewhere {
					if is(name) != want {
						t.Errorf("%s saved elsewhere since %d: %v", name, base, !want)
					}
				}
				return json.RawMessage(answers), []string{input}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		b := save("who", base, `{"name":"Ada"}`, "name", map[string]bool{"name": false})
		save("who", base, `{"name":"Ada","town":"Verona"}`, "town", map[string]bool{"name": true, "town": false})
		c := save("who", b.Version, `{"name":"Eva","town":"Verona"}`, "name", map[string]bool{"name": false, "town": true})
		if page, input := c.LastSaved(); page != "who" || input != "name" {
			t.Errorf("last saved: %q, %q", page, input)
		}
		read, err := d.Get(ctx, a.ID)
		if err != nil || read.Version != c.Version || string(read.Answers) != string(c.Answers) {
			t.Errorf("stored %s at %d, %v", read.Answers, read.Version, err)
		}
	})
}
