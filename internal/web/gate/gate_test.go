// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package gate_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"pratica/internal/identity"
	"pratica/internal/office"
	"pratica/internal/web/gate"
	"pratica/internal/web/gate/gatetest"
	"pratica/internal/web/kit"
)

// site has a page behind each gate.
func site(t *testing.T) *gatetest.Site {
	t.Helper()
	s := gatetest.New(t)
	hello := func(w http.ResponseWriter, r *http.Request) error {
		return kit.JSON(w, r, http.StatusOK, gate.Actor(r.Context()).Account)
	}
	route := func(pattern string) []kit.Route { return []kit.Route{{Pattern: pattern, Handler: hello}} }
	s.Kit.Mount(s.Mux, "", route("GET /t/staff"), s.Gate.Staff())
	s.Kit.Mount(s.Mux, "", route("GET /t/either"), s.Gate.Staff(office.InboxRead, office.AuditRead))
	s.Kit.Mount(s.Mux, "", route("GET /t/lawyer"), s.Gate.Lawyer)
	s.Kit.Mount(s.Mux, "", route("GET /t/own"), s.Gate.SignedIn)
	s.Kit.Mount(s.Mux, "", route("GET /t/domanda/{id}"), s.Gate.Draft(office.DraftFile))
	s.Kit.Mount(s.Mux, "", []kit.Route{
		{Pattern: "POST /t/apri/{id}", Handler: func(_ http.ResponseWriter, r *http.Request) error {
			return s.Gate.OpenApplication(r.Context(), r.PathValue("id"))
		}},
		{Pattern: "POST /t/chiudi", Handler: func(_ http.ResponseWriter, r *http.Request) error {
			s.Gate.CloseApplications(r.Context())
			return nil
		}},
		{Pattern: "GET /t/limite", Handler: s.Gate.Limited("search.network", hello)},
	})
	for _, v := range office.Verbs() {
		s.Kit.Mount(s.Mux, "", route("GET /t/verb/"+string(v)), s.Gate.Staff(v))
	}
	return s
}

// TestWhoPasses asks every gate for every sort of person. What an official may
// do is worked out from the table of rights, so that a new verb is tested at once.
func TestWhoPasses(t *testing.T) {
	s := site(t)
	admin := s.Administrator(t, "admin@ente.example")
	people := map[string]*gatetest.Person{
		"nobody": nil, "admin": admin,
		"official without a role": s.Person(t, "nuovo@ente.example", identity.Official),
		"secretariat":             s.Official(t, "segreteria@ente.example", "secretariat", admin),
		"lawyer":                  s.Person(t, "avvocato@studio.example", identity.Lawyer),
	}
	for name, p := range people {
		t.Run(name, func(t *testing.T) {
			b, actor := s.Browser(t), office.Actor{}
			if p != nil {
				b, actor = s.SignedIn(t, p), s.Actor(t, p)
			}
			isStaff := actor.Kind == office.KindOfficial
			want := map[string]bool{
				"staff": isStaff, "lawyer": actor.Kind == office.KindLawyer, "own": p != nil,
				"either": isStaff && (can(actor, office.InboxRead) || can(actor, office.AuditRead)),
			}
			for _, v := range office.Verbs() {
				want["verb/"+string(v)] = isStaff && can(actor, v)
			}
			for page, passes := range want {
				checkGate(t, b, p, "/t/"+page, passes)
			}
		})
	}
}

func can(a office.Actor, v office.Verb) bool { return office.Can(a, v, office.Resource{}) }

func checkGate(t *testing.T, b *gatetest.Browser, p *gatetest.Person, path string, passes bool) {
	t.Helper()
	page := b.Do(http.MethodGet, path, nil)
	switch {
	case passes:
		if page.Status != http.StatusOK || strings.Trim(page.Body, `"`) != p.ID {
			t.Errorf("%s: status %d", path, page.Status)
		}
	case p == nil:
		if page.Status != http.StatusSeeOther || page.Header.Get("Location") != "/accesso?to="+strings.ReplaceAll(path, "/", "%2F") {
			t.Errorf("%s: status %d, to %q", path, page.Status, page.Header.Get("Location"))
		}
	case page.Status != http.StatusForbidden:
		t.Errorf("%s: status %d, want 403", path, page.Status)
	case !page.Has(".p-user form[action=/esci] button"):
		t.Errorf("%s: the refusal does not let the person sign out", path)
	}
}

