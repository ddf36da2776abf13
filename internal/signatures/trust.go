// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package signatures

import (
	"time"

	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/trustlist"
)

// Trust is by whom certificates must be issued, and the time at which they are
// judged. Whether they were revoked is not asked yet: with a chain, and within
// its period, a signature is INDETERMINATE/TRY_LATER.
type Trust struct {
	Lists []*trustlist.List
	At    time.Time
}

// maxChain bounds the certificates between a signer and a list.
const maxChain = 8

// judge looks for the service that stands behind a signature, and says what the
// signature is worth.
func (t Trust) judge(s *report.Signature) {
	if s.Integrity != report.Intact || s.Sub != report.NoCertificateChain || s.Certificate == nil {
		return
	}
	kind := trustlist.TypeCA
	if s.Role == report.RoleTimestamp {
		kind = trustlist.TypeTimestamp
	}
	service, ok := t.service(kind, s.Certificate, s.Others)
	if !ok {
		return
	}
	s.Sub = report.TryLater
	if !s.Certificate.IsValidAt(t.At) {
		s.Sub = report.OutOfBoundsNoPOE
	}
	if kind == trustlist.TypeCA {
		issued, now := service.Worth(s.Certificate, s.Certificate.NotBefore), service.Worth(s.Certificate, t.At)
		now.Qualified = now.Qualified && issued.Qualified
		s.Qualification = "Indeterminate " + now.String()
	}
}

// service climbs from a certificate to the first that a service of the lists
// issued, by the certificates that came with the signature.
func (t Trust) service(kind string, c *certificate.Certificate, others []*certificate.Certificate) (trustlist.Service, bool) {
	for range maxChain {
		for _, l := range t.Lists {
			if found := l.Issuers(kind, c); len(found) > 0 {
				return found[0], true
			}
		}
		issuer := issuerOf(c, others)
		if issuer == nil {
			return trustlist.Service{}, false
		}
		c = issuer
	}
	return trustlist.Service{}, false
}

func issuerOf(c *certificate.Certificate, others []*certificate.Certificate) *certificate.Certificate {
	for _, each := range others {
		if each != c && !c.IsSelfIssued() && each.IsCA && c.WasIssuedBy(each) {
			return each
		}
	}
	return nil
}
