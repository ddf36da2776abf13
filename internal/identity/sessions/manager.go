// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package sessions

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/alexedwards/scs/v2"

	"pratica/internal/ids"
)

// Limits bound a session: without a request, and in all.
type Limits struct {
	Idle     time.Duration
	Absolute time.Duration
}

// staff is the kind of account with the shorter idle time.
const staff = "official"

// limitsOf are the limits for a kind of account ("" before anybody signed in). ASVS 5.0 7.3.1 and 7.3.2 ask for both, and
// for the reason: who works in an office leaves a screen behind.
func limitsOf(kind string) Limits {
	if kind == staff {
		return Limits{Idle: 15 * time.Minute, Absolute: 8 * time.Hour}
	}
	return Limits{Idle: 30 * time.Minute, Absolute: 8 * time.Hour}
}

// The keys of what this package keeps in a session.
const (
	keyAccount = "account"
	keyKind    = "kind"
	keyAgent   = "agent"
	keyBegan   = "began" // when the token was given: the absolute end counts from there
)

const maxAgent = 160

// Codec is how the data of a session are stored.
var Codec scs.Codec = compact{}

// owner is what the data of a session say of it.
type owner struct {
	account, agent string
	limits         Limits
}

func ownerIn(data []byte) (owner, error) {
	_, values, err := Codec.Decode(data)
	if err != nil {
		return owner{}, err
	}
	text := func(key string) string { s, _ := values[key].(string); return s }
	return owner{text(keyAccount), text(keyAgent), limitsOf(text(keyKind))}, nil
}

// Manager gives requests their session. Pages use the embedded scs methods (LoadAndSave, Put, PopString) for small things such as a
// message to show after a redirect.
type Manager struct {
	*scs.SessionManager
	now func() time.Time
}

// NewManager makes a manager. secure says that the site is reached by TLS: the cookie then is a __Host- cookie
// (RFC 6265bis §4.1.3.2), which no other host or path can set.
func NewManager(store *Store, secure bool) *Manager {
	m := &scs.SessionManager{ // not scs.New: it would start a sweeper for a store in memory that nobody uses
		Store:     store,
		Codec:     Codec,
		Lifetime:  limitsOf("").Absolute, // IdleTimeout stays 0: the store keeps it, so that scs does not write at each request
		ErrorFunc: unavailable,
		Cookie:    scs.SessionCookie{Name: "pratica", Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode},
	}
	if secure {
		m.Cookie.Name = "__Host-pratica"
	}
	return &Manager{m, store.Now}
}

// unavailable answers when the store fails; web sets an ErrorFunc that logs, and shows its page.
func unavailable(w http.ResponseWriter, _ *http.Request, _ error) {
	http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
}

// SignIn gives the session to an account, under a new token. agent is what the browser calls itself.
func (m *Manager) SignIn(ctx context.Context, account, kind, agent string) error {
	if err := m.Renew(ctx); err != nil {
		return err
	}
	m.Put(ctx, keyAccount, account)
	m.Put(ctx, keyKind, kind)
	m.Put(ctx, keyAgent, shorten(agent))
	return nil
}

// Renew goes on under a new token, as at each gain of rights; the absolute end counts anew.
func (m *Manager) Renew(ctx context.Context) error {
	if err := m.RenewToken(ctx); err != nil {
		return err
	}
	m.Put(ctx, keyBegan, m.now().Unix())
	return nil
}

// Left is how long the session lasts at least when no further request comes; 0 when there is none that Renew began. It counts a request
// as noted up to a renewal late, as the store does.
func (m *Manager) Left(ctx context.Context) time.Duration {
	began := m.GetInt64(ctx, keyBegan)
	if began == 0 {
		return 0
	}
	limits := limitsOf(m.GetString(ctx, keyKind))
	end := time.Unix(began, 0).Add(limits.Absolute)
	return max(0, min(limits.Idle-renewal, end.Sub(m.now())))
}

// SignOut ends the session.
func (m *Manager) SignOut(ctx context.Context) error { return m.Destroy(ctx) }

// Account is who is signed in; "" for nobody.
func (m *Manager) Account(ctx context.Context) string { return m.GetString(ctx, keyAccount) }

// Current names the session of this request as List does; "" for one that was not stored yet.
func (m *Manager) Current(ctx context.Context) string {
	token := m.Token(ctx)
	if token == "" {
		return ""
	}
	return ids.HashToken(token)
}

func shorten(agent string) string {
	agent = strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, agent), "")
	if runes := []rune(agent); len(runes) > maxAgent {
		return string(runes[:maxAgent])
	}
	return agent
}
