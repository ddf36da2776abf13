// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package xades

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"errors"
	"strconv"
	"time"

	"github.com/beevik/etree"

	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/report"
)

// Data gives a file beside the document, by the name that a signature has for it.
type Data func(uri string) ([]byte, bool)

// Verified is one signature with what its trust is judged by.
type Verified struct {
	report.Signature
	Value    []byte
	External []string // names of the files that it is about
}

// Warnings of this package.
const (
	WarnWrapping      report.Warning = "wrapping" // what is signed is not where it would be looked for
	WarnOldDigest     report.Warning = "old_digest"
	WarnUnknownMethod report.Warning = "unknown_algorithm"
	WarnNoSigningCert report.Warning = "no_signing_certificate"
)

// Verify judges every signature in a document.
func Verify(document []byte, data Data) ([]Verified, error) {
	doc, err := read(document)
	if err != nil {
		return nil, err
	}
	ids := identifiers(doc.Root())
	var found []*etree.Element
	each(doc.Root(), func(e *etree.Element) bool {
		if is(e, dsigNS, "Signature") && child(e, dsig("SignatureValue")) != nil {
			found = append(found, e)
		}
		return len(found) < maxSignatures
	})
	var all []Verified
	left := &work{maxWork}
	for i, e := range found {
		s := &signature{Element: e, root: doc.Root(), ids: ids, data: data, work: left, id: "S" + strconv.Itoa(i+1)}
		all = append(all, s.verify(all, found))
	}
	return all, nil
}

// signature is a ds:Signature at work.
type signature struct {
	*etree.Element
	id         string
	root       *etree.Element
	ids        map[string]*etree.Element
	data       Data
	work       *work
	properties *etree.Element // signed ones; nil when there are none that hold
	external   []string
}

// owns says whether an element is the signed properties of this signature and
// of no other.
func (s *signature) owns(e *etree.Element) bool {
	q := e.Parent()
	if !isXAdES(e, "SignedProperties") || q == nil || !isXAdES(q, "QualifyingProperties") {
		return false
	}
	o := q.Parent()
	target := attribute(q, "Target")
	return o != nil && is(o, dsigNS, "Object") && o.Parent() == s.Element && (target == "" || target == "#"+attribute(s.Element, "Id"))
}

// ownProperties are the signed properties that stand in their place, whether or
// not they are signed.
func (s *signature) ownProperties() (found *etree.Element) {
	for _, o := range s.ChildElements() {
		q := child(o, etsi("QualifyingProperties"))
		if p := child(q, etsi("SignedProperties")); is(o, dsigNS, "Object") && p != nil && s.owns(p) {
			if found != nil {
				return nil
			}
			found = p
		}
	}
	return found
}

func (s *signature) verify(before []Verified, found []*etree.Element) Verified {
	out := Verified{Signature: report.Signature{ID: s.id, Role: report.RoleSignature, CoversAll: true}}
	if p := parentOf(s.Element, found); p >= 0 && s.isCounter() && p < len(before) {
		out.Role, out.Parent = report.RoleCounter, before[p].ID
	}
	s.properties = s.ownProperties()
	info := child(s.Element, dsig("SignedInfo"))
	id, h, known := method(child(info, dsig("SignatureMethod")))
	if known {
		out.Digest, out.IsPSS = algorithm.Name(h), id.IsPSS()
		if h == crypto.SHA1 || h == crypto.MD5 {
			out.Warn(WarnOldDigest)
		}
	}
	out.Value, _ = base64.StdEncoding.DecodeString(compact(child(s.Element, dsig("SignatureValue"))))
	out.Others = s.certificates()
	out.Certificate = s.signer(out.Others, id, h, info, out.Value)
	if out.Certificate != nil {
		out.Signer = report.Signer{CommonName: out.Certificate.Subject.Display(), FiscalCode: out.Certificate.Subject.FiscalCode()}
	}
	out.Claimed = report.Time{Time: s.signingTime()}
	references := s.references(info)
	out.Level = s.level(references)
	s.judge(&out, info, references, id, h, known)
	out.External = s.external
	s.addStamps(&out)
	return out
}

