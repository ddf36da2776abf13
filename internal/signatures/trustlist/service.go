// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package trustlist

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"pratica/internal/signatures/certificate"
)

// States of a service under which its certificates are qualified. Those before
// July 2016 had other names (eIDAS art. 51).
var good = []string{
	Granted,
	"http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/undersupervision", "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/supervisionincessation",
	"http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/accredited",
	"http://uri.etsi.org/TrstSvc/eSigDir-1999-93-EC-TrustedList/Svcstatus/undersupervision",
}

// At is the period of a service at a time.
func (s Service) At(t time.Time) (Period, bool) {
	for _, p := range s.Periods {
		if !t.Before(p.From) {
			return p, true
		}
	}
	return Period{}, false
}

// IsGood says whether the certificates of a service were qualified in a period.
func (p Period) IsGood() bool { return slices.Contains(good, p.Status) }

// Issuer is the certificate of a service of a type that issued c, or is c; nil
// when none did. Every certificate that the service ever had counts.
func (s Service) Issuer(kind string, c *certificate.Certificate) *certificate.Certificate {
	for _, p := range s.Periods {
		if p.Type != kind {
			continue
		}
		for _, ca := range p.Certificates {
			if bytes.Equal(ca.Raw, c.Raw) || c.WasIssuedBy(ca) {
				return ca
			}
		}
	}
	return nil
}

// Issuers are the services of a type that issued a certificate.
func (l *List) Issuers(kind string, c *certificate.Certificate) (all []Service) {
	for _, p := range l.Providers {
		for _, s := range p.Services {
			if s.Issuer(kind, c) != nil {
				all = append(all, s)
			}
		}
	}
	return all
}

// Matches says whether a certificate meets criteria.
func (c Criteria) Matches(of *certificate.Certificate) bool {
	var results []bool
	for _, u := range c.Usages {
		met := true
		for _, b := range u.bits {
			met = met && (of.Usage&b.usage != 0) == b.set
		}
		results = append(results, met)
	}
	for _, set := range c.Policies {
		met := true
		for _, id := range set {
			met = met && slices.Contains(of.Policies, id)
		}
		results = append(results, met)
	}
	for _, inner := range c.Lists {
		results = append(results, inner.Matches(of))
	}
	switch c.Assert {
	case "atLeastOne":
		return slices.Contains(results, true)
	case "none":
		return !slices.Contains(results, true)
	}
	return !slices.Contains(results, false)
}

// Worth is what a certificate is worth for a signature.
type Worth struct {
	Qualified bool
	Seal      bool // of a legal person, and not a person's signature
	Device    bool // the key is in a qualified device
	Untold    bool // nobody says whether it is for signatures or seals
}

// String names it as signatures made with it are called (TS 119 615 §4.7).
func (w Worth) String() string {
	kind := "Sig"
	if w.Seal {
		kind = "Seal"
	}
	switch {
	case w.Qualified && w.Device:
		return "QE" + kind
	case w.Qualified:
		return "AdE" + kind + "-QC"
	case w.Untold:
		return "Unknown"
	}
	return "AdE" + kind
}

// WithoutSignature are the words for a certificate under what is no signature.
func (w Worth) WithoutSignature() string {
	switch {
	case w.Qualified && w.Device:
		return "Not AdES but QC with QSCD"
	case w.Qualified:
		return "Not AdES but QC"
	}
	return "Not AdES"
}

// Worth is what a certificate of a service was worth at a time: what it says of
// itself, corrected by what the list says of it.
func (s Service) Worth(c *certificate.Certificate, t time.Time) Worth {
	p, ok := s.At(t)
	w := Worth{
		Qualified: ok && p.IsGood() && c.HasStatement(certificate.QcCompliance),
		Device:    c.HasStatement(certificate.QcQSCD),
		Seal:      slices.Contains(c.QcTypes, certificate.QcESeal) && !slices.Contains(c.QcTypes, certificate.QcESign),
		Untold:    len(c.QcTypes) == 0,
	}
	if !ok {
		return w
	}
	for _, q := range p.Qualifications {
		if q.Criteria.Matches(c) {
			for _, each := range q.Qualifiers {
				w.correct(each[strings.LastIndex(each, "/")+1:], p.IsGood())
			}
		}
	}
	if len(p.Uses) > 0 && w.Qualified {
		use := forSignatures
		if w.Seal {
			use = forSeals
		}
		w.Qualified = slices.Contains(p.Uses, use) || p.From.Before(certificate.QualifiedFrom) && !w.Seal
	}
	return w
}

// correct applies one qualifier (TS 119 612 §5.5.9.2.3).
func (w *Worth) correct(qualifier string, good bool) {
	switch qualifier {
	case "QCStatement":
		w.Qualified = good
	case "NotQualified":
		w.Qualified = false
	case "QCForESig":
		w.Seal = false
	case "QCForESeal", "QCForLegalPerson":
		w.Seal = true
	case "QCWithQSCD", "QCWithSSCD", "QCQSCDManagedOnBehalf":
		w.Device = true
	case "QCNoQSCD", "QCNoSSCD":
		w.Device = false
	}
}
