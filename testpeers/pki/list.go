// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pki

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"text/template"
	"time"
)

// Service is one of the national list, with what was before it.
type Service struct {
	Type, Status string // last parts of their URIs
	Certificate  *x509.Certificate
	From         time.Time
	Uses         []string
	History      []Service
	Qualifier    string // said of certificates with Policy
	Policy       string
}

const (
	typeCA    = "CA/QC"
	typeStamp = "TSA/QTST"

	forSignatures = "ForeSignatures"
	forSeals      = "ForeSeals"
)

// Policy is that of certificates of which the national list says that they are
// not qualified, whatever they say themselves.
var Policy = []int{1, 3, 6, 1, 4, 1, 99999, 7}

// services are those of the national list.
func (w *World) services() []Service {
	old, lately := w.Now.AddDate(-10, 0, 0), w.Now.AddDate(-1, 0, 0)
	granted := func(kind string, a *Authority) Service {
		return Service{Type: kind, Status: "granted", Certificate: a.Certificate, From: old, Uses: []string{forSignatures, forSeals}}
	}
	qualified := granted(typeCA, w.Qualified)
	qualified.Qualifier, qualified.Policy = "NotQualified", "1.3.6.1.4.1.99999.7"
	withdrawn := granted(typeCA, w.Withdrawn)
	withdrawn.History = []Service{{Type: typeCA, Status: "granted", Certificate: w.Withdrawn.Certificate, From: old, Uses: withdrawn.Uses}}
	withdrawn.Status, withdrawn.From = "withdrawn", lately
	stamps := granted(typeStamp, w.Stamping)
	stamps.Uses = nil
	return []Service{qualified, granted(typeCA, w.Root), withdrawn, granted(typeCA, w.Silent), granted(typeCA, w.Strange), granted(typeCA, w.Ignorant), stamps}
}

// NationalList is the trusted list of Italy, signed.
func (w *World) NationalList() ([]byte, error) {
	return w.list(w.operator, listData{World: w, Type: "EUgeneric", Territory: "IT", Services: w.services()})
}

// ListOfLists points at the national list and its signer, signed.
func (w *World) ListOfLists() ([]byte, error) {
	return w.list(w.index, listData{World: w, Type: "EUlistofthelists", Territory: "EU", Pointers: []pointer{
		{w.URL + "/lists/EU.xml", "EUlistofthelists", "EU", w.index.Certificate},
		{w.URL + "/lists/IT.xml", "EUgeneric", "IT", w.operator.Certificate},
	}})
}

// IndexSigner is whose signature the list of lists must have.
func (w *World) IndexSigner() *x509.Certificate { return w.index.Certificate }

func (w *World) serveList(rw http.ResponseWriter, r *http.Request) bool {
	var make func() ([]byte, error)
	switch r.URL.Path {
	case "/lists/EU.xml":
		make = w.ListOfLists
	case "/lists/IT.xml":
		make = w.NationalList
	default:
		return false
	}
	document, err := make()
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return true
	}
	_, _ = rw.Write(document) // who asked may have gone
	return true
}

type listData struct {
	World           *World
	Type, Territory string
	Services        []Service
	Pointers        []pointer
}

type pointer struct {
	Location, Type, Territory string
	Signer                    *x509.Certificate
}

func (w *World) list(signer *Person, d listData) ([]byte, error) {
	var out bytes.Buffer
	if err := listTemplate.Execute(&out, d); err != nil {
		return nil, err
	}
	return signXML(out.Bytes(), signer, w.Now)
}

