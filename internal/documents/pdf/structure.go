// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import "fmt"

// element is a node of the logical structure (ISO 32000-1 14.7 and 14.8): what
// a part of the document is, in the order in which it is read.
type element struct {
	tag        string // a standard structure type
	attributes string // entries of its attribute dictionary
	alt        string // in place of a picture
	actual     string // what is read in place of what is shown
	parent     *element
	kids       []kid
	ref        ref
}

// kid of an element: another one, or a piece of a page.
type kid struct {
	element *element
	page    *page
	id      int // of the marked content on the page
}

// Attributes that readers aloud need (14.8.5, ISO 14289-1 7.5 and 7.6).
const (
	columnHeader = "/O/Table/Scope/Column"
	rowHeader    = "/O/Table/Scope/Row"
	numbered     = "/O/List/ListNumbering/Decimal"
	bulleted     = "/O/List/ListNumbering/Disc"
)

func (e *element) add(tag string) *element { return e.adopt(&element{tag: tag}) }

func (e *element) addWith(tag, attributes string) *element {
	return e.adopt(&element{tag: tag, attributes: attributes})
}

func (e *element) adopt(kidElement *element) *element {
	kidElement.parent = e
	e.kids = append(e.kids, kid{element: kidElement})
	return kidElement
}

func (e *element) mark() mark { return mark{element: e} }

// mayBeEmpty are the elements that mean something without content: the place of
// an empty cell, the body of a list item.
var mayBeEmpty = map[string]bool{"Document": true, "TD": true, "TH": true, "LBody": true}

// prune takes away what a blank text left behind: a reader aloud would announce
// a heading and then say nothing.
func (e *element) prune() {
	kept := e.kids[:0]
	for _, k := range e.kids {
		if k.element != nil {
			k.element.prune()
			if len(k.element.kids) == 0 && !mayBeEmpty[k.element.tag] {
				continue
			}
		}
		kept = append(kept, k)
	}
	e.kids = kept
}

// each visits an element and all below it, in reading order.
func (e *element) each(visit func(*element)) {
	visit(e)
	for _, k := range e.kids {
		if k.element != nil {
			k.element.each(visit)
		}
	}
}

// dictionary of an element. Its page is the one of its first piece; pieces on
// other pages name theirs.
func (e *element) dictionary(parent ref, pages []ref) []byte {
	b := fmt.Appendf(nil, "<</S/%s/P %s", e.tag, parent)
	home := -1
	for _, k := range e.kids {
		if k.page != nil {
			home = k.page.number
			b = fmt.Appendf(b, "/Pg %s", pages[home])
			break
		}
	}
	if e.attributes != "" {
		b = fmt.Appendf(b, "/A<<%s>>", e.attributes)
	}
	if e.alt != "" {
		b = fmt.Appendf(b, "/Alt%s", textString(e.alt))
	}
	if e.actual != "" {
		b = fmt.Appendf(b, "/ActualText%s", textString(e.actual))
	}
	if len(e.kids) == 0 {
		return append(b, ">>"...)
	}
	b = append(b, "/K["...)
	for i, k := range e.kids {
		if i > 0 {
			b = append(b, ' ')
		}
		b = k.append(b, home, pages)
	}
	return append(b, "]>>"...)
}

func (k kid) append(b []byte, home int, pages []ref) []byte {
	switch {
	case k.element != nil:
		return fmt.Append(b, k.element.ref)
	case k.page.number == home:
		return fmt.Append(b, k.id)
	}
	return fmt.Appendf(b, "<</Type/MCR/Pg %s/MCID %d>>", pages[k.page.number], k.id)
}

// writeStructure writes the tree, and the way back from each piece of a page to
// its element (14.7.4.4).
func writeStructure(f *file, root *element, pages []*page, refs []ref) ref {
	tree := f.reserve()
	root.prune()
	root.each(func(e *element) { e.ref = f.reserve() })
	root.each(func(e *element) {
		parent := tree
		if e.parent != nil {
			parent = e.parent.ref
		}
		f.set(e.ref, e.dictionary(parent, refs))
	})
	var parents []byte
	for _, p := range pages {
		parents = fmt.Appendf(parents, "%d[", p.number)
		for i, owner := range p.owners {
			if i > 0 {
				parents = append(parents, ' ')
			}
			parents = fmt.Append(parents, owner.ref)
		}
		parents = append(parents, "]\n"...)
	}
	f.set(tree, fmt.Appendf(nil, "<</Type/StructTreeRoot/K %s/ParentTreeNextKey %d/ParentTree<</Nums[%s]>>>>", root.ref, len(pages), parents))
	return tree
}
