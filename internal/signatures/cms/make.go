// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cms

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	encasn1 "encoding/asn1"
	"sort"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/certificate"
)

// Making is a detached signature while it is made: its attributes are fixed, its
// value is not there yet. The hash is SHA-256.
type Making struct {
	signer     *certificate.Certificate
	chain      [][]byte
	attributes []byte // a SET in DER
}

// Make fixes what is to be signed: that it is data, their digest, and whose the
// certificate is (ETSI EN 319 122-1 §5.2.2). The signer's certificate is the
// first of the chain. The time of signing is not among it: a PDF says it itself.
func Make(digest [sha256.Size]byte, chain ...[]byte) (*Making, error) {
	if len(chain) == 0 {
		return nil, ErrMalformed
	}
	signer, err := certificate.Parse(chain[0])
	if err != nil {
		return nil, err
	}
	fingerprint := sha256.Sum256(signer.Raw)
	all := [][]byte{
		attributeOf(AttrContentType, func(b *cryptobyte.Builder) { addOID(b, TypeData) }),
		attributeOf(AttrMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest[:]) }),
		attributeOf(AttrSigningCertV2, func(b *cryptobyte.Builder) { addSigningCertificate(b, signer, fingerprint[:]) }),
	}
	sort.Slice(all, func(i, j int) bool { return bytes.Compare(all[i], all[j]) < 0 })
	var b cryptobyte.Builder
	b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) { b.AddBytes(bytes.Join(all, nil)) })
	return &Making{signer, chain, b.BytesOrPanic()}, nil
}

// addSigningCertificate writes SigningCertificateV2 with SHA-256, which is its
// default (RFC 5035 §3).
func addSigningCertificate(b *cryptobyte.Builder, c *certificate.Certificate, fingerprint []byte) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1OctetString(fingerprint)
				b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { // issuerSerial
					b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1(asn1.Tag(4).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) { b.AddBytes(c.RawIssuer) })
					})
					b.AddASN1BigInt(c.Serial)
				})
			})
		})
	})
}

// Digest is what the signer's key signs: the SHA-256 of the attributes.
func (m *Making) Digest() [sha256.Size]byte { return sha256.Sum256(m.attributes) }

// Signer is whose signature it will be.
func (m *Making) Signer() *certificate.Certificate { return m.signer }

// Verify says whether a value is the signature that is wanted.
func (m *Making) Verify(by algorithm.Identifier, value []byte) error {
	h, err := by.Hash(crypto.SHA256)
	if err != nil {
		return err
	}
	return by.Verify(m.signer.Key, h, m.attributes, value)
}

// Message is the whole signature, once its value is there; token is a time stamp
// over the value, nil for none.
func (m *Making) Message(by algorithm.Identifier, value, token []byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		addOID(b, TypeSigned)
		b.AddASN1(asn1.Tag(0).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { m.addSignedData(b, by, value, token) })
		})
	})
	return b.BytesOrPanic()
}

func (m *Making) addSignedData(b *cryptobyte.Builder, by algorithm.Identifier, value, token []byte) {
	b.AddASN1Int64(1)
	b.AddASN1(asn1.SET, addSHA256)
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { addOID(b, TypeData) })
	b.AddASN1(asn1.Tag(0).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) {
		for _, c := range m.chain {
			b.AddBytes(c)
		}
	})
	b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { m.addSigner(b, by, value, token) })
	})
}

func (m *Making) addSigner(b *cryptobyte.Builder, by algorithm.Identifier, value, token []byte) {
	b.AddASN1Int64(1)
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(m.signer.RawIssuer)
		b.AddASN1BigInt(m.signer.Serial)
	})
	addSHA256(b)
	b.AddBytes(append([]byte{tagContext0}, m.attributes[1:]...)) // [0] IMPLICIT, same length and body
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		addOID(b, by.OID)
		b.AddBytes(by.Parameters)
	})
	b.AddASN1OctetString(value)
	if token == nil {
		return
	}
	b.AddASN1(asn1.Tag(1).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) {
		b.AddBytes(attributeOf(AttrTimestamp, func(b *cryptobyte.Builder) { b.AddBytes(token) }))
	})
}

func attributeOf(oid string, value func(*cryptobyte.Builder)) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		addOID(b, oid)
		b.AddASN1(asn1.SET, value)
	})
	return b.BytesOrPanic()
}

func addSHA256(b *cryptobyte.Builder) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { addOID(b, "2.16.840.1.101.3.4.2.1") })
}

func addOID(b *cryptobyte.Builder, text string) {
	var oid encasn1.ObjectIdentifier
	n := 0
	for i := 0; i <= len(text); i++ {
		if i == len(text) || text[i] == '.' {
			oid, n = append(oid, n), 0
			continue
		}
		n = n*10 + int(text[i]-'0')
	}
	b.AddASN1ObjectIdentifier(oid)
}