func TestRightsEndAtOnce(t *testing.T) {
	s := site(t)
	admin := s.Administrator(t, "admin@ente.example")
	p := s.Official(t, "segreteria@ente.example", "secretariat", admin)
	b := s.SignedIn(t, p)
	checkGate(t, b, p, "/t/verb/inbox.read", true)
	held, err := s.Office.Members(t.Context(), s.Actor(t, admin), p.ID)
	if err != nil || len(held) != 1 {
		t.Fatalf("%d roles, error %v", len(held), err)
	}
	if err := s.Office.Revoke(t.Context(), s.Actor(t, admin), held[0].ID); err != nil {
		t.Fatal(err)
	}
	checkGate(t, b, p, "/t/verb/inbox.read", false)
	if err := s.Suspend(t.Context(), s.Actor(t, admin).Audit(), p.ID); err != nil {
		t.Fatal(err)
	}
	if page := b.Do(http.MethodGet, "/t/own", nil); page.Status != http.StatusSeeOther {
		t.Errorf("suspended: status %d", page.Status)
	}
}

// A session that outlived the suspension of its account, by whatever fault, opens nothing.
func TestSuspendedAccountWithASession(t *testing.T) {
	s := site(t)
	admin := s.Administrator(t, "admin@ente.example")
	p := s.Person(t, "nuovo@ente.example", identity.Official)
	if err := s.Suspend(t.Context(), s.Actor(t, admin).Audit(), p.ID); err != nil {
		t.Fatal(err)
	}
	s.Kit.Mount(s.Mux, "", []kit.Route{{Pattern: "POST /t/entra", Handler: func(_ http.ResponseWriter, r *http.Request) error {
		return s.Sessions.SignIn(r.Context(), p.ID, string(p.Kind), "")
	}}})
	b := s.Browser(t)
	b.Post("/t/entra")
	for _, path := range []string{"/t/own", "/t/staff"} {
		if page := b.Do(http.MethodGet, path, nil); page.Status != http.StatusSeeOther {
			t.Errorf("%s: status %d", path, page.Status)
		}
	}
	if page := b.Get("/accesso"); page.Path != "/accesso" || !page.Has("input[name=password]") {
		t.Errorf("asked to sign in, led to %s", page.Path)
	}
}

func TestOfficePagesDoNotExistOutsideTheNetwork(t *testing.T) {
	s := site(t)
	s.Staff = []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")}
	admin := s.Administrator(t, "admin@ente.example")
	inside, outside := s.SignedIn(t, admin), s.SignedIn(t, admin)
	inside.Addr = "198.51.100.9:1"
	if page := inside.Get("/t/staff"); page.Status != http.StatusOK {
		t.Errorf("inside: status %d", page.Status)
	}
	missing, refused := outside.Get("/no-such-page"), outside.Get("/t/staff")
	if refused.Status != http.StatusNotFound || refused.Text("main h1") != missing.Text("main h1") {
		t.Errorf("outside: status %d, %q", refused.Status, refused.Text("main h1"))
	}
	nobody := s.Browser(t)
	if page := nobody.Get("/t/staff"); page.Status != http.StatusNotFound {
		t.Errorf("nobody, outside: status %d", page.Status)
	}
	own := outside.Get("/account")
	if !own.Has(".p-alert--warning") || own.Has(".p-user a[href=/amministrazione/]") {
		t.Error("outside, the page of one's own account does not say that the office is out of reach")
	}
}

