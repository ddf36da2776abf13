// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"github.com/goccy/go-yaml/ast"

	"pratica/internal/money"
	"pratica/internal/terms"
)

func (b *build) form(o *object) {
	if n := o.get("tables"); n != nil {
		tables := b.object(n)
		for name := range tables.nodes {
			b.table(name, tables)
		}
	}
	for _, n := range o.list("pages", true) {
		b.page(b.object(n))
	}
	for _, n := range o.list("checks", false) {
		b.check(b.object(n))
	}
	o.done()
}

func (b *build) table(name string, tables *object) {
	if !idPattern.MatchString(name) {
		b.fail(tables.keys[name], "bad_id", "value", name)
	}
	o := b.object(tables.get(name))
	t := &Table{Name: name, Title: o.text("title", false), Type: Type(o.str("type", true, "amount", "integer", "number", "text"))}
	for _, n := range o.list("rows", true) {
		b.tableRow(t, b.object(n))
	}
	o.done()
	t.inForce = t.Rows
	b.def.tables[name] = t
}

func (b *build) tableRow(t *Table, o *object) {
	row := TableRow{From: b.day(o, "from", true), Act: o.str("act", true)}
	row.Value = b.tableValue(t.Type, o)
	o.done()
	if n := len(t.Rows); n > 0 && !row.From.After(t.Rows[n-1].From) {
		b.fail(o.pos, "rows_order")
	}
	t.Rows = append(t.Rows, row)
}

func (b *build) tableValue(t Type, o *object) any {
	s := o.str("value", true)
	v, err := parseTableValue(t, s)
	if err != nil && s != "" {
		b.fail(at(o.nodes["value"]), "bad_value", "value", s, "expected", string(t))
	}
	return v
}

// parseTableValue reads a value of a table: int64 (cents or integer), float64 or
// string.
func parseTableValue(t Type, s string) (any, error) {
	switch t {
	case Amount:
		c, err := money.Parse(s)
		return int64(c), err
	case Integer:
		return strconv.ParseInt(s, 10, 64)
	case Number:
		return strconv.ParseFloat(s, 64)
	}
	return s, nil
}

func (b *build) day(o *object, key string, needed bool) terms.Date {
	s := o.str(key, needed)
	if s == "" {
		return terms.Date{}
	}
	d, err := terms.ParseDate(s)
	if err != nil {
		b.fail(at(o.nodes[key]), "bad_value", "value", s, "expected", "2006-01-02")
	}
	return d
}

func (b *build) page(o *object) {
	p := &Page{ID: b.id(o, "page"), Title: o.text("title", true), Intro: o.text("intro", false)}
	p.when = b.expr(o, "when", nil, cel.BoolType)
	for _, n := range o.list("sections", true) {
		b.section(p, b.object(n))
	}
	o.done()
	b.def.Pages = append(b.def.Pages, p)
}

func (b *build) section(p *Page, o *object) {
	s := &Section{ID: b.id(o, "section"), Title: o.text("title", true), Intro: o.text("intro", false), page: p}
	s.when = b.expr(o, "when", nil, cel.BoolType)
	for _, n := range o.list("fields", true) {
		if f := b.field(b.object(n), s, nil); f != nil {
			s.Fields = append(s.Fields, f)
			b.register(f)
		}
	}
	o.done()
	p.Sections = append(p.Sections, s)
}

// register makes a top-level field and its parts known to expressions.
func (b *build) register(f *Field) {
	for _, each := range append([]*Field{f}, f.Parts...) {
		b.def.top[each.ID] = each
		b.def.order = append(b.def.order, each)
	}
}

func (b *build) check(o *object) {
	c := &check{id: b.id(o, "check"), text: o.text("text", true)}
	c.each = b.groupNamed(o, "each")
	c.severity = severity(o.str("severity", true, string(blocking), string(warning)))
	c.when = b.expr(o, "when", c.each, cel.BoolType)
	c.must = b.needExpr(o, "must", c.each, cel.BoolType)
	c.field = b.target(o, c.each)
	o.done()
	b.def.checks = append(b.def.checks, c)
}

// groupNamed resolves a key that names a group.
func (b *build) groupNamed(o *object, key string) *Field {
	name := o.str(key, false)
	if name == "" {
		return nil
	}
	f := b.def.top[name]
	if f == nil || f.Group == nil {
		b.fail(at(o.nodes[key]), "unknown_group", "value", name)
		return nil
	}
	return f
}

// target resolves the field that a check points to: "field", or "group.field"
// in a check of each item.
func (b *build) target(o *object, each *Field) *Field {
	name := o.str("field", true)
	if name == "" {
		return nil
	}
	group, inner, dotted := strings.Cut(name, ".")
	if dotted && each != nil && each.ID == group && each.Group.byID[inner] != nil {
		return each.Group.byID[inner]
	}
	if f := b.def.top[name]; f != nil {
		return f
	}
	b.fail(at(o.nodes["field"]), "unknown_field", "value", name)
	return nil
}

// expr notes an expression; it is compiled when all fields are known.
func (b *build) expr(o *object, key string, in *Field, want *cel.Type) *expr {
	n := o.get(key)
	if n == nil {
		return nil
	}
	return b.exprAt(n, key, in, want)
}

func (b *build) needExpr(o *object, key string, in *Field, want *cel.Type) *expr {
	o.need(key)
	return b.expr(o, key, in, want)
}

func (b *build) exprAt(n ast.Node, key string, in *Field, want *cel.Type) *expr {
	s, ok := b.scalar(n)
	if !ok {
		b.fail(at(n), "expected_text", "key", key)
		return nil
	}
	e := &expr{source: s, in: in, want: want, pos: contentAt(b.resolve(n))}
	b.pending = append(b.pending, e)
	return e
}

// requirement reads "required": true, false or an expression.
func (b *build) requirement(o *object, in *Field) requirement {
	n := o.get("required")
	if n == nil {
		return requirement{}
	}
	if v, ok := b.resolve(n).(*ast.BoolNode); ok {
		return requirement{always: v.Value}
	}
	return requirement{when: b.exprAt(n, "required", in, cel.BoolType)}
}
