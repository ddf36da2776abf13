// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package audit_test

import (
	"testing"

	"pratica/internal/audit"
	"pratica/internal/i18n"
)

// An operator reads in either language what Verify has found.
func TestFaultsHaveTexts(t *testing.T) {
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	kinds := []audit.FaultKind{audit.Altered, audit.Unlinked, audit.Gap, audit.HeadWrong, audit.Headless,
		audit.Truncated, audit.SealAltered, audit.SealGap, audit.TipWrong}
	for _, lang := range []string{"it", "en"} {
		for _, kind := range kinds {
			key := audit.Fault{Kind: kind}.Key()
			if text := catalogue.For(lang).T(key); text == "" || text == key {
				t.Errorf("%s: %s has no text", lang, key)
			}
		}
	}
}
