// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lawyer

import (
	"testing"

	"pratica/internal/web/kit/kittest"
)

// Each page fits its template: no field that the template names can be missing.
func TestTemplates(t *testing.T) {
	kittest.CheckTemplate(t, "lawyer/cases", CasesPage{})
	kittest.CheckTemplate(t, "lawyer/case", CasePage{})
}
