// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pki

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"sync"
	"time"
)

// Authority issues certificates and says whether they were revoked.
type Authority struct {
	Name        string
	Certificate *x509.Certificate
	Issuer      *Authority // nil: its own

	key     crypto.Signer
	world   *World
	mu      sync.Mutex
	revoked map[string]Revocation // by serial number
	fault   Fault
	issued  []*x509.Certificate
}

// Revocation is what an authority says of a revoked certificate.
type Revocation struct {
	At     time.Time
	Reason int // CRLReason; 6 is a suspension
}

// Fault is how an authority fails those who ask it.
type Fault int

// The faults.
const (
	Works    Fault = iota
	Away           // answers with an error
	Stranger       // its answers are signed by somebody else
	Ignorant       // it knows no certificate
	Stale          // its statements were for a time long ago
)

// Fail makes the authority fail from now on.
func (a *Authority) Fail(f Fault) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.fault = f
}

// Revoke revokes a certificate.
func (a *Authority) Revoke(c *x509.Certificate, r Revocation) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.revoked[c.SerialNumber.String()] = r
}

// newAuthority makes one; issuer nil makes a root.
func (w *World) newAuthority(name string, issuer *Authority, from, to time.Time) (*Authority, error) {
	key, err := newKey(P256)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: w.serial(), Subject: pkix.Name{CommonName: name, Organization: []string{name + " S.p.A."}, Country: []string{"IT"}},
		NotBefore: from, NotAfter: to, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	a := &Authority{Name: name, Issuer: issuer, key: key, world: w, revoked: map[string]Revocation{}}
	parent, signer := template, key
	if issuer != nil {
		parent, signer = issuer.Certificate, issuer.key
		template.OCSPServer, template.CRLDistributionPoints = issuer.addresses(Both)
	}
	if a.Certificate, err = create(template, parent, key.Public(), signer); err != nil {
		return nil, err
	}
	w.authorities = append(w.authorities, a)
	return a, nil
}

func create(template, parent *x509.Certificate, key crypto.PublicKey, signer crypto.Signer) (*x509.Certificate, error) {
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, key, signer)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(raw)
}

// Told says how a certificate lets its readers ask.
type Told int

// The ways.
const (
	Both Told = iota
	ByAnswer
	ByList
	Nobody
)

func (a *Authority) addresses(t Told) (answers, lists []string) {
	place := a.world.URL + "/" + a.slug()
	if t == Both || t == ByAnswer {
		answers = []string{place + "/ocsp"}
	}
	if t == Both || t == ByList {
		lists = []string{place + "/list.crl"}
	}
	return answers, lists
}

// Spec says what a person's certificate is like.
type Spec struct {
	Name, FiscalCode string
	From, To         time.Time
	Key              Key
	Usage            x509.KeyUsage // 0: nonRepudiation
	NotQualified     bool
	NoDevice         bool
	Seal             bool
	Stamps           bool // a time-stamp authority
	WithoutPurpose   bool // of a time-stamp authority
	Answers          bool // answers for its authority
	Told             Told
	Policy           []int
}

// Person holds a key and a certificate.
type Person struct {
	Certificate *x509.Certificate
	Issuer      *Authority
	key         crypto.Signer
}

// Issue makes a person's key and certificate.
func (a *Authority) Issue(s Spec) (*Person, error) {
	key, err := newKey(s.Key)
	if err != nil {
		return nil, err
	}
	usage := s.Usage
	if usage == 0 {
		usage = x509.KeyUsageContentCommitment
	}
	template := &x509.Certificate{
		SerialNumber: a.world.serial(), NotBefore: s.From, NotAfter: s.To, KeyUsage: usage,
		Subject: pkix.Name{CommonName: s.Name, Country: []string{"IT"}},
	}
	if s.FiscalCode != "" {
		template.Subject.SerialNumber = "TINIT-" + s.FiscalCode
	}
	template.OCSPServer, template.CRLDistributionPoints = a.addresses(s.Told)
	switch {
	case s.Stamps && !s.WithoutPurpose:
		template.KeyUsage = x509.KeyUsageDigitalSignature
		template.ExtraExtensions = append(template.ExtraExtensions, pkix.Extension{
			Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: node(tagSequence, oid(1, 3, 6, 1, 5, 5, 7, 3, 8)),
		})
	case s.Stamps:
		template.KeyUsage = x509.KeyUsageDigitalSignature
	case s.Answers:
		template.KeyUsage, template.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}
		template.OCSPServer, template.CRLDistributionPoints = nil, nil
		template.ExtraExtensions = append(template.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}, Value: der(asn1.NullRawValue)})
	case !s.NotQualified:
		template.ExtraExtensions = append(template.ExtraExtensions, s.statements())
	}
	if s.Policy != nil {
		policy, err := x509.OIDFromInts(unsigned(s.Policy))
		if err != nil {
			return nil, err
		}
		template.Policies = []x509.OID{policy}
	}
	c, err := create(template, a.Certificate, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	a.issued = append(a.issued, c)
	a.mu.Unlock()
	return &Person{Certificate: c, Issuer: a, key: key}, nil
}

// RevokeNamed revokes every certificate of a name, whoever issued it.
func (w *World) RevokeNamed(name string, at time.Time) {
	for _, a := range w.authorities {
		a.mu.Lock()
		for _, c := range a.issued {
			if c.Subject.CommonName == name {
				a.revoked[c.SerialNumber.String()] = Revocation{At: at, Reason: 1}
			}
		}
		a.mu.Unlock()
	}
}

// Signer is the person's key.
func (p *Person) Signer() crypto.Signer { return p.key }

func unsigned(all []int) []uint64 {
	out := make([]uint64, len(all))
	for i, n := range all {
		out[i] = uint64(n)
	}
	return out
}

// statements are those of a qualified certificate (ETSI EN 319 412-5).
func (s Spec) statements() pkix.Extension {
	kind := oid(0, 4, 0, 1862, 1, 6, 1)
	if s.Seal {
		kind = oid(0, 4, 0, 1862, 1, 6, 2)
	}
	all := [][]byte{node(tagSequence, oid(0, 4, 0, 1862, 1, 1))}
	if !s.NoDevice {
		all = append(all, node(tagSequence, oid(0, 4, 0, 1862, 1, 4)))
	}
	all = append(all, node(tagSequence, oid(0, 4, 0, 1862, 1, 6), node(tagSequence, kind)))
	return pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}, Value: node(tagSequence, all...)}
}

// serial is the next number of the world.
func (w *World) serial() *big.Int {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last++
	return big.NewInt(w.last)
}
