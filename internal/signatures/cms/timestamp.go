// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cms

import (
	"bytes"
	"crypto"
	"io"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/report"
)

// Token is a time-stamp token (RFC 3161 §2.4.2): an authority's word that a
// digest existed at a time.
type Token struct {
	*Message
	Time    time.Time
	Hash    crypto.Hash // 0: of a kind that is not known
	Imprint []byte
	Serial  *big.Int
	Nonce   *big.Int // nil: none
	Policy  string
}

const maxInfo = 64 << 10

// ReadToken reads a token, or the answer of an authority around one.
func ReadToken(raw []byte) (*Token, error) {
	if inner, ok := answerToken(raw); ok {
		raw = inner
	}
	m, err := Read(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	if m.ContentType != TypeTimestamp || m.Content == nil || m.Content.Size() > maxInfo || len(m.Signers) == 0 {
		return nil, ErrMalformed
	}
	info, err := io.ReadAll(m.Content)
	if err != nil {
		return nil, err
	}
	t := &Token{Message: m}
	if !t.readInfo(info) {
		return nil, ErrMalformed
	}
	return t, nil
}

// answerToken takes the token out of a TimeStampResp (RFC 3161 §2.4.2).
func answerToken(raw []byte) ([]byte, bool) {
	in := cryptobyte.String(raw)
	var body, token cryptobyte.String
	if !in.ReadASN1(&body, asn1.SEQUENCE) || !body.SkipASN1(asn1.SEQUENCE) || !body.ReadASN1Element(&token, asn1.SEQUENCE) {
		return nil, false
	}
	return token, true
}

// readInfo reads TSTInfo.
func (t *Token) readInfo(raw []byte) bool {
	in := cryptobyte.String(raw)
	var body, imprint, sum, serial, at cryptobyte.String
	if !in.ReadASN1(&body, asn1.SEQUENCE) || !body.SkipASN1(asn1.INTEGER) {
		return false
	}
	var ok bool
	if t.Policy, ok = algorithm.ReadOID(&body); !ok || !body.ReadASN1(&imprint, asn1.SEQUENCE) {
		return false
	}
	id, ok := algorithm.ReadIdentifier(&imprint)
	if !ok || !imprint.ReadASN1(&sum, asn1.OCTET_STRING) || !body.ReadASN1(&serial, asn1.INTEGER) || !body.ReadASN1(&at, asn1.GeneralizedTime) {
		return false
	}
	t.Hash, _ = algorithm.Digest(id.OID) // 0: nothing matches it
	t.Imprint, t.Serial, t.Time = sum, certificate.Integer(serial), certificate.Time(byte(asn1.GeneralizedTime), at)
	body.SkipOptionalASN1(asn1.SEQUENCE) // accuracy
	body.SkipOptionalASN1(asn1.BOOLEAN)  // ordering
	if body.PeekASN1Tag(asn1.INTEGER) {
		var nonce cryptobyte.String
		if !body.ReadASN1(&nonce, asn1.INTEGER) {
			return false
		}
		t.Nonce = certificate.Integer(nonce)
	}
	return !t.Time.IsZero()
}

// IsOver says whether the token is about a document.
func (t *Token) IsOver(digest Digest) bool {
	if t.Hash == 0 {
		return false
	}
	sum, err := digest(t.Hash)
	return err == nil && bytes.Equal(sum, t.Imprint)
}

// Verify judges the authority's signature on the token, and that the token is
// about a document.
func (t *Token) Verify(digest Digest) report.Signature {
	out := t.Signers[0].Verify(t.Digest)
	out.Role, out.Level, out.Claimed = report.RoleTimestamp, "RFC3161", report.Time{Time: t.Time}
	if out.Integrity != report.Intact || digest == nil {
		return out
	}
	if !t.IsOver(digest) {
		out.Judge(report.Broken, report.TotalFailed, report.HashFailure)
	}
	return out
}

// DigestOf is the digest of bytes in memory.
func DigestOf(data []byte) Digest {
	return func(h crypto.Hash) ([]byte, error) {
		if !h.Available() {
			return nil, algorithm.ErrUnsupported
		}
		w := h.New()
		w.Write(data)
		return w.Sum(nil), nil
	}
}

// Timestamps are the tokens over the signature's value (EN 319 122-1 §5.3),
// and whether there is one that is about something else.
func (s *Signer) Timestamps() (tokens []*Token, strange bool) {
	for _, a := range s.Unsigned {
		if a.Type != AttrTimestamp {
			continue
		}
		for _, value := range a.Values {
			t, err := ReadToken(value)
			if err != nil || !t.IsOver(DigestOf(s.Value)) {
				strange = true
				continue
			}
			tokens = append(tokens, t)
		}
	}
	return tokens, strange
}

// carriesToken: a level is what a signature carries; whether a token is about
// this signature is another question, and its answer a warning.
func (s *Signer) carriesToken() bool {
	for _, a := range s.Unsigned {
		if a.Type != AttrTimestamp {
			continue
		}
		for _, value := range a.Values {
			if _, err := ReadToken(value); err == nil {
				return true
			}
		}
	}
	return false
}
