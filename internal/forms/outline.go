// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"strings"

	"pratica/internal/i18n"
)

// OutlineLine is one line of a form as its author reads it.
type OutlineLine struct {
	Depth int // 0 page, 1 section, 2 question, 3 what belongs to it
	Text  string
}

// Outline lists every question of the form, shown or not, with what it asks and
// when: what an author reads over before anybody fills it.
func (d *Definition) Outline(lang string) []OutlineLine {
	o := &outline{p: texts().For(lang), lang: lang}
	for _, p := range d.Pages {
		o.line(0, p.Title.In(lang), o.when(p.when))
		for _, s := range p.Sections {
			o.line(1, s.Title.In(lang), o.when(s.when))
			o.fields(2, s.Fields)
		}
	}
	if len(d.Attachments) > 0 {
		o.line(0, o.p.T("forms.outline.attachments"), "")
	}
	for _, a := range d.Attachments {
		o.line(1, a.Title.In(lang), strings.Join(a.Formats, ", "), o.due(a.required), o.when(a.when))
	}
	o.line(0, o.p.T("forms.outline.ways"), "")
	for _, w := range d.Signing.Ways {
		o.line(1, w.Title.In(lang), w.Ground.In(lang), o.when(w.when))
	}
	return o.lines
}

type outline struct {
	p     *i18n.Printer
	lang  string
	lines []OutlineLine
}

// line adds one; what is empty of the notes is left out.
func (o *outline) line(depth int, text string, notes ...string) {
	var kept []string
	for _, n := range notes {
		if n != "" {
			kept = append(kept, n)
		}
	}
	if len(kept) > 0 {
		text += " [" + strings.Join(kept, "; ") + "]"
	}
	o.lines = append(o.lines, OutlineLine{depth, text})
}

func (o *outline) fields(depth int, fields []*Field) {
	for _, f := range fields {
		o.line(depth, f.Label.In(o.lang), o.p.T("forms.type."+string(f.Type)), o.computed(f), o.due(f.required), o.when(f.when))
		for _, option := range f.Options {
			o.line(depth+1, "· "+option.Label.In(o.lang))
		}
		if f.Group != nil {
			o.fields(depth+1, f.Group.Fields)
		}
	}
}

func (o *outline) computed(f *Field) string {
	if f.computed == nil {
		return ""
	}
	return "= " + oneLine(f.computed.source)
}

func (o *outline) due(q requirement) string {
	switch {
	case q.always:
		return o.p.T("forms.outline.required")
	case q.when != nil:
		return o.p.T("forms.outline.required_if", "condition", oneLine(q.when.source))
	}
	return ""
}

func (o *outline) when(e *expr) string {
	if e == nil {
		return ""
	}
	return o.p.T("forms.outline.when", "condition", oneLine(e.source))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
