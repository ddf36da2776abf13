// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package gatetest

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Select lists the elements below root that a selector names, in the order of the
// page. It knows elements, #id, .class, [attribute], [attribute=value], and
// descent by a blank: "form[action=/accesso] input[name=email]".
func Select(root *html.Node, selector string) []*html.Node {
	found := []*html.Node{root}
	for _, part := range strings.Fields(selector) {
		found = descend(found, parse(part))
	}
	return found
}

func descend(from []*html.Node, s simple) []*html.Node {
	var found []*html.Node
	for _, top := range from {
		for n := range top.Descendants() {
			if n.Type == html.ElementNode && s.matches(n) && !slices.Contains(found, n) {
				found = append(found, n)
			}
		}
	}
	return found
}

// simple is one part of a selector.
type simple struct {
	element string
	want    []condition
}

type condition struct {
	attribute, value string
	isSet, isWord    bool // any value will do; one word of the value
}

func parse(part string) simple {
	end := strings.IndexAny(part+"#", "#.[")
	s := simple{element: part[:end]}
	for rest := part[end:]; rest != ""; {
		mark := rest[0]
		rest = rest[1:]
		if mark == '[' {
			inside, after, _ := strings.Cut(rest, "]")
			name, value, hasValue := strings.Cut(inside, "=")
			s.want = append(s.want, condition{attribute: name, value: value, isSet: !hasValue})
			rest = after
			continue
		}
		end := strings.IndexAny(rest+"#", "#.[")
		attribute := map[byte]string{'#': "id", '.': "class"}[mark]
		s.want = append(s.want, condition{attribute: attribute, value: rest[:end], isWord: true})
		rest = rest[end:]
	}
	return s
}

func (s simple) matches(n *html.Node) bool {
	return (s.element == "" || s.element == n.Data) &&
		!slices.ContainsFunc(s.want, func(c condition) bool { return !c.holds(n) })
}

func (c condition) holds(n *html.Node) bool {
	switch value := Attr(n, c.attribute); {
	case c.isSet:
		return hasAttr(n, c.attribute)
	case c.isWord:
		return slices.Contains(strings.Fields(value), c.value)
	default:
		return hasAttr(n, c.attribute) && value == c.value
	}
}

// Attr is the value of an attribute; "" when there is none.
func Attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// TextOf is what an element says, with single blanks.
func TextOf(n *html.Node) string { return strings.Join(strings.Fields(rawText(n)), " ") }

func rawText(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}
