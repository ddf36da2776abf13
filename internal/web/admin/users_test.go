// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/audit/audittest"
	"pratica/internal/identity"
	"pratica/internal/office"
	"pratica/internal/web/admin"
	"pratica/internal/web/gate/gatetest"
)

func TestInvite(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	const form = "form[action=/amministrazione/utenti]"
	page := b.Get("/amministrazione/").Submit(form, "name", "", "email", "non-un-indirizzo")
	see(t, page, "/amministrazione/utenti", http.StatusUnprocessableEntity)
	page.One("#f-name[aria-invalid=true]")
	if got := gatetest.Attr(page.One("#f-email[aria-invalid=true]"), "value"); got != "non-un-indirizzo" {
		t.Errorf("the form keeps %q", got)
	}
	see(t, b.Get("/amministrazione/utenti?lang=it"), "/amministrazione/utenti", http.StatusOK) // as the language switch does

	page = b.Last().Submit(form, "name", "Carla Prova", "email", "carla@ente.example")
	if page.Status != http.StatusOK || page.Text("h1") != "Carla Prova" || !page.Has(".p-alert--success") {
		t.Fatalf("status %d: %s", page.Status, page.Text("main"))
	}
	if c := b.Cookies()["flash"]; c != nil {
		t.Errorf("the message stays: %v", c)
	}
	if len(h.Mailbox.To("carla@ente.example")) != 1 {
		t.Error("no mail has left")
	}
	page = page.Submit("form[action="+page.Path+"/stato]", "act", "reinvite")
	if len(h.Mailbox.To("carla@ente.example")) != 2 || !page.Has(".p-alert--success") {
		t.Error("no second mail has left")
	}
	page = b.Get("/amministrazione/").Submit(form, "name", "Carla Prova", "email", "CARLA@ente.example")
	see(t, page, "/amministrazione/utenti", http.StatusConflict)
	page.One("#f-email[aria-invalid=true]")
}

// TestMessagesHoldNoPersonalData reads what is left in the browser's cookie, which is not encrypted.
func TestMessagesHoldNoPersonalData(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	page := b.Do(http.MethodPost, "/amministrazione/utenti", map[string][]string{"name": {"Carla Prova"}, "email": {"carla@ente.example"}})
	if page.Status != http.StatusSeeOther {
		t.Fatalf("status %d", page.Status)
	}
	if c := b.Cookies()["flash"]; c == nil || len(c.Value) > 70 {
		t.Errorf("the message for the next page is %v", c)
	}
}

func TestListOfUsers(t *testing.T) {
	h := newHouse(t)
	h.Official(t, "carla@ente.example", "secretariat", h.anna)
	h.Official(t, "dario@ente.example", "rapporteur", h.anna)
	b := h.SignedIn(t, h.anna)
	page := b.Get("/amministrazione/")
	if got := len(page.All(".p-table tbody tr")); got != 4 {
		t.Errorf("%d people", got)
	}
	page = page.Submit("form[role=search]", "q", "carla")
	cells := page.Texts(".p-table tbody .p-cell")
	if len(cells) != 6 || cells[1] != "carla@ente.example" || cells[3] != "Segreteria" {
		t.Errorf("found %q", cells)
	}
	page = page.Submit("form[role=search]", "q", "nessuno")
	if got := gatetest.Attr(page.One(".p-empty a"), "href"); got != "/amministrazione/" {
		t.Errorf("nothing found leads on to %q", got)
	}
	page = page.Submit("form[role=search]", "q", "dario")
	if cells := page.Texts(".p-table tbody .p-cell"); cells[3] != "rapporteur" {
		t.Errorf("a role without a label is shown as %q", cells[3])
	}
}

