// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cms

import (
	"bytes"
	"crypto"
	"crypto/subtle"
	"errors"
	"hash"
	"io"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/report"
)

// ErrNoData: the signed document is not in the message, and was not given.
var ErrNoData = errors.New("cms: the signed data are not there")

// Warnings of this package.
const (
	WarnAsReceived     report.Warning = "signed_as_received"     // the value verifies over attributes out of their order only
	WarnOtherTimestamp report.Warning = "timestamp_of_something" // a token that is not about this signature
	WarnNoSigningCert  report.Warning = "no_signing_certificate" // the signed attributes do not name the certificate
	WarnOldDigest      report.Warning = "old_digest"             // SHA-1 or MD5
	WarnUnknownMethod  report.Warning = "unknown_algorithm"
	WarnTrailer        report.Warning = "trailing_bytes" // bytes follow the message that nobody signed
	WarnContentType    report.Warning = "content_type_differs"
)

// Digest computes the digest of a document with a hash.
type Digest func(crypto.Hash) ([]byte, error)

// Digest is the digest of the content, ErrNoData when the message is detached.
// The first call computes each digest that a signer uses, in one pass.
func (m *Message) Digest(h crypto.Hash) ([]byte, error) {
	if m.content == nil {
		return nil, ErrNoData
	}
	if sum, ok := m.digests[h.String()]; ok {
		return sum, nil
	}
	wanted := map[crypto.Hash]hash.Hash{h: h.New()}
	for _, s := range m.Signers {
		for _, each := range s.hashes() {
			if wanted[each] == nil {
				wanted[each] = each.New()
			}
		}
	}
	writers := make([]io.Writer, 0, len(wanted))
	for _, w := range wanted {
		writers = append(writers, w)
	}
	if err := m.content.copyTo(io.MultiWriter(writers...)); err != nil {
		return nil, err
	}
	m.digests = map[string][]byte{}
	for each, w := range wanted {
		m.digests[each.String()] = w.Sum(nil)
	}
	return m.digests[h.String()], nil
}

// hashes are those over the content that a signer needs.
func (s *Signer) hashes() (all []crypto.Hash) {
	if s.Digest != 0 {
		all = append(all, s.Digest)
	}
	if !s.hasSigned {
		if h, err := s.Algorithm.Hash(s.Digest); err == nil && h != 0 {
			all = append(all, h)
		}
	}
	return all
}

// Verify judges one signer of the message over a document, without trust: a
// right signature is INDETERMINATE for want of a certificate chain.
func (s *Signer) Verify(digest Digest) report.Signature {
	out := report.Signature{Role: report.RoleSignature, Claimed: report.Time{Time: s.SigningTime()}}
	out.Certificate, out.Others, out.IsPSS = s.Certificate, s.others, s.Algorithm.IsPSS()
	if s.Certificate != nil {
		out.Signer = report.Signer{CommonName: s.Certificate.Subject.Display(), FiscalCode: s.Certificate.Subject.FiscalCode()}
	}
	if h, err := s.Algorithm.Hash(s.Digest); err == nil && h != 0 {
		out.Digest = algorithm.Name(h)
		if h == crypto.SHA1 || h == crypto.MD5 {
			out.Warn(WarnOldDigest)
		}
	}
	s.judge(&out, digest)
	return out
}

// judge goes through the questions in the order of EN 319 102-1 §5.2: the
// certificate, the data, the value.
func (s *Signer) judge(out *report.Signature, digest Digest) {
	data := s.checkData(out, digest)
	if s.Certificate == nil {
		out.Judge(report.Unknown, report.Indeterminate, report.NoSigningCertificate)
		if data == report.HashFailure {
			out.Judge(report.Broken, report.TotalFailed, data)
		}
		return
	}
	switch data {
	case report.HashFailure:
		out.Judge(report.Broken, report.TotalFailed, data)
		return
	case report.SignedDataNotFound, report.CryptoConstraintsFailure:
		out.Judge(report.Unknown, report.Indeterminate, data)
		return
	}
	switch err := s.checkValue(out, digest); {
	case errors.Is(err, algorithm.ErrUnsupported):
		out.Warn(WarnUnknownMethod)
		out.Judge(report.Unknown, report.Indeterminate, report.CryptoConstraintsFailure)
	case err != nil:
		out.Judge(report.Broken, report.TotalFailed, report.SigCryptoFailure)
	default:
		out.Judge(report.Intact, report.Indeterminate, report.NoCertificateChain)
		s.checkReference(out)
	}
}