// judge goes through the questions in the order of EN 319 102-1 §5.2.
func (s *signature) judge(out *Verified, info *etree.Element, references []reference, id algorithm.Identifier, h crypto.Hash, known bool) {
	verdict := s.checkReferences(out, references)
	switch {
	case info == nil || len(references) == 0:
		out.Judge(report.Broken, report.TotalFailed, report.FormatFailure)
		return
	case errors.Is(verdict, errDiffers):
		out.Judge(report.Broken, report.TotalFailed, report.HashFailure)
		return
	case errors.Is(verdict, errNotFound):
		out.Judge(report.Unknown, report.Indeterminate, report.SignedDataNotFound)
		return
	case out.Certificate == nil:
		out.Judge(report.Unknown, report.Indeterminate, report.NoSigningCertificate)
		return
	case verdict != nil || !known:
		out.Warn(WarnUnknownMethod)
		out.Judge(report.Unknown, report.Indeterminate, report.CryptoConstraintsFailure)
		return
	}
	switch err := s.checkValue(out.Certificate, id, h, info, out.Value); {
	case errors.Is(err, algorithm.ErrUnsupported), errors.Is(err, errUnknown):
		out.Warn(WarnUnknownMethod)
		out.Judge(report.Unknown, report.Indeterminate, report.CryptoConstraintsFailure)
	case err != nil:
		out.Judge(report.Broken, report.TotalFailed, report.SigCryptoFailure)
	default:
		out.Judge(report.Intact, report.Indeterminate, report.NoCertificateChain)
		if !s.namesSigner(out.Certificate) {
			out.Warn(WarnNoSigningCert)
		}
	}
}

func (s *signature) references(info *etree.Element) (all []reference) {
	if info == nil {
		return nil
	}
	for _, e := range info.ChildElements() {
		if is(e, dsigNS, "Reference") && len(all) < maxReferences {
			all = append(all, reference{e, attribute(e, "URI"), attribute(e, "Type")})
		}
	}
	return all
}

// checkReferences checks each, and the manifests that they lead to. The worst
// wins: a digest that differs, then what is missing, then what is not known.
func (s *signature) checkReferences(out *Verified, references []reference) (worst error) {
	signsProperties := false
	for _, r := range references {
		err := s.check(r)
		if r.isProperties() {
			signsProperties = true
			if errors.Is(err, errNotFound) {
				out.Warn(WarnWrapping)
			}
		}
		if err == nil && r.kind == "http://www.w3.org/2000/09/xmldsig#Manifest" {
			err = s.checkManifest(r)
		}
		worst = worse(worst, err)
	}
	if s.properties != nil && !signsProperties {
		s.properties = nil // nobody signed them: they say nothing
	}
	return worst
}

func (s *signature) checkManifest(r reference) (worst error) {
	node, _, err := s.target(r)
	if err != nil || node == nil {
		return err
	}
	if !is(node, dsigNS, "Manifest") {
		node = child(node, dsig("Manifest"))
	}
	for _, inner := range s.references(node) {
		worst = worse(worst, s.check(inner))
	}
	return worst
}

func worse(a, b error) error {
	for _, e := range []error{errDiffers, errNotFound, errUnknown} {
		if errors.Is(a, e) || errors.Is(b, e) {
			return e
		}
	}
	return errors.Join(a, b)
}

func (s *signature) checkValue(c *certificate.Certificate, id algorithm.Identifier, h crypto.Hash, info *etree.Element, value []byte) error {
	m := child(info, dsig("CanonicalizationMethod"))
	c14n := canonicalizer(attribute(m, "Algorithm"), m)
	if c14n == nil {
		return errUnknown
	}
	octets, err := s.work.canonical(info, c14n)
	if err != nil {
		return errUnknown
	}
	return id.Verify(c.Key, h, octets, value)
}

// certificates are those in KeyInfo, and among the unsigned properties.
func (s *signature) certificates() (all []*certificate.Certificate) {
	const most = 200
	add := func(e *etree.Element) {
		der, err := base64.StdEncoding.DecodeString(compact(e))
		if err != nil || len(all) >= most {
			return
		}
		if c, err := certificate.Parse(der); err == nil {
			all = append(all, c)
		}
	}
	if info := child(s.Element, dsig("KeyInfo")); info != nil {
		each(info, func(e *etree.Element) bool {
			if is(e, dsigNS, "X509Certificate") {
				add(e)
			}
			return true
		})
	}
	if values := s.unsigned("CertificateValues"); values != nil {
		for _, e := range values.ChildElements() {
			if isXAdES(e, "EncapsulatedX509Certificate") {
				add(e)
			}
		}
	}
	return all
}

// signer is the certificate that the signed properties name, otherwise the one
// whose key verifies the value, otherwise the first.
func (s *signature) signer(all []*certificate.Certificate, id algorithm.Identifier, h crypto.Hash, info *etree.Element, value []byte) *certificate.Certificate {
	for _, c := range all {
		if s.namesSigner(c) {
			return c
		}
	}
	for _, c := range all {
		if info != nil && s.checkValue(c, id, h, info, value) == nil {
			return c
		}
	}
	if len(all) > 0 {
		return all[0]
	}
	return nil
}

