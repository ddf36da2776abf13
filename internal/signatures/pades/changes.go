// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pades

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"pratica/internal/signatures/report"
)

// changes are what a file says that the signed revision did not.
type changes struct {
	warnings []report.Warning
	fails    bool // the signed content is not what is shown
	doubts   bool // something changed, and nobody can say what for
}

func (c *changes) warn(w report.Warning) {
	if !slices.Contains(c.warnings, w) {
		c.warnings = append(c.warnings, w)
	}
}

func (c *changes) fail(w report.Warning)  { c.warn(w); c.fails = true }
func (c *changes) doubt(w report.Warning) { c.warn(w); c.doubts = true }

// differ compares two revisions.
type differ struct {
	changes
	now, then *file
	end       int             // of the signed revision
	harmless  map[int]bool    // objects of signatures, time stamps and validation data
	notes     map[int]bool    // objects of annotations
	fields    map[int]bool    // objects of form fields
	shown     map[int]bool    // objects that the pages of the signed revision show
	pages     map[int]bool    // page objects, and the nodes of their tree
	forbidden map[string]bool // what the author of a certified document does not allow
}

// changesSince compares the file with what a signature saw.
func changesSince(now *file, s signed, all []signed) changes {
	then, err := parse(now.data[:s.end()], now.spent)
	d := &differ{now: now, then: then, end: s.end(), harmless: map[int]bool{}, notes: map[int]bool{}, fields: map[int]bool{}, shown: map[int]bool{}, pages: map[int]bool{}, forbidden: map[string]bool{}}
	switch {
	case err != nil:
		d.doubt(WarnChanged)
		return d.changes
	case now.isDamaged || then.isDamaged:
		d.doubt(WarnDamaged)
	}
	if s.num != 0 && !same(then.dict(ref{s.num, 0}), s.dict) {
		d.fail(WarnDictionary)
	}
	d.certification(all)
	d.markHarmless(all)
	d.comparePages()
	d.compareCatalog()
	d.markFields()
	for _, num := range slices.Sorted(maps.Keys(now.entries)) {
		if d.isNew(num) {
			d.judge(num)
		}
	}
	for num := range then.entries {
		if _, still := now.entries[num]; !still && d.shown[num] {
			d.fail(WarnPages)
		}
	}
	d.forbid()
	return d.changes
}

// isNew: the object was written after the signed revision.
func (d *differ) isNew(num int) bool {
	e := d.now.entries[num]
	if e.container != 0 {
		e = d.now.entries[e.container]
	}
	return e.offset >= d.end
}

// judge names what a new or rewritten object changes.
func (d *differ) judge(num int) {
	o := d.now.get(num)
	before := d.then.get(num)
	switch {
	case d.harmless[num] || isContainer(o) || same(o, before) || d.pages[num] || num == refNum(d.now.trailer["Root"]):
	case d.fields[num]:
		d.field(d.now.dict(o), d.then.dict(before))
	case d.notes[num]:
		d.warn(WarnAnnotations)
		d.forbidden[noteChange] = true
	case d.shown[num]:
		d.fail(WarnPages)
	case before != nil:
		d.doubt(WarnChanged)
	}
}

// Kinds of change that a certification may forbid.
const (
	noteChange = "note"
	fillChange = "fill"
	signChange = "sign"
)

// field: a signature in an empty field is how a document is signed again; any
// other value is a form that was filled.
func (d *differ) field(now, before dict) {
	if d.now.inherited(now, "FT") == name("Sig") && (before == nil || before["V"] == nil) {
		d.forbidden[signChange] = true
		return
	}
	d.warn(WarnFilled)
	d.forbidden[fillChange] = true
}

func isContainer(o object) bool {
	s, ok := o.(stream)
	return ok && (s.dict["Type"] == name("XRef") || s.dict["Type"] == name("ObjStm"))
}

func refNum(o object) int {
	r, _ := o.(ref)
	return r.num
}

// markHarmless marks what proves and does not show: validation data, other
// signatures with their appearance, the data about the document.
func (d *differ) markHarmless(all []signed) {
	catalog := d.now.dict(d.now.trailer["Root"])
	d.reach(catalog["DSS"], d.harmless, nil)
	d.reach(catalog["Metadata"], d.harmless, nil)
	d.reach(d.now.trailer["Info"], d.harmless, nil)
	d.reach(catalog["StructTreeRoot"], d.harmless, map[name]bool{"Pg": true, "Obj": true})
	for _, s := range all {
		d.harmless[s.num] = true
	}
	if r, ok := catalog["AcroForm"].(ref); ok {
		d.harmless[r.num] = true // its parts are compared
	}
	if r, ok := d.now.dict(catalog["AcroForm"])["Fields"].(ref); ok {
		d.harmless[r.num] = true
	}
	d.reach(d.now.dict(catalog["AcroForm"])["DR"], d.harmless, nil)
}

