// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cms

import (
	"crypto"
	"slices"
	"strconv"

	"pratica/internal/signatures/report"
)

// Level names what a CAdES signature carries, as EU DSS 6.3 names it: the
// baseline levels of EN 319 122-1 where its signed attributes are those of a
// baseline signature, the older names of TS 101 733 otherwise.
func (s *Signer) Level(m *Message) string {
	if !s.isBES() {
		return "CMS-NOT-ETSI"
	}
	baseline := s.isBaseline(m)
	stamped := s.carriesToken()
	switch {
	case !stamped && baseline:
		return "CAdES-BASELINE-B"
	case !stamped && s.has(AttrSignaturePolicy):
		return "CAdES-EPES"
	case !stamped:
		return "CAdES-BES"
	case baseline && m.hasValidationData():
		if s.hasUnsigned(AttrArchiveV3) {
			return "CAdES-BASELINE-LTA"
		}
		return "CAdES-BASELINE-LT"
	}
	return s.extended(baseline)
}

// extended are the levels of TS 101 733 above T.
func (s *Signer) extended(baseline bool) string {
	refs := s.hasUnsigned(AttrCertRefs) && s.hasUnsigned(AttrRevocationRefs)
	values := s.hasUnsigned(AttrCertValues) && s.hasUnsigned(AttrRevocationVals)
	stamped := s.hasUnsigned(AttrEscTimestamp) || s.hasUnsigned(AttrRefsTimestamp)
	archived := s.hasUnsigned(AttrArchiveV2) || s.hasUnsigned(AttrArchiveV3)
	switch {
	case refs && values && archived:
		return "CAdES-A"
	case refs && values && stamped:
		return "CAdES-XL"
	case refs && stamped:
		return "CAdES-X"
	case refs:
		return "CAdES-C"
	case baseline:
		return "CAdES-BASELINE-T"
	}
	return "CAdES-T"
}

// isBES: the signer's certificate is among what he signed, once.
func (s *Signer) isBES() bool {
	_, n := s.signingCertificate()
	return n == 1 && s.Certificate != nil
}

// isBaseline: EN 319 122-1 §6.3 asks for these signed attributes at level B.
func (s *Signer) isBaseline(m *Message) bool {
	_, times := attribute(s.Signed, AttrSigningTime)
	_, v2 := attribute(s.Signed, AttrSigningCertV2)
	_, v1 := attribute(s.Signed, AttrSigningCert)
	isOld := s.Digest == crypto.SHA1
	return m.ContentType == TypeData && times == 1 && s.has(AttrContentType) && s.has(AttrMessageDigest) && (v2 == 1 || v1 == 1 && isOld) && len(m.Certificates) > 0
}

// Verify judges each signer of the message and who counter-signed. Document
// is the digest of the signed document: the message's own, unless it is
// detached.
func (m *Message) Verify(document Digest) (all []report.Signature) {
	for i, s := range m.Signers {
		id := "S" + strconv.Itoa(i+1)
		out := s.Verify(document)
		out.ID, out.Level, out.CoversAll = id, s.Level(m), true
		if m.HasTrailer {
			out.Warn(WarnTrailer)
		}
		out.Statements = m.Statements()
		s.Stamp(&out)
		all = append(all, out)
		all = append(all, s.verifyCounters(m, id)...)
	}
	return all
}

// Stamp adds the time stamps over the signature's value, and the earliest time
// that an authority says. Whether it may be believed is asked with the trust in
// authorities.
func (s *Signer) Stamp(out *report.Signature) {
	tokens, strange := s.Timestamps()
	if strange {
		out.Warn(WarnOtherTimestamp)
	}
	for _, t := range tokens {
		v := t.Verify(nil)
		if v.Integrity != report.Intact {
			continue
		}
		v.Statements = t.Statements()
		out.Stamps = append(out.Stamps, report.Stamp{Time: t.Time, Signature: v})
		if out.Stamped.IsZero() || t.Time.Before(out.Stamped.Time) {
			out.Stamped = report.Time{Time: t.Time}
		}
	}
}

// Statements are what the message carries of revocation, in DER.
func (m *Message) Statements() [][]byte { return append(slices.Clone(m.CRLs), m.OCSP...) }

func (s *Signer) verifyCounters(m *Message, parent string) (all []report.Signature) {
	for i, c := range s.Counters {
		id := parent + ".C" + strconv.Itoa(i+1)
		out := c.Verify(DigestOf(s.Value))
		out.ID, out.Parent, out.Role, out.Level = id, parent, report.RoleCounter, c.Level(m)
		out.Statements = m.Statements()
		c.Stamp(&out)
		all = append(all, out)
		all = append(all, c.verifyCounters(m, id)...)
	}
	return all
}

// NamesCertificate says whether the signer's certificate is among what he
// signed, once.
func (s *Signer) NamesCertificate() bool { return s.isBES() }

// IsPAdESBaseline: EN 319 142-1 §6.3 asks for these signed attributes at level
// B; the time of signing stands in the PDF instead.
func (s *Signer) IsPAdESBaseline(m *Message) bool {
	_, times := attribute(s.Signed, AttrSigningTime)
	_, v2 := attribute(s.Signed, AttrSigningCertV2)
	_, v1 := attribute(s.Signed, AttrSigningCert)
	return times == 0 && s.has(AttrContentType) && s.has(AttrMessageDigest) && (v2 == 1 || v1 == 1) && len(m.Certificates) > 0
}

// CarriesToken says whether there is a time stamp among the unsigned attributes.
func (s *Signer) CarriesToken() bool { return s.carriesToken() }

// HasPolicy says whether the signer named a signature policy.
func (s *Signer) HasPolicy() bool { return s.has(AttrSignaturePolicy) }
