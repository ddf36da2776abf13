// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"net/netip"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"pratica/definitions"
	"pratica/internal/app"
	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/config"
	"pratica/internal/delivery"
	"pratica/internal/identity"
	"pratica/internal/office"
	faces "pratica/internal/web/demo"
)

// house is a whole body of invented people, served on loopback as operators serve
// theirs, and without a case. It ends with the test.
type house struct {
	t      *testing.T
	app    *app.App
	admin  office.Actor
	people []faces.Person
	URL    string
}

var loopback = netip.MustParseAddr("127.0.0.1")

// lawyerCode is the tax code of the lawyer whom the sample answers name.
const lawyerCode = "DFSLVI80A41H501T"

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t}
	server := httptest.NewUnstartedServer(nil)
	h.URL = "http://" + server.Listener.Addr().String()
	h.open()
	h.background()
	h.importProcedures()
	h.makePeople()
	h.app.Cast = h
	handler, err := h.app.Handler(t.Context())
	h.must("handler", err)
	server.Config.Handler = handler
	server.Start()
	t.Cleanup(server.Close)
	return h
}

func (h *house) must(step string, err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatalf("house: %s: %v", step, err)
	}
}

func (h *house) open() {
	h.t.Helper()
	c := config.Default()
	c.Mode, c.Data, c.PublicURL = config.Demo, h.t.TempDir(), h.URL
	log := slog.New(slog.NewTextHandler(h.t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	var err error
	h.app, err = app.OpenWith(h.t.Context(), c, app.Options{Log: log, Now: time.Now, Fast: true})
	h.must("open", err)
	h.t.Cleanup(func() { h.must("close", h.app.Close()) })
	h.must("migrate", h.app.Migrate(h.t.Context()))
}

// background does the jobs as they come, until the test ends.
func (h *house) background() {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.app.Jobs.Run(ctx) }()
	h.t.Cleanup(func() {
		stop()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			h.t.Errorf("jobs: %v", err)
		}
	})
}

func (h *house) importProcedures() {
	h.t.Helper()
	files, err := fs.Glob(definitions.Files, "*.yaml")
	h.must("definitions", err)
	for _, name := range files {
		source, err := fs.ReadFile(definitions.Files, name)
		h.must(name, err)
		_, err = h.app.ImportProcedure(h.t.Context(), source, true)
		h.must(name, err)
	}
}

// makePeople goes through the invitations as their owners would. Passwords are
// not needed afterwards: the tour lets people in.
func (h *house) makePeople() {
	h.t.Helper()
	ctx := h.t.Context()
	link, err := h.app.FirstAdministrator(ctx, "amministratrice@ordine.example", "Amelia Prova")
	h.must("administrator", err)
	h.admin, err = h.app.Office.ActorOf(ctx, h.activate(path.Base(link)))
	h.must("administrator", err)
	_, err = h.app.Office.SaveBody(ctx, h.admin, office.Body{
		Name: "Ordine degli Avvocati di Esempio", Address: "Piazza della Prova 1, 00000 Esempio", Email: "segreteria@ordine.example",
		PEC: "ordine@pec.example", PatronMonth: 6, PatronDay: 24, TimeZone: "Europe/Rome",
	}, loopback)
	h.must("body", err)
	h.people = []faces.Person{{ID: "applicant", Start: "/"}, {ID: "administrator", Account: h.admin.Account, Start: "/amministrazione/"}}
	h.invite("secretary", "Carla Segreti", "segreteria@ordine.example", "secretary")
	h.invite("rapporteur", "Dario Relatore", "relatore@ordine.example", "rapporteur")
	h.invite("board", "Franca Consiglio", "consiglio@ordine.example", "board")
	h.inviteLawyer()
}

func (h *house) invite(id, name, email, role string) {
	h.t.Helper()
	ctx := h.t.Context()
	a, err := h.app.Identity.Invite(ctx, h.admin.Audit(), identity.NewAccount{Email: email, Name: name, Kind: identity.Official, Lang: "it"})
	h.must("invite "+id, err)
	h.activate(path.Base(h.link(email, delivery.Invitation)))
	_, err = h.app.Office.Grant(ctx, h.admin, a.ID, role, "")
	h.must("grant "+role, err)
	h.people = append(h.people, faces.Person{ID: id, Account: a.ID, Start: "/ufficio/"})
}

func (h *house) inviteLawyer() {
	h.t.Helper()
	ctx := h.t.Context()
	list := "avvocato;codice fiscale;ordine;pec;email;iscritto dal\n" +
		"Avv. Livia Difesa;" + lawyerCode + ";Esempio;difesa@pec.example;avvocata@studio.example;2015-03-01\n"
	_, err := h.app.Office.ImportCounsel(ctx, h.admin, strings.NewReader(list), false)
	h.must("counsel", err)
	counsel, err := h.app.Office.CounselByFiscalCode(ctx, lawyerCode)
	h.must("counsel", err)
	account, err := h.app.Office.InviteCounsel(ctx, h.admin, counsel.ID, "it")
	h.must("counsel", err)
	h.activate(path.Base(h.link(counsel.Address(), delivery.InvitationLawyer)))
	h.people = append(h.people, faces.Person{ID: "lawyer", Account: account, Start: "/avvocato/"})
}

// activate accepts an invitation and gives the account's id.
func (h *house) activate(token string) string {
	h.t.Helper()
	e, err := h.app.Identity.AcceptInvitation(h.t.Context(), token, rand.Text(), loopback)
	h.must("invitation", err)
	code, err := totp.GenerateCode(strings.ReplaceAll(e.Secret, " ", ""), time.Now())
	h.must("invitation", err)
	a, _, err := h.app.Identity.ConfirmEnrolment(h.t.Context(), e.Ticket, code)
	h.must("invitation", err)
	return a.ID
}

// People implements the port of the tour.
func (h *house) People(context.Context) ([]faces.Person, error) { return h.people, nil }

var mailedLink = regexp.MustCompile(`https?://\S+/(?:apri|accesso/\S+)/[\w-]+|https?://\S+/accesso/[\w-]+`)

// link waits for the newest mail of a kind to somebody, and gives the link in it.
func (h *house) link(to string, kind delivery.Kind) string {
	h.t.Helper()
	m := h.mail(to, kind, 1)
	found := mailedLink.FindString(m.Body)
	if found == "" {
		h.t.Fatalf("house: no link in the mail:\n%s", m.Body)
	}
	return found
}

// mail waits until n mails of a kind were written to somebody, and gives the newest.
func (h *house) mail(to string, kind delivery.Kind, n int) delivery.Record {
	h.t.Helper()
	deadline := time.Now().Add(15 * time.Second)
	for {
		list, err := h.app.Delivery.Page(h.t.Context(), "", 50)
		h.must("outbox", err)
		var found []delivery.Record
		for _, m := range list {
			if m.To == to && m.Kind == kind {
				found = append(found, m)
			}
		}
		if len(found) >= n {
			return found[0]
		}
		if time.Now().After(deadline) {
			h.t.Fatalf("house: %d of %d mails of kind %s to %s came", len(found), n, kind, to)
		}
		time.Sleep(10 * time.Millisecond) // the condition is above; this leaves the processor to the jobs
	}
}

// filings counts the cases that were opened.
func (h *house) filings() int {
	h.t.Helper()
	secretary := casework.Actor{Kind: audit.Official, ID: h.people[2].Account, Roles: []string{"secretary"}}
	cases, err := h.app.Casework.Inbox(h.t.Context(), secretary, casework.Filter{Limit: 10})
	h.must("inbox", err)
	return len(cases)
}