var listTemplate = template.Must(template.New("list").Funcs(template.FuncMap{
	"base64": func(c *x509.Certificate) string { return base64.StdEncoding.EncodeToString(c.Raw) },
	"time":   func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"after":  func(t time.Time, days int) string { return t.AddDate(0, 0, days).UTC().Format(time.RFC3339) },
}).Parse(`<tsl:TrustServiceStatusList xmlns:tsl="http://uri.etsi.org/02231/v2#" xmlns:q="http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#" xmlns:x="http://uri.etsi.org/02231/v2/additionaltypes#" xmlns:p="http://uri.etsi.org/01903/v1.3.2#" Id="list" TSLTag="http://uri.etsi.org/19612/TSLTag">
<tsl:SchemeInformation>
<tsl:TSLVersionIdentifier>6</tsl:TSLVersionIdentifier>
<tsl:TSLSequenceNumber>{{.World.Sequence}}</tsl:TSLSequenceNumber>
<tsl:TSLType>http://uri.etsi.org/TrstSvc/TrustedList/TSLType/{{.Type}}</tsl:TSLType>
<tsl:SchemeOperatorName><tsl:Name xml:lang="en">Test operator</tsl:Name></tsl:SchemeOperatorName>
<tsl:SchemeOperatorAddress><tsl:PostalAddresses><tsl:PostalAddress xml:lang="en"><tsl:StreetAddress>Via Prova 1</tsl:StreetAddress><tsl:Locality>Roma</tsl:Locality><tsl:PostalCode>00100</tsl:PostalCode><tsl:CountryName>IT</tsl:CountryName></tsl:PostalAddress></tsl:PostalAddresses><tsl:ElectronicAddress><tsl:URI xml:lang="en">mailto:prova@example.org</tsl:URI></tsl:ElectronicAddress></tsl:SchemeOperatorAddress>
<tsl:SchemeName><tsl:Name xml:lang="en">{{.Territory}}:Test list</tsl:Name></tsl:SchemeName>
<tsl:SchemeInformationURI><tsl:URI xml:lang="en">{{.World.URL}}/lists/</tsl:URI></tsl:SchemeInformationURI>
<tsl:StatusDeterminationApproach>http://uri.etsi.org/TrstSvc/TrustedList/StatusDetn/EUappropriate</tsl:StatusDeterminationApproach>
<tsl:SchemeTypeCommunityRules><tsl:URI xml:lang="en">http://uri.etsi.org/TrstSvc/TrustedList/schemerules/EUcommon</tsl:URI></tsl:SchemeTypeCommunityRules>
<tsl:SchemeTerritory>{{.Territory}}</tsl:SchemeTerritory>
<tsl:PolicyOrLegalNotice><tsl:TSLLegalNotice xml:lang="en">For tests only.</tsl:TSLLegalNotice></tsl:PolicyOrLegalNotice>
<tsl:HistoricalInformationPeriod>65535</tsl:HistoricalInformationPeriod>
{{with .Pointers}}<tsl:PointersToOtherTSL>{{range .}}<tsl:OtherTSLPointer><tsl:ServiceDigitalIdentities><tsl:ServiceDigitalIdentity><tsl:DigitalId><tsl:X509Certificate>{{base64 .Signer}}</tsl:X509Certificate></tsl:DigitalId></tsl:ServiceDigitalIdentity></tsl:ServiceDigitalIdentities><tsl:TSLLocation>{{.Location}}</tsl:TSLLocation><tsl:AdditionalInformation><tsl:OtherInformation><tsl:TSLType>http://uri.etsi.org/TrstSvc/TrustedList/TSLType/{{.Type}}</tsl:TSLType></tsl:OtherInformation><tsl:OtherInformation><tsl:SchemeTerritory>{{.Territory}}</tsl:SchemeTerritory></tsl:OtherInformation><tsl:OtherInformation><x:MimeType>application/vnd.etsi.tsl+xml</x:MimeType></tsl:OtherInformation></tsl:AdditionalInformation></tsl:OtherTSLPointer>{{end}}</tsl:PointersToOtherTSL>
{{end}}<tsl:ListIssueDateTime>{{time .World.Now}}</tsl:ListIssueDateTime>
<tsl:NextUpdate><tsl:dateTime>{{after .World.Now 180}}</tsl:dateTime></tsl:NextUpdate>
</tsl:SchemeInformation>
{{with .Services}}<tsl:TrustServiceProviderList>{{range .}}<tsl:TrustServiceProvider><tsl:TSPInformation><tsl:TSPName><tsl:Name xml:lang="en">{{.Certificate.Subject.CommonName}}</tsl:Name></tsl:TSPName><tsl:TSPTradeName><tsl:Name xml:lang="en">VATIT-00000000000</tsl:Name></tsl:TSPTradeName></tsl:TSPInformation><tsl:TSPServices><tsl:TSPService><tsl:ServiceInformation>{{template "period" .}}</tsl:ServiceInformation>{{with .History}}<tsl:ServiceHistory>{{range .}}<tsl:ServiceHistoryInstance>{{template "period" .}}</tsl:ServiceHistoryInstance>{{end}}</tsl:ServiceHistory>{{end}}</tsl:TSPService></tsl:TSPServices></tsl:TrustServiceProvider>{{end}}</tsl:TrustServiceProviderList>
{{end}}</tsl:TrustServiceStatusList>
{{define "period"}}<tsl:ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/{{.Type}}</tsl:ServiceTypeIdentifier><tsl:ServiceName><tsl:Name xml:lang="en">{{.Certificate.Subject.CommonName}}</tsl:Name></tsl:ServiceName><tsl:ServiceDigitalIdentity><tsl:DigitalId><tsl:X509Certificate>{{base64 .Certificate}}</tsl:X509Certificate></tsl:DigitalId></tsl:ServiceDigitalIdentity><tsl:ServiceStatus>http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/{{.Status}}</tsl:ServiceStatus><tsl:StatusStartingTime>{{time .From}}</tsl:StatusStartingTime>{{if or .Uses .Qualifier}}<tsl:ServiceInformationExtensions>{{range .Uses}}<tsl:Extension Critical="false"><tsl:AdditionalServiceInformation><tsl:URI xml:lang="en">http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/{{.}}</tsl:URI></tsl:AdditionalServiceInformation></tsl:Extension>{{end}}{{with .Qualifier}}<tsl:Extension Critical="true"><q:Qualifications><q:QualificationElement><q:Qualifiers><q:Qualifier uri="http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/{{.}}"/></q:Qualifiers><q:CriteriaList assert="all"><q:PolicySet><q:PolicyIdentifier><p:Identifier Qualifier="OIDAsURN">urn:oid:{{$.Policy}}</p:Identifier></q:PolicyIdentifier></q:PolicySet></q:CriteriaList></q:QualificationElement></q:Qualifications></tsl:Extension>{{end}}</tsl:ServiceInformationExtensions>{{end}}{{end}}`))
