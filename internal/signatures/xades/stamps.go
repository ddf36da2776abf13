// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package xades

import (
	"encoding/base64"

	"github.com/beevik/etree"

	"pratica/internal/signatures/cms"
	"pratica/internal/signatures/report"
)

// maxStamps bounds the time stamps and statements of one signature.
const maxStamps = 200

// addStamps adds the time stamps over the signature's value (EN 319 132-1 §5.3),
// and what the signature carries of revocation (§5.4.2).
func (s *signature) addStamps(out *Verified) {
	value := child(s.Element, dsig("SignatureValue"))
	for _, stamp := range s.allUnsigned("SignatureTimeStamp") {
		m := child(stamp, dsig("CanonicalizationMethod"))
		name := "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
		if m != nil {
			name = attribute(m, "Algorithm")
		}
		c := canonicalizer(name, m)
		if c == nil || value == nil {
			continue
		}
		octets, err := s.work.canonical(value, c)
		if err != nil {
			return
		}
		s.addTokens(out, stamp, cms.DigestOf(octets))
	}
	out.Statements = s.statements()
}

func (s *signature) addTokens(out *Verified, stamp *etree.Element, over cms.Digest) {
	for _, der := range encapsulated(stamp, "EncapsulatedTimeStamp") {
		t, err := cms.ReadToken(der)
		if err != nil || !t.IsOver(over) {
			out.Warn(cms.WarnOtherTimestamp)
			continue
		}
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

// statements are the lists and answers among the unsigned properties.
func (s *signature) statements() (all [][]byte) {
	for _, values := range s.allUnsigned("RevocationValues") {
		all = append(all, encapsulated(values, "EncapsulatedCRLValue")...)
		all = append(all, encapsulated(values, "EncapsulatedOCSPValue")...)
	}
	return all
}

// encapsulated decodes the elements of a name below another.
func encapsulated(e *etree.Element, name string) (all [][]byte) {
	each(e, func(e *etree.Element) bool {
		if isXAdES(e, name) && len(all) < maxStamps {
			if der, err := base64.StdEncoding.DecodeString(compact(e)); err == nil {
				all = append(all, der)
			}
		}
		return true
	})
	return all
}

// allUnsigned are the unsigned properties of a name.
func (s *signature) allUnsigned(name string) (all []*etree.Element) {
	for _, o := range s.ChildElements() {
		q := child(o, etsi("QualifyingProperties"))
		u := child(child(q, etsi("UnsignedProperties")), etsi("UnsignedSignatureProperties"))
		if u == nil {
			continue
		}
		for _, e := range u.ChildElements() {
			if isXAdES(e, name) && len(all) < maxStamps {
				all = append(all, e)
			}
		}
	}
	return all
}