// markFields marks the fields of forms and how they look.
func (d *differ) markFields() {
	seen := map[int]bool{}
	var walk func(o object, depth int)
	walk = func(o object, depth int) {
		r, ok := o.(ref)
		if depth > maxNesting || ok && seen[r.num] {
			return
		}
		seen[r.num] = true
		field := d.now.dict(o)
		if ok && field != nil {
			d.fields[r.num] = true
		}
		isSignature := d.now.inherited(field, "FT") == name("Sig")
		into := d.fields
		if isSignature {
			into = d.harmless
		}
		for _, key := range []name{"AP", "MK", "Lock", "SV"} {
			d.reach(field[key], into, nil)
		}
		for _, kid := range d.now.array(field["Kids"]) {
			walk(kid, depth+1)
		}
	}
	for _, o := range d.now.array(d.now.dict(d.now.dict(d.now.trailer["Root"])["AcroForm"])["Fields"]) {
		walk(o, 0)
	}
}

// reach marks every object that a value leads to, but upwards and along the
// names that stop it.
func (d *differ) reach(o object, into map[int]bool, stop map[name]bool) {
	reach(d.now, o, into, stop, 0)
}

func reach(f *file, o object, into map[int]bool, stop map[name]bool, depth int) {
	if depth > maxNesting*10 {
		return
	}
	switch v := o.(type) {
	case ref:
		if into[v.num] {
			return
		}
		into[v.num] = true
		reach(f, f.get(v.num), into, stop, depth+1)
	case array:
		for _, each := range v {
			reach(f, each, into, stop, depth+1)
		}
	case stream:
		reach(f, v.dict, into, stop, depth+1)
	case dict:
		for key, each := range v {
			if key != "Parent" && key != "P" && !stop[key] {
				reach(f, each, into, stop, depth+1)
			}
		}
	}
}

// page is one page with what it inherits.
type page struct {
	num int
	dict
}

// pagesOf are the pages of a revision, and the numbers of the tree's objects.
func pagesOf(f *file, nodes map[int]bool) (all []page) {
	var walk func(o object, depth int)
	walk = func(o object, depth int) {
		num := refNum(o)
		d := f.dict(o)
		if d == nil || depth > maxNesting || num != 0 && nodes[num] || len(all) > 100_000 {
			return
		}
		nodes[num] = true
		kids := f.array(d["Kids"])
		if kids == nil {
			all = append(all, page{num, d})
			return
		}
		for _, kid := range kids {
			walk(kid, depth+1)
		}
	}
	walk(f.dict(f.trailer["Root"])["Pages"], 0)
	return all
}

// comparePages: as many pages as there were, each with the same entries but for
// its annotations.
func (d *differ) comparePages() {
	nodesNow, nodesThen := map[int]bool{}, map[int]bool{}
	now, then := pagesOf(d.now, nodesNow), pagesOf(d.then, nodesThen)
	d.pages = nodesNow
	for _, p := range then {
		for key, value := range p.dict {
			if key != "Annots" && key != "Parent" {
				reach(d.then, value, d.shown, map[name]bool{"Annots": true}, 0)
			}
		}
	}
	for num := range nodesThen {
		delete(d.shown, num)
	}
	if len(now) != len(then) {
		d.fail(WarnPages)
		return
	}
	for i := range now {
		d.comparePage(now[i].dict, then[i].dict)
	}
}

// comparePage compares what a page says of itself, and its annotations.
func (d *differ) comparePage(now, then dict) {
	for key := range union(now, then) {
		switch key {
		case "Annots", "Parent", "Tabs", "StructParents", "LastModified", "PieceInfo", "Metadata":
		default:
			if !same(now[key], then[key]) && !same(d.now.resolve(now[key]), d.then.resolve(then[key])) {
				d.fail(WarnPages)
			}
		}
	}
	if r, ok := now["Annots"].(ref); ok {
		d.harmless[r.num] = true // the list; its members are judged
	}
	d.compareNotes(d.now.array(now["Annots"]), d.then.array(then["Annots"]))
}

