// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"testing"

	"pratica/internal/web/kit/kittest"
)

// Each page fits its template: no field that the template names can be missing.
func TestTemplates(t *testing.T) {
	kittest.CheckTemplate(t, "demo/tour", TourPage{})
	kittest.CheckTemplate(t, "demo/outbox", OutboxPage{})
	kittest.CheckTemplate(t, "demo/mail", MailPage{})
}
