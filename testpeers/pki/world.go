// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pki

import (
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// World is a world of trust services on loopback.
type World struct {
	Now time.Time // the time of all judgements; statements are made as of it
	URL string    // where authorities answer

	Sequence int // of the lists

	Qualified *Authority // in the list
	Root      *Authority // in the list, for those below it
	Middle    *Authority // issued by Root, not in the list itself
	Fallen    *Authority // issued by Root, and revoked
	Withdrawn *Authority // in the list; its service was withdrawn a year ago
	Unlisted  *Authority // in no list
	Silent    *Authority // in the list; it does not answer
	Strange   *Authority // in the list; somebody else signs its answers
	Ignorant  *Authority // in the list; it knows no certificate
	Stamping  *Authority // in the list, for time-stamp authorities
	Stamp     *Person    // a qualified time-stamp authority

	operator, index *Person // who sign the lists
	authorities     []*Authority
	server          *httptest.Server
	mu              sync.Mutex
	last            int64
}

// New makes a world as of a time. Close ends it.
func New(now time.Time) (*World, error) {
	w := &World{Now: now.UTC().Truncate(time.Second), Sequence: 7}
	w.server = httptest.NewServer(w)
	w.URL = w.server.URL
	return w, w.populate()
}

// Close stops answering.
func (w *World) Close() { w.server.Close() }

func (w *World) populate() (err error) {
	from, to := w.Now.AddDate(-15, 0, 0), w.Now.AddDate(20, 0, 0)
	make := func(name string, issuer *Authority) (a *Authority) {
		if err == nil {
			a, err = w.newAuthority(name, issuer, from, to)
		}
		return a
	}
	w.Unlisted = make("Autorità non in elenco", nil)
	w.Qualified = make("Certificatore di prova", nil)
	w.Root = make("Radice di prova", nil)
	w.Middle = make("Certificatore intermedio", w.Root)
	w.Fallen = make("Certificatore revocato", w.Root)
	w.Withdrawn = make("Certificatore cessato", nil)
	w.Silent = make("Certificatore muto", nil)
	w.Strange = make("Certificatore scambiato", nil)
	w.Ignorant = make("Certificatore ignaro", nil)
	w.Stamping = make("Marche temporali di prova", nil)
	if err != nil {
		return err
	}
	w.Silent.Fail(Away)
	w.Strange.Fail(Stranger)
	w.Ignorant.Fail(Ignorant)
	w.Root.Revoke(w.Fallen.Certificate, Revocation{At: w.Now.AddDate(0, -3, 0), Reason: 2})
	people := []struct {
		of   **Person
		by   *Authority
		spec Spec
	}{
		{&w.Stamp, w.Stamping, Spec{Name: "Unità di marcatura", From: from, To: to, Stamps: true}},
		{&w.operator, w.Unlisted, Spec{Name: "Gestore dell'elenco", From: from, To: to, Usage: 1, NotQualified: true, Told: Nobody}},
		{&w.index, w.Unlisted, Spec{Name: "Gestore dell'elenco degli elenchi", From: from, To: to, Usage: 1, NotQualified: true, Told: Nobody}},
	}
	for _, p := range people {
		if *p.of, err = p.by.Issue(p.spec); err != nil {
			return err
		}
	}
	return nil
}

// slug is the authority's name in addresses.
func (a *Authority) slug() string {
	return strings.NewReplacer(" ", "-", "à", "a").Replace(strings.ToLower(a.Name))
}

// ServeHTTP answers for every authority: OCSP and CRL as of the world's time.
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if w.serveList(rw, r) || w.serveStamp(rw, r) {
		return
	}
	for _, a := range w.authorities {
		place, ok := strings.CutPrefix(r.URL.Path, "/"+a.slug()+"/")
		if !ok {
			continue
		}
		a.mu.Lock()
		fault := a.fault
		a.mu.Unlock()
		if fault == Away {
			http.Error(rw, "away", http.StatusServiceUnavailable)
			return
		}
		body, err := a.serve(place, r.Body)
		if err != nil {
			http.Error(rw, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = rw.Write(body) // who asked may have gone
		return
	}
	http.NotFound(rw, r)
}

func (a *Authority) serve(place string, body io.Reader) ([]byte, error) {
	if place == "list.crl" {
		return a.List(a.world.Now)
	}
	question, err := io.ReadAll(io.LimitReader(body, 1<<16))
	if err != nil {
		return nil, err
	}
	serial := asked(question)
	answer, err := a.Answer(serial, a.world.Now)
	return wrapped(answer), err
}

// asked is the serial number in an OCSP request.
func asked(question []byte) *big.Int {
	in := cryptobyte.String(question)
	var request, tbs, list, one, id cryptobyte.String
	serial := new(big.Int)
	if in.ReadASN1(&request, asn1.SEQUENCE) && request.ReadASN1(&tbs, asn1.SEQUENCE) &&
		tbs.SkipOptionalASN1(asn1.Tag(0).ContextSpecific().Constructed()) && tbs.SkipOptionalASN1(asn1.Tag(1).ContextSpecific().Constructed()) &&
		tbs.ReadASN1(&list, asn1.SEQUENCE) && list.ReadASN1(&one, asn1.SEQUENCE) && one.ReadASN1(&id, asn1.SEQUENCE) &&
		id.SkipASN1(asn1.SEQUENCE) && id.SkipASN1(asn1.OCTET_STRING) && id.SkipASN1(asn1.OCTET_STRING) {
		id.ReadASN1Integer(serial)
	}
	return serial
}
