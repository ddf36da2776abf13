// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"strings"
	"testing"
	"time"

	"pratica/internal/delivery"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestADraftThatNobodyChanges says from the beginning until when it is kept, warns its
// applicant, and goes with a list of what went.
func TestADraftThatNobodyChanges(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, b, "expires-"+lang, lang)
			const day = 24 * time.Hour
			keep, warn := time.Duration(h.config.Drafts.KeepDays)*day, time.Duration(h.config.Drafts.WarnDays)*day
			marta := newApplicant(h, h.window("marta"), "handwritten")
			draft := marta.draft()
			marta.openMail(delivery.DraftLink)
			marta.Goto("/domanda/" + draft.ID)
			marta.See(h.say.LongDate(terms.DateOf(draft.ChangedAt.Add(keep))))

			h.wait(keep - warn)
			marta.openMail(delivery.DraftExpires)
			marta.See(draft.Code)

			h.wait(warn + day)
			text, err := h.mail(marta.address, delivery.DraftRemoved, 1).Text()
			h.must("mail", err)
			if !strings.Contains(text, draft.Code) {
				t.Errorf("it does not say what was removed:\n%s", text)
			}
			marta.Goto("/domanda/" + draft.ID)
			marta.Miss(draft.Code)
		})
	}
}
