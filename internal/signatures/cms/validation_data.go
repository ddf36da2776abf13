// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cms

import (
	"bytes"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/certificate"
)

// hasValidationData says whether the message itself tells of each of its
// certificates whether it was revoked: only then can the signature be judged
// long after. Roots are not asked about, nor those who answer for others.
func (m *Message) hasValidationData() bool {
	for _, c := range m.Certificates {
		if !c.IsSelfIssued() && !c.NoCheck && !m.tellsOf(c) {
			return false
		}
	}
	return len(m.CRLs)+len(m.OCSP) > 0
}

// tellsOf: there is a list of its issuer, or an answer about it.
func (m *Message) tellsOf(c *certificate.Certificate) bool {
	for _, list := range m.CRLs {
		if bytes.Equal(crlIssuer(list), c.RawIssuer) {
			return true
		}
	}
	for _, answer := range m.OCSP {
		for _, serial := range answered(answer) {
			if serial.Cmp(c.Serial) == 0 {
				return true
			}
		}
	}
	return false
}

// crlIssuer is the issuer of a CRL, in DER (RFC 5280 §5.1).
func crlIssuer(list []byte) []byte {
	in := cryptobyte.String(list)
	var body, tbs, issuer cryptobyte.String
	if !in.ReadASN1(&body, asn1.SEQUENCE) || !body.ReadASN1(&tbs, asn1.SEQUENCE) || !tbs.SkipOptionalASN1(asn1.INTEGER) ||
		!tbs.SkipASN1(asn1.SEQUENCE) || !tbs.ReadASN1Element(&issuer, asn1.SEQUENCE) {
		return nil
	}
	return issuer
}

// answered are the serial numbers of which an OCSP answer speaks (RFC 6960
// §4.2.1): a BasicOCSPResponse, or an OCSPResponse around one.
func answered(answer []byte) (serials []*big.Int) {
	in := cryptobyte.String(answer)
	var body, data, responses, one cryptobyte.String
	if !in.ReadASN1(&body, asn1.SEQUENCE) {
		return nil
	}
	if body.PeekASN1Tag(asn1.ENUM) {
		return answered(basicAnswer(body))
	}
	if !body.ReadASN1(&data, asn1.SEQUENCE) || !data.SkipOptionalASN1(asn1.Tag(0).ContextSpecific().Constructed()) {
		return nil
	}
	var responder cryptobyte.String
	var tag asn1.Tag
	if !data.ReadAnyASN1(&responder, &tag) || !data.SkipASN1(asn1.GeneralizedTime) || !data.ReadASN1(&responses, asn1.SEQUENCE) {
		return nil
	}
	for responses.ReadASN1(&one, asn1.SEQUENCE) {
		var id, serial cryptobyte.String
		if one.ReadASN1(&id, asn1.SEQUENCE) && id.SkipASN1(asn1.SEQUENCE) && id.SkipASN1(asn1.OCTET_STRING) &&
			id.SkipASN1(asn1.OCTET_STRING) && id.ReadASN1(&serial, asn1.INTEGER) {
			serials = append(serials, certificate.Integer(serial))
		}
	}
	return serials
}

// basicAnswer is the BasicOCSPResponse in the body of an OCSPResponse; nil when
// there is none.
func basicAnswer(body cryptobyte.String) []byte {
	var explicit, bytes, basic cryptobyte.String
	if !body.SkipASN1(asn1.ENUM) || !body.ReadASN1(&explicit, asn1.Tag(0).ContextSpecific().Constructed()) || !explicit.ReadASN1(&bytes, asn1.SEQUENCE) {
		return nil
	}
	if _, ok := algorithm.ReadOID(&bytes); !ok || !bytes.ReadASN1(&basic, asn1.OCTET_STRING) || basic.PeekASN1Tag(asn1.ENUM) {
		return nil
	}
	return basic
}
