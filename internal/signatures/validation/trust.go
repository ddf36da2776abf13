// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package validation

import (
	"bytes"
	"time"

	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/revocation"
	"pratica/internal/signatures/trustlist"
)

// Trust is by whom certificates must be issued, who says whether they were
// revoked, which algorithms are accepted, and the time of the judgement.
type Trust struct {
	Lists      []*trustlist.List
	At         time.Time
	There      time.Time         // the file certainly was there then, as a register says; zero: not known
	Revocation revocation.Source // nil: nobody is asked beyond what is in the file
	Policy     Policy
	Memory     *Memory // of these lists; nil: none
}

// maxChain bounds the certificates between a signer and a list.
const maxChain = 8

// chain goes from a certificate to the anchor, which is its last.
type chain struct {
	certificates []*certificate.Certificate
	service      trustlist.Service
}

// build climbs from a certificate to the first that a service of the lists
// issued, by the certificates that came with the signature.
func (t Trust) build(kind string, c *certificate.Certificate, others []*certificate.Certificate) (ch chain, ok bool) {
	if known, ok := t.Memory.recall(kind, c); ok {
		return known, true
	}
	leaf := c
	for range maxChain {
		ch.certificates = append(ch.certificates, c)
		for _, l := range t.Lists {
			for _, s := range l.Issuers(kind, c) {
				ch.service = s
				if anchor := s.Issuer(kind, c); !bytes.Equal(anchor.Raw, c.Raw) {
					ch.certificates = append(ch.certificates, anchor)
				}
				t.Memory.keep(kind, leaf, ch)
				return ch, true
			}
		}
		if c = issuerOf(c, others); c == nil {
			return chain{}, false
		}
	}
	return chain{}, false
}

func issuerOf(c *certificate.Certificate, others []*certificate.Certificate) *certificate.Certificate {
	for _, each := range others {
		if each != c && !c.IsSelfIssued() && each.IsCA && c.WasIssuedBy(each) {
			return each
		}
	}
	return nil
}
