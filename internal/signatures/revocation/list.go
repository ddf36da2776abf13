// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package revocation

import (
	"bytes"
	"sync"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/certificate"
)

// list is a CRL (RFC 5280 §5).
type list struct {
	raw, tbs, issuer       []byte
	thisUpdate, nextUpdate time.Time
	entries                cryptobyte.String
	algorithm              algorithm.Identifier
	value                  []byte
	mu                     sync.Mutex
	signed                 []byte // the certificate by whose key it was found signed

	partial bool // a delta, or of other issuers: it says nothing of those who are not in it
}

func readList(der []byte) (*list, error) {
	in := cryptobyte.String(der)
	var outer, tbs, value cryptobyte.String
	var unused byte
	l := &list{raw: der}
	if !in.ReadASN1(&outer, asn1.SEQUENCE) || !outer.ReadASN1Element(&tbs, asn1.SEQUENCE) {
		return nil, ErrMalformed
	}
	l.tbs = tbs
	var ok bool
	if l.algorithm, ok = algorithm.ReadIdentifier(&outer); !ok || !outer.ReadASN1(&value, asn1.BIT_STRING) || !value.ReadUint8(&unused) {
		return nil, ErrMalformed
	}
	l.value = value
	return l, l.readTBS(tbs)
}

func (l *list) readTBS(in cryptobyte.String) error {
	var tbs, issuer cryptobyte.String
	if !in.ReadASN1(&tbs, asn1.SEQUENCE) || !tbs.SkipOptionalASN1(asn1.INTEGER) || !tbs.SkipASN1(asn1.SEQUENCE) ||
		!tbs.ReadASN1Element(&issuer, asn1.SEQUENCE) {
		return ErrMalformed
	}
	l.issuer = issuer
	var ok bool
	if l.thisUpdate, ok = readTime(&tbs); !ok {
		return ErrMalformed
	}
	if tbs.PeekASN1Tag(asn1.UTCTime) || tbs.PeekASN1Tag(asn1.GeneralizedTime) {
		l.nextUpdate, _ = readTime(&tbs)
	}
	if tbs.PeekASN1Tag(asn1.SEQUENCE) && !tbs.ReadASN1(&l.entries, asn1.SEQUENCE) {
		return ErrMalformed
	}
	var extensions cryptobyte.String
	var has bool
	if tbs.ReadOptionalASN1(&extensions, &has, asn1.Tag(0).ContextSpecific().Constructed()) && has {
		eachExtension(extensions, func(oid string, value cryptobyte.String) {
			switch oid {
			case "2.5.29.27": // delta
				l.partial = true
			case "2.5.29.28":
				l.partial = l.partial || isIndirect(value)
			}
		})
	}
	return nil
}

// isIndirect reads issuingDistributionPoint (RFC 5280 §5.2.5).
func isIndirect(value cryptobyte.String) bool {
	var body, flag cryptobyte.String
	if !value.ReadASN1(&body, asn1.SEQUENCE) {
		return true
	}
	for !body.Empty() {
		var tag asn1.Tag
		if !body.ReadAnyASN1(&flag, &tag) {
			return true
		}
		if (tag == asn1.Tag(4).ContextSpecific() || tag == asn1.Tag(5).ContextSpecific()) && len(flag) == 1 && flag[0] != 0 {
			return true // indirect, or of attribute certificates only
		}
	}
	return false
}

// Certificates implements Statement: a list carries none.
func (l *list) Certificates() []*certificate.Certificate { return nil }

// About implements Statement.
func (l *list) About(c, issuer *certificate.Certificate) (Status, bool) {
	if l.partial || !bytes.Equal(l.issuer, c.RawIssuer) || !bytes.Equal(l.issuer, issuer.RawSubject) ||
		issuer.HasUsage && issuer.Usage&certificate.CRLSign == 0 || !l.isBy(issuer) {
		return Status{}, false
	}
	s := Status{State: Good, ProducedAt: l.thisUpdate, ThisUpdate: l.thisUpdate, NextUpdate: l.nextUpdate, Signer: issuer, Raw: l.raw}
	entries := l.entries
	var entry, serial cryptobyte.String
	for entries.ReadASN1(&entry, asn1.SEQUENCE) {
		if !entry.ReadASN1(&serial, asn1.INTEGER) {
			return Status{}, false
		}
		if certificate.Integer(serial).Cmp(c.Serial) != 0 {
			continue
		}
		s.RevokedAt, _ = readTime(&entry)
		s.Reason = entryReason(entry)
		s.State = stateOf(s.Reason)
	}
	return s, true
}

// isBy verifies the signature, once.
func (l *list) isBy(issuer *certificate.Certificate) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.signed == nil && isSigned(l.algorithm, issuer, l.tbs, l.value) {
		l.signed = issuer.Raw
	}
	return l.signed != nil && bytes.Equal(l.signed, issuer.Raw)
}

// entryReason reads the reason code among the extensions of an entry.
func entryReason(entry cryptobyte.String) (reason int) {
	eachExtension(entry, func(oid string, value cryptobyte.String) {
		if oid == "2.5.29.21" {
			_ = value.ReadASN1Enum(&reason) // unspecified when it cannot be read
		}
	})
	return reason
}

func isSigned(a algorithm.Identifier, by *certificate.Certificate, tbs, value []byte) bool {
	hash, err := a.Hash(0)
	return err == nil && a.Verify(by.Key, hash, tbs, value) == nil
}

// eachExtension visits the extensions in a SEQUENCE.
func eachExtension(in cryptobyte.String, visit func(oid string, value cryptobyte.String)) {
	var sequence, extension, value cryptobyte.String
	if !in.ReadASN1(&sequence, asn1.SEQUENCE) {
		return
	}
	for sequence.ReadASN1(&extension, asn1.SEQUENCE) {
		oid, ok := algorithm.ReadOID(&extension)
		if ok && extension.SkipOptionalASN1(asn1.BOOLEAN) && extension.ReadASN1(&value, asn1.OCTET_STRING) {
			visit(oid, value)
		}
	}
}

func readTime(in *cryptobyte.String) (time.Time, bool) {
	var body cryptobyte.String
	var tag asn1.Tag
	if !in.ReadAnyASN1(&body, &tag) {
		return time.Time{}, false
	}
	t := certificate.Time(byte(tag), body)
	return t, !t.IsZero()
}
