// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package tsp

import (
	"crypto/sha256"
	"errors"
	"math/big"
	"net/http"
	"testing"
	"time"

	"pratica/internal/problem"
	"pratica/internal/signatures/cms"
	"pratica/testpeers/pki"
)

func TestStamp(t *testing.T) {
	w, err := pki.New(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	digest := sha256.Sum256([]byte("a signature"))
	client := func(authorities ...string) *Client {
		return &Client{Authorities: authorities, User: "ente", Password: "marche", HTTP: &http.Client{Timeout: 5 * time.Second}}
	}
	raw, err := client(w.URL+"/tsa/away", w.URL+"/tsa").Stamp(t.Context(), digest)
	if err != nil {
		t.Fatal(err)
	}
	token, err := cms.ReadToken(raw)
	if err != nil || !token.Time.Equal(w.Now) {
		t.Errorf("%v, %v", token, err)
	}
	for address, want := range map[string]error{
		"/tsa/other-nonce": errOther, "/tsa/other-imprint": errOther, "/tsa/refuses": errRefused, "/tsa/nonsense": errMalformed, "/tsa/no-purpose": errSigner,
	} {
		_, err := client(w.URL+address).Stamp(t.Context(), digest)
		if !problem.Is(err, codeAway) || !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", address, err, want)
		}
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add([]byte{0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x00})
	f.Fuzz(func(t *testing.T, body []byte) {
		if _, err := readAnswer(body, [sha256.Size]byte{}, big.NewInt(1)); err == nil {
			t.Error("it was taken for a token")
		}
	})
}
