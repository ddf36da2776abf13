// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"regexp"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
)

var fileFormats = []string{"pdf", "jpg", "png", "p7m", "eml", "xml", "txt", "zip"}

const defaultMaxSize = 20 << 20

func (b *build) attachment(o *object) {
	a := &Attachment{ID: b.id(o, "attachment"), Title: o.text("title", true), Why: o.text("why", true), Help: o.text("help", false)}
	a.Each = b.groupNamed(o, "each")
	a.when = b.expr(o, "when", a.Each, cel.BoolType)
	a.required = b.requirement(o, a.Each)
	a.Formats = b.formats(o)
	a.Max = max(1, o.whole("max", false, 1, maxItems))
	a.MaxSize = b.size(o)
	o.done()
	b.def.Attachments = append(b.def.Attachments, a)
}

// file reads a field of type file: a slot that bears its id.
func (b *build) file(o *object, f *Field) {
	f.required = b.requirement(o, f.in)
	a := &Attachment{ID: f.ID, Title: f.Label, Why: o.text("why", true), Help: f.Help, Each: f.in, field: f}
	a.Formats = b.formats(o)
	a.Max = max(1, o.whole("max", false, 1, maxItems))
	a.MaxSize = b.size(o)
	if f.ID != "" {
		b.claim("attachment", f.ID, f.pos)
	}
	b.def.Attachments = append(b.def.Attachments, a)
}

func (b *build) formats(o *object) []string {
	o.need("formats")
	return o.words("formats", fileFormats...)
}

var sizePattern = regexp.MustCompile(`^([0-9]{1,6})(kB|MB)$`)

// size reads "10MB" as mebibytes, as systems and people mean it for files.
func (b *build) size(o *object) int64 {
	s := o.str("max_size", false)
	if s == "" {
		return defaultMaxSize
	}
	m := sizePattern.FindStringSubmatch(s)
	if m == nil {
		b.fail(at(o.nodes["max_size"]), "bad_value", "value", s, "expected", "10MB")
		return defaultMaxSize
	}
	n, _ := strconv.ParseInt(m[1], 10, 64) // at most six digits
	if m[2] == "kB" {
		return n << 10
	}
	return n << 20
}

func (b *build) signing(o *object) {
	b.def.Signing.DigitalRequired = o.str("digital", true, "optional", "required") == "required"
	for _, n := range o.list("ways", true) {
		b.way(b.object(n))
	}
	o.done()
}

func (b *build) way(o *object) {
	w := &Way{
		ID: b.id(o, "way"), By: o.str("by", true, "applicant", "lawyer"),
		Title: o.text("title", true), Ground: o.text("ground", true), Help: o.text("help", false),
		when: b.expr(o, "when", nil, cel.BoolType),
	}
	w.Attachments = o.words("attachments")
	for _, id := range w.Attachments {
		if _, ok := b.def.Attachment(id); !ok {
			b.fail(at(o.nodes["attachments"]), "unknown_attachment", "value", id)
		}
	}
	for _, n := range o.list("files", true) {
		b.signedFile(w, b.object(n))
	}
	o.done()
	b.def.Signing.Ways = append(b.def.Signing.Ways, w)
}

func (b *build) signedFile(w *Way, o *object) {
	f := SignedFile{
		ID: b.id(o, "file of "+w.ID), Title: o.text("title", true), Why: o.text("why", false),
		Proof: o.str("proof", true, "digital", "scan", "either"), Formats: b.formats(o), MaxSize: b.size(o),
	}
	// Only what was uploaded before can be inside.
	inside := []string{"application"}
	for _, earlier := range w.Files {
		inside = append(inside, earlier.ID)
	}
	f.Contains = o.str("contains", f.Proof == "digital" || f.Proof == "either", inside...)
	if f.Proof == "scan" && f.Contains != "" {
		b.fail(at(o.nodes["contains"]), "scan_contains", "expected", strings.Join(inside, ", "))
	}
	o.done()
	w.Files = append(w.Files, f)
}
