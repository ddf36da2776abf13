// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package sessions_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/identity/sessions"
)

// site is a small site with one page for each act, and a clock that tests move.
type site struct {
	*sessions.Manager
	store *sessions.Store
	db    *database.DB
	now   atomic.Int64
	mux   http.Handler
}

func newSite(t *testing.T, db *database.DB) *site {
	s := &site{db: db}
	s.now.Store(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC).UnixNano())
	s.store = sessions.NewStore(db, func() time.Time { return time.Unix(0, s.now.Load()).UTC() })
	s.Manager = sessions.NewManager(s.store, true)
	s.ErrorFunc = func(w http.ResponseWriter, _ *http.Request, err error) {
		t.Errorf("session: %v", err)
		w.WriteHeader(http.StatusInternalServerError)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/who", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(s.Account(r.Context()))) })
	mux.HandleFunc("/note", func(_ http.ResponseWriter, r *http.Request) { s.Put(r.Context(), "note", "seen") })
	mux.HandleFunc("/in", func(w http.ResponseWriter, r *http.Request) {
		if err := s.SignIn(r.Context(), r.FormValue("account"), r.FormValue("kind"), "Browser\x00 1"); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("/out", func(_ http.ResponseWriter, r *http.Request) {
		if err := s.SignOut(r.Context()); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) { // ends elsewhere while this request changes data
		s.endAll(t, s.Account(r.Context()), "")
		s.Put(r.Context(), "note", "late")
	})
	s.mux = s.LoadAndSave(mux)
	for _, id := range []string{"official-1", "lawyer-1"} {
		s.exec(t, `INSERT INTO identity_account (id, email, name, kind, state, lang, password, password_version, totp_step, created_at)
			VALUES ($1, $2, 'Test', 'official', 'invited', 'it', '', 0, 0, $3)`, id, id+"@example.org", database.T(s.store.Now()))
	}
	return s
}

func (s *site) exec(t *testing.T, q string, args ...any) {
	t.Helper()
	if err := s.db.Update(context.Background(), func(tx *database.Tx) error {
		_, err := tx.Exec(context.Background(), q, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func (s *site) endAll(t *testing.T, account, keep string) {
	t.Helper()
	if err := s.db.Update(context.Background(), func(tx *database.Tx) error {
		_, err := s.store.EndAll(context.Background(), tx, account, keep)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func (s *site) advance(d time.Duration) { s.now.Add(int64(d)) }

// browser keeps one cookie, as a browser does.
type browser struct {
	site   *site
	cookie *http.Cookie
}

func (b *browser) get(path string) string {
	r := httptest.NewRequest("GET", path, nil)
	if b.cookie != nil {
		r.AddCookie(b.cookie)
	}
	w := httptest.NewRecorder()
	b.site.mux.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		b.cookie = c
	}
	return w.Body.String()
}

func (b *browser) signIn(account, kind string) *browser {
	b.get("/in?account=" + account + "&kind=" + kind)
	return b
}

func (s *site) browser() *browser { return &browser{site: s} }

func each(t *testing.T, test func(t *testing.T, s *site)) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) { test(t, newSite(t, db)) })
}

func TestLimits(t *testing.T) {
	for _, test := range []struct {
		name     string
		kind     string
		pause    time.Duration // between requests
		requests int
		in       bool // after the last one
	}{
		{"staff within the idle time", "official", 14 * time.Minute, 3, true},
		{"staff idle", "official", 15 * time.Minute, 1, false},
		{"lawyer outlives the idle time of staff", "lawyer", 29 * time.Minute, 3, true},
		{"lawyer idle", "lawyer", 30 * time.Minute, 1, false},
		{"busy up to the absolute end", "official", 10 * time.Minute, 47, true},
		{"busy past the absolute end", "official", 10 * time.Minute, 48, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			each(t, func(t *testing.T, s *site) {
				b := s.browser().signIn("official-1", test.kind)
				var who string
				for range test.requests {
					s.advance(test.pause)
					who = b.get("/who")
				}
				if (who == "official-1") != test.in {
					t.Errorf("signed in as %q, want signed in: %v", who, test.in)
				}
			})
		})
	}
}

// TestWritesLittle counts what requests write that change nothing: the idle time, at most once a minute.
func TestWritesLittle(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser().signIn("official-1", "official")
		start := s.store.Now()
		renewals, last := 0, start
		for range 300 { // five minutes, a request a second
			s.advance(time.Second)
			b.get("/who")
			list, err := s.store.List(context.Background(), "official-1")
			if err != nil || len(list) != 1 {
				t.Fatalf("%d sessions, error %v", len(list), err)
			}
			if list[0].Seen != last {
				renewals, last = renewals+1, list[0].Seen
			}
		}
		if renewals != 5 {
			t.Errorf("%d renewals in five minutes, want 5", renewals)
		}
	})
}

func TestAnonymousWithoutDataHasNoRow(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		b.get("/who")
		if b.cookie != nil {
			t.Errorf("a visit set the cookie %v", b.cookie)
		}
	})
}

