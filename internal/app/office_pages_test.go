// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"bytes"
	"crypto/rand"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path"
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"
	"golang.org/x/net/html"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/documents"
	"pratica/internal/identity"
	"pratica/internal/office"
	"pratica/internal/web/gate"
	"pratica/internal/web/gate/gatetest"
)

var loopback = netip.MustParseAddr("127.0.0.1")

// joined is an account whose invitation was accepted.
func (h *house) joined(link string) identity.Account {
	h.t.Helper()
	ctx := h.t.Context()
	e, err := h.Identity.AcceptInvitation(ctx, path.Base(link), rand.Text(), loopback)
	h.must(err)
	code, err := totp.GenerateCode(strings.ReplaceAll(e.Secret, " ", ""), h.clock.Now())
	h.must(err)
	a, _, err := h.Identity.ConfirmEnrolment(ctx, e.Ticket, code)
	h.must(err)
	return a
}

// staff are an administrator and an official with a role, both invited.
func (h *house) staff(role string) (admin office.Actor, official identity.Account) {
	h.t.Helper()
	ctx := h.t.Context()
	link, err := h.FirstAdministrator(ctx, "amelia@ente.example", "Amelia Prova")
	h.must(err)
	admin, err = h.Office.ActorOf(ctx, h.joined(link).ID)
	h.must(err)
	_, err = h.Identity.Invite(ctx, admin.Audit(), identity.NewAccount{Email: "dario@ente.example", Name: "Dario Prova", Kind: identity.Official, Lang: "it"})
	h.must(err)
	h.drain()
	text := h.mail.Last(h.t, "dario@ente.example").Text
	_, token, _ := strings.Cut(text, "/accesso/invito/")
	official = h.joined(strings.Fields(token)[0])
	_, err = h.Office.Grant(ctx, admin, official.ID, role, "")
	h.must(err)
	return admin, official
}

// visitor asks the whole site with the session of an account.
type visitor struct {
	h      *house
	site   http.Handler
	cookie *http.Cookie
}

func (h *house) visitor(a identity.Account) *visitor {
	h.t.Helper()
	site, err := h.Handler(h.t.Context())
	h.must(err)
	w := httptest.NewRecorder()
	gate.Wrap(h.Sessions, slog.New(slog.DiscardHandler), http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		h.must(h.Sessions.SignIn(r.Context(), a.ID, string(a.Kind), ""))
	})).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	return &visitor{h, site, w.Result().Cookies()[0]}
}

func (v *visitor) ask(method, at, kind string, body io.Reader) *html.Node {
	v.h.t.Helper()
	r := httptest.NewRequest(method, at, body)
	r.RemoteAddr = "127.0.0.1:4000"
	r.AddCookie(v.cookie)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	v.site.ServeHTTP(w, r)
	root, err := html.Parse(w.Body)
	v.h.must(err)
	return root
}

func (v *visitor) get(at string) *html.Node {
	v.h.t.Helper()
	return v.ask(http.MethodGet, at, "", nil)
}

