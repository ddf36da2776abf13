// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"context"
	"crypto/rand"
	"net/netip"
	"path"
	"testing"

	"github.com/pquerna/otp/totp"

	"pratica/internal/config"
	"pratica/internal/identity"
	faces "pratica/internal/web/demo"
	"pratica/tests/e2e"
)

// cast are the people of a tour.
type cast []faces.Person

// People implements the port of the tour.
func (c cast) People(context.Context) ([]faces.Person, error) { return c, nil }

// TestTour enters the demonstration with one click, in both languages, and reads
// there the mail that no server is given.
func TestTour(t *testing.T) {
	t.Parallel()
	h := prepareHouse(t, e2e.Start(t), "tour")
	h.config.Mode, h.config.SMTP = config.Demo, config.Default().SMTP
	h.open("it")
	h.serve(cast{{ID: "applicant", Start: "/"}, {ID: "administrator", Account: h.administrator(), Start: "/amministrazione/"}})
	for _, lang := range []string{"it", "en"} {
		h.say, h.visited = h.app.Texts.For(lang), e2e.NewVisited("tour-"+lang)
		p := h.window("amelia-" + lang)
		p.See(h.say.T("kit.demo.text"))
		p.Goto("/demo")
		p.Click(h.say.T("demo.person.administrator.button"))
		p.See("Amelia Prova")
		email := "nuova-" + lang + "@ordine.example"
		p.Fill(h.say.T("admin.users.name"), "Nora Prova")
		p.Fill(h.say.T("admin.users.email"), email)
		p.Click(h.say.T("admin.users.invite_submit"))
		p.Goto("/demo")
		p.Click(h.say.T("demo.tour.outbox"))
		p.See(email)
		p.Click(p.Text("table a"))
		p.See(h.say.T("demo.outbox.links"))
	}
	if n := len(h.mails.Mails()); n > 0 {
		t.Errorf("a demonstration sent %d mails", n)
	}
}

// administrator makes an account whose password nobody needs.
func (h *house) administrator() string {
	h.t.Helper()
	ctx := h.t.Context()
	link, err := h.app.FirstAdministrator(ctx, "amministratrice@ordine.example", "Amelia Prova")
	h.must("administrator", err)
	e, err := h.app.Identity.AcceptInvitation(ctx, path.Base(link), rand.Text(), netip.MustParseAddr("127.0.0.1"))
	h.must("invitation", err)
	return h.confirm(e)
}

func (h *house) confirm(e identity.Enrolment) string {
	h.t.Helper()
	code, err := totp.GenerateCode(bare(e.Secret), h.now())
	h.must("phone", err)
	a, _, err := h.app.Identity.ConfirmEnrolment(h.t.Context(), e.Ticket, code)
	h.must("phone", err)
	return a.ID
}
