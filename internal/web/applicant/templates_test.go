// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"testing"

	"pratica/internal/web/kit/kittest"
)

// Each page fits its template: no field that the template names can be missing.
func TestTemplates(t *testing.T) {
	kittest.CheckTemplate(t, "applicant/sheet", SheetPage{})
	kittest.CheckTemplate(t, "applicant/open", OpenPage{})
	kittest.CheckTemplate(t, "applicant/resume", ResumePage{})
	kittest.CheckTemplate(t, "applicant/email", EmailPage{})
	kittest.CheckTemplate(t, "applicant/form", FormPage{})
	kittest.CheckTemplate(t, "applicant/files", FilesPage{})
	kittest.CheckTemplate(t, "applicant/summary", SummaryPage{})
	kittest.CheckTemplate(t, "applicant/sign", SignPage{})
	kittest.CheckTemplate(t, "applicant/receipt", ReceiptPage{})
	kittest.CheckTemplate(t, "applicant/home", HomePage{})
	kittest.CheckTemplate(t, "applicant/integration", IntegrationPage{})
	kittest.CheckTemplate(t, "applicant/preview", PreviewPage{})
}