func TestCookieAndRow(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser().signIn("official-1", "official")
		c := b.cookie
		if c.Name != "__Host-pratica" || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode || !c.Expires.IsZero() {
			t.Errorf("cookie %+v", c)
		}
		list, err := s.store.List(context.Background(), "official-1")
		if err != nil || len(list) != 1 {
			t.Fatalf("%d sessions, error %v", len(list), err)
		}
		if strings.Contains(list[0].ID, c.Value) || list[0].Agent != "Browser 1" || list[0].Expires.Sub(list[0].Created) != 8*time.Hour {
			t.Errorf("session %+v", list[0])
		}
	})
}

func TestSignInChangesTheToken(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		victim := s.browser()
		victim.get("/note")
		planted := &browser{site: s, cookie: victim.cookie}
		victim.signIn("official-1", "official")
		if who := planted.get("/who"); who != "" {
			t.Errorf("the token from before the sign-in is signed in as %q", who)
		}
		if who := victim.get("/who"); who != "official-1" {
			t.Errorf("signed in as %q", who)
		}
	})
}

func TestEnding(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		one, two := s.browser().signIn("official-1", "official"), s.browser().signIn("official-1", "official")
		other := s.browser().signIn("lawyer-1", "lawyer")
		list, err := s.store.List(context.Background(), "official-1")
		if err != nil || len(list) != 2 {
			t.Fatalf("%d sessions, error %v", len(list), err)
		}
		keep := list[0].ID
		s.endAll(t, "official-1", keep)
		in := 0
		for _, b := range []*browser{one, two} {
			if b.get("/who") != "" {
				in++
			}
		}
		if in != 1 || other.get("/who") != "lawyer-1" {
			t.Errorf("%d of two sessions go on, want 1; the other account: %q", in, other.get("/who"))
		}
		other.get("/out")
		if who := other.get("/who"); who != "" {
			t.Errorf("after signing out signed in as %q", who)
		}
	})
}

// TestARequestUnderWayDoesNotBringASessionBack is the race between the end of a session and a request that writes to it.
func TestARequestUnderWayDoesNotBringASessionBack(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser().signIn("official-1", "official")
		before := *b
		b.get("/slow")
		for _, b := range []*browser{b, &before} {
			if who := b.get("/who"); who != "" {
				t.Errorf("signed in as %q after the end", who)
			}
		}
	})
}

func TestOnlyTheOwnerEndsASession(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser().signIn("official-1", "official")
		list, err := s.store.List(context.Background(), "official-1")
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			account string
			want    bool
		}{{"lawyer-1", false}, {"official-1", true}, {"official-1", false}} {
			err := s.db.Update(context.Background(), func(tx *database.Tx) error {
				ended, err := s.store.End(context.Background(), tx, step.account, list[0].ID)
				if ended != step.want {
					t.Errorf("as %s: ended %v, want %v", step.account, ended, step.want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if who := b.get("/who"); who != "" {
			t.Errorf("signed in as %q", who)
		}
	})
}

func TestSweep(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.browser().signIn("official-1", "official")
		s.endAll(t, "official-1", "")
		for _, step := range []struct {
			advance time.Duration
			want    int64
		}{{7 * time.Hour, 0}, {time.Hour, 1}, {0, 0}} {
			s.advance(step.advance)
			if n, err := s.store.Sweep(context.Background()); err != nil || n != step.want {
				t.Errorf("swept %d (error %v), want %d", n, err, step.want)
			}
		}
	})
}
