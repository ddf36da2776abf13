// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package xades

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"

	"github.com/beevik/etree"

	"pratica/internal/signatures/algorithm"
)

// What can stand against a reference.
var (
	errNotFound = errors.New("xades: what is referred to is not there")
	errDiffers  = errors.New("xades: the digest differs")
	errUnknown  = errors.New("xades: a transform or an algorithm is not known")
)

// reference is a ds:Reference.
type reference struct {
	*etree.Element
	uri, kind string
}

func (r reference) isProperties() bool {
	return strings.HasPrefix(r.kind, xadesNS) && strings.HasSuffix(r.kind, "#SignedProperties") || r.kind == "http://uri.etsi.org/01903#SignedProperties"
}

// check makes the bytes that a reference is about and compares their digest.
func (s *signature) check(r reference) error {
	want, err := base64.StdEncoding.DecodeString(compact(child(r.Element, dsig("DigestValue"))))
	if err != nil {
		return errDiffers
	}
	h, ok := digests[attribute(child(r.Element, dsig("DigestMethod")), "Algorithm")]
	if !ok || !h.Available() {
		return errUnknown
	}
	data, err := s.bytes(r)
	if err != nil {
		return err
	}
	if sum := digest(h, data); !bytes.Equal(sum, want) {
		return errDiffers
	}
	return nil
}

func digest(h crypto.Hash, data []byte) []byte {
	w := h.New()
	w.Write(data)
	return w.Sum(nil)
}

// bytes applies the transforms of a reference to what it refers to.
func (s *signature) bytes(r reference) ([]byte, error) {
	var steps []*etree.Element
	if t := child(r.Element, dsig("Transforms")); t != nil {
		steps = t.ChildElements()
	}
	node, octets, err := s.target(r)
	if err != nil {
		return nil, err
	}
	if node == nil {
		return s.applyOctets(octets, steps)
	}
	var taken []*etree.Element
	for len(steps) > 0 {
		more, ok := s.removal(steps[0], node)
		if !ok {
			break
		}
		taken, steps = append(taken, more...), steps[1:]
	}
	err = without(taken, func() error {
		octets, steps, err = s.canonicalStep(node, steps)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.applyOctets(octets, steps)
}

// target is the element that a reference names, or the bytes of external data.
func (s *signature) target(r reference) (*etree.Element, []byte, error) {
	uri := r.uri
	switch {
	case r.SelectAttr("URI") != nil && (uri == "" || uri == "#xpointer(/)"):
		return s.root, nil, nil
	case strings.HasPrefix(uri, "#"):
		id := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(uri, "#"), "xpointer(id('"), "'))")
		e := s.ids[id]
		if e == nil || r.isProperties() && !s.owns(e) {
			return nil, nil, errNotFound
		}
		return e, nil, nil
	}
	if name, err := url.PathUnescape(uri); err == nil {
		uri = name
	}
	if s.data != nil {
		if octets, ok := s.data(uri); ok {
			s.external = append(s.external, uri)
			return nil, octets, nil
		}
	}
	return nil, nil, errNotFound
}

// removal says what a transform takes out of a node: a signature from the
// document in which it stands.
func (s *signature) removal(step, node *etree.Element) ([]*etree.Element, bool) {
	switch attribute(step, "Algorithm") {
	case "http://www.w3.org/2000/09/xmldsig#enveloped-signature":
		if isInside(s.Element, node) {
			return []*etree.Element{s.Element}, true
		}
		return nil, true
	case "http://www.w3.org/TR/1999/REC-xpath-19991116":
		if isNotSignature(compact(child(step, dsig("XPath")))) {
			return signaturesIn(node), true
		}
	case "http://www.w3.org/2002/06/xmldsig-filter2":
		for _, c := range step.ChildElements() {
			if c.SelectAttrValue("Filter", "") != "subtract" || !strings.HasPrefix(compact(c), "/descendant::") || !strings.HasSuffix(compact(c), ":Signature") {
				return nil, false
			}
		}
		return signaturesIn(node), true
	}
	return nil, false
}

// isNotSignature knows the one XPath that signers write. An engine for any
// other would let the file decide how long we calculate.
func isNotSignature(path string) bool {
	middle, ok := strings.CutPrefix(path, "not(ancestor-or-self::")
	middle, ok2 := strings.CutSuffix(middle, ")")
	prefix, name, ok3 := strings.Cut(middle, ":")
	return ok && ok2 && ok3 && name == "Signature" && !strings.ContainsAny(prefix, "()[]/|")
}

// signaturesIn are the outermost signatures below a node.
func signaturesIn(node *etree.Element) (all []*etree.Element) {
	each(node, func(e *etree.Element) bool {
		if e != node && is(e, dsigNS, "Signature") {
			all = append(all, e)
			return false
		}
		return true
	})
	return all
}

