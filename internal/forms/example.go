// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"pratica/internal/i18n"
	"pratica/internal/terms"
)

// Example is a case that the author of a definition worked out by hand: answers,
// and what the form has to make of them. Rehearse holds the form to it.
type Example struct {
	ID      string
	Title   i18n.Text
	On      terms.Date // the day on which it is filled and filed
	Answers Answers
	Files   map[string]int // files in each slot; nil: attachments are not looked at
	// Walk is the way of the case through the office, which others rehearse.
	Walk []ExampleStep

	pos    Position
	values []expectedValue
	lists  []expectedList
}

// ExampleStep is one act of the office, and where it leads.
type ExampleStep struct {
	Position
	Do, By  string
	On      terms.Date
	Outcome string
	Facts   map[string]any        // what the act records, for the expressions after it
	State   string                // afterwards
	Due     map[string]terms.Date // the last day of terms, afterwards
}

// expectedValue is a value that the form has to work out; nil is none.
type expectedValue struct {
	pos   Position
	path  string
	field *Field
	want  any
}

// expectedList is a list of names that must be these and no others.
type expectedList struct {
	pos  Position
	key  string
	want []string
}

// Lists that an example may expect.
const (
	listErrors      = "errors"   // paths of fields, and "file:" with the slot
	listWarnings    = "warnings" // paths of fields
	listPages       = "pages"
	listWays        = "ways"
	listAttachments = "attachments" // slots
)

var exampleLists = []string{listErrors, listWarnings, listPages, listWays, listAttachments}

func (b *build) example(o *object) {
	ex := &Example{ID: b.id(o, "example"), Title: o.text("title", true), On: b.day(o, "on", true), pos: o.pos}
	ex.Answers = Answers{}
	if n := o.need("answers"); n != nil {
		b.exampleAnswers(b.object(n), ex.Answers, b.def.top)
	}
	if n := o.get("files"); n != nil {
		slots := b.object(n)
		ex.Files = map[string]int{}
		for slot := range slots.nodes {
			ex.Files[slot] = slots.whole(slot, true, 0, maxItems)
		}
	}
	if n := o.need("expect"); n != nil {
		b.expectations(b.object(n), ex)
	}
	for _, n := range o.list("walk", false) {
		ex.Walk = append(ex.Walk, b.exampleStep(b.object(n)))
	}
	o.done()
	b.def.Examples = append(b.def.Examples, ex)
}

// exampleAnswers reads answers as people type them. What cannot be read is kept,
// as in a draft: an example may be about it.
func (b *build) exampleAnswers(o *object, record map[string]any, fields map[string]*Field) {
	for id := range o.nodes {
		n := o.get(id)
		f := fields[id]
		if f == nil || !f.takesInput() && f.Group == nil {
			b.fail(o.keys[id], "unknown_field", "value", id)
			continue
		}
		switch v := b.resolve(n).(type) {
		case *ast.SequenceNode:
			if f.Group != nil {
				record[id] = b.exampleItems(v, f.Group)
				continue
			}
			keep(record, f, o.words(id))
		default:
			keep(record, f, []string{o.str(id, true)})
		}
	}
}

func (b *build) exampleItems(list *ast.SequenceNode, g *Group) []any {
	items := make([]any, len(list.Values))
	for i, n := range list.Values {
		item := map[string]any{keyKey: "k" + strconv.Itoa(i+1)}
		b.exampleAnswers(b.object(n), item, g.byID)
		items[i] = item
	}
	return items
}

func (b *build) expectations(o *object, ex *Example) {
	if n := o.get("computed"); n != nil {
		values := b.object(n)
		for path := range values.nodes {
			values.asked[path] = true
			b.expectedValue(values, path, ex)
		}
	}
	for _, key := range exampleLists {
		if n := o.get(key); n != nil {
			ex.lists = append(ex.lists, expectedList{at(n), key, o.words(key)})
		}
	}
	o.done()
	// An example that says nothing of errors is about a form without any.
	if _, said := o.nodes[listErrors]; !said {
		ex.lists = append(ex.lists, expectedList{ex.pos, listErrors, nil})
	}
}

func (b *build) expectedValue(o *object, path string, ex *Example) {
	f := b.def.fieldAt(path)
	if f == nil || !f.IsComputed() {
		b.fail(o.keys[path], "unknown_field", "value", path)
		return
	}
	v := expectedValue{pos: at(o.nodes[path]), path: path, field: f}
	if _, none := b.resolve(o.nodes[path]).(*ast.NullNode); !none {
		s, _ := b.scalar(o.nodes[path])
		typed, bad := readTyped(f, s)
		if bad != nil {
			b.fail(v.pos, "bad_value", "value", s, "expected", string(f.Type))
		}
		v.want = typed
	}
	ex.values = append(ex.values, v)
}

var itemPathPattern = regexp.MustCompile(`^([a-z0-9_]+)\[[0-9]+\]\.([a-z0-9_]+)$`)

// fieldAt finds the field of a path such as "income" or "members[0].income".
func (d *Definition) fieldAt(path string) *Field {
	if m := itemPathPattern.FindStringSubmatch(path); m != nil {
		if g := d.top[m[1]]; g != nil && g.Group != nil {
			return g.Group.byID[m[2]]
		}
		return nil
	}
	return d.top[path]
}

func (b *build) exampleStep(o *object) ExampleStep {
	s := ExampleStep{
		Position: o.pos, Do: o.str("do", true), By: o.str("by", true), On: b.day(o, "on", true),
		Outcome: o.str("outcome", false), State: o.str("state", true), Due: map[string]terms.Date{},
	}
	if n := o.get("facts"); n != nil {
		s.Facts, _ = b.plainTree(n).(map[string]any)
	}
	if n := o.get("due"); n != nil {
		due := b.object(n)
		for term := range due.nodes {
			s.Due[term] = b.day(due, term, true)
		}
	}
	o.done()
	return s
}

// plainTree reads YAML as it stands, for values whose names others know.
func (b *build) plainTree(n ast.Node) any {
	switch v := b.resolve(n).(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		o, m := b.object(v), map[string]any{}
		for key := range o.nodes {
			m[key] = b.plainTree(o.nodes[key])
		}
		return m
	case *ast.SequenceNode:
		all := make([]any, len(v.Values))
		for i, one := range v.Values {
			all[i] = b.plainTree(one)
		}
		return all
	case *ast.BoolNode:
		return v.Value
	case *ast.IntegerNode:
		whole, _ := strconv.ParseInt(strings.TrimSpace(v.GetToken().Value), 10, 64)
		return whole
	}
	s, _ := b.scalar(n)
	return s
}
