// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"strings"
	"testing"

	"pratica/internal/problem"
)

// A draft that nobody changes is removed with its files, after a warning; the
// applicant reads what was removed, and the fact stays provable.
func TestADraftExpires(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		a, err := h.Intake.Freeze(ctx, h.request().ID, "handwritten")
		h.must(err)
		h.must(h.AttachSigned(ctx, a.ID, "signed_scan", "signed_scan.pdf", h.paper("scan")))
		pass := func(days int) string {
			h.clock.Pass(days)
			h.must(h.expireDrafts(ctx))
			h.drain()
			return h.mail.Last(t, "ada@posta.example").Text
		}
		if text := pass(h.Config.Drafts.KeepDays - h.Config.Drafts.WarnDays); !strings.Contains(text, "/apri/") || !strings.Contains(text, "sarà eliminata") {
			t.Errorf("the warning says:\n%s", text)
		}
		if text := pass(h.Config.Drafts.WarnDays + 1); !strings.Contains(text, "signed_scan.pdf") || !strings.Contains(text, "risposte") {
			t.Errorf("what was removed:\n%s", text)
		}
		if _, err := h.Intake.Get(ctx, a.ID); problem.KindOf(err) != problem.NotFound {
			t.Errorf("the draft: %v", err)
		}
		files, err := h.Documents.List(ctx, a.ID)
		h.must(err)
		if len(files) > 0 {
			t.Errorf("files are left: %+v", files)
		}
		report, err := h.Verify(ctx)
		h.must(err)
		if len(report.Faults) > 0 {
			t.Errorf("faults: %q", report.Faults)
		}
	})
}
