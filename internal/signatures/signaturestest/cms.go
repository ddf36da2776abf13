// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package signaturestest signs documents as an applicant's software would:
// CAdES envelopes and PDF revisions that are mathematically right, by a signer
// whose certificate nobody trusts. Tests and the demonstration use it.
package signaturestest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"
)

// Signer is an invented person with a key and a self-signed certificate.
type Signer struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	at   time.Time
}

// NewSigner makes a signer who signs at the given instant.
func NewSigner(name string, at time.Time) (*Signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(at.UnixNano()),
		Subject:      pkix.Name{CommonName: name, Country: []string{"IT"}},
		NotBefore:    at.AddDate(0, -1, 0),
		NotAfter:     at.AddDate(3, 0, 0),
		KeyUsage:     x509.KeyUsageContentCommitment,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &Signer{key: key, cert: cert, at: at}, nil
}

// Object identifiers of RFC 5652, RFC 5035 and RFC 5758.
var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningTime   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}
	oidSHA256        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidECDSASHA256   = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

// P7M is the content in a CAdES envelope, in DER.
func (s *Signer) P7M(content []byte) ([]byte, error) {
	octets := node(0x04, content)
	return s.signedData(node(0x30, der(oidData), node(0xA0, octets)), content, node)
}

// BER is the content in an envelope as common signing software writes it:
// indefinite lengths, the content in chunks of the given size.
func (s *Signer) BER(content []byte, chunk int) ([]byte, error) {
	var parts [][]byte
	for rest := content; len(rest) > 0; rest = rest[min(chunk, len(rest)):] {
		parts = append(parts, node(0x04, rest[:min(chunk, len(rest))]))
	}
	octets := open(0x24, parts...)
	return s.signedData(open(0x30, der(oidData), open(0xA0, octets)), content, open)
}

// Detached is a signature of the content without the content (.p7s).
func (s *Signer) Detached(content []byte) ([]byte, error) {
	return s.signedData(node(0x30, der(oidData)), content, node)
}

// signedData makes the ContentInfo; wrap chooses how the outer elements are
// written.
func (s *Signer) signedData(encap, content []byte, wrap func(byte, ...[]byte) []byte) ([]byte, error) {
	info, err := s.signerInfo(content)
	if err != nil {
		return nil, err
	}
	signed := wrap(0x30,
		der(1),
		node(0x31, algorithm(oidSHA256)),
		encap,
		node(0xA0, s.cert.Raw),
		node(0x31, info),
	)
	return wrap(0x30, der(oidSignedData), wrap(0xA0, signed)), nil
}

// signerInfo signs the attributes, which hold the digest of the content
// (RFC 5652 §5.4).
func (s *Signer) signerInfo(content []byte) ([]byte, error) {
	digest := sha256.Sum256(content)
	attributes := concat(
		attribute(oidContentType, der(oidData)),
		attribute(oidSigningTime, der(s.at.UTC())),
		attribute(oidMessageDigest, node(0x04, digest[:])),
	)
	toSign := sha256.Sum256(node(0x31, attributes))
	signature, err := s.key.Sign(rand.Reader, toSign[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("signaturestest: %w", err)
	}
	issuerAndSerial := node(0x30, s.cert.RawIssuer, der(s.cert.SerialNumber))
	return node(0x30,
		der(1),
		issuerAndSerial,
		algorithm(oidSHA256),
		node(0xA0, attributes),
		algorithm(oidECDSASHA256),
		node(0x04, signature),
	), nil
}

func attribute(kind asn1.ObjectIdentifier, value []byte) []byte {
	return node(0x30, der(kind), node(0x31, value))
}

func algorithm(oid asn1.ObjectIdentifier) []byte { return node(0x30, der(oid)) }

// der encodes a value that encoding/asn1 can always encode.
func der(value any) []byte {
	b, err := asn1.Marshal(value)
	if err != nil {
		panic("signaturestest: " + err.Error()) // a fault of this package, not of its input
	}
	return b
}

// node is an element of definite length.
func node(tag byte, parts ...[]byte) []byte {
	body := concat(parts...)
	n := len(body)
	if n < 0x80 {
		return append([]byte{tag, byte(n)}, body...)
	}
	var length []byte
	for ; n > 0; n >>= 8 {
		length = append([]byte{byte(n)}, length...)
	}
	head := append([]byte{tag, 0x80 | byte(len(length))}, length...)
	return append(head, body...)
}

// open is an element of indefinite length.
func open(tag byte, parts ...[]byte) []byte {
	return append(append([]byte{tag, 0x80}, concat(parts...)...), 0, 0)
}

func concat(parts ...[]byte) []byte {
	var all []byte
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}
