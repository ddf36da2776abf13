// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cscsim

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"pratica/testpeers/pki"
)

// Holder is a person with a key in the service.
type Holder struct {
	Person *pki.Person
	PIN    string
	Most   int // hashes in one authorisation
}

// Fault is how the service fails.
type Fault int

// The faults.
const (
	Works     Fault = iota
	Away            // answers with an error of its own
	Slow            // waits for a second
	Nonsense        // answers what is no JSON
	OtherHash       // signs something else than was authorised
)

// Service is a remote-signature service.
type Service struct {
	URL string
	Now func() time.Time

	mu         sync.Mutex
	fault      Fault
	holders    []Holder
	visits     map[string]visit  // by authorisation code
	tokens     map[string]int    // holder, by token
	codes      map[int]string    // one-time code that was sent, by holder
	activation map[string]sealed // by SAD
	signed     int
	server     *httptest.Server
}

// visit is a sign-in that is not exchanged yet.
type visit struct {
	holder    int
	challenge string
	back      string
}

// sealed are hashes that a person authorised.
type sealed struct {
	holder int
	hashes string
	ends   time.Time
}

// Start serves until Close.
func Start(now func() time.Time, holders ...Holder) *Service {
	s := &Service{Now: now, holders: holders, visits: map[string]visit{}, tokens: map[string]int{}, codes: map[int]string{}, activation: map[string]sealed{}}
	s.server = httptest.NewServer(s)
	s.URL = s.server.URL
	return s
}

// Close stops serving.
func (s *Service) Close() { s.server.Close() }

// Fail makes the service fail from now on.
func (s *Service) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// Code is the one-time code that was last sent to a holder; "" when none was.
func (s *Service) Code(holder int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.codes[holder]
}

// Signed is how many hashes were signed.
func (s *Service) Signed() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.signed
}

// ServeHTTP implements http.Handler.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	fault := s.fault
	s.mu.Unlock()
	switch fault {
	case Away:
		http.Error(w, "away", http.StatusServiceUnavailable)
		return
	case Slow:
		select {
		case <-time.After(time.Second):
		case <-r.Context().Done():
			return
		}
	case Nonsense:
		_, _ = w.Write([]byte("<html>")) // who asked may have gone
		return
	}
	switch {
	case r.URL.Path == "/oauth2/authorize":
		s.authorizePage(w, r)
	case r.URL.Path == "/oauth2/token":
		s.token(w, r)
	case strings.HasPrefix(r.URL.Path, "/csc/v1/"):
		s.api(w, r, strings.TrimPrefix(r.URL.Path, "/csc/v1/"), false)
	case strings.HasPrefix(r.URL.Path, "/csc/v2/"):
		s.api(w, r, strings.TrimPrefix(r.URL.Path, "/csc/v2/"), true)
	default:
		http.NotFound(w, r)
	}
}

func secret() string { return rand.Text() }
