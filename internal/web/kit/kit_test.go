// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit_test

import (
	"testing"

	"pratica/internal/web/kit"
	"pratica/internal/web/kit/kittest"
)

func TestTemplates(t *testing.T) {
	kittest.CheckTemplate(t, "kit/error", kit.ErrorPage{})
}
