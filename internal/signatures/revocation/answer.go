// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package revocation

import (
	"bytes"
	"crypto"
	"crypto/sha1"
	"math/big"
	"sync"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/certificate"
)

// answer is a BasicOCSPResponse (RFC 6960 §4.2.1).
type answer struct {
	raw, tbs     []byte
	name, key    []byte // of the responder: one of the two
	producedAt   time.Time
	singles      []single
	algorithm    algorithm.Identifier
	value        []byte
	certificates []*certificate.Certificate

	mu     sync.Mutex
	known  *certificate.Certificate // whose key signed it, for the issuer below
	issuer []byte
}

// single is what an answer says of one certificate.
type single struct {
	hash        crypto.Hash
	issuer, key []byte // digests
	serial      *big.Int
	status      Status
}

const maxCertificates = 20

// readAnswer reads a BasicOCSPResponse, or an OCSPResponse around one.
func readAnswer(der []byte) (*answer, error) {
	in := cryptobyte.String(der)
	var body, tbs, value cryptobyte.String
	var unused byte
	if !in.ReadASN1(&body, asn1.SEQUENCE) {
		return nil, ErrMalformed
	}
	if body.PeekASN1Tag(asn1.ENUM) {
		return readWrapped(body)
	}
	a := &answer{raw: der}
	if !body.ReadASN1Element(&tbs, asn1.SEQUENCE) {
		return nil, ErrMalformed
	}
	a.tbs = tbs
	var ok bool
	if a.algorithm, ok = algorithm.ReadIdentifier(&body); !ok || !body.ReadASN1(&value, asn1.BIT_STRING) || !value.ReadUint8(&unused) {
		return nil, ErrMalformed
	}
	a.value = value
	a.readCertificates(body)
	return a, a.readTBS(tbs)
}

// readWrapped reads the body of an OCSPResponse. Answers other than "successful"
// carry nothing.
func readWrapped(body cryptobyte.String) (*answer, error) {
	var explicit, inner, basic cryptobyte.String
	if !body.SkipASN1(asn1.ENUM) || !body.ReadASN1(&explicit, asn1.Tag(0).ContextSpecific().Constructed()) || !explicit.ReadASN1(&inner, asn1.SEQUENCE) {
		return nil, ErrMalformed
	}
	if _, ok := algorithm.ReadOID(&inner); !ok || !inner.ReadASN1(&basic, asn1.OCTET_STRING) || basic.PeekASN1Tag(asn1.ENUM) {
		return nil, ErrMalformed
	}
	return readAnswer(basic)
}

func (a *answer) readCertificates(in cryptobyte.String) {
	var explicit, list, one cryptobyte.String
	var has bool
	if !in.ReadOptionalASN1(&explicit, &has, asn1.Tag(0).ContextSpecific().Constructed()) || !has || !explicit.ReadASN1(&list, asn1.SEQUENCE) {
		return
	}
	for len(a.certificates) < maxCertificates && list.ReadASN1Element(&one, asn1.SEQUENCE) {
		if c, err := certificate.Parse(one); err == nil {
			a.certificates = append(a.certificates, c)
		}
	}
}

// readTBS reads ResponseData.
func (a *answer) readTBS(in cryptobyte.String) error {
	var data, id, responses cryptobyte.String
	var tag asn1.Tag
	if !in.ReadASN1(&data, asn1.SEQUENCE) || !data.SkipOptionalASN1(asn1.Tag(0).ContextSpecific().Constructed()) || !data.ReadAnyASN1(&id, &tag) {
		return ErrMalformed
	}
	switch tag {
	case asn1.Tag(1).ContextSpecific().Constructed():
		a.name = id
	case asn1.Tag(2).ContextSpecific().Constructed():
		var key cryptobyte.String
		if !id.ReadASN1(&key, asn1.OCTET_STRING) {
			return ErrMalformed
		}
		a.key = key
	default:
		return ErrMalformed
	}
	var ok bool
	if a.producedAt, ok = readTime(&data); !ok || !data.ReadASN1(&responses, asn1.SEQUENCE) {
		return ErrMalformed
	}
	for !responses.Empty() {
		var one cryptobyte.String
		if !responses.ReadASN1(&one, asn1.SEQUENCE) {
			return ErrMalformed
		}
		s, ok := readSingle(one)
		if !ok {
			return ErrMalformed
		}
		a.singles = append(a.singles, s)
	}
	return nil
}

