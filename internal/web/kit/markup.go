// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"html/template"
	"strconv"
	"strings"
)

// markup writes HTML where html/template would take most of a page's time: it works out each value by reflection, and a
// form has hundreds. It is the only place beside the templates where markup is made.
//
// What stands between values is a literal, which only a constant of the source turns into by itself. Values go through
// text and attr, which replace the same characters as html/template does in text and in quoted attributes; a fuzz
// test compares them with it. There is no method for values in other places: addresses, scripts, styles and names of attributes stay
// with the templates, which know their rules.
type markup struct{ out strings.Builder }

// literal is HTML written by ourselves, balanced where values stand: text between tags, or nothing inside a tag.
type literal string

// escaper replaces what html/template replaces.
var escaper = strings.NewReplacer("\x00", "\uFFFD", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")

// raw writes HTML as it is.
func (m *markup) raw(l literal) { m.out.WriteString(string(l)) }

// text writes a value between tags, or between those of a textarea.
func (m *markup) text(value string) {
	escaper.WriteString(&m.out, value) // a strings.Builder does not fail
}

// attr writes an attribute. Its name must be none that holds an address, a script or a style.
func (m *markup) attr(name literal, value string) {
	m.raw(" ")
	m.raw(name)
	m.raw(`="`)
	m.text(value)
	m.raw(`"`)
}

// attrIf writes an attribute that is left out when it has no value.
func (m *markup) attrIf(name literal, value string) {
	if value != "" {
		m.attr(name, value)
	}
}

// number writes an attribute that is left out when it is 0.
func (m *markup) number(name literal, value int) {
	if value != 0 {
		m.attr(name, strconv.Itoa(value))
	}
}

// when writes HTML if something holds.
func (m *markup) when(holds bool, l literal) {
	if holds {
		m.raw(l)
	}
}

// html is what was written, for a template to put between tags.
func (m *markup) html() template.HTML { return template.HTML(m.out.String()) } //nolint:gosec // escaped above
