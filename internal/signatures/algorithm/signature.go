// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package algorithm

import (
	"bytes"
	"crypto"
	//lint:ignore SA1019 signatures of the first years have it
	"crypto/dsa"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	encasn1 "encoding/asn1"
	"errors"
	"math/big"
	"strconv"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// ErrMismatch: the value is not the signature of these data by this key.
var ErrMismatch = errors.New("algorithm: the signature does not verify")

// scheme is how a value is made of a digest.
type scheme int

const (
	anyKey     scheme = iota // the key's own, of the digest that is named elsewhere
	pkcs1                    // RSASSA-PKCS1-v1_5
	pss                      // RSASSA-PSS
	ecdsaDER                 // SEQUENCE of r and s
	ecdsaPlain               // r and s one after the other (BSI TR-03111)
	dsaDER
	edwards
)

type signature struct {
	scheme scheme
	hash   crypto.Hash // 0: named elsewhere
}

var signatures = map[string]signature{
	"1.2.840.113549.1.1.1":     {scheme: pkcs1},
	"1.2.840.113549.1.1.4":     {pkcs1, crypto.MD5},
	"1.2.840.113549.1.1.5":     {pkcs1, crypto.SHA1},
	"1.3.14.3.2.29":            {pkcs1, crypto.SHA1},
	"1.2.840.113549.1.1.14":    {pkcs1, crypto.SHA224},
	"1.2.840.113549.1.1.11":    {pkcs1, crypto.SHA256},
	"1.2.840.113549.1.1.12":    {pkcs1, crypto.SHA384},
	"1.2.840.113549.1.1.13":    {pkcs1, crypto.SHA512},
	"1.2.840.113549.1.1.10":    {scheme: pss},
	"2.16.840.1.101.3.4.3.13":  {pkcs1, crypto.SHA3_224},
	"2.16.840.1.101.3.4.3.14":  {pkcs1, crypto.SHA3_256},
	"2.16.840.1.101.3.4.3.15":  {pkcs1, crypto.SHA3_384},
	"2.16.840.1.101.3.4.3.16":  {pkcs1, crypto.SHA3_512},
	"1.3.36.3.3.1.2":           {pkcs1, crypto.RIPEMD160},
	"1.2.840.10045.2.1":        {scheme: ecdsaDER},
	"1.2.840.10045.4.1":        {ecdsaDER, crypto.SHA1},
	"1.2.840.10045.4.3.1":      {ecdsaDER, crypto.SHA224},
	"1.2.840.10045.4.3.2":      {ecdsaDER, crypto.SHA256},
	"1.2.840.10045.4.3.3":      {ecdsaDER, crypto.SHA384},
	"1.2.840.10045.4.3.4":      {ecdsaDER, crypto.SHA512},
	"2.16.840.1.101.3.4.3.9":   {ecdsaDER, crypto.SHA3_224},
	"2.16.840.1.101.3.4.3.10":  {ecdsaDER, crypto.SHA3_256},
	"2.16.840.1.101.3.4.3.11":  {ecdsaDER, crypto.SHA3_384},
	"2.16.840.1.101.3.4.3.12":  {ecdsaDER, crypto.SHA3_512},
	"0.4.0.127.0.7.1.1.4.1.1":  {ecdsaPlain, crypto.SHA1},
	"0.4.0.127.0.7.1.1.4.1.2":  {ecdsaPlain, crypto.SHA224},
	"0.4.0.127.0.7.1.1.4.1.3":  {ecdsaPlain, crypto.SHA256},
	"0.4.0.127.0.7.1.1.4.1.4":  {ecdsaPlain, crypto.SHA384},
	"0.4.0.127.0.7.1.1.4.1.5":  {ecdsaPlain, crypto.SHA512},
	"0.4.0.127.0.7.1.1.4.1.6":  {ecdsaPlain, crypto.RIPEMD160},
	"0.4.0.127.0.7.1.1.4.1.8":  {ecdsaPlain, crypto.SHA3_224},
	"0.4.0.127.0.7.1.1.4.1.9":  {ecdsaPlain, crypto.SHA3_256},
	"0.4.0.127.0.7.1.1.4.1.10": {ecdsaPlain, crypto.SHA3_384},
	"0.4.0.127.0.7.1.1.4.1.11": {ecdsaPlain, crypto.SHA3_512},
	"1.2.840.10040.4.1":        {scheme: dsaDER},
	"1.2.840.10040.4.3":        {dsaDER, crypto.SHA1},
	"2.16.840.1.101.3.4.3.1":   {dsaDER, crypto.SHA224},
	"2.16.840.1.101.3.4.3.2":   {dsaDER, crypto.SHA256},
	"1.3.101.112":              {scheme: edwards},
}

// Identifier is an AlgorithmIdentifier (RFC 5280 §4.1.1.2).
type Identifier struct {
	OID        string
	Parameters []byte // DER, nil when absent
}

// Hash is the digest that a signature is made of: the one that its algorithm
// names, otherwise announced.
func (a Identifier) Hash(announced crypto.Hash) (crypto.Hash, error) {
	s, ok := signatures[a.OID]
	switch {
	case !ok:
		return 0, ErrUnsupported
	case s.scheme == pss:
		p, err := parsePSS(a.Parameters)
		return p.hash, err
	case s.hash != 0:
		return s.hash, nil
	}
	return announced, nil
}

// IsPSS says whether it is RSASSA-PSS.
func (a Identifier) IsPSS() bool { return signatures[a.OID].scheme == pss }

// Verify checks value over a message, of which digest is the hash. An Edwards
// key signs the message itself.
func (a Identifier) Verify(key crypto.PublicKey, hash crypto.Hash, message, value []byte) error {
	s, ok := signatures[a.OID]
	if !ok || key == nil {
		return ErrUnsupported
	}
	if s.scheme == edwards {
		return verifyEdwards(key, message, value)
	}
	if !hash.Available() {
		return ErrUnsupported
	}
	h := hash.New()
	h.Write(message)
	return a.VerifyDigest(key, hash, h.Sum(nil), value)
}

// VerifyDigest checks value over a digest.
func (a Identifier) VerifyDigest(key crypto.PublicKey, hash crypto.Hash, digest, value []byte) error {
	s, ok := signatures[a.OID]
	if !ok {
		return ErrUnsupported
	}
	switch k := key.(type) {
	case *rsa.PublicKey:
		return a.verifyRSA(k, s.scheme, hash, digest, value)
	case *ecdsa.PublicKey:
		return verifyECDSA(s.scheme, digest, value, func(r, s *big.Int) bool { return ecdsa.Verify(k, digest, r, s) })
	case *brainpoolKey:
		return verifyECDSA(s.scheme, digest, value, func(r, s *big.Int) bool { return k.verify(digest, r, s) })
	case *dsa.PublicKey:
		return verifyDSA(k, digest, value)
	}
	return ErrUnsupported
}

func (a Identifier) verifyRSA(k *rsa.PublicKey, s scheme, hash crypto.Hash, digest, value []byte) error {
	var err error
	switch s {
	case pkcs1:
		err = rsa.VerifyPKCS1v15(k, hash, digest, value)
		if err != nil && len(value) < k.Size() { // some encoders drop leading zeros
			err = rsa.VerifyPKCS1v15(k, hash, digest, append(bytes.Repeat([]byte{0}, k.Size()-len(value)), value...))
		}
	case pss:
		p, perr := parsePSS(a.Parameters)
		if perr != nil {
			return perr
		}
		err = verifyPSS(k, p, digest, value)
	default:
		return ErrUnsupported
	}
	if err != nil {
		return errors.Join(ErrMismatch, err)
	}
	return nil
}

// verifyECDSA reads r and s in either form: both are met under either name.
func verifyECDSA(s scheme, _, value []byte, verify func(r, s *big.Int) bool) error {
	if s != ecdsaDER && s != ecdsaPlain {
		return ErrUnsupported
	}
	if r, s, ok := pair(value); ok && verify(r, s) {
		return nil
	}
	if n := len(value); n > 0 && n%2 == 0 && verify(new(big.Int).SetBytes(value[:n/2]), new(big.Int).SetBytes(value[n/2:])) {
		return nil
	}
	return ErrMismatch
}

func verifyDSA(k *dsa.PublicKey, digest, value []byte) error {
	if n := (k.Q.BitLen() + 7) / 8; len(digest) > n {
		digest = digest[:n]
	}
	if r, s, ok := pair(value); ok && dsa.Verify(k, digest, r, s) {
		return nil
	}
	if n := len(value); n > 0 && n%2 == 0 && dsa.Verify(k, digest, new(big.Int).SetBytes(value[:n/2]), new(big.Int).SetBytes(value[n/2:])) {
		return nil
	}
	return ErrMismatch
}

func verifyEdwards(key crypto.PublicKey, message, value []byte) error {
	k, ok := key.(ed25519.PublicKey)
	if !ok {
		return ErrUnsupported
	}
	if !ed25519.Verify(k, message, value) {
		return ErrMismatch
	}
	return nil
}

// pair reads SEQUENCE { INTEGER, INTEGER }.
func pair(value []byte) (r, s *big.Int, ok bool) {
	in := cryptobyte.String(value)
	var body cryptobyte.String
	r, s = new(big.Int), new(big.Int)
	ok = in.ReadASN1(&body, asn1.SEQUENCE) && body.ReadASN1Integer(r) && body.ReadASN1Integer(s) && body.Empty()
	return r, s, ok
}

type pssParameters struct {
	hash, mask crypto.Hash
	salt       int
}

// parsePSS reads RSASSA-PSS-params (RFC 4055 §3.1).
func parsePSS(der []byte) (pssParameters, error) {
	p := pssParameters{hash: crypto.SHA1, mask: crypto.SHA1, salt: 20}
	if len(der) == 0 {
		return p, nil
	}
	in := cryptobyte.String(der)
	var body, part cryptobyte.String
	if !in.ReadASN1(&body, asn1.SEQUENCE) {
		return p, ErrUnsupported
	}
	for !body.Empty() {
		var tag asn1.Tag
		if !body.ReadAnyASN1(&part, &tag) {
			return p, ErrUnsupported
		}
		var err error
		switch tag {
		case asn1.Tag(0).ContextSpecific().Constructed():
			p.hash, err = readHash(part)
		case asn1.Tag(1).ContextSpecific().Constructed():
			p.mask, err = readMask(part)
		case asn1.Tag(2).ContextSpecific().Constructed():
			if !part.ReadASN1Integer(&p.salt) || p.salt < 0 {
				return p, ErrUnsupported
			}
		}
		if err != nil {
			return p, err
		}
	}
	return p, nil
}

func readHash(in cryptobyte.String) (crypto.Hash, error) {
	id, ok := ReadIdentifier(&in)
	if !ok {
		return 0, ErrUnsupported
	}
	return Digest(id.OID)
}

func readMask(in cryptobyte.String) (crypto.Hash, error) {
	id, ok := ReadIdentifier(&in)
	if !ok || id.OID != "1.2.840.113549.1.1.8" {
		return 0, ErrUnsupported
	}
	return readHash(id.Parameters)
}

// ReadIdentifier reads an AlgorithmIdentifier.
func ReadIdentifier(in *cryptobyte.String) (Identifier, bool) {
	var body cryptobyte.String
	if !in.ReadASN1(&body, asn1.SEQUENCE) {
		return Identifier{}, false
	}
	oid, ok := ReadOID(&body)
	return Identifier{OID: oid, Parameters: body}, ok
}

// ReadOID reads an OBJECT IDENTIFIER into its dotted form.
func ReadOID(in *cryptobyte.String) (string, bool) {
	var body cryptobyte.String
	if !in.ReadASN1(&body, asn1.OBJECT_IDENTIFIER) {
		return "", false
	}
	return dotted(body)
}

// ParseOID reads the whole element of an OBJECT IDENTIFIER.
func ParseOID(element []byte) (string, bool) {
	in := cryptobyte.String(element)
	return ReadOID(&in)
}

// PSS is RSASSA-PSS as everybody uses it: one hash, a salt of its length.
func PSS(h crypto.Hash) Identifier {
	var b cryptobyte.Builder
	hash := func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { addOID(b, DigestOID(h)) })
	}
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.Tag(0).ContextSpecific().Constructed(), hash)
		b.AddASN1(asn1.Tag(1).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				addOID(b, "1.2.840.113549.1.1.8")
				hash(b)
			})
		})
		b.AddASN1(asn1.Tag(2).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) { b.AddASN1Int64(int64(h.Size())) })
	})
	return Identifier{OID: "1.2.840.113549.1.1.10", Parameters: b.BytesOrPanic()}
}

// addOID writes an OBJECT IDENTIFIER of this package.
func addOID(b *cryptobyte.Builder, dotted string) {
	var oid encasn1.ObjectIdentifier
	for part := range strings.SplitSeq(dotted, ".") {
		n, err := strconv.Atoi(part)
		b.SetError(err)
		oid = append(oid, n)
	}
	b.AddASN1ObjectIdentifier(oid)
}