func TestGrantAndRevoke(t *testing.T) {
	h := newHouse(t)
	p := h.Person(t, "carla@ente.example", identity.Official)
	unit, err := h.Office.AddUnit(t.Context(), h.Actor(t, h.anna), "Ufficio gratuito patrocinio", "")
	if err != nil {
		t.Fatal(err)
	}
	b := h.SignedIn(t, h.anna)
	grant := "form[action=" + userPath(p) + "/ruoli]"
	page := b.Get(userPath(p))
	if got := page.Texts("#f-role option"); !slices.Equal(got, []string{"Scelga…", "Amministratore", "rapporteur", "Segreteria"}) {
		t.Errorf("roles to give: %q", got)
	}
	page = page.Submit(grant) // nothing chosen
	see(t, page, userPath(p)+"/ruoli", http.StatusUnprocessableEntity)
	page.One("#f-role[aria-invalid=true]")
	see(t, b.Get(userPath(p)+"/ruoli?lang=it"), userPath(p)+"/ruoli", http.StatusOK)
	page = page.Submit(grant, "role", "administrator", "unit", unit.ID) // an administrator is one everywhere
	see(t, page, userPath(p)+"/ruoli", http.StatusUnprocessableEntity)
	page.One("#f-unit[aria-invalid=true]")
	if got := gatetest.Attr(page.One("#f-unit option[selected]"), "value"); got != unit.ID {
		t.Errorf("the form keeps unit %q", got)
	}
	page = page.Submit(grant, "role", "secretariat", "unit", unit.ID)
	see(t, page, userPath(p), http.StatusOK)
	page = page.Submit(grant, "role", "rapporteur")
	see(t, page, userPath(p), http.StatusOK)
	revoke := "form[action=" + userPath(p) + "/togli]"
	if got := page.Texts(revoke + " dt"); !slices.Contains(got, "Segreteria") || !slices.Contains(got, "rapporteur") || len(got) != 2 {
		t.Errorf("roles %q", got)
	}
	page = page.Submit(grant, "role", "rapporteur")
	see(t, page, userPath(p)+"/ruoli", http.StatusConflict)

	for range 2 {
		page = b.Get(userPath(p))
		page = page.Submit(revoke, "membership", gatetest.Attr(page.All(revoke + " button")[0], "value"))
		see(t, page, userPath(p), http.StatusOK)
	}
	if page.Has(revoke) || len(h.Actor(t, p).Roles) != 0 {
		t.Errorf("still holds %q", h.Actor(t, p).Roles)
	}
	audittest.Check(t, h.Audit)
}

func TestNobodyChangesTheirOwnRights(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	page := b.Get(userPath(h.anna))
	page.One("main .p-inset")
	if got := page.All("main form"); len(got) != 0 {
		t.Errorf("%d forms on the page of one's own account", len(got))
	}
	held, err := h.Office.Members(t.Context(), h.Actor(t, h.anna), h.anna.ID)
	if err != nil || len(held) != 1 {
		t.Fatalf("%d roles, error %v", len(held), err)
	}
	for _, tt := range []struct{ path, name, value string }{
		{"/ruoli", "role", "secretariat"}, {"/togli", "membership", held[0].ID},
		{"/stato", "act", "suspend"}, {"/stato", "act", "new_totp"},
	} {
		if page := b.Post(userPath(h.anna)+tt.path, tt.name, tt.value); page.Status != http.StatusForbidden {
			t.Errorf("%s %s=%s: status %d", tt.path, tt.name, tt.value, page.Status)
		}
	}
	// By the page of somebody else, too.
	if page := b.Post(userPath(h.bruno)+"/togli", "membership", held[0].ID); page.Status != http.StatusForbidden {
		t.Errorf("by another page: status %d", page.Status)
	}
	if got := h.Actor(t, h.anna).Roles; !slices.Equal(got, []string{office.Administrator}) {
		t.Errorf("roles are now %q", got)
	}
}

