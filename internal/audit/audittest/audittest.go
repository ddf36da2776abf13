// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package audittest checks the invariants of the audit log in the tests of those
// who write to it.
package audittest

import (
	"testing"

	"pratica/internal/audit"
)

// Check recomputes the whole log and fails the test for each fault.
func Check(t testing.TB, log *audit.Log) {
	t.Helper()
	report, err := log.Verify(t.Context())
	if err != nil {
		t.Fatalf("audit: %v", err)
	}
	for _, fault := range report.Faults {
		t.Errorf("audit: %s", fault)
	}
}

// Actions lists the actions of a chain, oldest first: what a test expects to
// have been recorded.
func Actions(t testing.TB, log *audit.Log, chain string) []string {
	t.Helper()
	var actions []string
	for after := int64(0); ; {
		page, err := log.Entries(t.Context(), chain, after, 100)
		if err != nil {
			t.Fatalf("audit: %v", err)
		}
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			actions = append([]string{e.Action}, actions...)
			after = e.Seq
		}
	}
	return actions
}
