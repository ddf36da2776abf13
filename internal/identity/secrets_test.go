// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var cheap = Cost{Memory: 64, Time: 1, Threads: 1}

func passwords(t *testing.T, c Cost) *Passwords {
	t.Helper()
	p, err := NewPasswords(c, 1)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPasswords(t *testing.T) {
	ctx := context.Background()
	p, dearer := passwords(t, cheap), passwords(t, Cost{Memory: 128, Time: 1, Threads: 1})
	hash, err := p.Hash(ctx, "caffè della mattina")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("hash %q", hash)
	}
	for _, test := range []struct {
		name, stored, typed string
		by                  *Passwords
		ok, stale           bool
	}{
		{"right", hash, "caffè della mattina", p, true, false},
		{"right, decomposed", hash, "caffe\u0300 della mattina", p, true, false},
		{"wrong", hash, "caffe della mattina", p, false, false},
		{"right at an older cost", hash, "caffè della mattina", dearer, true, true},
		{"no account", "", "caffè della mattina", p, false, false},
	} {
		ok, stale, err := test.by.Check(ctx, test.stored, test.typed)
		if ok != test.ok || stale != test.stale || err != nil {
			t.Errorf("%s: ok %v stale %v error %v", test.name, ok, stale, err)
		}
	}
	again, err := p.Hash(ctx, "caffè della mattina")
	if err != nil || again == hash {
		t.Error("two hashes of one password are the same")
	}
}

// TestKnownHash holds us to the format of other tools: the vector is in the tests of the reference implementation
// (phc-winner-argon2, src/test.c).
func TestKnownHash(t *testing.T) {
	const known = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	ok, stale, err := passwords(t, cheap).Check(context.Background(), known, "password")
	if !ok || !stale || err != nil {
		t.Errorf("ok %v stale %v error %v", ok, stale, err)
	}
}

func TestDamagedHashIsAnErrorAndNotANo(t *testing.T) {
	p := passwords(t, cheap)
	for _, stored := range []string{
		"secret", "$2a$10$abcdefghijklmnopqrstuv", "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y",
		"$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y", "$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y",
	} {
		if _, _, err := p.Check(context.Background(), stored, "x"); !errors.Is(err, errHash) {
			t.Errorf("%q: error %v", stored, err)
		}
	}
}

func TestWaitingForAHashEndsWithTheRequest(t *testing.T) {
	p := passwords(t, cheap)
	p.slots <- struct{}{} // somebody else hashes
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Hash(ctx, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestVault(t *testing.T) {
	vault := func(b byte) *Vault {
		v, err := NewVault(bytes.Repeat([]byte{b}, KeySize))
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	v := vault(1)
	sealed := v.seal("a", []byte("secret"))
	if got, err := v.open("a", sealed); err != nil || string(got) != "secret" {
		t.Errorf("opened %q, error %v", got, err)
	}
	if bytes.Contains(sealed, []byte("secret")) || bytes.Equal(sealed, v.seal("a", []byte("secret"))) {
		t.Error("the sealed form shows the secret, or that two are the same")
	}
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	for name, open := range map[string]func() ([]byte, error){
		"another account": func() ([]byte, error) { return v.open("b", sealed) },
		"another key":     func() ([]byte, error) { return vault(2).open("a", sealed) },
		"changed":         func() ([]byte, error) { return v.open("a", flipped) },
		"cut":             func() ([]byte, error) { return v.open("a", sealed[:8]) },
		"missing":         func() ([]byte, error) { return v.open("a", nil) },
	} {
		if got, err := open(); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: opened %q, error %v", name, got, err)
		}
	}
	if v.code("a", "X") == v.code("b", "X") || v.code("a", "X") == vault(2).code("a", "X") || v.code("a", "bX") == v.code("ab", "X") {
		t.Error("recovery codes of two accounts or keys are stored the same")
	}
	if _, err := NewVault([]byte("short")); err == nil {
		t.Error("a short key is accepted")
	}
}

// TestMatchCode takes the vectors of RFC 6238 appendix B, cut to six digits.
func TestMatchCode(t *testing.T) {
	secret := []byte("12345678901234567890")
	for _, test := range []struct {
		name  string
		at    int64
		typed string
		step  int64
		ok    bool
	}{
		{"vector 1", 59, "287082", 1, true},
		{"vector 2", 1111111109, "081804", 37037036, true},
		{"vector 3", 1111111111, "050471", 37037037, true},
		{"vector 5", 2000000000, "279037", 66666666, true},
		{"vector 6", 20000000000, "353130", 666666666, true},
		{"blanks", 59, " 287 082 ", 1, true},
		{"one step late", 59 + 30, "287082", 1, true},
		{"one step early", 59 - 30, "287082", 1, true},
		{"two steps late", 59 + 60, "287082", 0, false},
		{"wrong", 59, "287083", 0, false},
		{"too short", 59, "28708", 0, false},
		{"empty", 59, "", 0, false},
	} {
		step, ok := matchCode(secret, test.typed, time.Unix(test.at, 0))
		if step != test.step || ok != test.ok {
			t.Errorf("%s: step %d ok %v", test.name, step, ok)
		}
	}
}

func TestEnrolment(t *testing.T) {
	e, err := newEnrolment("ticket", "Ordine degli Avvocati di Esempio", "a@example.org", []byte("12345678901234567890"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", e.Secret); diff != "" {
		t.Error(diff)
	}
	for _, part := range []string{"otpauth://totp/Ordine%20degli%20Avvocati%20di%20Esempio:a@example.org?", "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "issuer=Ordine%20degli%20Avvocati%20di%20Esempio", "period=30", "digits=6", "algorithm=SHA1"} {
		if !strings.Contains(e.URI, part) {
			t.Errorf("URI %q lacks %q", e.URI, part)
		}
	}
	var svg struct {
		ViewBox string `xml:"viewBox,attr"`
		Paths   []struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal([]byte(e.SVG), &svg); err != nil || len(svg.Paths) != 2 || !strings.HasPrefix(svg.Paths[1].D, "M4 4h1v1h-1z") {
		t.Errorf("the QR code is no picture with a corner at 4,4: %v", err)
	}
}