// checkData compares the digest that was signed with the document's; "" when
// there is nothing against it.
func (s *Signer) checkData(out *report.Signature, digest Digest) report.Sub {
	if s.Digest == 0 {
		out.Warn(WarnUnknownMethod)
		return report.CryptoConstraintsFailure
	}
	sum, err := digest(s.Digest)
	switch {
	case errors.Is(err, ErrNoData):
		return report.SignedDataNotFound
	case err != nil:
		return report.HashFailure
	case !s.hasSigned:
		return ""
	}
	value, _ := attribute(s.Signed, AttrMessageDigest)
	in := cryptobyte.String(value)
	var signed cryptobyte.String
	if !in.ReadASN1(&signed, asn1.OCTET_STRING) || subtle.ConstantTimeCompare(signed, sum) != 1 {
		return report.HashFailure
	}
	return ""
}

// checkValue verifies the signature's value: over the signed attributes in
// their order, or over the document when there are none.
func (s *Signer) checkValue(out *report.Signature, digest Digest) error {
	h, err := s.Algorithm.Hash(s.Digest)
	if err != nil {
		return err
	}
	if !s.hasSigned {
		sum, err := digest(h)
		if err != nil {
			return err
		}
		return s.Algorithm.VerifyDigest(s.Certificate.Key, h, sum, s.Value)
	}
	sorted := s.sorted()
	err = s.Algorithm.Verify(s.Certificate.Key, h, sorted, s.Value)
	if err != nil && !bytes.Equal(sorted, s.received) && s.Algorithm.Verify(s.Certificate.Key, h, s.received, s.Value) == nil {
		out.Warn(WarnAsReceived)
	}
	return err
}

// checkReference compares the certificate with the one that the signed
// attributes name (RFC 5035 §3): without it anybody could put another
// certificate with the same key in its place.
func (s *Signer) checkReference(out *report.Signature) {
	named, count := s.signingCertificate()
	switch {
	case count == 0:
		out.Warn(WarnNoSigningCert)
	case named == nil || !named(s.Certificate.Raw):
		out.Judge(report.Intact, report.Indeterminate, report.NoSigningCertificate)
	}
}

// signingCertificate is a test for the certificate that is named, nil when it
// cannot be read or is named twice.
func (s *Signer) signingCertificate() (is func(der []byte) bool, count int) {
	v2, n2 := attribute(s.Signed, AttrSigningCertV2)
	v1, n1 := attribute(s.Signed, AttrSigningCert)
	value, fallback := v2, crypto.SHA256
	if n2 == 0 {
		value, fallback = v1, crypto.SHA1
	}
	in := cryptobyte.String(value)
	var body, list, id, sum cryptobyte.String
	if !in.ReadASN1(&body, asn1.SEQUENCE) || !body.ReadASN1(&list, asn1.SEQUENCE) || !list.ReadASN1(&id, asn1.SEQUENCE) {
		return nil, n1 + n2
	}
	h := fallback
	if id.PeekASN1Tag(asn1.SEQUENCE) {
		a, ok := algorithm.ReadIdentifier(&id)
		named, err := algorithm.Digest(a.OID)
		if !ok || err != nil {
			return nil, n1 + n2
		}
		h = named
	}
	if !id.ReadASN1(&sum, asn1.OCTET_STRING) {
		return nil, n1 + n2
	}
	return func(der []byte) bool {
		w := h.New()
		w.Write(der)
		return bytes.Equal(w.Sum(nil), sum)
	}, n1 + n2
}
