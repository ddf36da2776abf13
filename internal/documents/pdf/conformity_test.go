// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// produced is a file that is read again, by another program than the one that
// wrote it.
type produced struct {
	t       *testing.T
	bytes   []byte
	context *model.Context
	root    types.Dict
}

func read(t *testing.T, b []byte) *produced {
	t.Helper()
	model.ConfigPath = "disable" // pdfcpu would write a folder into the home of who tests
	c, err := api.ReadContext(bytes.NewReader(b), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatalf("pdfcpu: %v", err)
	}
	p := &produced{t: t, bytes: b, context: c}
	p.root = p.dict(*c.Root)
	return p
}

// at follows keys from a dictionary; nil when one is missing.
func (p *produced) at(o types.Object, keys ...string) types.Object {
	p.t.Helper()
	o, err := p.context.Dereference(o)
	if err != nil {
		p.t.Fatal(err)
	}
	if len(keys) == 0 || o == nil {
		return o
	}
	switch d := o.(type) {
	case types.Dict:
		return p.at(d[keys[0]], keys[1:]...)
	case types.StreamDict:
		return p.at(d.Dict[keys[0]], keys[1:]...)
	}
	return nil
}

func (p *produced) dict(o types.Object, keys ...string) types.Dict {
	p.t.Helper()
	switch d := p.at(o, keys...).(type) {
	case types.Dict:
		return d
	case types.StreamDict:
		return d.Dict
	}
	p.t.Fatalf("no dictionary at %v", keys)
	return nil
}

func (p *produced) array(o types.Object, keys ...string) types.Array {
	p.t.Helper()
	switch a := p.at(o, keys...).(type) {
	case types.Array:
		return a
	case nil:
		return nil
	default:
		return types.Array{a}
	}
}

func (p *produced) text(o types.Object, keys ...string) string {
	p.t.Helper()
	switch s := p.at(o, keys...).(type) {
	case nil:
		return ""
	case types.Name:
		return string(s)
	default:
		text, err := p.context.DereferenceText(s)
		if err != nil {
			p.t.Fatalf("%v: %v", keys, err)
		}
		return text
	}
}

func (p *produced) stream(o types.Object, keys ...string) []byte {
	p.t.Helper()
	s, ok := p.at(o, keys...).(types.StreamDict)
	if !ok {
		p.t.Fatalf("no stream at %v", keys)
	}
	if err := s.Decode(); err != nil {
		p.t.Fatal(err)
	}
	return s.Content
}

func (p *produced) pages() []types.Dict {
	var pages []types.Dict
	for _, k := range p.array(p.root, "Pages", "Kids") {
		pages = append(pages, p.dict(k))
	}
	return pages
}

// conforms asserts what PDF/A and PDF/UA ask for, as far as it can be seen
// without a validator: whoever changes the writer is told here first.
func conforms(t *testing.T, b []byte, d Document) *produced {
	t.Helper()
	p := read(t, b)
	p.checkFile(d)
	p.checkMetadata(d)
	p.checkContent()
	p.checkStructure()
	return p
}

func (p *produced) checkFile(d Document) {
	p.t.Helper()
	if !bytes.HasPrefix(p.bytes, []byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")) {
		p.t.Error("no header, or no mark of a binary file")
	}
	if len(p.context.ID) != 2 || p.context.ID[0] != p.context.ID[1] {
		p.t.Errorf("identifier %v", p.context.ID)
	}
	lang := d.Lang
	if lang == "" || strings.Contains(lang, "_") {
		lang = "it"
	}
	got := map[string]string{
		"Lang": p.text(p.root, "Lang"), "Marked": fmt.Sprint(p.at(p.root, "MarkInfo", "Marked")),
		"DisplayDocTitle": fmt.Sprint(p.at(p.root, "ViewerPreferences", "DisplayDocTitle")),
		"intent":          p.text(p.array(p.root, "OutputIntents")[0], "S"),
		"condition":       p.text(p.array(p.root, "OutputIntents")[0], "OutputConditionIdentifier"),
	}
	want := map[string]string{"Lang": lang, "Marked": "true", "DisplayDocTitle": "true", "intent": "GTS_PDFA1", "condition": "sRGB IEC61966-2.1"}
	if diff := cmp.Diff(want, got); diff != "" {
		p.t.Errorf("catalog (-want +got)\n%s", diff)
	}
	profile := p.stream(p.array(p.root, "OutputIntents")[0], "DestOutputProfile")
	if len(profile) < 128 || string(profile[36:40]) != "acsp" || string(profile[12:20]) != "mntrRGB " {
		p.t.Error("the profile of the colours is none")
	}
}