// canonicalStep turns a node into bytes: by the transform that says how, or as
// canonical XML 1.0, which holds where none does.
func (s *signature) canonicalStep(node *etree.Element, steps []*etree.Element) ([]byte, []*etree.Element, error) {
	method := "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	var step *etree.Element
	if len(steps) > 0 {
		step = steps[0]
		name := attribute(step, "Algorithm")
		switch {
		case name == base64Transform:
			octets, err := base64.StdEncoding.DecodeString(compactAll(node))
			if err != nil {
				return nil, nil, errDiffers
			}
			return octets, steps[1:], nil
		case canonicalizer(name, step) == nil:
			return nil, nil, errUnknown
		}
		method, steps = name, steps[1:]
	}
	octets, err := s.work.canonical(node, canonicalizer(method, step))
	if err != nil {
		return nil, nil, errUnknown
	}
	return octets, steps, nil
}

const base64Transform = "http://www.w3.org/2000/09/xmldsig#base64"

// compactAll is all the text below an element, without white space.
func compactAll(e *etree.Element) string {
	var b strings.Builder
	each(e, func(e *etree.Element) bool {
		for _, c := range e.Child {
			if text, ok := c.(*etree.CharData); ok {
				b.WriteString(text.Data)
			}
		}
		return true
	})
	return strings.Join(strings.Fields(b.String()), "")
}

// applyOctets applies transforms to bytes: base64, and the canonical form of a
// document in them.
func (s *signature) applyOctets(octets []byte, steps []*etree.Element) ([]byte, error) {
	for _, step := range steps {
		name := attribute(step, "Algorithm")
		if name == base64Transform {
			decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(octets)), ""))
			if err != nil {
				return nil, errDiffers
			}
			octets = decoded
			continue
		}
		c := canonicalizer(name, step)
		if c == nil {
			return nil, errUnknown
		}
		doc, err := read(octets)
		if err != nil {
			return nil, errDiffers
		}
		if octets, err = s.work.canonical(doc.Root(), c); err != nil {
			return nil, errUnknown
		}
	}
	return octets, nil
}

var digests = map[string]crypto.Hash{
	"http://www.w3.org/2001/04/xmldsig-more#md5":      crypto.MD5,
	"http://www.w3.org/2000/09/xmldsig#sha1":          crypto.SHA1,
	"http://www.w3.org/2001/04/xmldsig-more#sha224":   crypto.SHA224,
	"http://www.w3.org/2001/04/xmlenc#sha256":         crypto.SHA256,
	"http://www.w3.org/2001/04/xmldsig-more#sha384":   crypto.SHA384,
	"http://www.w3.org/2001/04/xmlenc#sha512":         crypto.SHA512,
	"http://www.w3.org/2001/04/xmlenc#ripemd160":      crypto.RIPEMD160,
	"http://www.w3.org/2007/05/xmldsig-more#sha3-224": crypto.SHA3_224,
	"http://www.w3.org/2007/05/xmldsig-more#sha3-256": crypto.SHA3_256,
	"http://www.w3.org/2007/05/xmldsig-more#sha3-384": crypto.SHA3_384,
	"http://www.w3.org/2007/05/xmldsig-more#sha3-512": crypto.SHA3_512,
}

// method is how a value is made, as SignatureMethod names it (RFC 9231).
func method(e *etree.Element) (algorithm.Identifier, crypto.Hash, bool) {
	uri := attribute(e, "Algorithm")
	_, name, ok := strings.Cut(uri, "#")
	if !ok {
		return algorithm.Identifier{}, 0, false
	}
	kind, hashName := "rsa", ""
	switch {
	case name == "ed25519" || name == "eddsa-ed25519":
		return algorithm.Identifier{OID: "1.3.101.112"}, crypto.SHA512, true
	case strings.HasSuffix(name, "-rsa-MGF1"):
		kind, hashName = "pss", strings.TrimSuffix(name, "-rsa-MGF1")
	case strings.HasPrefix(name, "rsa-"):
		hashName = strings.TrimPrefix(name, "rsa-")
	case strings.HasPrefix(name, "ecdsa-"):
		kind, hashName = "ecdsa", strings.TrimPrefix(name, "ecdsa-")
	case strings.HasPrefix(name, "dsa-"):
		kind, hashName = "dsa", strings.TrimPrefix(name, "dsa-")
	}
	h, ok := named[hashName]
	if !ok {
		return algorithm.Identifier{}, 0, false
	}
	switch kind {
	case "pss":
		return algorithm.PSS(h), h, true
	case "ecdsa":
		return algorithm.Identifier{OID: "1.2.840.10045.2.1"}, h, true
	case "dsa":
		return algorithm.Identifier{OID: "1.2.840.10040.4.1"}, h, true
	}
	return algorithm.Identifier{OID: "1.2.840.113549.1.1.1"}, h, true
}

var named = map[string]crypto.Hash{
	"md5": crypto.MD5, "sha1": crypto.SHA1, "sha224": crypto.SHA224, "sha256": crypto.SHA256, "sha384": crypto.SHA384, "sha512": crypto.SHA512,
	"ripemd160": crypto.RIPEMD160, "sha3-224": crypto.SHA3_224, "sha3-256": crypto.SHA3_256, "sha3-384": crypto.SHA3_384, "sha3-512": crypto.SHA3_512,
}
