// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package asic

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"pratica/internal/signatures/cms"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/xades"
)

// Warnings of this package.
const (
	WarnUncovered report.Warning = "document_not_signed" // a document in the container is covered by no signature
	WarnLayout    report.Warning = "container_layout"    // it is not laid out as the standard says
)

// Result is what a container holds.
type Result struct {
	Signatures []report.Signature
	Documents  []string
	IsASiC     bool // by its media type; an OpenDocument file is not
}

// Verify judges every signature in a container.
func Verify(r io.ReaderAt, size int64) (*Result, error) {
	c, err := open(r, size)
	if err != nil {
		return nil, err
	}
	kind := c.mimetype()
	v := &verifier{container: c, covered: map[string]bool{}, result: &Result{Documents: c.documents(), IsASiC: strings.HasPrefix(kind, "application/vnd.etsi.asic")}}
	for _, name := range c.signatures(".p7s") {
		v.cades(name)
	}
	for _, name := range c.signatures(".xml") {
		v.xades(name)
	}
	v.conclude(kind)
	return v.result, nil
}

type verifier struct {
	*container
	covered map[string]bool
	result  *Result
}

// manifest is an ASiCManifest (EN 319 162-1 §A.4).
type manifest struct {
	Signature struct {
		URI string `xml:"URI,attr"`
	} `xml:"SigReference"`
	Data []struct {
		URI    string `xml:"URI,attr"`
		Method struct {
			Algorithm string `xml:"Algorithm,attr"`
		} `xml:"DigestMethod"`
		Value string `xml:"DigestValue"`
	} `xml:"DataObjectReference"`
}

// cades judges a .p7s: over its manifest, or over the only document.
func (v *verifier) cades(name string) {
	content, ok := v.read(name)
	if !ok {
		return
	}
	m, err := cms.Read(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return
	}
	document, of := cms.Digest(m.Digest), (*manifest)(nil)
	if raw, found := v.manifestOf(name); found != nil {
		document, of = cms.DigestOf(raw), found
	} else if documents := v.root(); len(documents) == 1 {
		v.covered[documents[0]] = true
		if content, ok := v.read(documents[0]); ok {
			document = cms.DigestOf(content)
		}
	}
	for _, s := range m.Verify(document) {
		if of != nil {
			v.checkManifest(&s, of)
		}
		v.add(name, s)
	}
}

// root are the documents that lie at the root of the container.
func (v *verifier) root() []string {
	return slices.DeleteFunc(v.documents(), func(name string) bool { return strings.Contains(name, "/") })
}

// manifestOf finds the manifest that names a signature.
func (v *verifier) manifestOf(signature string) ([]byte, *manifest) {
	for _, name := range v.names {
		base := path.Base(name)
		if !strings.HasPrefix(name, metaFolder) || !strings.HasPrefix(base, "ASiCManifest") || path.Ext(base) != ".xml" {
			continue
		}
		raw, ok := v.read(name)
		var m manifest
		if ok && xml.Unmarshal(raw, &m) == nil && entry(m.Signature.URI) == signature {
			return raw, &m
		}
	}
	return nil, nil
}

// checkManifest compares every document that a manifest names. What is missing
// leaves the signature open; what differs breaks it.
func (v *verifier) checkManifest(s *report.Signature, m *manifest) {
	missing, differs := false, false
	for _, d := range m.Data {
		v.covered[entry(d.URI)] = true
		content, ok := v.read(entry(d.URI))
		if !ok {
			missing = true
			continue
		}
		want, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(d.Value), ""))
		h, known := manifestDigests[d.Method.Algorithm]
		if !known || err != nil {
			differs = true
			continue
		}
		sum, err := cms.DigestOf(content)(h)
		differs = differs || err != nil || !bytes.Equal(sum, want)
	}
	switch {
	case s.Verdict == report.TotalFailed:
	case differs:
		s.Judge(report.Broken, report.TotalFailed, report.HashFailure)
	case missing:
		s.Judge(report.Unknown, report.Indeterminate, report.SignedDataNotFound)
	}
}

var manifestDigests = map[string]crypto.Hash{
	"http://www.w3.org/2000/09/xmldsig#sha1":          crypto.SHA1,
	"http://www.w3.org/2001/04/xmldsig-more#sha224":   crypto.SHA224,
	"http://www.w3.org/2001/04/xmlenc#sha256":         crypto.SHA256,
	"http://www.w3.org/2001/04/xmldsig-more#sha384":   crypto.SHA384,
	"http://www.w3.org/2001/04/xmlenc#sha512":         crypto.SHA512,
	"http://www.w3.org/2007/05/xmldsig-more#sha3-256": crypto.SHA3_256,
	"http://www.w3.org/2007/05/xmldsig-more#sha3-384": crypto.SHA3_384,
	"http://www.w3.org/2007/05/xmldsig-more#sha3-512": crypto.SHA3_512,
}

// xades judges the signatures of an XML file under META-INF.
func (v *verifier) xades(name string) {
	content, ok := v.read(name)
	if !ok {
		return
	}
	all, err := xades.Verify(content, func(uri string) ([]byte, bool) { return v.read(entry(uri)) })
	if errors.Is(err, xades.ErrUnreadable) {
		return
	}
	for _, s := range all {
		for _, uri := range s.External {
			v.covered[entry(uri)] = true
		}
		v.add(name, s.Signature)
	}
}

// add numbers signatures through the whole container: each file begins anew.
func (v *verifier) add(file string, all ...report.Signature) {
	for _, s := range all {
		s.ID = file + "#" + s.ID
		if s.Parent != "" {
			s.Parent = file + "#" + s.Parent
		}
		v.result.Signatures = append(v.result.Signatures, s)
	}
}

// conclude looks at the container as a whole.
func (v *verifier) conclude(kind string) {
	signed := v.result.Signatures
	if kind == "application/vnd.etsi.asic-s+zip" && len(v.root()) != 1 {
		for i := range signed {
			signed[i].Warn(WarnLayout)
			if signed[i].Verdict != report.TotalFailed {
				signed[i].Verdict, signed[i].Sub = report.TotalFailed, report.FormatFailure
			}
		}
	}
	for _, name := range v.result.Documents {
		if v.covered[name] || !v.result.IsASiC {
			continue
		}
		for i := range signed {
			signed[i].CoversAll = false
			signed[i].Warn(WarnUncovered)
		}
	}
}

// entry is the name in the container that a URI means.
func entry(uri string) string {
	if name, err := url.PathUnescape(uri); err == nil {
		uri = name
	}
	return strings.TrimPrefix(strings.TrimPrefix(uri, "./"), "/")
}
