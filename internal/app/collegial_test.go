// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/identity"
	"pratica/internal/intake"
	"pratica/internal/lots"
	"pratica/internal/office"
	"pratica/internal/terms"
	"pratica/internal/web/gate/gatetest"
)

// aidSigned is an application for legal aid that only waits to be filed.
func (h *house) aidSigned() intake.Application {
	h.t.Helper()
	ctx := h.t.Context()
	a := h.compiled("patrocinio-civile", "patrocinio-civile-sola")
	_, e, err := h.Evaluate(ctx, a)
	h.must(err)
	for _, s := range e.Slots {
		if s.Required {
			h.must(h.Attach(ctx, a.ID, s.Slot, s.ID+".pdf", h.paper(s.ID)))
		}
	}
	a, err = h.Intake.Freeze(ctx, a.ID, "handwritten")
	h.must(err)
	def, err := h.Forms.ByDigest(ctx, a.Definition)
	h.must(err)
	way, _ := def.Way("handwritten")
	for _, file := range way.Files {
		h.must(h.AttachSigned(ctx, a.ID, file.ID, file.ID+".pdf", h.paper(file.ID)))
	}
	return a
}

// aidFiled is an application for legal aid with its case open.
func (h *house) aidFiled() intake.Application {
	h.t.Helper()
	a := h.aidSigned()
	_, err := h.Intake.Submit(h.t.Context(), a.ID)
	h.must(err)
	h.drain()
	return h.application(a.ID)
}

// another is one more official, with a role.
func (h *house) another(admin office.Actor, role string) identity.Account {
	h.t.Helper()
	ctx, email := h.t.Context(), role+"@ente.example"
	_, err := h.Identity.Invite(ctx, admin.Audit(), identity.NewAccount{Email: email, Name: "Prova " + role, Kind: identity.Official, Lang: "it"})
	h.must(err)
	h.drain()
	_, token, _ := strings.Cut(h.mail.Last(h.t, email).Text, "/accesso/invito/")
	official := h.joined(strings.Fields(token)[0])
	_, err = h.Office.Grant(ctx, admin, official.ID, role, "")
	h.must(err)
	return official
}

// status is the answer to a request, without following it.
func (v *visitor) status(method, at string, form url.Values) int {
	v.h.t.Helper()
	r := httptest.NewRequest(method, at, strings.NewReader(form.Encode()))
	r.RemoteAddr = "127.0.0.1:4000"
	if v.cookie != nil {
		r.AddCookie(v.cookie)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	v.site.ServeHTTP(w, r)
	return w.Code
}

// door is a page, or an act of one, with what each role gets there. The numbers are
// those of HTTP: 403 says that it is not theirs, 404 that to them it is not there.
type door struct {
	method, path string
	form         url.Values
	want         map[string]int // by role; "" is nobody
}

// TestSittingsLotsAndStatisticsByRole knocks at each page of the collegial work
// with each role. What the procedure does not give to a role is refused, by
// address as well as by menu.
func TestSittingsLotsAndStatisticsByRole(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		admin, secretary := h.staff("secretary")
		people := map[string]identity.Account{"secretary": secretary}
		for _, role := range []string{"rapporteur", "board", "desk"} {
			people[role] = h.another(admin, role)
		}
		visitors := map[string]*visitor{"": {h: h, site: h.visitor(secretary).site}}
		for role, account := range people {
			visitors[role] = h.visitor(account)
		}
		h.aidFiled()
		sitting, err := h.Sittings.Make(t.Context(), casework.Actor{Kind: deskOfficial.Kind, ID: secretary.ID, Roles: []string{"secretary"}}, casework.Plan{Day: terms.DateOf(h.clock.Now())})
		h.must(err)
		for _, d := range doors(sitting) {
			for role, want := range d.want {
				if got := visitors[role].status(d.method, d.path, d.form); got != want {
					t.Errorf("%s %s as %q: %d, want %d", d.method, d.path, role, got, want)
				}
			}
		}
		if all, err := h.Sittings.List(t.Context(), casework.Actor{Kind: deskOfficial.Kind, ID: secretary.ID, Roles: []string{"secretary"}}, 10); err != nil || len(all) != 3 {
			t.Errorf("sittings %v, %v: not those of secretariat and board alone", all, err)
		}
		if closed, err := h.Lots.List(t.Context(), lots.Key{Procedure: "patrocinio-civile", Kind: "court"}, "", 10); err != nil || len(closed) != 0 {
			t.Errorf("lots %v, %v", closed, err)
		}
	})
}

const (
	opens    = http.StatusOK
	toLogIn  = http.StatusSeeOther
	done     = http.StatusSeeOther // and led on
	notYours = http.StatusForbidden
	notThere = http.StatusNotFound
	invalid  = http.StatusUnprocessableEntity
)

