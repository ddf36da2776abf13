// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package certificate

import (
	"bytes"
	"crypto"
	"errors"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"pratica/internal/signatures/algorithm"
)

// ErrMalformed: these bytes are no certificate.
var ErrMalformed = errors.New("certificate: malformed")

// Certificate is what is read of one. The Raw fields are parts of the bytes
// that were parsed.
type Certificate struct {
	Raw, RawTBS, RawIssuer, RawSubject []byte
	RawKey                             []byte // the bits of the public key, of which key identifiers are digests

	Serial              *big.Int
	Issuer, Subject     Name
	NotBefore, NotAfter time.Time
	Key                 crypto.PublicKey // nil: of a kind that is not known here
	Algorithm           algorithm.Identifier
	Signature           []byte

	Extensions
}

// Parse reads a certificate in DER.
func Parse(der []byte) (*Certificate, error) {
	in := cryptobyte.String(der)
	var outer, tbs, value cryptobyte.String
	var unused byte
	c := &Certificate{}
	var whole cryptobyte.String
	if !in.ReadASN1Element(&whole, asn1.SEQUENCE) {
		return nil, ErrMalformed
	}
	c.Raw = whole
	var ok bool
	if !whole.ReadASN1(&outer, asn1.SEQUENCE) || !outer.ReadASN1Element(&tbs, asn1.SEQUENCE) {
		return nil, ErrMalformed
	}
	c.RawTBS = tbs
	if c.Algorithm, ok = algorithm.ReadIdentifier(&outer); !ok || !outer.ReadASN1(&value, asn1.BIT_STRING) || !value.ReadUint8(&unused) {
		return nil, ErrMalformed
	}
	c.Signature = value
	return c, c.readTBS(tbs)
}

// readTBS reads the part that the issuer signed (RFC 5280 §4.1.2).
func (c *Certificate) readTBS(in cryptobyte.String) error {
	var tbs, serial, issuer, validity, subject, spki cryptobyte.String
	if !in.ReadASN1(&tbs, asn1.SEQUENCE) ||
		!tbs.SkipOptionalASN1(asn1.Tag(0).ContextSpecific().Constructed()) ||
		!tbs.ReadASN1(&serial, asn1.INTEGER) || !tbs.SkipASN1(asn1.SEQUENCE) ||
		!tbs.ReadASN1Element(&issuer, asn1.SEQUENCE) || !tbs.ReadASN1(&validity, asn1.SEQUENCE) ||
		!tbs.ReadASN1Element(&subject, asn1.SEQUENCE) || !tbs.ReadASN1Element(&spki, asn1.SEQUENCE) {
		return ErrMalformed
	}
	c.Serial = Integer(serial)
	c.RawIssuer, c.RawSubject = issuer, subject
	c.Issuer, c.Subject = readName(issuer), readName(subject)
	c.NotBefore, c.NotAfter = readTime(&validity), readTime(&validity)
	c.RawKey = keyBits(spki)
	c.Key, _ = algorithm.PublicKey(spki) // nil when it is not known: its owner cannot be verified
	for _, id := range []asn1.Tag{1, 2} {
		tbs.SkipOptionalASN1(id.ContextSpecific())
	}
	var extensions cryptobyte.String
	var has bool
	if tbs.ReadOptionalASN1(&extensions, &has, asn1.Tag(3).ContextSpecific().Constructed()) && has {
		c.Extensions = readExtensions(extensions)
	}
	return nil
}

// keyBits are those of a SubjectPublicKeyInfo, nil when there are none.
func keyBits(spki cryptobyte.String) []byte {
	var body, bits cryptobyte.String
	var unused byte
	if !spki.ReadASN1(&body, asn1.SEQUENCE) || !body.SkipASN1(asn1.SEQUENCE) || !body.ReadASN1(&bits, asn1.BIT_STRING) || !bits.ReadUint8(&unused) {
		return nil
	}
	return bits
}

// Integer reads the body of an INTEGER, negative ones too: serial numbers of
// old certificates are compared as they were written.
func Integer(body []byte) *big.Int {
	n := new(big.Int).SetBytes(body)
	if len(body) > 0 && body[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(body)*8)))
	}
	return n
}

// readTime reads a UTCTime or a GeneralizedTime; a zero time when it is neither.
func readTime(in *cryptobyte.String) time.Time {
	var body cryptobyte.String
	var tag asn1.Tag
	if !in.ReadAnyASN1(&body, &tag) {
		return time.Time{}
	}
	return Time(byte(tag), body)
}

// Time reads the body of a UTCTime (tag 23) or a GeneralizedTime (tag 24),
// with fractions and without seconds too.
func Time(tag byte, body []byte) time.Time {
	layouts := []string{"20060102150405Z0700", "200601021504Z0700", "20060102150405.999999999Z0700", "20060102150405"}
	text := string(body)
	if tag == byte(asn1.UTCTime) {
		if len(text) < 2 {
			return time.Time{}
		}
		century := "20"
		if text[0] >= '5' { // RFC 5280 §4.1.2.5.1
			century = "19"
		}
		text = century + text
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// Names says whether this certificate has this issuer (in DER) and serial.
func (c *Certificate) Names(issuer []byte, serial *big.Int) bool {
	return c.Serial.Cmp(serial) == 0 && bytes.Equal(c.RawIssuer, issuer)
}

// IsValidAt says whether t lies in the certificate's period.
func (c *Certificate) IsValidAt(t time.Time) bool {
	return !t.Before(c.NotBefore) && !t.After(c.NotAfter)
}

// IsSelfIssued says whether issuer and subject are the same.
func (c *Certificate) IsSelfIssued() bool { return bytes.Equal(c.RawIssuer, c.RawSubject) }

// IsSignedBy verifies the issuer's signature on this certificate.
func (c *Certificate) IsSignedBy(issuer *Certificate) bool {
	hash, err := c.Algorithm.Hash(0)
	return err == nil && c.Algorithm.Verify(issuer.Key, hash, c.RawTBS, c.Signature) == nil
}

// WasIssuedBy says whether the names and key identifiers fit, and the signature
// verifies.
func (c *Certificate) WasIssuedBy(issuer *Certificate) bool {
	if !bytes.Equal(c.RawIssuer, issuer.RawSubject) {
		return false
	}
	if len(c.AuthorityKeyID) > 0 && len(issuer.SubjectKeyID) > 0 && !bytes.Equal(c.AuthorityKeyID, issuer.SubjectKeyID) {
		return false
	}
	return c.IsSignedBy(issuer)
}
