// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package validation

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	_ "embed"
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/certificate"
)

// Policy says which algorithms are accepted, and until when.
type Policy struct {
	Digests map[string]day `yaml:"digests"` // by name; the day from which it is no longer accepted
	RSA     map[int]day    `yaml:"rsa"`     // by the smallest length in bits; signatures of PKCS #1 v1.5
	PSS     map[int]day    `yaml:"pss"`     // other signatures with such a key
	ECDSA   map[int]day    `yaml:"ecdsa"`
	EdDSA   map[int]day    `yaml:"eddsa"`
}

// day is a date in UTC; the zero day never comes.
type day struct{ time.Time }

// UnmarshalYAML reads "2029-01-01" or "never".
func (d *day) UnmarshalYAML(text []byte) error {
	value := strings.Trim(strings.TrimSpace(string(text)), `"'`)
	if value == "never" {
		return nil
	}
	t, err := time.Parse(time.DateOnly, value)
	d.Time = t
	return err
}

//go:embed policy.yaml
var standard []byte

// StandardPolicy is the one of policy.yaml, which follows ETSI TS 119 312.
func StandardPolicy() Policy {
	p, err := ReadPolicy(standard)
	if err != nil {
		panic(err) // the tests read it
	}
	return p
}

// ReadPolicy reads a policy.
func ReadPolicy(text []byte) (p Policy, err error) {
	if err := yaml.UnmarshalWithOptions(text, &p, yaml.Strict()); err != nil {
		return p, fmt.Errorf("signature policy: %w", err)
	}
	return p, nil
}

// Accepts says whether a digest and a key are strong enough at a time.
func (p Policy) Accepts(digest string, isPSS bool, key crypto.PublicKey, at time.Time) bool {
	until, ok := p.Digests[digest]
	if digest != "" && (!ok || !until.isAfter(at)) {
		return false
	}
	return p.acceptsKey(key, isPSS, at)
}

func (p Policy) acceptsKey(key crypto.PublicKey, isPSS bool, at time.Time) bool {
	switch k := key.(type) {
	case *rsa.PublicKey:
		if isPSS {
			return longEnough(p.PSS, k.N.BitLen(), at)
		}
		return longEnough(p.RSA, k.N.BitLen(), at)
	case *ecdsa.PublicKey:
		return longEnough(p.ECDSA, k.Curve.Params().BitSize, at)
	case ed25519.PublicKey:
		return longEnough(p.EdDSA, len(k)*8, at)
	case interface{ Bits() int }:
		return longEnough(p.ECDSA, k.Bits(), at)
	}
	return false
}

// longEnough takes the row of the greatest length that a key reaches.
func longEnough(rows map[int]day, bits int, at time.Time) bool {
	best := -1
	for length := range rows {
		if length <= bits && length > best {
			best = length
		}
	}
	return best >= 0 && rows[best].isAfter(at)
}

func (d day) isAfter(t time.Time) bool { return d.IsZero() || t.Before(d.Time) }

// acceptsCertificate judges the issuer's signature on a certificate.
func (p Policy) acceptsCertificate(c, issuer *certificate.Certificate, at time.Time) bool {
	h, err := c.Algorithm.Hash(0)
	return err == nil && p.Accepts(algorithm.Name(h), c.Algorithm.IsPSS(), issuer.Key, at)
}