// namesSigner says whether the signed properties name this certificate.
func (s *signature) namesSigner(c *certificate.Certificate) bool {
	for _, name := range []string{"SigningCertificateV2", "SigningCertificate"} {
		list := s.signatureProperty(name)
		if list == nil {
			continue
		}
		for _, cert := range list.ChildElements() {
			d := child(cert, etsi("CertDigest"))
			h, ok := digests[attribute(child(d, dsig("DigestMethod")), "Algorithm")]
			want, err := base64.StdEncoding.DecodeString(compact(child(d, dsig("DigestValue"))))
			if ok && h.Available() && err == nil && bytes.Equal(digest(h, c.Raw), want) {
				return true
			}
		}
	}
	return false
}

func (s *signature) signatureProperty(name string) *etree.Element {
	return child(child(s.properties, etsi("SignedSignatureProperties")), etsi(name))
}

// unsigned is a property that was added after the signature.
func (s *signature) unsigned(name string) *etree.Element {
	if all := s.allUnsigned(name); len(all) > 0 {
		return all[0]
	}
	return nil
}

func (s *signature) signingTime() time.Time {
	text := compact(s.signatureProperty("SigningTime"))
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// isCounter says whether the signature stands where a counter-signature does.
func (s *signature) isCounter() bool {
	p := s.Parent()
	return p != nil && isXAdES(p, "CounterSignature")
}

// parentOf is the signature around another one.
func parentOf(e *etree.Element, found []*etree.Element) int {
	for p := e.Parent(); p != nil; p = p.Parent() {
		for i, f := range found {
			if f == p {
				return i
			}
		}
	}
	return -1
}

// level names what a signature carries, as EU DSS names it.
func (s *signature) level(references []reference) string {
	signs := false
	for _, r := range references {
		if !r.isProperties() {
			continue
		}
		signs = true
		if e := s.ids[trimHash(r.uri)]; e == nil || !s.owns(e) {
			return "XML-NOT-ETSI"
		}
	}
	v1, v2 := s.signatureProperty("SigningCertificate"), s.signatureProperty("SigningCertificateV2")
	if v1 == nil && v2 == nil && !s.signsKeyInfo(references) {
		return "XML-NOT-ETSI"
	}
	baseline := signs && s.signatureProperty("SigningTime") != nil && (v1 != nil || v2 != nil) && s.hasFormats(references)
	has := func(name string) bool { return s.unsigned(name) != nil }
	refs := (has("CompleteCertificateRefs") || has("CompleteCertificateRefsV2")) && has("CompleteRevocationRefs")
	values := has("CertificateValues") && has("RevocationValues")
	switch stamped := has("SignatureTimeStamp"); {
	case !stamped && baseline:
		return "XAdES-BASELINE-B"
	case !stamped && s.signatureProperty("SignaturePolicyIdentifier") != nil:
		return "XAdES-EPES"
	case !stamped:
		return "XAdES-BES"
	case baseline && !refs && (values || has("RevocationValues")) && has("ArchiveTimeStamp"):
		return "XAdES-BASELINE-LTA"
	case baseline && !refs && (values || has("RevocationValues")):
		return "XAdES-BASELINE-LT"
	case refs && values && has("ArchiveTimeStamp"):
		return "XAdES-A"
	case refs && values && (has("SigAndRefsTimeStamp") || has("RefsOnlyTimeStamp") || has("SigAndRefsTimeStampV2")):
		return "XAdES-XL"
	case refs && (has("SigAndRefsTimeStamp") || has("RefsOnlyTimeStamp") || has("SigAndRefsTimeStampV2")):
		return "XAdES-X"
	case refs:
		return "XAdES-C"
	case baseline:
		return "XAdES-BASELINE-T"
	}
	return "XAdES-T"
}

func trimHash(uri string) string {
	if len(uri) > 0 && uri[0] == '#' {
		return uri[1:]
	}
	return uri
}

// signsKeyInfo: instead of naming the certificate the signer may sign it.
func (s *signature) signsKeyInfo(references []reference) bool {
	info := child(s.Element, dsig("KeyInfo"))
	for _, r := range references {
		if info != nil && s.ids[trimHash(r.uri)] == info {
			return true
		}
	}
	return false
}

// hasFormats: a baseline signature states the type of each datum that it signs,
// of the document around it apart (EN 319 132-1 §6.3).
func (s *signature) hasFormats(references []reference) bool {
	stated := map[string]bool{}
	if objects := child(s.properties, etsi("SignedDataObjectProperties")); objects != nil {
		for _, f := range objects.ChildElements() {
			if isXAdES(f, "DataObjectFormat") && child(f, etsi("MimeType")) != nil {
				stated[trimHash(attribute(f, "ObjectReference"))] = true
			}
		}
	}
	info := child(s.Element, dsig("KeyInfo"))
	for _, r := range references {
		isStated := r.isProperties() || r.uri == "" || stated[attribute(r.Element, "Id")]
		if !isStated && (info == nil || s.ids[trimHash(r.uri)] != info) {
			return false
		}
	}
	return true
}