func TestClient(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	trusts := func(a netip.Addr) bool { return trusted[0].Contains(a) || trusted[1].Contains(a) }
	for _, tt := range []struct {
		name, remote string
		forwarded    []string
		nobody       bool // no proxy is trusted
		want         string
	}{
		{name: "no proxy", remote: "192.0.2.1:80", want: "192.0.2.1"},
		{name: "a client's claim is not believed", remote: "192.0.2.1:80", forwarded: []string{"203.0.113.9"}, want: "192.0.2.1"},
		{name: "nobody is trusted", remote: "10.0.0.1:80", forwarded: []string{"203.0.113.9"}, nobody: true, want: "10.0.0.1"},
		{name: "a trusted proxy", remote: "10.0.0.1:80", forwarded: []string{"203.0.113.9"}, want: "203.0.113.9"},
		{name: "what the client wrote before", remote: "10.0.0.1:80", forwarded: []string{"10.9.9.9, 203.0.113.9"}, want: "203.0.113.9"},
		{name: "forged beginning, two lines", remote: "10.0.0.1:80", forwarded: []string{"198.51.100.1", "203.0.113.9"}, want: "203.0.113.9"},
		{name: "two proxies", remote: "10.0.0.1:80", forwarded: []string{"203.0.113.9, 10.0.0.2"}, want: "203.0.113.9"},
		{name: "only proxies", remote: "10.0.0.1:80", forwarded: []string{"10.0.0.3, 10.0.0.2"}, want: "10.0.0.3"},
		{name: "not an address", remote: "10.0.0.1:80", forwarded: []string{"203.0.113.9, unknown"}, want: "10.0.0.1"},
		{name: "no header", remote: "10.0.0.1:80", want: "10.0.0.1"},
		{name: "IPv6", remote: "[fd00::1]:80", forwarded: []string{"2001:db8::9"}, want: "2001:db8::9"},
		{name: "mapped IPv4", remote: "[::ffff:10.0.0.1]:80", forwarded: []string{"::ffff:203.0.113.9"}, want: "203.0.113.9"},
		{name: "no zone", remote: "[fe80::1%eth0]:80", want: "fe80::1"},
		{name: "no address at all", remote: "@", want: "invalid IP"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := &gate.Gate{TrustsProxy: trusts}
			if tt.nobody {
				g.TrustsProxy = nil
			}
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr, r.Header["X-Forwarded-For"] = tt.remote, tt.forwarded
			if got := g.Client(r); got.String() != tt.want {
				t.Errorf("client %s, want %s", got, tt.want)
			}
		})
	}
}

func TestLimited(t *testing.T) {
	s := site(t)
	b := s.Browser(t)
	status, asked := http.StatusOK, 0
	for ; status == http.StatusOK && asked < 1000; asked++ {
		status = b.Get("/t/limite").Status
	}
	if status != http.StatusTooManyRequests {
		t.Fatalf("after %d requests: status %d", asked, status)
	}
	b.Header.Set("X-Forwarded-For", "203.0.113.9")
	if page := b.Get("/t/limite"); page.Status != http.StatusTooManyRequests {
		t.Errorf("a forged address escapes the limit: status %d", page.Status)
	}
	b.Addr = "192.0.2.8:1"
	if page := b.Get("/t/limite"); page.Status != http.StatusOK {
		t.Errorf("somebody else: status %d", page.Status)
	}
}

