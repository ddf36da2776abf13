// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cms

import (
	"bytes"
	"crypto"
	"math/big"
	"sort"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/certificate"
)

// Attributes of signers (RFC 5652 §11, RFC 5035, ETSI EN 319 122-1).
const (
	AttrContentType     = "1.2.840.113549.1.9.3"
	AttrMessageDigest   = "1.2.840.113549.1.9.4"
	AttrSigningTime     = "1.2.840.113549.1.9.5"
	AttrCounter         = "1.2.840.113549.1.9.6"
	AttrSigningCert     = "1.2.840.113549.1.9.16.2.12"
	AttrSigningCertV2   = "1.2.840.113549.1.9.16.2.47"
	AttrSignaturePolicy = "1.2.840.113549.1.9.16.2.15"
	AttrTimestamp       = "1.2.840.113549.1.9.16.2.14"
	AttrCertRefs        = "1.2.840.113549.1.9.16.2.21"
	AttrRevocationRefs  = "1.2.840.113549.1.9.16.2.22"
	AttrCertValues      = "1.2.840.113549.1.9.16.2.23"
	AttrRevocationVals  = "1.2.840.113549.1.9.16.2.24"
	AttrEscTimestamp    = "1.2.840.113549.1.9.16.2.25"
	AttrRefsTimestamp   = "1.2.840.113549.1.9.16.2.26"
	AttrArchiveV2       = "1.2.840.113549.1.9.16.2.48"
	AttrArchiveV3       = "0.4.0.1733.2.4"
	AttrMimeType        = "0.4.0.1733.2.1"
)

const maxCounters = 4 // counter-signatures of counter-signatures

// Attribute is a type with its values, each a whole element in DER.
type Attribute struct {
	Type   string
	Values [][]byte
}

// Signer is a SignerInfo.
type Signer struct {
	Certificate *certificate.Certificate // nil: it is not in the message
	Digest      crypto.Hash              // of the content; 0: of a kind that is not known
	Algorithm   algorithm.Identifier
	Value       []byte
	Signed      []Attribute
	Unsigned    []Attribute
	Counters    []*Signer // who signed this signer's value

	others    []*certificate.Certificate
	hasSigned bool
	received  []byte // the signed attributes as they came, as a SET
	issuer    []byte
	serial    *big.Int
	keyID     []byte
}

// parseSigner reads a SignerInfo in DER (RFC 5652 §5.3).
func parseSigner(element []byte, certificates []*certificate.Certificate, depth int) (*Signer, error) {
	in := cryptobyte.String(element)
	var body, sid, signed, unsigned, value cryptobyte.String
	var tag asn1.Tag
	if !in.ReadASN1(&body, asn1.SEQUENCE) || !body.SkipASN1(asn1.INTEGER) || !body.ReadAnyASN1(&sid, &tag) {
		return nil, ErrMalformed
	}
	s := &Signer{others: certificates}
	if err := s.readID(tag, sid); err != nil {
		return nil, err
	}
	digest, ok := algorithm.ReadIdentifier(&body)
	if !ok {
		return nil, ErrMalformed
	}
	s.Digest, _ = algorithm.Digest(digest.OID) // 0 is judged later
	if !body.ReadOptionalASN1(&signed, &s.hasSigned, asn1.Tag(0).ContextSpecific().Constructed()) {
		return nil, ErrMalformed
	}
	if s.Algorithm, ok = algorithm.ReadIdentifier(&body); !ok || !body.ReadASN1(&value, asn1.OCTET_STRING) {
		return nil, ErrMalformed
	}
	s.Value = value
	var has bool
	if !body.ReadOptionalASN1(&unsigned, &has, asn1.Tag(1).ContextSpecific().Constructed()) {
		return nil, ErrMalformed
	}
	s.received = append(append([]byte{tagSet}, derLength(len(signed))...), signed...)
	var err error
	if s.Signed, err = readAttributes(signed); err != nil {
		return nil, err
	}
	if s.Unsigned, err = readAttributes(unsigned); err != nil {
		return nil, err
	}
	s.Certificate = s.find(certificates)
	s.readCounters(certificates, depth)
	return s, nil
}

// readID reads who signs: an issuer and a serial number, or a key identifier.
func (s *Signer) readID(tag asn1.Tag, sid cryptobyte.String) error {
	switch tag {
	case asn1.SEQUENCE:
		var issuer, serial cryptobyte.String
		if !sid.ReadASN1Element(&issuer, asn1.SEQUENCE) || !sid.ReadASN1(&serial, asn1.INTEGER) {
			return ErrMalformed
		}
		s.issuer, s.serial = issuer, certificate.Integer(serial)
	case asn1.Tag(0).ContextSpecific():
		s.keyID = sid
	default:
		return ErrMalformed
	}
	return nil
}