func TestActsOnAccounts(t *testing.T) {
	h := newHouse(t)
	p := h.Person(t, "carla@ente.example", identity.Official)
	b, theirs := h.SignedIn(t, h.anna), h.SignedIn(t, p)
	state := "form[action=" + userPath(p) + "/stato]"
	do := func(act string) *gatetest.Page {
		t.Helper()
		page := b.Get(userPath(p)).Submit(state, "act", act)
		see(t, page, userPath(p), http.StatusOK)
		page.One(".p-alert--success")
		return page
	}
	h.face.Stakes = stakes{}
	if text := b.Get(userPath(p)).One(".p-inset"); !strings.Contains(gatetest.TextOf(text), "12 pratiche aperte") {
		t.Errorf("who suspends an official is not told of the cases: %q", gatetest.TextOf(text))
	}
	do("end_sessions")
	see(t, theirs.Get("/account"), "/accesso", http.StatusOK)
	page := do("suspend")
	var acts []string
	for _, button := range page.All(state + " button") {
		acts = append(acts, gatetest.Attr(button, "value"))
	}
	if diff := cmp.Diff([]string{"restore"}, acts); diff != "" {
		t.Error(diff)
	}
	do("restore")
	if page := b.Post(userPath(p)+"/stato", "act", "reinvite"); page.Status != http.StatusConflict || !page.Has(".p-alert--danger") {
		t.Errorf("an active account is invited again: status %d", page.Status)
	}
	if page := b.Post(userPath(p)+"/stato", "act", "no such act"); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("no such act: status %d", page.Status)
	}
	if page := b.Get("/amministrazione/utenti/nessuno"); page.Status != http.StatusNotFound {
		t.Errorf("no such account: status %d", page.Status)
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	h := newHouse(t)
	held, err := h.Office.Members(t.Context(), h.Actor(t, h.anna), h.bruno.ID)
	if err != nil {
		t.Fatal(err)
	}
	a := h.SignedIn(t, h.anna)
	see(t, a.Get(userPath(h.bruno)).Submit("form[action="+userPath(h.bruno)+"/togli]", "membership", held[0].ID), userPath(h.bruno), http.StatusOK)
	b := h.SignedIn(t, h.bruno)
	if page := b.Get("/amministrazione/"); page.Status != http.StatusForbidden {
		t.Errorf("status %d without the role", page.Status)
	}
}

func TestLostAuthenticatorNeedsTwo(t *testing.T) {
	h := newHouse(t)
	p := h.Person(t, "carla@ente.example", identity.Official)
	a, b := h.SignedIn(t, h.anna), h.SignedIn(t, h.bruno)
	page := a.Get(userPath(p)).Submit("form[action="+userPath(p)+"/stato]", "act", "new_totp")
	see(t, page, userPath(p), http.StatusOK)

	mine := a.Get("/amministrazione/autenticatori")
	if mine.Has("main form") || len(mine.All("main .p-card")) != 1 {
		t.Error("who asked is offered to decide")
	}
	const form = "form[action=/amministrazione/autenticatori]"
	theirs := b.Get("/amministrazione/autenticatori")
	request := gatetest.Attr(theirs.One(form+" input[name=request]"), "value")
	for _, act := range []string{"approve", "refuse"} {
		if page := a.Post("/amministrazione/autenticatori", "request", request, "act", act); page.Status != http.StatusForbidden {
			t.Errorf("who asked may %s: status %d", act, page.Status)
		}
	}
	if page := b.Post("/amministrazione/autenticatori", "request", request, "act", "other"); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("no such act: status %d", page.Status)
	}
	page = theirs.Submit(form, "act", "approve")
	see(t, page, "/amministrazione/autenticatori", http.StatusOK)
	page.One(".p-alert--success")
	page.One(".p-empty")
	if page := theirs.Submit(form, "act", "approve"); page.Status != http.StatusConflict {
		t.Errorf("twice: status %d", page.Status)
	}
	mails := h.Mailbox.To(p.Email)
	if link := mails[len(mails)-1].Args["link"]; !strings.HasPrefix(link, "/accesso/nuovo-autenticatore/") {
		t.Errorf("the mail leads to %s", link)
	}
	audittest.Check(t, h.Audit)
}

func TestPagesOfUsers(t *testing.T) {
	h := newHouse(t)
	for i := range 60 {
		h.Invited(t, "persona"+string(rune('a'+i/26))+string(rune('a'+i%26))+"@ente.example", identity.Official)
	}
	b := h.SignedIn(t, h.anna)
	seen := map[string]bool{}
	page := b.Get("/amministrazione/?q=ente.example")
	for {
		for _, row := range page.All(".p-table tbody th a") {
			seen[gatetest.Attr(row, "href")] = true
		}
		next := nextPage(page)
		if next == "" {
			break
		}
		page = b.Get(next)
	}
	if len(seen) != 62 {
		t.Errorf("%d people on all pages, want 62", len(seen))
	}
}

// nextPage is where "show the next ones" leads.
func nextPage(p *gatetest.Page) string {
	for _, a := range p.All("main p a.btn") {
		if href := gatetest.Attr(a, "href"); strings.HasPrefix(href, admin.Prefix) && strings.Contains(href, "?") {
			return href
		}
	}
	return ""
}
