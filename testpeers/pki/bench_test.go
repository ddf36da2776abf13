// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pki_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"testing"
	"time"

	"pratica/internal/signatures"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/validation"
	"pratica/testpeers/pki"
)

// BenchmarkVerification verifies small CAdES files whose trust and revocation are
// known; BenchmarkBareRSA is the one verification of the signer's value.
func BenchmarkVerification(b *testing.B) {
	w, file, trust := warm(b)
	defer w.Close()
	for b.Loop() {
		found, err := signatures.Inspect(b.Context(), bytes.NewReader(file), int64(len(file)), nil, trust)
		if err != nil || found.Verdict != report.TotalPassed {
			b.Fatal(found, err)
		}
	}
}

func warm(b *testing.B) (*pki.World, []byte, validation.Trust) {
	w, err := pki.New(time.Now())
	if err != nil {
		b.Fatal(err)
	}
	p, err := w.Qualified.Issue(pki.Spec{Name: "Prova", From: w.Now.AddDate(-1, 0, 0), To: w.Now.AddDate(1, 0, 0), Key: pki.RSA2048})
	if err != nil {
		b.Fatal(err)
	}
	file, err := pki.Signing{By: p, At: w.Now}.Sign([]byte("Il documento.\n"))
	if err != nil {
		b.Fatal(err)
	}
	return w, file, trustOf(b, w)
}

func BenchmarkBareRSA(b *testing.B) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	sum := sha256.Sum256([]byte("Il documento.\n"))
	value, err := key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, sum[:], value); err != nil {
			b.Fatal(err)
		}
	}
}