func (v *visitor) post(at string, form url.Values) *html.Node {
	v.h.t.Helper()
	return v.ask(http.MethodPost, at, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// upload sends the form of an act with a file.
func (v *visitor) upload(at, outcome string, content []byte) *html.Node {
	v.h.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range map[string]string{"act": "do", "outcome": outcome} {
		v.h.must(form.WriteField(name, value))
	}
	part, err := form.CreateFormFile(actions.DecisionSlot, "sbagliata.pdf")
	v.h.must(err)
	_, err = part.Write(content)
	v.h.must(err)
	v.h.must(form.Close())
	return v.ask(http.MethodPost, at, form.FormDataContentType(), &body)
}

// The printed decision stays in sight when the file that came back was refused,
// and when somebody comes back another day.
func TestTheDocumentToSignStaysInSight(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		_, dario := h.staff("keeper")
		a := h.filed()
		_, err := h.Casework.Act(t.Context(), casework.Actor{Kind: deskOfficial.Kind, ID: dario.ID, Roles: deskOfficial.Roles}, a.ID, "assign", casework.Command{Input: actions.Input{Values: map[string][]string{"official": {dario.ID}}}})
		h.must(err)
		v, at := h.visitor(dario), "/ufficio/pratiche/"+a.ID+"/fai/answer"
		const link = "section[aria-labelledby=printed] a"
		if page := v.get(at); len(gatetest.Select(page, link)) != 0 || len(gatetest.Select(page, "form [name=outcome]")) == 0 {
			t.Fatalf("before anything is printed: %s", gatetest.TextOf(page))
		}
		page := v.post(at, url.Values{"act": {"print"}, "outcome": {"granted"}, "data.instructions": {"Il documento è allegato."}, "instructions": {"Il documento è allegato."}})
		shown := gatetest.Select(page, link)
		if len(shown) != 1 {
			t.Fatalf("printed: %s", gatetest.TextOf(page))
		}
		want := gatetest.Attr(shown[0], "href")
		for name, page := range map[string]*html.Node{
			"a refused file": v.upload(at, "granted", h.printed(letterDocument(h))), "another day": v.get(at),
		} {
			if shown := gatetest.Select(page, link); len(shown) != 1 || gatetest.Attr(shown[0], "href") != want {
				t.Errorf("%s: %s", name, gatetest.TextOf(page))
			}
		}
		if got := h.count(a.ID, documents.SlotDecision); got != 0 {
			t.Errorf("%d decisions stored", got)
		}
	})
}

// Documents of a case are headed by what they answer.
func TestDocumentsOfACaseAreHeaded(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		_, dario := h.staff("desk")
		a := h.filed()
		v := h.visitor(dario)
		for lang, want := range map[string]string{
			"it": "Scansione della pagina firmata|Documento di identità|Domanda preparata per la firma",
			"en": "Scan of the signed page|Identity document|Application prepared for signing",
		} {
			var heads []string
			for _, head := range gatetest.Select(v.get("/ufficio/pratiche/"+a.ID+"?lang="+lang), ".p-filegroup h3") {
				heads = append(heads, gatetest.TextOf(head))
			}
			for _, head := range strings.Split(want, "|") {
				if !strings.Contains(strings.Join(heads, "|"), head) {
					t.Errorf("%s: headed %q, without %q", lang, heads, head)
				}
			}
		}
	})
}

// Who is delegated, and by which act, is proposed while the delegation runs; that
// it was used, only to the delegate.
func TestTheDelegateIsProposed(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		admin, dario := h.staff("keeper")
		propose := func(kind, account string) map[string]string {
			values, err := h.Proposed(ctx, casework.Actor{ID: account}, casework.Offer{Kind: kind})
			h.must(err)
			return values
		}
		if got := propose("resolve", dario.ID); len(got) != 0 {
			t.Errorf("nobody is delegated, and %v is proposed", got)
		}
		_, err := h.Office.SaveBody(ctx, admin, office.Body{
			Name: "Ordine di Esempio", TimeZone: "Europe/Rome",
			Delegate: office.Delegate{Account: dario.ID, Title: "Consigliere delegato", Act: "Delibera n. 3/2026", From: "2026-11-01", To: "2026-11-30"},
		}, loopback)
		h.must(err)
		got := propose("resolve", dario.ID)
		if got["delegate"] != "Dario Prova, Consigliere delegato" || got["delegation"] != "Delibera n. 3/2026" || got["delegated"] != "yes" {
			t.Errorf("to the delegate %v is proposed", got)
		}
		if got := propose("resolve", admin.Account); got["delegate"] == "" || got["delegated"] != "" {
			t.Errorf("to somebody else %v is proposed", got)
		}
		if got := propose("decide", dario.ID); len(got) != 0 {
			t.Errorf("for another step %v is proposed", got)
		}
		h.clock.Advance(10 * 24 * 3600e9)
		if got := propose("resolve", dario.ID); len(got) != 0 {
			t.Errorf("after the last day %v is proposed", got)
		}
	})
}