func readSingle(in cryptobyte.String) (s single, ok bool) {
	var id, issuer, key, serial, status cryptobyte.String
	var tag asn1.Tag
	if !in.ReadASN1(&id, asn1.SEQUENCE) {
		return s, false
	}
	hash, ok := algorithm.ReadIdentifier(&id)
	if !ok || !id.ReadASN1(&issuer, asn1.OCTET_STRING) || !id.ReadASN1(&key, asn1.OCTET_STRING) || !id.ReadASN1(&serial, asn1.INTEGER) || !in.ReadAnyASN1(&status, &tag) {
		return s, false
	}
	s.hash, _ = algorithm.Digest(hash.OID) // 0: nothing matches it
	s.issuer, s.key, s.serial = issuer, key, certificate.Integer(serial)
	switch tag {
	case asn1.Tag(0).ContextSpecific():
		s.status.State = Good
	case asn1.Tag(1).ContextSpecific().Constructed():
		if !s.readRevoked(status) {
			return s, false
		}
	}
	if s.status.ThisUpdate, ok = readTime(&in); !ok {
		return s, false
	}
	var next cryptobyte.String
	var has bool
	if in.ReadOptionalASN1(&next, &has, asn1.Tag(0).ContextSpecific().Constructed()) && has {
		s.status.NextUpdate, _ = readTime(&next)
	}
	return s, true
}

// readRevoked reads RevokedInfo.
func (s *single) readRevoked(in cryptobyte.String) bool {
	var ok bool
	if s.status.RevokedAt, ok = readTime(&in); !ok {
		return false
	}
	var reason cryptobyte.String
	var has bool
	if in.ReadOptionalASN1(&reason, &has, asn1.Tag(0).ContextSpecific().Constructed()) && has {
		_ = reason.ReadASN1Enum(&s.status.Reason) // unspecified when it cannot be read
	}
	s.status.State = stateOf(s.status.Reason)
	return true
}

// Certificates implements Statement.
func (a *answer) Certificates() []*certificate.Certificate { return a.certificates }

// About implements Statement.
func (a *answer) About(c, issuer *certificate.Certificate) (Status, bool) {
	for _, each := range a.singles {
		if !each.isOf(c, issuer) {
			continue
		}
		signer := a.signer(issuer)
		if signer == nil {
			return Status{}, false
		}
		s := each.status
		s.ProducedAt, s.Signer, s.Raw, s.Answers = a.producedAt, signer, a.raw, true
		return s, true
	}
	return Status{}, false
}

func (s single) isOf(c, issuer *certificate.Certificate) bool {
	if s.hash == 0 || !s.hash.Available() || s.serial.Cmp(c.Serial) != 0 {
		return false
	}
	return bytes.Equal(sum(s.hash, issuer.RawSubject), s.issuer) && bytes.Equal(sum(s.hash, issuer.RawKey), s.key)
}

// signer is the issuer, or one whom the issuer lets answer (RFC 6960 §4.2.2.2). The
// signature is verified once: an answer is asked again for each file.
func (a *answer) signer(issuer *certificate.Certificate) *certificate.Certificate {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.known == nil || !bytes.Equal(a.issuer, issuer.Raw) {
		a.known, a.issuer = a.verify(issuer), issuer.Raw
	}
	return a.known
}

func (a *answer) verify(issuer *certificate.Certificate) *certificate.Certificate {
	for _, c := range append([]*certificate.Certificate{issuer}, a.certificates...) {
		if !a.names(c) || !isSigned(a.algorithm, c, a.tbs, a.value) {
			continue
		}
		if bytes.Equal(c.Raw, issuer.Raw) || c.HasExtUsage(certificate.ForOCSP) && c.WasIssuedBy(issuer) && c.IsValidAt(a.producedAt) {
			return c
		}
	}
	return nil
}

func (a *answer) names(c *certificate.Certificate) bool {
	if a.name != nil {
		return bytes.Equal(a.name, c.RawSubject)
	}
	return bytes.Equal(a.key, sum(crypto.SHA1, c.RawKey))
}

func sum(h crypto.Hash, data []byte) []byte {
	if h == crypto.SHA1 {
		s := sha1.Sum(data)
		return s[:]
	}
	w := h.New()
	w.Write(data)
	return w.Sum(nil)
}

// Question is the OCSP request about a certificate (RFC 6960 §4.1). It names
// SHA-1, which every responder knows: nothing depends on its strength here.
func Question(c, issuer *certificate.Certificate) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { // OCSPRequest
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { // TBSRequest
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { // requestList
				b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { // CertID
						b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
							b.AddASN1ObjectIdentifier([]int{1, 3, 14, 3, 2, 26})
							b.AddASN1NULL()
						})
						b.AddASN1OctetString(sum(crypto.SHA1, issuer.RawSubject))
						b.AddASN1OctetString(sum(crypto.SHA1, issuer.RawKey))
						b.AddASN1BigInt(c.Serial)
					})
				})
			})
		})
	})
	return b.BytesOrPanic()
}
