// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package algorithm

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"math/big"
	"slices"
	"testing"
)

func TestBrainpoolConstants(t *testing.T) {
	for oid, c := range brainpools {
		base := point{c.x, c.y}
		if !c.p.ProbablyPrime(20) || !c.n.ProbablyPrime(20) || !c.holds(base) {
			t.Errorf("%s: not a curve", oid)
		}
		if c.times(base, c.n).x != nil {
			t.Errorf("%s: the order times the base is not infinity", oid)
		}
		if minus := c.times(base, new(big.Int).Sub(c.n, big.NewInt(1))); minus.x.Cmp(base.x) != 0 || minus.y.Cmp(base.y) == 0 {
			t.Errorf("%s: the order less one times the base is not its opposite", oid)
		}
	}
}

// signBrainpool is ECDSA with a private key, for the test only.
func signBrainpool(c brainpool, d *big.Int, digest []byte) (r, s *big.Int) {
	k := new(big.Int).Add(big.NewInt(0x5DEECE66D), d)
	r = new(big.Int).Mod(c.times(point{c.x, c.y}, k).x, c.n)
	e := new(big.Int).SetBytes(digest)
	if extra := len(digest)*8 - c.n.BitLen(); extra > 0 {
		e.Rsh(e, uint(extra))
	}
	s = new(big.Int).Mul(r, d)
	s.Add(s, e).Mul(s, new(big.Int).ModInverse(k, c.n)).Mod(s, c.n)
	return r, s
}

func TestBrainpoolVerifies(t *testing.T) {
	digest := make([]byte, 64)
	for i := range digest {
		digest[i] = byte(i + 1)
	}
	for oid, c := range brainpools {
		d := big.NewInt(987654321987654321)
		key := &brainpoolKey{c, c.times(point{c.x, c.y}, d)}
		r, s := signBrainpool(c, d, digest)
		if !key.verify(digest, r, s) {
			t.Errorf("%s: does not verify", oid)
		}
		if key.verify(digest, r, new(big.Int).Add(s, big.NewInt(1))) || key.verify(digest[1:], r, s) {
			t.Errorf("%s: anything verifies", oid)
		}
	}
}

func TestVerify(t *testing.T) {
	message := []byte("Il documento che si firma")
	digest := func(h crypto.Hash) []byte {
		w := h.New()
		w.Write(message)
		return w.Sum(nil)
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	curveKey, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	pssSHA256 := []byte{0x30, 0x34, 0xA0, 0x0F, 0x30, 0x0D, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0,
		0xA1, 0x1C, 0x30, 0x1A, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 8, 0x30, 0x0D, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0,
		0xA2, 3, 2, 1, 0x20}
	for _, c := range []struct {
		name string
		id   Identifier
		key  crypto.Signer
		opts crypto.SignerOpts
		what []byte
	}{
		{"RSA, the digest named elsewhere", Identifier{OID: "1.2.840.113549.1.1.1"}, rsaKey, crypto.SHA256, digest(crypto.SHA256)},
		{"RSA with SHA3-256", Identifier{OID: "2.16.840.1.101.3.4.3.14"}, rsaKey, crypto.SHA3_256, digest(crypto.SHA3_256)},
		{"RSA-PSS", Identifier{"1.2.840.113549.1.1.10", pssSHA256}, rsaKey, &rsa.PSSOptions{SaltLength: 32, Hash: crypto.SHA256}, digest(crypto.SHA256)},
		{"ECDSA", Identifier{OID: "1.2.840.10045.4.3.3"}, curveKey, crypto.SHA384, digest(crypto.SHA384)},
		{"Ed25519", Identifier{OID: "1.3.101.112"}, edKey, crypto.Hash(0), message},
	} {
		t.Run(c.name, func(t *testing.T) {
			value, err := c.key.Sign(rand.Reader, c.what, c.opts)
			if err != nil {
				t.Fatal(err)
			}
			der, err := x509.MarshalPKIXPublicKey(c.key.Public())
			if err != nil {
				t.Fatal(err)
			}
			key, err := PublicKey(der)
			if err != nil {
				t.Fatal(err)
			}
			hash, err := c.id.Hash(c.opts.HashFunc())
			if err != nil {
				t.Fatal(err)
			}
			if err := c.id.Verify(key, hash, message, value); err != nil {
				t.Errorf("a right signature: %v", err)
			}
			if err := c.id.Verify(key, hash, append([]byte("x"), message...), value); !errors.Is(err, ErrMismatch) {
				t.Errorf("another message: %v, want ErrMismatch", err)
			}
		})
	}
}

// The standard library signs with one hash for message and mask: verified both
// ways, our own calculation must agree with it.
func TestPSSWithAnotherMask(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2049)
	if err != nil {
		t.Fatal(err)
	}
	w := crypto.SHA256.New()
	w.Write([]byte("Il documento che si firma"))
	digest := w.Sum(nil)
	value, err := rsa.SignPSS(rand.Reader, key, crypto.SHA256, digest, &rsa.PSSOptions{SaltLength: 32, Hash: crypto.SHA256})
	if err != nil {
		t.Fatal(err)
	}
	// crypto.SHA256 under another number: so that the own calculation is taken.
	crypto.RegisterHash(crypto.BLAKE2s_256, crypto.SHA256.New)
	p := pssParameters{hash: crypto.SHA256, mask: crypto.BLAKE2s_256, salt: 32}
	if err := verifyPSS(&key.PublicKey, p, digest, value); err != nil {
		t.Errorf("a right signature: %v", err)
	}
	digest[3] ^= 1
	if err := verifyPSS(&key.PublicKey, p, digest, value); !errors.Is(err, ErrMismatch) {
		t.Errorf("another message: %v, want ErrMismatch", err)
	}
}

func TestUnknownAlgorithmsAreNotBroken(t *testing.T) {
	if err := (Identifier{OID: "1.2.3"}).Verify(ed25519.PublicKey(make([]byte, 32)), crypto.SHA256, nil, nil); !errors.Is(err, ErrUnsupported) {
		t.Errorf("got %v, want ErrUnsupported", err)
	}
	if _, err := PublicKey([]byte{0x30, 0}); !errors.Is(err, ErrUnsupported) {
		t.Errorf("got %v, want ErrUnsupported", err)
	}
}

func TestDotted(t *testing.T) {
	for _, c := range []struct {
		body []byte
		want string
	}{
		{[]byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2}, "1.2.840.113549.1.7.2"},
		{[]byte{0x88, 0x37}, "2.999"},
		{[]byte{0x55, 4, 3}, "2.5.4.3"},
		{nil, ""},
		{[]byte{0x80}, ""},
		{slices.Repeat([]byte{0xFF}, 20), ""},
	} {
		if got, ok := dotted(c.body); got != c.want || ok != (c.want != "") {
			t.Errorf("%x: %q, %v; want %q", c.body, got, ok, c.want)
		}
	}
}
