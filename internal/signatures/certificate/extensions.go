// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package certificate

import (
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"pratica/internal/signatures/algorithm"
)

// KeyUsage are the bits of RFC 5280 §4.2.1.3, the first bit lowest.
type KeyUsage uint16

// The usages that are asked for.
const (
	DigitalSignature KeyUsage = 1 << 0
	NonRepudiation   KeyUsage = 1 << 1 // of which an Italian certificate for signing has this alone
	KeyCertSign      KeyUsage = 1 << 5
	CRLSign          KeyUsage = 1 << 6
)

// Statements of qualified certificates (ETSI EN 319 412-5).
const (
	QcCompliance = "0.4.0.1862.1.1"
	QcLimit      = "0.4.0.1862.1.2"
	QcQSCD       = "0.4.0.1862.1.4"
	QcType       = "0.4.0.1862.1.6"

	QcESign = "0.4.0.1862.1.6.1"
	QcESeal = "0.4.0.1862.1.6.2"
	QcWeb   = "0.4.0.1862.1.6.3"
)

// Purposes of extended key usage.
const (
	ForOCSP      = "1.3.6.1.5.5.7.3.9"
	ForTimestamp = "1.3.6.1.5.5.7.3.8"
)

// Extensions are those of a certificate that are asked for.
type Extensions struct {
	Usage          KeyUsage
	HasUsage       bool
	ExtUsage       []string
	SubjectKeyID   []byte
	AuthorityKeyID []byte
	IsCA           bool
	Policies       []string
	Limits         []string // of use, in words (userNotice)
	Statements     []string // of a qualified certificate
	QcTypes        []string
	OCSP           []string // addresses
	Issuers        []string // addresses of the issuer's certificate
	CRLs           []string // addresses
	NoCheck        bool     // id-pkix-ocsp-nocheck
}

// HasStatement says whether a qualified certificate states this.
func (e Extensions) HasStatement(oid string) bool { return has(e.Statements, oid) }

// HasExtUsage says whether the key may be used for this.
func (e Extensions) HasExtUsage(oid string) bool { return has(e.ExtUsage, oid) }

func has(list []string, oid string) bool {
	for _, each := range list {
		if each == oid {
			return true
		}
	}
	return false
}

func readExtensions(in cryptobyte.String) (e Extensions) {
	var sequence, extension, value cryptobyte.String
	if !in.ReadASN1(&sequence, asn1.SEQUENCE) {
		return e
	}
	for sequence.ReadASN1(&extension, asn1.SEQUENCE) {
		oid, ok := algorithm.ReadOID(&extension)
		if ok && extension.SkipOptionalASN1(asn1.BOOLEAN) && extension.ReadASN1(&value, asn1.OCTET_STRING) {
			e.read(oid, value)
		}
	}
	return e
}

func (e *Extensions) read(oid string, value cryptobyte.String) {
	var body cryptobyte.String
	switch oid {
	case "2.5.29.15":
		e.Usage, e.HasUsage = readUsage(value)
	case "2.5.29.37":
		e.ExtUsage = readOIDs(value)
	case "2.5.29.14":
		if value.ReadASN1(&body, asn1.OCTET_STRING) {
			e.SubjectKeyID = body
		}
	case "2.5.29.35":
		var id cryptobyte.String
		if value.ReadASN1(&body, asn1.SEQUENCE) && body.ReadASN1(&id, asn1.Tag(0).ContextSpecific()) {
			e.AuthorityKeyID = id
		}
	case "2.5.29.19":
		if value.ReadASN1(&body, asn1.SEQUENCE) && body.PeekASN1Tag(asn1.BOOLEAN) {
			var ca cryptobyte.String
			e.IsCA = body.ReadASN1(&ca, asn1.BOOLEAN) && len(ca) == 1 && ca[0] != 0
		}
	case "2.5.29.32":
		e.readPolicies(value)
	case "1.3.6.1.5.5.7.1.3":
		e.readStatements(value)
	case "1.3.6.1.5.5.7.1.1":
		e.readAccess(value)
	case "2.5.29.31":
		e.CRLs = readAddresses(value, 0)
	case "1.3.6.1.5.5.7.48.1.5":
		e.NoCheck = true
	}
}

