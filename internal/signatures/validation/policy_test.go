// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package validation

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"math/big"
	"testing"
	"time"
)

func TestPolicy(t *testing.T) {
	p := StandardPolicy()
	key := func(bits uint) *rsa.PublicKey {
		return &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), bits-1), E: 65537}
	}
	curve := &ecdsa.PublicKey{Curve: elliptic.P256()}
	on := func(day string) time.Time {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct {
		digest string
		pss    bool
		key    any
		at     time.Time
		want   bool
	}{
		{"SHA256", false, key(2048), on("2026-11-25"), true},
		{"SHA256", false, key(2048), on("2029-01-01"), false},
		{"SHA256", true, key(3072), on("2040-01-01"), true},
		{"SHA256", false, key(1024), on("2019-09-30"), true},
		{"SHA256", false, key(1024), on("2026-11-25"), false},
		{"SHA1", false, key(2048), on("2012-07-31"), true},
		{"SHA1", false, key(2048), on("2012-08-01"), false},
		{"SHA256", false, curve, on("2040-01-01"), true},
		{"MD2", false, curve, on("2001-01-01"), false},
		{"SHA256", false, "no key", on("2026-11-25"), false},
	} {
		if got := p.Accepts(c.digest, c.pss, c.key, c.at); got != c.want {
			t.Errorf("%s %T %s: %t", c.digest, c.key, c.at.Format(time.DateOnly), got)
		}
	}
	if _, err := ReadPolicy([]byte("digests: {SHA1: soon}")); err == nil {
		t.Error("a policy without a date is read")
	}
	if _, err := ReadPolicy([]byte("hashes: {}")); err == nil {
		t.Error("an unknown key is read")
	}
}