func TestDeskFitsTheRights(t *testing.T) {
	s := site(t)
	admin := s.Administrator(t, "admin@ente.example")
	both := s.Official(t, "tutto@ente.example", "secretariat", admin)
	if _, err := s.Office.Grant(t.Context(), s.Actor(t, admin), both.ID, office.Administrator, ""); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/", nil)
	for _, tt := range []struct {
		name   string
		person *gatetest.Person
		want   string
	}{
		{"administrator", admin, "/amministrazione/"},
		{"administrator who works on cases", both, "/ufficio/"},
		{"secretariat", s.Official(t, "segreteria@ente.example", "secretariat", admin), "/ufficio/"},
		{"no role yet", s.Person(t, "nuovo@ente.example", identity.Official), "/account"},
		{"lawyer", s.Person(t, "avvocato@studio.example", identity.Lawyer), "/avvocato/"},
	} {
		if got := s.Gate.Desk(r, s.Actor(t, tt.person)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestSessionsEndWhenIdle(t *testing.T) {
	s := site(t)
	p := s.Administrator(t, "admin@ente.example")
	b := s.SignedIn(t, p)
	s.Advance(16 * time.Minute)
	if page := b.Get("/t/staff"); page.Path != "/accesso" {
		t.Errorf("after an idle quarter of an hour: %s", page.Path)
	}
}

// A page says how long its session lasts without a further request: a minute
// less than the idle time, because a request is noted up to a minute late.
func TestPagesWarnBeforeTheSessionEnds(t *testing.T) {
	s := site(t)
	for _, tt := range []struct {
		name   string
		person *gatetest.Person
		idle   string
	}{
		{"staff", s.Administrator(t, "admin@ente.example"), "840"},
		{"lawyer", s.Person(t, "avvocato@studio.example", identity.Lawyer), "1740"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := s.SignedIn(t, tt.person)
			page := b.Get("/account?lang=en")
			if got := gatetest.Attr(page.One("body"), "data-session-ends"); got != tt.idle {
				t.Errorf("the page warns after %q seconds, want %s", got, tt.idle)
			}
			if back := gatetest.Attr(page.One("dialog a"), "href"); back != "/accesso?to=%2Faccount%3Flang%3Den" {
				t.Errorf("signing in again leads by %q", back)
			}
			if alive := b.Get("/sessione"); alive.Body != `{"ends":`+tt.idle+`}` {
				t.Errorf("asked to prolong: %s", alive.Body)
			}
		})
	}
	b := s.Browser(t)
	if page := b.Get("/accesso"); page.Has("dialog") || page.Has("body[data-session-ends]") {
		t.Error("who is not signed in is warned of the end of a session")
	}
	b.Header.Set("Accept", "application/json")
	if alive := b.Get("/sessione"); alive.Status != http.StatusUnauthorized {
		t.Errorf("a session of nobody: status %d", alive.Status)
	}
}

// Near its absolute end a session is not prolonged by a request, and the page knows.
func TestPagesKnowTheAbsoluteEnd(t *testing.T) {
	s := site(t)
	b := s.SignedIn(t, s.Administrator(t, "admin@ente.example"))
	for range 47 { // up to ten minutes before
		s.Advance(10 * time.Minute)
		b.Get("/t/own")
	}
	s.Advance(5 * time.Minute)
	if alive := b.Get("/sessione"); alive.Body != `{"ends":300}` {
		t.Errorf("five minutes before the end: %s", alive.Body)
	}
}

func TestApplicantsAreWarnedToo(t *testing.T) {
	s := site(t)
	show := func(w http.ResponseWriter, r *http.Request) error {
		return s.Kit.Render(w, r, http.StatusOK, "kit/error", kit.ErrorPage{Page: s.Kit.Page(r, "Bozza")})
	}
	s.Kit.Mount(s.Mux, "", []kit.Route{{Pattern: "GET /t/bozza/{id}", Handler: show}}, s.Gate.Draft(office.DraftFile))
	b := s.Browser(t)
	b.Post("/t/apri/one")
	page := b.Get("/t/bozza/one")
	if got := gatetest.Attr(page.One("body"), "data-session-ends"); got != "1740" {
		t.Errorf("the page warns after %q seconds", got)
	}
	if back := gatetest.Attr(page.One("dialog a"), "href"); back != gate.ResumePath {
		t.Errorf("a new session begins at %q", back)
	}
	if alive := b.Get("/sessione"); alive.Body != `{"ends":1740}` {
		t.Errorf("asked to prolong: %s", alive.Body)
	}
}

// A form sent after the end leads back to the page it was on, after signing in;
// an address of somebody else is not believed.
func TestAFormOfAnEndedSessionLeadsBack(t *testing.T) {
	s := site(t)
	for _, tt := range []struct{ name, referer, want string }{
		{"own page", "http://example.com/account/password?x=1", "/accesso?to=%2Faccount%2Fpassword%3Fx%3D1"},
		{"another site", "http://evil.example/account", "/accesso"},
		{"none", "", "/accesso"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := s.Browser(t)
			b.Header.Set("Referer", tt.referer)
			page := b.Do(http.MethodPost, "/account/password", nil)
			if to := page.Header.Get("Location"); page.Status != http.StatusSeeOther || to != tt.want {
				t.Errorf("status %d, to %q, want %q", page.Status, to, tt.want)
			}
		})
	}
}