func (p *produced) checkMetadata(d Document) {
	p.t.Helper()
	xmp := string(p.stream(p.root, "Metadata"))
	part := "2"
	if len(d.Data) > 0 {
		part = "3"
	}
	info := p.dict(*p.context.Info)
	at := d.Created.UTC().Format("2006-01-02T15:04:05Z")
	for _, want := range []string{
		"<pdfaid:part>" + part + "<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "<pdfaSchema:prefix>pdfuaid<",
		`<rdf:li xml:lang="x-default">` + escape(p.text(info, "Title")) + "<", "<xmp:CreateDate>" + at + "<", "<xmp:ModifyDate>" + at + "<",
		"<pdf:Producer>" + p.text(info, "Producer") + "<", "<xmp:CreatorTool>" + p.text(info, "Creator") + "<", escape(p.text(info, "Author")),
	} {
		if !strings.Contains(xmp, want) {
			p.t.Errorf("%q is not in the metadata", want)
		}
	}
	date := d.Created.UTC().Format("D:20060102150405Z")
	if p.text(info, "CreationDate") != date || p.text(info, "ModDate") != date {
		p.t.Errorf("dates %q and %q, want %q", p.text(info, "CreationDate"), p.text(info, "ModDate"), date)
	}
	if p.text(info, "Title") == "" {
		p.t.Error("the file has no title")
	}
}

var (
	marked   = regexp.MustCompile(`^/(\w+)<</MCID (\d+)>>BDC$`)
	selected = regexp.MustCompile(`^/(F\d) [\d.]+ Tf$`)
	shown    = regexp.MustCompile(`^<([0-9A-F]*)>Tj$`)
)

// checkContent reads the operators of each page: all that draws stands in marked
// content, whose elements know it, and each glyph has a width and a character.
func (p *produced) checkContent() {
	p.t.Helper()
	tree := p.array(p.root, "StructTreeRoot", "ParentTree", "Nums")
	for i, page := range p.pages() {
		fonts := map[string]font{}
		for resource, f := range p.dict(page, "Resources", "Font") {
			fonts[resource] = p.font(f)
		}
		owners, isOpen, use := p.array(tree[2*i+1]), false, font{}
		seen := 0
		for op := range strings.SplitSeq(strings.TrimSpace(string(p.stream(page, "Contents"))), "\n") {
			switch {
			case strings.HasSuffix(op, "BDC"):
				if isOpen {
					p.t.Fatalf("page %d: marked content inside other", i)
				}
				isOpen = true
				if m := marked.FindStringSubmatch(op); m != nil {
					p.checkOwner(page, owners, seen, m)
					seen++
				}
			case op == "EMC":
				isOpen = false
			case !isOpen:
				p.t.Errorf("page %d: %q is neither content nor artifact", i, op)
			}
			if m := selected.FindStringSubmatch(op); m != nil {
				use = fonts[m[1]]
			}
			if m := shown.FindStringSubmatch(op); m != nil {
				use.check(p.t, m[1])
			}
		}
		if isOpen || seen != len(owners) {
			p.t.Errorf("page %d: %d pieces of content, %d owners, open at the end: %v", i, seen, len(owners), isOpen)
		}
	}
}

// checkOwner wants a piece of a page to be a kid of the element that is said to own it.
func (p *produced) checkOwner(page types.Dict, owners types.Array, n int, m []string) {
	p.t.Helper()
	if m[2] != strconv.Itoa(n) || n >= len(owners) {
		p.t.Fatalf("piece %s of a page is the %dth, with %d owners", m[2], n, len(owners))
	}
	owner := p.dict(owners[n])
	if p.text(owner, "S") != m[1] {
		p.t.Errorf("content marked %s is of an element %s", m[1], p.text(owner, "S"))
	}
	for _, k := range p.array(owner, "K") {
		switch k := p.at(k).(type) {
		case types.Integer:
			if k.Value() == n && cmp.Equal(p.dict(owner, "Pg"), page) {
				return
			}
		case types.Dict:
			if fmt.Sprint(k["MCID"]) == m[2] && cmp.Equal(p.dict(k, "Pg"), page) {
				return
			}
		}
	}
	p.t.Errorf("an element %s does not know piece %d of its page", m[1], n)
}

// font is what a file says of one.
type font struct {
	widths     map[string]int
	characters string
}

var bfchar = regexp.MustCompile(`<([0-9A-F]{4})><([0-9A-F]{4})>\n`)

