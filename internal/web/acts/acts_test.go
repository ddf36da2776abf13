// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package acts

import (
	"testing"

	"pratica/internal/web/kit/kittest"
)

// The page fits its template: no field that the template names can be missing.
func TestTemplates(t *testing.T) { kittest.CheckTemplate(t, "acts/form", Page{}) }
