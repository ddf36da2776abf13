// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cscsim

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// question holds what any request may have, in either version.
type question struct {
	Credential string              `json:"credentialID"`
	Count      int                 `json:"numSignatures"`
	Hash       []string            `json:"hash"`   // v1
	Hashes     []string            `json:"hashes"` // v2
	PIN        string              `json:"PIN"`
	OTP        string              `json:"OTP"`
	Data       []map[string]string `json:"authData"` // v2
	SAD        string              `json:"SAD"`
}

// api answers a method, for the holder of a token.
func (s *Service) api(w http.ResponseWriter, r *http.Request, method string, v2 bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	holder, ok := s.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if !ok {
		refuse(w, http.StatusUnauthorized, "invalid_token")
		return
	}
	var q question
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		refuse(w, http.StatusBadRequest, "invalid_request")
		return
	}
	if v2 {
		q.Hash = q.Hashes
		for _, d := range q.Data {
			switch d["id"] {
			case "PIN":
				q.PIN = d["value"]
			case "OTP":
				q.OTP = d["value"]
			}
		}
	}
	if method != "credentials/list" && q.Credential != name(holder) {
		refuse(w, http.StatusBadRequest, "invalid_request")
		return
	}
	switch method {
	case "credentials/list":
		answer(w, map[string]any{"credentialIDs": []string{name(holder)}})
	case "credentials/info":
		answer(w, s.describe(holder, v2))
	case "credentials/sendOTP":
		s.codes[holder] = strconv.Itoa(100000 + len(s.activation)*7 + s.signed*13 + len(s.codes)*31)
		answer(w, map[string]any{})
	case "credentials/authorize":
		s.authorize(w, holder, q)
	case "signatures/signHash":
		s.signHash(w, holder, q)
	default:
		refuse(w, http.StatusNotFound, "invalid_request")
	}
}

func name(holder int) string { return "credential-" + strconv.Itoa(holder) }

func (s *Service) describe(holder int, v2 bool) map[string]any {
	h := s.holders[holder]
	key := map[string]any{"status": "enabled", "algo": []string{"1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1"}, "len": 2048}
	if _, ok := h.Person.Certificate.PublicKey.(*ecdsa.PublicKey); ok {
		key = map[string]any{"status": "enabled", "algo": []string{"1.2.840.10045.4.3.2"}, "len": 256, "curve": "1.2.840.10045.3.1.7"}
	}
	chain := []string{base64.StdEncoding.EncodeToString(h.Person.Certificate.Raw), base64.StdEncoding.EncodeToString(h.Person.Issuer.Certificate.Raw)}
	said := map[string]any{"key": key, "cert": map[string]any{"status": "valid", "certificates": chain}, "multisign": h.Most, "SCAL": "2"}
	if v2 {
		objects := []map[string]any{{"type": "OTP", "id": "OTP", "format": "N", "generator": "online"}}
		if h.PIN != "" {
			objects = append(objects, map[string]any{"type": "Password", "id": "PIN", "format": "N"})
		}
		said["auth"] = map[string]any{"mode": "explicit", "expression": "OTP", "objects": objects}
		return said
	}
	said["authMode"] = "explicit"
	said["PIN"] = map[string]any{"presence": strconv.FormatBool(h.PIN != "")}
	said["OTP"] = map[string]any{"presence": "true", "type": "online", "format": "N"}
	return said
}

func (s *Service) authorize(w http.ResponseWriter, holder int, q question) {
	h, code := s.holders[holder], s.codes[holder]
	switch {
	case q.PIN != h.PIN:
		refuse(w, http.StatusBadRequest, "invalid_pin")
		return
	case code == "" || q.OTP != code:
		refuse(w, http.StatusBadRequest, "invalid_otp")
		return
	case q.Count != len(q.Hash) || q.Count == 0 || q.Count > h.Most:
		refuse(w, http.StatusBadRequest, "invalid_request")
		return
	}
	delete(s.codes, holder) // good once
	data := secret()
	s.activation[data] = sealed{holder, strings.Join(q.Hash, " "), s.Now().Add(time.Minute)}
	answer(w, map[string]any{"SAD": data, "expiresIn": 60})
}

func (s *Service) signHash(w http.ResponseWriter, holder int, q question) {
	a, ok := s.activation[q.SAD]
	delete(s.activation, q.SAD) // good once
	if !ok || a.holder != holder || s.Now().After(a.ends) {
		refuse(w, http.StatusBadRequest, "invalid_request")
		return
	}
	if a.hashes != strings.Join(q.Hash, " ") {
		refuse(w, http.StatusBadRequest, "hash_and_sad_mismatch")
		return
	}
	var values []string
	for _, text := range q.Hash {
		hash, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(hash) != sha256.Size {
			refuse(w, http.StatusBadRequest, "invalid_request")
			return
		}
		if s.fault == OtherHash {
			hash[0] ^= 1
		}
		value, err := s.holders[holder].Person.Signer().Sign(rand.Reader, hash, crypto.SHA256)
		if err != nil {
			refuse(w, http.StatusInternalServerError, "server_error")
			return
		}
		s.signed++
		values = append(values, base64.StdEncoding.EncodeToString(value))
	}
	answer(w, map[string]any{"signatures": values})
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // who asked may have gone
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": code, "error_description": "refused"}) // who asked may have gone
}
