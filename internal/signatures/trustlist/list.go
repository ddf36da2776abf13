// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package trustlist

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"time"

	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/xades"
)

// What can be wrong with a list.
var (
	ErrUnreadable = errors.New("trustlist: this is no trusted list")
	ErrSignature  = errors.New("trustlist: the list is not signed as a whole by whom it must be")
)

// Types of service, states and qualifiers that are asked for (TS 119 612 §5.5).
const (
	TypeCA        = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
	TypeTimestamp = "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST"

	Granted = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted"

	forSignatures = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForeSignatures"
	forSeals      = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForeSeals"
)

// List is a trusted list, or the list of the lists.
type List struct {
	Territory  string
	Version    int
	Sequence   int
	Issued     time.Time
	NextUpdate time.Time // zero: it is closed
	Signer     *certificate.Certificate
	Pointers   []Pointer
	Providers  []Provider
}

// Pointer leads to another list.
type Pointer struct {
	Location, Territory, MediaType string
	Certificates                   []*certificate.Certificate // who may sign it
}

// Provider is a provider of trust services.
type Provider struct {
	Name     string
	Services []Service
}

// Service is one service of a provider.
type Service struct {
	Provider string
	Periods  []Period // the newest first; the first is the present one
}

// Period is what a service was from a day on, until the next period begins.
type Period struct {
	Type, Name, Status string
	From               time.Time
	Certificates       []*certificate.Certificate
	KeyIDs             [][]byte
	Uses               []string // for signatures, seals, web sites
	Qualifications     []Qualification
}

// Qualification says more of the certificates that its criteria match.
type Qualification struct {
	Qualifiers []string
	Criteria   Criteria
}

// Criteria match certificates (TS 119 612 §5.5.9.2.2).
type Criteria struct {
	Assert   string // all, atLeastOne, none
	Usages   []usage
	Policies [][]string // each a set, of which the certificate has every member
	Lists    []Criteria
}

type usage struct {
	bits []usageBit
}

type usageBit struct {
	usage certificate.KeyUsage
	set   bool
}

// Read reads a list and checks that its signature is intact and over the whole
// of it. Signers are those who may have signed it; with none, anybody may.
func Read(document []byte, signers ...*certificate.Certificate) (*List, error) {
	var raw rawList
	if err := xml.Unmarshal(document, &raw); err != nil || raw.Scheme.Version == 0 {
		return nil, ErrUnreadable
	}
	all, err := xades.Verify(document, nil)
	if err != nil || len(all) != 1 || all[0].Integrity != report.Intact || all[0].Certificate == nil || len(all[0].External) > 0 {
		return nil, ErrSignature
	}
	l := raw.list()
	l.Signer = all[0].Certificate
	for _, s := range signers {
		if bytes.Equal(s.Raw, l.Signer.Raw) {
			return l, nil
		}
	}
	if len(signers) > 0 {
		return nil, ErrSignature
	}
	return l, nil
}

// The shapes of the XML. Names without a name space match any: there are lists
// in format 5 and 6, and extensions of the time before.
type rawList struct {
	Scheme struct {
		Version   int    `xml:"TSLVersionIdentifier"`
		Sequence  int    `xml:"TSLSequenceNumber"`
		Territory string `xml:"SchemeTerritory"`
		Issued    string `xml:"ListIssueDateTime"`
		Next      string `xml:"NextUpdate>dateTime"`
		Pointers  []struct {
			Location    string      `xml:"TSLLocation"`
			Identities  []rawID     `xml:"ServiceDigitalIdentities>ServiceDigitalIdentity>DigitalId"`
			Information []rawFacets `xml:"AdditionalInformation>OtherInformation"`
		} `xml:"PointersToOtherTSL>OtherTSLPointer"`
	} `xml:"SchemeInformation"`
	Providers []struct {
		Names    []rawName `xml:"TSPInformation>TSPName>Name"`
		Services []struct {
			Now     rawPeriod   `xml:"ServiceInformation"`
			History []rawPeriod `xml:"ServiceHistory>ServiceHistoryInstance"`
		} `xml:"TSPServices>TSPService"`
	} `xml:"TrustServiceProviderList>TrustServiceProvider"`
}

type rawFacets struct {
	Territory string `xml:"SchemeTerritory"`
	MediaType string `xml:"MimeType"`
}

type rawName struct {
	Lang string `xml:"lang,attr"`
	Text string `xml:",chardata"`
}

type rawID struct {
	Certificate string `xml:"X509Certificate"`
	KeyID       string `xml:"X509SKI"`
}

type rawPeriod struct {
	Type       string    `xml:"ServiceTypeIdentifier"`
	Names      []rawName `xml:"ServiceName>Name"`
	Identities []rawID   `xml:"ServiceDigitalIdentity>DigitalId"`
	Status     string    `xml:"ServiceStatus"`
	From       string    `xml:"StatusStartingTime"`
	Extensions []struct {
		Uses           []string           `xml:"AdditionalServiceInformation>URI"`
		Qualifications []rawQualification `xml:"Qualifications>QualificationElement"`
	} `xml:"ServiceInformationExtensions>Extension"`
}

type rawQualification struct {
	Qualifiers []struct {
		URI string `xml:"uri,attr"`
	} `xml:"Qualifiers>Qualifier"`
	Criteria rawCriteria `xml:"CriteriaList"`
}

