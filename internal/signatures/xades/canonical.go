// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package xades

import (
	"strings"

	"github.com/beevik/etree"
	dsigc14n "github.com/russellhaering/goxmldsig"
)

// canonicalizer is that of an algorithm; nil when it is not known. Exclusive
// ones take the prefixes that their element names.
func canonicalizer(algorithm string, method *etree.Element) dsigc14n.Canonicalizer {
	prefixes := ""
	if method != nil {
		for _, c := range method.ChildElements() {
			if c.Tag == "InclusiveNamespaces" {
				prefixes = strings.ReplaceAll(c.SelectAttrValue("PrefixList", ""), "#default", "")
			}
		}
	}
	switch algorithm {
	case "http://www.w3.org/TR/2001/REC-xml-c14n-20010315":
		return dsigc14n.MakeC14N10RecCanonicalizer()
	case "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments":
		return dsigc14n.MakeC14N10WithCommentsCanonicalizer()
	case "http://www.w3.org/2001/10/xml-exc-c14n#":
		return dsigc14n.MakeC14N10ExclusiveCanonicalizerWithPrefixList(prefixes)
	case "http://www.w3.org/2001/10/xml-exc-c14n#WithComments":
		return dsigc14n.MakeC14N10ExclusiveWithCommentsCanonicalizerWithPrefixList(prefixes)
	case "http://www.w3.org/2006/12/xml-c14n11":
		return dsigc14n.MakeC14N11Canonicalizer()
	case "http://www.w3.org/2006/12/xml-c14n11#WithComments":
		return dsigc14n.MakeC14N11WithCommentsCanonicalizer()
	}
	return nil
}

// canonical writes an element and all below in canonical form. It works on a
// copy, with the name spaces that reach the element from above. Many references
// to one large document would make the work grow with both: there is so much of
// it for a file, and no more.
func (w *work) canonical(e *etree.Element, c dsigc14n.Canonicalizer) ([]byte, error) {
	w.spend(e, 1)
	if w.left < 0 {
		return nil, errUnknown
	}
	alone := e.Copy()
	for name, value := range reaching(e) {
		alone.CreateAttr(name, value)
	}
	return c.Canonicalize(alone)
}

// reaching are the declarations and xml: attributes that an element inherits.
func reaching(e *etree.Element) map[string]string {
	own, all := map[string]bool{}, map[string]string{}
	for _, a := range e.Attr {
		own[a.FullKey()] = true
	}
	for p := e.Parent(); p != nil; p = p.Parent() {
		for _, a := range p.Attr {
			inherited := a.Space == "xmlns" || (a.Space == "" && a.Key == "xmlns") || (a.Space == "xml" && a.Key != "id")
			if key := a.FullKey(); inherited && !own[key] {
				own[key] = true
				all[key] = a.Value
			}
		}
	}
	if all["xmlns"] == "" {
		delete(all, "xmlns") // nothing to undo at the top of a document
	}
	return all
}

// without calls do while some elements are taken out of their document.
func without(taken []*etree.Element, do func() error) error {
	type place struct {
		parent *etree.Element
		index  int
		e      *etree.Element
	}
	var places []place
	for _, e := range taken {
		if p := e.Parent(); p != nil {
			places = append(places, place{p, e.Index(), e})
			p.RemoveChildAt(e.Index())
		}
	}
	err := do()
	for i := len(places) - 1; i >= 0; i-- {
		places[i].parent.InsertChildAt(places[i].index, places[i].e)
	}
	return err
}

// work is how many elements may still be brought into canonical form. The
// inclusive forms copy what lies below an element once for each level.
type work struct{ left int }

func (w *work) spend(e *etree.Element, depth int) {
	w.left -= depth
	if w.left < 0 {
		return
	}
	for _, c := range e.ChildElements() {
		w.spend(c, depth+1)
	}
}
