// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package xades

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/beevik/etree"
	"golang.org/x/text/encoding/charmap"
)

// ErrUnreadable: this is no XML that could be judged.
var ErrUnreadable = errors.New("xades: the document cannot be read")

// Limits against hostile files.
const (
	maxSize       = 32 << 20
	maxDepth      = 200
	maxElements   = 200_000
	maxWork       = 3_000_000 // elements that are brought into canonical form, in all
	maxSignatures = 100
	maxReferences = 200 // of one signature
)

// Namespaces.
const (
	dsigNS  = "http://www.w3.org/2000/09/xmldsig#"
	xadesNS = "http://uri.etsi.org/01903/" // every version begins so
)

// read parses a document and refuses what could make reading expensive.
func read(document []byte) (*etree.Document, error) {
	if len(document) > maxSize || hasDoctype(document) {
		return nil, ErrUnreadable
	}
	doc := etree.NewDocument()
	doc.ReadSettings.CharsetReader = charsetReader
	if err := doc.ReadFromBytes(bytes.TrimPrefix(document, []byte("\xEF\xBB\xBF"))); err != nil || doc.Root() == nil {
		return nil, ErrUnreadable
	}
	n := 0
	return doc, within(doc.Root(), 0, &n)
}

// charsetReader reads the encodings in which documents of this continent are
// written; of any other nothing can be said.
func charsetReader(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "us-ascii", "ascii":
		return in, nil
	case "iso-8859-1", "latin1":
		return charmap.ISO8859_1.NewDecoder().Reader(in), nil
	case "iso-8859-15":
		return charmap.ISO8859_15.NewDecoder().Reader(in), nil
	case "windows-1252", "cp1252":
		return charmap.Windows1252.NewDecoder().Reader(in), nil
	}
	return nil, ErrUnreadable
}

// hasDoctype looks at what stands before the root element.
func hasDoctype(document []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(document))
	d.CharsetReader = charsetReader
	d.Strict = false
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) || err != nil {
			return false
		}
		switch token.(type) {
		case xml.Directive:
			return true
		case xml.StartElement:
			return false
		}
	}
}

func within(e *etree.Element, depth int, n *int) error {
	*n++
	if depth > maxDepth || *n > maxElements {
		return ErrUnreadable
	}
	for _, child := range e.Child {
		if c, ok := child.(*etree.Element); ok {
			if err := within(c, depth+1, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// is says whether an element has a name in a namespace.
func is(e *etree.Element, namespace, name string) bool {
	return e.Tag == name && e.NamespaceURI() == namespace
}

func isXAdES(e *etree.Element, name string) bool {
	return e.Tag == name && strings.HasPrefix(e.NamespaceURI(), xadesNS)
}

// child is the only child of a name; nil when there is none or more than one.
func child(e *etree.Element, match func(*etree.Element) bool) (found *etree.Element) {
	if e == nil {
		return nil
	}
	for _, c := range e.ChildElements() {
		if !match(c) {
			continue
		}
		if found != nil {
			return nil
		}
		found = c
	}
	return found
}

func dsig(name string) func(*etree.Element) bool {
	return func(e *etree.Element) bool { return is(e, dsigNS, name) }
}

func etsi(name string) func(*etree.Element) bool {
	return func(e *etree.Element) bool { return isXAdES(e, name) }
}

// each visits an element and all below, in order, until visit says to stop.
func each(e *etree.Element, visit func(*etree.Element) bool) {
	if !visit(e) {
		return
	}
	for _, c := range e.ChildElements() {
		each(c, visit)
	}
}

// text is an element's text without white space around and inside lines.
func compact(e *etree.Element) string {
	if e == nil {
		return ""
	}
	return strings.Join(strings.Fields(e.Text()), "")
}

func attribute(e *etree.Element, name string) string {
	if e == nil {
		return ""
	}
	return e.SelectAttrValue(name, "")
}

// isInside says whether e is ancestor or lies in it.
func isInside(e, ancestor *etree.Element) bool {
	for ; e != nil; e = e.Parent() {
		if e == ancestor {
			return true
		}
	}
	return false
}

// identifiers finds elements by their Id. Of a doubled one nil is kept: nothing
// may refer to it.
func identifiers(root *etree.Element) map[string]*etree.Element {
	all := map[string]*etree.Element{}
	each(root, func(e *etree.Element) bool {
		seen := map[string]bool{}
		for _, a := range e.Attr {
			isID := (a.Space == "" && strings.EqualFold(a.Key, "id")) || (a.Space == "xml" && a.Key == "id") ||
				(a.Space != "" && a.Space != "xmlns" && a.Key == "Id")
			if !isID || seen[a.Value] {
				continue
			}
			seen[a.Value] = true
			if _, doubled := all[a.Value]; doubled {
				all[a.Value] = nil
				continue
			}
			all[a.Value] = e
		}
		return true
	})
	return all
}