type rawCriteria struct {
	Assert string `xml:"assert,attr"`
	Usages []struct {
		Bits []struct {
			Name string `xml:"name,attr"`
			Set  string `xml:",chardata"`
		} `xml:"KeyUsageBit"`
	} `xml:"KeyUsage"`
	Policies []struct {
		IDs []string `xml:"PolicyIdentifier>Identifier"`
	} `xml:"PolicySet"`
	Lists []rawCriteria `xml:"CriteriaList"`
}

func (r rawList) list() *List {
	l := &List{Territory: strings.TrimSpace(r.Scheme.Territory), Version: r.Scheme.Version, Sequence: r.Scheme.Sequence, Issued: instant(r.Scheme.Issued), NextUpdate: instant(r.Scheme.Next)}
	for _, p := range r.Scheme.Pointers {
		pointer := Pointer{Location: strings.TrimSpace(p.Location)}
		for _, facet := range p.Information {
			if facet.Territory != "" {
				pointer.Territory = strings.TrimSpace(facet.Territory)
			}
			if facet.MediaType != "" {
				pointer.MediaType = strings.TrimSpace(facet.MediaType)
			}
		}
		pointer.Certificates, _ = identities(p.Identities)
		l.Pointers = append(l.Pointers, pointer)
	}
	for _, p := range r.Providers {
		provider := Provider{Name: name(p.Names)}
		for _, s := range p.Services {
			service := Service{Provider: provider.Name, Periods: []Period{s.Now.period()}}
			for _, h := range s.History {
				service.Periods = append(service.Periods, h.period())
			}
			provider.Services = append(provider.Services, service)
		}
		l.Providers = append(l.Providers, provider)
	}
	return l
}

// name is the English one, or the first.
func name(all []rawName) string {
	for _, n := range all {
		if n.Lang == "en" {
			return strings.TrimSpace(n.Text)
		}
	}
	if len(all) > 0 {
		return strings.TrimSpace(all[0].Text)
	}
	return ""
}

func instant(text string) time.Time {
	t, err := time.Parse(time.RFC3339, strings.TrimSpace(text))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

func identities(all []rawID) (certificates []*certificate.Certificate, keys [][]byte) {
	for _, id := range all {
		if der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(id.Certificate), "")); err == nil && len(der) > 0 {
			if c, err := certificate.Parse(der); err == nil {
				certificates = append(certificates, c)
			}
		}
		if key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(id.KeyID)); err == nil && len(key) > 0 {
			keys = append(keys, key)
		}
	}
	return certificates, keys
}

func (r rawPeriod) period() Period {
	p := Period{Type: strings.TrimSpace(r.Type), Name: name(r.Names), Status: strings.TrimSpace(r.Status), From: instant(r.From)}
	p.Certificates, p.KeyIDs = identities(r.Identities)
	for _, e := range r.Extensions {
		for _, use := range e.Uses {
			p.Uses = append(p.Uses, strings.TrimSpace(use))
		}
		for _, q := range e.Qualifications {
			out := Qualification{Criteria: q.Criteria.criteria()}
			for _, each := range q.Qualifiers {
				out.Qualifiers = append(out.Qualifiers, strings.TrimSpace(each.URI))
			}
			p.Qualifications = append(p.Qualifications, out)
		}
	}
	return p
}

// usageBits are the names of key usages in lists.
var usageBits = map[string]certificate.KeyUsage{
	"digitalSignature": certificate.DigitalSignature, "nonRepudiation": certificate.NonRepudiation, "keyEncipherment": 1 << 2, "dataEncipherment": 1 << 3,
	"keyAgreement": 1 << 4, "keyCertSign": certificate.KeyCertSign, "crlSign": certificate.CRLSign, "encipherOnly": 1 << 7, "decipherOnly": 1 << 8,
}

func (r rawCriteria) criteria() Criteria {
	c := Criteria{Assert: strings.TrimSpace(r.Assert)}
	for _, u := range r.Usages {
		var out usage
		for _, b := range u.Bits {
			out.bits = append(out.bits, usageBit{usageBits[b.Name], strings.TrimSpace(b.Set) == "true"})
		}
		c.Usages = append(c.Usages, out)
	}
	for _, p := range r.Policies {
		var set []string
		for _, id := range p.IDs {
			set = append(set, strings.TrimPrefix(strings.TrimSpace(id), "urn:oid:"))
		}
		c.Policies = append(c.Policies, set)
	}
	for _, inner := range r.Lists {
		c.Lists = append(c.Lists, inner.criteria())
	}
	return c
}

// ReadAll reads lists. Where a list of lists is among them, the others must be
// signed by whom it names for their country.
func ReadAll(documents ...[]byte) (all []*List, err error) {
	for i, d := range documents {
		l, err := Read(d)
		if err != nil {
			return nil, fmt.Errorf("list %d: %w", i+1, err)
		}
		all = append(all, l)
	}
	for _, index := range all {
		if len(index.Providers) > 0 {
			continue // of a country
		}
		for _, l := range all {
			if l != index && !index.names(l) {
				return nil, fmt.Errorf("list of %s: %w", l.Territory, ErrSignature)
			}
		}
	}
	return all, nil
}

// names says whether a list of lists knows another, and its signer.
func (l *List) names(other *List) bool {
	for _, p := range l.Pointers {
		if p.Territory != other.Territory {
			continue
		}
		for _, c := range p.Certificates {
			if bytes.Equal(c.Raw, other.Signer.Raw) {
				return true
			}
		}
	}
	return false
}