func (d *differ) compareNotes(now, then array) {
	before := map[int]bool{}
	for _, o := range then {
		before[refNum(o)] = true
	}
	for _, o := range now {
		note := d.now.dict(o)
		if note["Subtype"] == name("Widget") {
			continue // a field: judged there
		}
		d.reach(o, d.notes, map[name]bool{"Dest": true, "A": true, "Pg": true, "Popup": true})
		if num := refNum(o); !before[num] || num == 0 && !slices.ContainsFunc(then, func(old object) bool { return same(old, o) }) {
			d.warn(WarnAnnotations)
			d.forbidden[noteChange] = true
		}
	}
	if len(now) < len(then) {
		d.warn(WarnAnnotations)
		d.forbidden[noteChange] = true
	}
}

// compareCatalog: what the document does when it is opened, its layers, its
// attachments and its named places may not change.
func (d *differ) compareCatalog() {
	now, then := d.now.dict(d.now.trailer["Root"]), d.then.dict(d.then.trailer["Root"])
	for key := range union(now, then) {
		switch key {
		case "DSS", "Extensions", "AcroForm", "Metadata", "Version", "StructTreeRoot", "MarkInfo", "Type", "Pages", "PieceInfo", "Perms":
			continue
		}
		if key == "Names" {
			d.compareEntries(d.now.dict(now[key]), d.then.dict(then[key]), "AP") // how annotations look
			continue
		}
		if !same(now[key], then[key]) && !same(d.now.resolve(now[key]), d.then.resolve(then[key])) {
			d.doubt(WarnChanged)
		}
	}
	formNow, formThen := d.now.dict(now["AcroForm"]), d.then.dict(then["AcroForm"])
	d.compareEntries(formNow, formThen, "Fields", "SigFlags", "DR", "DA", "NeedAppearances", "CO")
}

// compareEntries doubts a dictionary that changed, some entries apart.
func (d *differ) compareEntries(now, then dict, but ...name) {
	for key := range union(now, then) {
		if !slices.Contains(but, key) && !same(now[key], then[key]) {
			d.doubt(WarnChanged)
		}
	}
}

// certification reads what the author of a certified document allows (ISO
// 32000-1 §12.8.2.2): nothing (1), filling and signing (2), notes too (3).
func (d *differ) certification(all []signed) {
	for _, s := range all {
		for _, o := range d.now.array(s.dict["Reference"]) {
			r := d.now.dict(o)
			if r["TransformMethod"] != name("DocMDP") {
				continue
			}
			level := 2
			if p, ok := d.now.resolve(d.now.dict(r["TransformParams"])["P"]).(number); ok {
				level = int(p)
			}
			d.forbidden["level"] = true
			if level < 3 {
				d.forbidden["no-"+noteChange] = true
			}
			if level < 2 {
				d.forbidden["no-"+fillChange], d.forbidden["no-"+signChange] = true, true
			}
		}
	}
}

func (d *differ) forbid() {
	for _, kind := range []string{noteChange, fillChange, signChange} {
		if d.forbidden[kind] && d.forbidden["no-"+kind] {
			d.doubt(WarnForbidden)
		}
	}
}

func union(a, b dict) map[name]bool {
	all := map[name]bool{}
	for key := range a {
		all[key] = true
	}
	for key := range b {
		all[key] = true
	}
	return all
}

// same compares two objects without following references.
func same(a, b object) bool {
	var x, y strings.Builder
	write(&x, a, 0)
	write(&y, b, 0)
	return x.String() == y.String()
}

// write gives an object one spelling.
func write(b *strings.Builder, o object, depth int) {
	if depth > maxNesting {
		return
	}
	switch v := o.(type) {
	case nil:
		b.WriteString("null")
	case dict:
		b.WriteString("<<")
		for _, key := range slices.Sorted(maps.Keys(v)) {
			fmt.Fprintf(b, "/%q ", string(key))
			write(b, v[key], depth+1)
		}
		b.WriteString(">>")
	case array:
		b.WriteString("[")
		for _, each := range v {
			write(b, each, depth+1)
			b.WriteString(" ")
		}
		b.WriteString("]")
	case text:
		fmt.Fprintf(b, "(%x)", bytes.TrimRight(v.value, "\x00"))
	case stream:
		write(b, v.dict, depth+1)
		fmt.Fprintf(b, "stream@%d", v.from)
	case ref:
		fmt.Fprintf(b, "%d R", v.num)
	default:
		fmt.Fprintf(b, "%v", v)
	}
}
