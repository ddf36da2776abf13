// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"net/netip"
	"testing"

	"pratica/internal/audit"
	"pratica/internal/delivery"
	"pratica/internal/office"
	"pratica/tests/e2e"
)

// TestPagesBesideTheWays opens the pages on which no other way leads: a draft taken up by
// its code, a new password and a new authenticator by their links, a version and a value
// that are about to go.
func TestPagesBesideTheWays(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "beside-"+lang, lang)
			ctx, loopback := t.Context(), netip.MustParseAddr("127.0.0.1")
			anna := s.window("anna")
			anna.Goto("/riprendi")
			anna.See(s.say.T("applicant.resume.title"))

			carla := s.employ("Carla Segreti", "secretary")
			account := s.holders[carla.name].ID
			s.must("reset", s.app.Identity.RequestReset(ctx, carla.email, loopback))
			anna.Goto(s.link(carla.email, delivery.PasswordReset, 1))
			anna.See(s.say.T("account.reset.title"))
			request, err := s.app.Identity.RequestTOTPReset(ctx, s.boss.Audit(), account)
			s.must("reset", err)
			second := s.employ("Bruno Collaudo", office.Administrator)
			s.must("reset", s.app.Identity.ApproveTOTPReset(ctx, audit.Actor{Kind: audit.Admin, ID: s.holders[second.name].ID}, request))
			anna.Goto(s.link(carla.email, delivery.TOTPReset, 1))
			anna.See(s.say.T("account.renew.title"))

			amelia := (&official{account: s.chief, name: "Amelia Prova"}).enter()
			amelia.Goto("/amministrazione/procedimenti/" + s.def.Digest + "/ritira")
			amelia.See(s.def.Title.In(lang))
			all, err := s.app.Forms.SeriesAll(ctx)
			s.must("values", err)
			added, err := s.app.Forms.AddThreshold(ctx, s.boss.Audit(), all[0].Slug, all[0].Table, s.app.Forms.FirstFiling().AddDays(30), "14000", "D.M. di prova")
			s.must("values", err)
			amelia.Goto("/amministrazione/soglie/" + all[0].Slug + "/" + all[0].Table + "/" + added.ID + "/togli")
			amelia.See("D.M. di prova")
		})
	}
}