// find looks for the signer's certificate. Issuers are compared as they are
// written; when none fits and one serial number does, that one is taken and
// the signing-certificate attribute has the last word.
func (s *Signer) find(certificates []*certificate.Certificate) *certificate.Certificate {
	var bySerial []*certificate.Certificate
	for _, c := range certificates {
		switch {
		case s.serial == nil:
			if bytes.Equal(c.SubjectKeyID, s.keyID) {
				return c
			}
		case c.Names(s.issuer, s.serial):
			return c
		case c.Serial.Cmp(s.serial) == 0:
			bySerial = append(bySerial, c)
		}
	}
	if len(bySerial) == 1 {
		return bySerial[0]
	}
	return nil
}

// readCounters reads the counter-signatures; one that cannot be read is none.
func (s *Signer) readCounters(certificates []*certificate.Certificate, depth int) {
	if depth == maxCounters {
		return
	}
	for _, a := range s.Unsigned {
		if a.Type != AttrCounter {
			continue
		}
		for _, value := range a.Values[:min(len(a.Values), maxSigners)] {
			if c, err := parseSigner(value, certificates, depth+1); err == nil {
				s.Counters = append(s.Counters, c)
			}
		}
	}
}

// attribute is the only attribute of a type. Two of them, or two values, are
// as good as none: nobody could say which holds.
func attribute(all []Attribute, oid string) (value []byte, count int) {
	for _, a := range all {
		if a.Type == oid {
			count += max(1, len(a.Values))
			if len(a.Values) > 0 {
				value = a.Values[0]
			}
		}
	}
	if count != 1 {
		return nil, count
	}
	return value, count
}

func (s *Signer) has(oid string) bool { _, n := attribute(s.Signed, oid); return n > 0 }

func (s *Signer) hasUnsigned(oid string) bool { _, n := attribute(s.Unsigned, oid); return n > 0 }

// SigningTime is when the signer says that he signed; a claim, no proof.
func (s *Signer) SigningTime() time.Time {
	value, _ := attribute(s.Signed, AttrSigningTime)
	in := cryptobyte.String(value)
	var body cryptobyte.String
	var tag asn1.Tag
	if !in.ReadAnyASN1(&body, &tag) {
		return time.Time{}
	}
	return certificate.Time(byte(tag), body)
}

// sorted are the signed attributes as a SET in the order of DER (X.690 11.6).
func (s *Signer) sorted() []byte {
	in := cryptobyte.String(s.received)
	var set cryptobyte.String
	if !in.ReadASN1(&set, asn1.SET) {
		return s.received
	}
	var parts [][]byte
	for !set.Empty() {
		var part cryptobyte.String
		var tag asn1.Tag
		if !set.ReadAnyASN1Element(&part, &tag) {
			return s.received
		}
		parts = append(parts, part)
	}
	less := func(i, j int) bool { return bytes.Compare(parts[i], parts[j]) < 0 }
	if sort.SliceIsSorted(parts, less) {
		return s.received
	}
	sort.SliceStable(parts, less)
	body := bytes.Join(parts, nil)
	return append(append([]byte{tagSet}, derLength(len(body))...), body...)
}

func readAttributes(in cryptobyte.String) (all []Attribute, err error) {
	for !in.Empty() {
		var attr, set cryptobyte.String
		if !in.ReadASN1(&attr, asn1.SEQUENCE) {
			return nil, ErrMalformed
		}
		oid, ok := algorithm.ReadOID(&attr)
		if !ok || !attr.ReadASN1(&set, asn1.SET) {
			return nil, ErrMalformed
		}
		a := Attribute{Type: oid}
		for !set.Empty() {
			var value cryptobyte.String
			var tag asn1.Tag
			if !set.ReadAnyASN1Element(&value, &tag) {
				return nil, ErrMalformed
			}
			a.Values = append(a.Values, value)
		}
		all = append(all, a)
	}
	return all, nil
}

// otherRevocation takes an OCSP answer out of OtherRevocationInfoFormat.
func otherRevocation(element []byte) ([]byte, bool) {
	in := cryptobyte.String(element)
	var body, info cryptobyte.String
	var tag asn1.Tag
	if !in.ReadASN1(&body, asn1.Tag(1).ContextSpecific().Constructed()) {
		return nil, false
	}
	if _, ok := algorithm.ReadOID(&body); !ok || !body.ReadAnyASN1Element(&info, &tag) {
		return nil, false
	}
	return info, true
}
