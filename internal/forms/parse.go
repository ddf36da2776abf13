// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"time"
)

var (
	slugPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	idPattern   = regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}$`)
)

// languages that a definition has when it names none.
var defaultLanguages = []string{"it", "en"}

// build is a definition under construction.
type build struct {
	*reader
	def     *Definition
	pending []*expr  // compiled once every field is known
	coded   []*Field // with a person, whose fields are found then
	ids     map[string]bool
}

// Parse compiles a definition. All faults are reported at once, in the order of
// the source; the definition is nil when there is any. The keys "workflow",
// "lots", "statistics" and "texts" belong to others and are not read.
func Parse(name string, source []byte) (*Definition, []ParseError) {
	sum := sha256.Sum256(source)
	b := &build{
		reader: &reader{langs: defaultLanguages},
		def:    &Definition{Name: name, Digest: hex.EncodeToString(sum[:]), top: map[string]*Field{}, tables: map[string]*Table{}},
		ids:    map[string]bool{},
	}
	if root := b.root(source); root != nil {
		b.whole(b.object(root))
		b.people()
		b.compile()
	}
	if b.nodes > maxNodes {
		b.fail(Position{1, 1}, "too_large", "limit", maxSource)
	}
	if len(b.errs) > 0 {
		sortErrors(b.errs)
		return nil, slices.CompactFunc(b.errs, ParseError.isAt)
	}
	return b.def, nil
}

// whole reads the top of the file.
func (b *build) whole(o *object) {
	o.get("workflow")
	o.get("lots")
	o.get("statistics")
	o.get("texts")
	if n := o.need("procedure"); n != nil {
		b.procedure(b.object(n))
	}
	if n := o.need("form"); n != nil {
		b.form(b.object(n))
	}
	for _, n := range o.list("attachments", false) {
		b.attachment(b.object(n))
	}
	if n := o.need("signing"); n != nil {
		b.signing(b.object(n))
	}
	for _, n := range o.list("examples", false) {
		b.example(b.object(n))
	}
	o.done()
}

func (b *build) procedure(o *object) {
	d := b.def
	if langs := o.words("languages"); len(langs) > 0 {
		b.langs = langs
	}
	d.Languages = b.langs
	d.Slug = o.str("slug", true)
	if d.Slug != "" && !slugPattern.MatchString(d.Slug) {
		b.fail(at(o.nodes["slug"]), "bad_slug", "value", d.Slug)
	}
	d.Version = o.str("version", true)
	d.Title = o.text("title", true)
	d.Summary = o.text("summary", false)
	if n := o.need("sheet"); n != nil {
		b.sheet(b.object(n))
	}
	if n := o.get("opening"); n != nil {
		w := b.object(n)
		d.Opening = Opening{From: b.instant(w, "from"), To: b.instant(w, "to")}
		w.done()
	}
	d.Lawyers = o.str("reserved_to", false, lawyersOnly) == lawyersOnly
	o.done()
}

// lawyersOnly is the one reservation that there is.
const lawyersOnly = "lawyers"

func (b *build) sheet(o *object) {
	b.def.Sheet = Sheet{
		Who: o.text("who", true), Cost: o.text("cost", true), TimeLimit: o.text("time_limit", true),
		Silence: o.text("silence", true), Privacy: o.text("privacy", true), Office: o.text("office", true),
		Documents: o.texts("documents"), Norm: o.texts("norm"),
		Minutes: o.whole("minutes", false, 1, 600),
	}
	o.done()
}

// instant reads a point in time with its offset: an opening hour without one
// would be two different instants on the day the clocks change.
func (b *build) instant(o *object, key string) time.Time {
	s := o.str(key, false)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		b.fail(at(o.nodes[key]), "expected_instant", "key", key, "value", s)
	}
	return t.UTC()
}

// id reads an identifier and keeps it unique within a space of names.
func (b *build) id(o *object, space string) string {
	id := o.str("id", true)
	if id == "" {
		return ""
	}
	pos := at(o.nodes["id"])
	if !idPattern.MatchString(id) || reserved[id] {
		b.fail(pos, "bad_id", "value", id)
		return id
	}
	b.claim(space, id, pos)
	return id
}

func (b *build) claim(space, id string, pos Position) {
	if b.ids[space+" "+id] {
		b.fail(pos, "duplicate_id", "value", id)
	}
	b.ids[space+" "+id] = true
}

// reserved are words that an expression would read as something else.
var reserved = words(`answers item filing_date today table sum age
	in as break const continue else for function if import let loop package namespace return var void while true false null
	int uint double bool string bytes list map type dyn null_type timestamp duration size has all exists exists_one filter matches`)

func words(s string) map[string]bool {
	all := map[string]bool{}
	for _, w := range regexp.MustCompile(`\s+`).Split(s, -1) {
		all[w] = true
	}
	return all
}