func doors(sitting string) []door {
	all := func(secretary, board, rapporteur, desk int) map[string]int {
		return map[string]int{"": toLogIn, "secretary": secretary, "board": board, "rapporteur": rapporteur, "desk": desk}
	}
	resolvers := all(opens, opens, notYours, notYours)
	court, ministry := "/ufficio/lotti/patrocinio-civile/court", "/ufficio/statistiche/patrocinio-civile/ministry"
	return []door{
		{"GET", "/ufficio/sedute", nil, resolvers},
		{"POST", "/ufficio/sedute", url.Values{"day.day": {"1"}, "day.month": {"12"}, "day.year": {"2026"}}, all(done, done, notYours, notYours)},
		{"GET", "/ufficio/sedute/testi", nil, resolvers},
		{"POST", "/ufficio/sedute/testi", url.Values{"title": {"Reddito"}, "text": {"oltre il limite"}}, all(done, done, notYours, notYours)},
		{"GET", "/ufficio/sedute/" + sitting, nil, resolvers},
		{"POST", "/ufficio/sedute/" + sitting, url.Values{"order.none": {"1"}}, all(http.StatusConflict, http.StatusConflict, notYours, notYours)},
		{"GET", "/ufficio/sedute/" + sitting + "/delibera", nil, resolvers},
		{"POST", "/ufficio/sedute/" + sitting + "/delibera", url.Values{"act": {"do"}}, all(done, done, notYours, notYours)},
		{"GET", "/ufficio/sedute/" + sitting + "/verbale", nil, all(http.StatusConflict, http.StatusConflict, notYours, notYours)},
		{"GET", "/ufficio/sedute/none", nil, all(notThere, notThere, notYours, notYours)},
		{"GET", "/ufficio/lotti", nil, all(opens, opens, opens, opens)}, // which ones, each is told by his page
		{"GET", court, nil, all(opens, notThere, notThere, notThere)},
		{"GET", court + "/chiudi?recipient=x", nil, all(opens, notThere, notThere, notThere)},
		{"POST", court + "/chiudi", url.Values{"recipient": {"x"}, "until": {"2026-10-31"}}, all(http.StatusConflict, notThere, notThere, notThere)},
		{"GET", court + "/destinatari", nil, all(opens, notThere, notThere, notThere)},
		{"POST", court + "/destinatari", url.Values{"case": {"none"}}, all(invalid, notThere, notThere, notThere)},
		{"GET", "/ufficio/lotto/none", nil, all(notThere, notThere, notThere, notThere)},
		{"POST", "/ufficio/lotto/none", nil, all(notThere, notThere, notThere, notThere)},
		{"GET", "/ufficio/lotto/none/archivio", nil, all(notThere, notThere, notThere, notThere)},
		{"GET", ministry, nil, all(opens, opens, notThere, notThere)},
		{"GET", ministry + "/csv", nil, all(opens, opens, notThere, notThere)},
		{"GET", "/ufficio/turni", nil, all(opens, opens, opens, opens)},
		{"POST", "/ufficio/turni", url.Values{"role": {"rapporteur"}, "up": {"none"}}, all(notThere, notYours, notYours, notYours)},
	}
}

// TestAReasonIsInsertedWithoutScripts: the button sends the form, which comes back
// with the text after what was typed, and nothing is done.
func TestAReasonIsInsertedWithoutScripts(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		admin, rapporteur := h.staff("rapporteur")
		board := h.another(admin, "board")
		a := h.aidFiled()
		secretary := casework.Actor{Kind: deskOfficial.Kind, ID: h.another(admin, "secretary").ID, Roles: []string{"secretary"}}
		act := func(who casework.Actor, action string, values map[string][]string) {
			_, err := h.Casework.Act(ctx, who, a.ID, action, casework.Command{Input: actions.Input{Values: values}})
			h.must(err)
		}
		v, err := h.Casework.View(ctx, secretary, a.ID)
		h.must(err)
		points := map[string][]string{}
		for _, point := range []string{"proceeding", "household", "income", "merits", "signature"} {
			points["point."+point] = []string{"ok"}
		}
		act(secretary, "take_charge", map[string][]string{"code": {v.Case.Code}})
		act(secretary, "check", points)
		act(secretary, "conclude_check", nil)
		act(secretary, "assign", map[string][]string{"official": {rapporteur.ID}})
		act(casework.Actor{Kind: deskOfficial.Kind, ID: rapporteur.ID, Roles: []string{"rapporteur"}}, "no_conflict", map[string][]string{"declared": {"yes"}})
		keeper := casework.Actor{Kind: deskOfficial.Kind, ID: board.ID, Roles: []string{"board"}}
		h.must(h.Sittings.AddReason(ctx, keeper, "Reddito", "il reddito è entro il limite."))
		texts, err := h.Sittings.Reasons(ctx, keeper)
		h.must(err)

		at, reader := "/ufficio/pratiche/"+a.ID+"/fai/propose", h.visitor(rapporteur)
		page := reader.post(at, url.Values{"act": {"insert"}, "library": {texts[0].ID}, "reasons": {"visti gli atti,"}, "outcome": {"admitted"}})
		areas := gatetest.Select(page, "textarea[name=reasons]")
		if len(areas) != 1 {
			t.Fatalf("the form does not come back: %s", gatetest.TextOf(page))
		}
		if got := gatetest.TextOf(areas[0]); got != "visti gli atti, il reddito è entro il limite." && got != "visti gli atti,\nil reddito è entro il limite." {
			t.Errorf("the reasons are %q", got)
		}
		if len(gatetest.Select(page, "input[name=outcome][value=admitted][checked]")) != 1 {
			t.Error("the outcome that was chosen is lost")
		}
		if v, err = h.Casework.View(ctx, secretary, a.ID); err != nil || v.Case.State != "at_rapporteur" {
			t.Errorf("the case is %s, %v: inserting a text did something", v.Case.State, err)
		}
	})
}
