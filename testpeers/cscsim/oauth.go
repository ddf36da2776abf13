// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cscsim

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
)

var signInPage = template.Must(template.New("page").Parse(`<!DOCTYPE html><html lang="it"><head><meta charset="utf-8"><title>Servizio di firma di prova</title></head><body><main><h1>Servizio di firma di prova</h1>
<form method="post"><p>Chi è?</p>{{range $i, $name := .}}<p><button name="holder" value="{{$i}}">{{$name}}</button></p>{{end}}</form></main></body></html>`))

// authorizePage lets a person say who he is, and sends him back with a code.
func (s *Service) authorizePage(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("redirect_uri") == "" {
		http.Error(w, "invalid_request", http.StatusBadRequest)
		return
	}
	if r.Method == http.MethodGet && len(s.holders) > 1 {
		var names []string
		for _, h := range s.holders {
			names = append(names, h.Person.Certificate.Subject.CommonName)
		}
		_ = signInPage.Execute(w, names) // who asked may have gone
		return
	}
	who := r.FormValue("holder")
	if r.Method == http.MethodGet {
		who = "0" // he alone can be meant, and said yes before
	}
	holder, err := strconv.Atoi(who)
	if err != nil || holder < 0 || holder >= len(s.holders) {
		http.Error(w, "invalid_request", http.StatusBadRequest)
		return
	}
	code := secret()
	s.mu.Lock()
	s.visits[code] = visit{holder, q.Get("code_challenge"), q.Get("redirect_uri")}
	s.mu.Unlock()
	back := q.Get("redirect_uri") + "?" + url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
	http.Redirect(w, r, back, http.StatusSeeOther)
}

// token exchanges a code, once, with its verifier.
func (s *Service) token(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	code := r.FormValue("code")
	v, ok := s.visits[code]
	delete(s.visits, code)
	proof := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !ok || r.FormValue("client_secret") == "" || base64.RawURLEncoding.EncodeToString(proof[:]) != v.challenge || r.FormValue("redirect_uri") != v.back {
		refuse(w, http.StatusBadRequest, "invalid_grant")
		return
	}
	token := secret()
	s.tokens[token] = v.holder
	answer(w, map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": 3600})
}