func (p *produced) font(o types.Object) font {
	p.t.Helper()
	_, characters, _ := strings.Cut(string(p.stream(o, "ToUnicode")), "endcodespacerange")
	f := font{widths: map[string]int{}, characters: characters}
	descendant := p.array(o, "DescendantFonts")[0]
	if p.text(o, "Encoding") != "Identity-H" || p.text(descendant, "CIDToGIDMap") != "Identity" {
		p.t.Error("the font is not addressed by glyph")
	}
	if !regexp.MustCompile(`^[A-Z]{6}\+LiberationSans(-Bold)?$`).MatchString(p.text(o, "BaseFont")) {
		p.t.Errorf("font %q is no named subset", p.text(o, "BaseFont"))
	}
	if p.stream(descendant, "FontDescriptor", "FontFile2") == nil {
		p.t.Error("the font is not embedded")
	}
	w := p.array(descendant, "W")
	for i := 0; i+1 < len(w); i += 2 {
		first := w[i].(types.Integer).Value()
		for j, width := range p.array(w[i+1]) {
			f.widths[fmt.Sprintf("%04X", first+j)] = width.(types.Integer).Value()
		}
	}
	for _, m := range bfchar.FindAllStringSubmatch(f.characters, -1) {
		if c, err := strconv.ParseUint(m[2], 16, 16); err != nil || c == 0 || c >= 0xFEFF || c >= 0xE000 && c < 0xF900 {
			p.t.Errorf("glyph %s stands for %s", m[1], m[2])
		}
	}
	return f
}

func (f font) check(t *testing.T, glyphs string) {
	t.Helper()
	if _, err := hex.DecodeString(glyphs); err != nil || len(glyphs)%4 != 0 {
		t.Fatalf("%q are no glyphs", glyphs)
	}
	for g := range slices.Chunk([]byte(glyphs), 4) {
		if _, ok := f.widths[string(g)]; !ok || string(g) == "0000" {
			t.Errorf("glyph %s has no width", g)
		}
		if !strings.Contains(f.characters, "<"+string(g)+"><") {
			t.Errorf("glyph %s stands for no character", g)
		}
	}
}

func (p *produced) checkStructure() {
	p.t.Helper()
	tops := p.array(p.root, "StructTreeRoot", "K")
	if len(tops) != 1 || p.text(tops[0], "S") != "Document" {
		p.t.Fatalf("the structure begins with %v", tops)
	}
	depth := 0
	p.walk(tops[0], func(e types.Dict, tag string, kids []string) {
		if level, ok := strings.CutPrefix(tag, "H"); ok {
			n, err := strconv.Atoi(level)
			if err != nil || n > depth+1 {
				p.t.Errorf("heading %s below level %d", tag, depth)
			}
			depth = n
		}
		p.checkElement(e, tag, kids)
	})
}

func (p *produced) checkElement(e types.Dict, tag string, kids []string) {
	p.t.Helper()
	only := func(want ...string) {
		for _, k := range kids {
			if !slices.Contains(want, k) {
				p.t.Errorf("%s in %s", k, tag)
			}
		}
	}
	switch tag {
	case "P", "H1", "H2", "H3", "Caption":
		only("", "Span")
		if len(kids) == 0 {
			p.t.Errorf("an empty %s", tag)
		}
	case "Table":
		only("Caption", "TR")
		p.checkTable(e)
	case "TR":
		only("TH", "TD")
	case "TH":
		if s := p.text(e, "A", "Scope"); s != "Row" && s != "Column" {
			p.t.Errorf("a header of %q", s)
		}
	case "L":
		only("LI")
		if s := p.text(e, "A", "ListNumbering"); s != "Disc" && s != "Decimal" {
			p.t.Errorf("a list with marks of %q", s)
		}
	case "LI":
		if !slices.Equal(kids, []string{"Lbl", "LBody"}) {
			p.t.Errorf("a point with %q", kids)
		}
	case "Figure":
		if p.text(e, "Alt") == "" || len(p.array(e, "A", "BBox")) != 4 {
			p.t.Error("a figure without words or place")
		}
	}
}

func (p *produced) checkTable(e types.Dict) {
	p.t.Helper()
	columns := -1
	for _, k := range p.array(e, "K") {
		if p.text(k, "S") != "TR" {
			continue
		}
		n := len(p.array(k, "K"))
		if columns >= 0 && n != columns {
			p.t.Errorf("a row of %d cells in a table of %d", n, columns)
		}
		columns = n
	}
}

// walk visits the elements in reading order, with the tags of their kids; a
// piece of a page has none.
func (p *produced) walk(o types.Object, visit func(e types.Dict, tag string, kids []string)) {
	p.t.Helper()
	e := p.dict(o)
	var tags []string
	var below []types.Object
	for _, k := range p.array(e, "K") {
		tag := ""
		if d, ok := p.at(k).(types.Dict); ok && d["S"] != nil {
			tag = p.text(d, "S")
			below = append(below, k)
		}
		tags = append(tags, tag)
	}
	visit(e, p.text(e, "S"), tags)
	for _, k := range below {
		p.walk(k, visit)
	}
}

// outline is the structure on one line, such as "Document(H1 P L(LI(Lbl LBody)))".
func (p *produced) outline(o types.Object) string {
	p.t.Helper()
	var kids []string
	for _, k := range p.array(o, "K") {
		if d, ok := p.at(k).(types.Dict); ok && d["S"] != nil {
			kids = append(kids, p.outline(k))
		}
	}
	if len(kids) == 0 {
		return p.text(o, "S")
	}
	return p.text(o, "S") + "(" + strings.Join(kids, " ") + ")"
}