func readUsage(value cryptobyte.String) (u KeyUsage, ok bool) {
	var bits cryptobyte.String
	var unused byte
	if !value.ReadASN1(&bits, asn1.BIT_STRING) || !bits.ReadUint8(&unused) {
		return 0, false
	}
	for i, c := range bits[:min(len(bits), 2)] {
		for bit := range 8 {
			if c&(0x80>>bit) != 0 {
				u |= 1 << (i*8 + bit)
			}
		}
	}
	return u, true
}

func readOIDs(value cryptobyte.String) (all []string) {
	var body cryptobyte.String
	if !value.ReadASN1(&body, asn1.SEQUENCE) {
		return nil
	}
	for !body.Empty() {
		oid, ok := algorithm.ReadOID(&body)
		if !ok {
			return all
		}
		all = append(all, oid)
	}
	return all
}

// readPolicies reads certificatePolicies and the notices in them (RFC 5280
// §4.2.1.4).
func (e *Extensions) readPolicies(value cryptobyte.String) {
	var list, policy cryptobyte.String
	if !value.ReadASN1(&list, asn1.SEQUENCE) {
		return
	}
	for list.ReadASN1(&policy, asn1.SEQUENCE) {
		oid, ok := algorithm.ReadOID(&policy)
		if !ok {
			return
		}
		e.Policies = append(e.Policies, oid)
		var qualifiers, qualifier, notice, text cryptobyte.String
		if !policy.ReadASN1(&qualifiers, asn1.SEQUENCE) {
			continue
		}
		for qualifiers.ReadASN1(&qualifier, asn1.SEQUENCE) {
			id, ok := algorithm.ReadOID(&qualifier)
			if !ok || id != "1.3.6.1.5.5.7.2.2" || !qualifier.ReadASN1(&notice, asn1.SEQUENCE) {
				continue
			}
			notice.SkipOptionalASN1(asn1.SEQUENCE) // noticeRef
			var tag asn1.Tag
			if notice.ReadAnyASN1(&text, &tag) {
				e.Limits = append(e.Limits, decode(tag, text))
			}
		}
	}
}

func (e *Extensions) readStatements(value cryptobyte.String) {
	var list, statement cryptobyte.String
	if !value.ReadASN1(&list, asn1.SEQUENCE) {
		return
	}
	for list.ReadASN1(&statement, asn1.SEQUENCE) {
		oid, ok := algorithm.ReadOID(&statement)
		if !ok {
			return
		}
		e.Statements = append(e.Statements, oid)
		if oid == QcType {
			e.QcTypes = readOIDs(statement)
		}
	}
}

func (e *Extensions) readAccess(value cryptobyte.String) {
	var list, access, address cryptobyte.String
	if !value.ReadASN1(&list, asn1.SEQUENCE) {
		return
	}
	for list.ReadASN1(&access, asn1.SEQUENCE) {
		oid, ok := algorithm.ReadOID(&access)
		if !ok || !access.ReadASN1(&address, asn1.Tag(6).ContextSpecific()) {
			continue
		}
		switch oid {
		case "1.3.6.1.5.5.7.48.1":
			e.OCSP = append(e.OCSP, string(address))
		case "1.3.6.1.5.5.7.48.2":
			e.Issuers = append(e.Issuers, string(address))
		}
	}
}

// readAddresses gathers the URIs of any GeneralNames inside a value.
func readAddresses(value cryptobyte.String, depth int) (all []string) {
	const deepest = 6
	for !value.Empty() && depth < deepest {
		var body cryptobyte.String
		var tag asn1.Tag
		if !value.ReadAnyASN1(&body, &tag) {
			return all
		}
		switch {
		case tag == asn1.Tag(6).ContextSpecific():
			all = append(all, string(body))
		case byte(tag)&0x20 != 0:
			all = append(all, readAddresses(body, depth+1)...)
		}
	}
	return all
}

// QualifiedFrom is when certificates had to name their type; before it, one
// without a type was for signing.
var QualifiedFrom = time.Date(2017, time.July, 1, 0, 0, 0, 0, time.UTC)
