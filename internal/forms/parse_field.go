// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"sort"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"

	"pratica/internal/money"
)

// field reads one field; in is the group that it stands in, or nil.
func (b *build) field(o *object, s *Section, in *Field) *Field {
	f := &Field{section: s, in: in, pos: o.pos}
	f.ID = b.id(o, fieldSpace(in))
	f.Type = b.fieldType(o)
	f.Label, f.Help, f.Example = o.text("label", true), o.text("help", false), o.text("example", false)
	f.Autocomplete = o.str("autocomplete", false)
	f.when = b.expr(o, "when", in, cel.BoolType)
	if f.Type == "" {
		b.drain(o)
		return nil
	}
	b.particulars(o, f)
	o.done()
	if f.ID == "" {
		return nil
	}
	for _, p := range f.Parts {
		b.claim(fieldSpace(in), p.ID, f.pos)
	}
	return f
}

// drain asks for every key that some type of field knows, so that a field of
// unknown type is reported once and not for each of its keys.
func (b *build) drain(o *object) {
	for key := range words("required computed options min max min_length max_length none person no_fixed lookup why formats max_size fields card add") {
		o.get(key)
	}
	o.done()
}

func fieldSpace(in *Field) string {
	if in == nil {
		return "field"
	}
	return "field of " + in.ID
}

func (b *build) fieldType(o *object) Type {
	name := o.str("type", true)
	if _, ok := kinds[Type(name)]; ok || name == "" {
		return Type(name)
	}
	names := make([]string, 0, len(kinds))
	for t := range kinds {
		names = append(names, string(t))
	}
	sort.Strings(names)
	b.fail(at(o.nodes["type"]), "unknown_type", "value", name, "expected", strings.Join(names, ", "))
	return ""
}

// particulars reads the keys that only some types have.
func (b *build) particulars(o *object, f *Field) {
	k := kinds[f.Type]
	switch f.Type {
	case Information:
		return
	case File:
		b.file(o, f)
		return
	case Repeated:
		b.group(o, f)
		return
	case Declaration:
		f.required.always = true
	default:
		f.required = b.requirement(o, f.in)
	}
	if k.computed {
		f.computed = b.expr(o, "computed", f.in, k.cel)
	}
	if k.options {
		b.options(o, f)
	}
	f.None = f.Type == FiscalCode && o.flag("none")
	if f.Type == FiscalCode {
		b.person(o, f)
	}
	f.NoFixed = f.Type == Address && o.flag("no_fixed")
	f.Lookup = f.Type == Address && o.flag("lookup")
	for _, name := range k.bounds {
		b.bound(o, f, name)
	}
	addParts(f)
}

func (b *build) options(o *object, f *Field) {
	seen := map[string]bool{}
	for _, n := range o.list("options", true) {
		item := b.object(n)
		opt := Option{Value: item.str("value", true), Label: item.text("label", true)}
		item.done()
		if seen[opt.Value] {
			b.fail(item.pos, "duplicate_id", "value", opt.Value)
		}
		seen[opt.Value] = true
		f.Options = append(f.Options, opt)
	}
	if _, given := o.keys["options"]; given && len(f.Options) == 0 {
		b.fail(f.pos, "no_options")
	}
}

func (b *build) bound(o *object, f *Field, name string) {
	switch {
	case name == "min_length":
		f.Bounds.MinLength = o.whole(name, false, 1, 100_000)
	case name == "max_length":
		f.Bounds.MaxLength = o.whole(name, false, 1, 100_000)
	case f.Type == Date && name == "min":
		f.Bounds.From = b.day(o, name, false)
	case f.Type == Date:
		if n := o.get(name); n != nil {
			if s, _ := b.scalar(n); s == "today" {
				f.Bounds.UntilToday = true
				return
			}
		}
		f.Bounds.To = b.day(o, name, false)
	case name == "min":
		f.Bounds.Min = b.limit(o, f.Type, name)
	default:
		f.Bounds.Max = b.limit(o, f.Type, name)
	}
}

func (b *build) limit(o *object, t Type, key string) *int64 {
	s := o.str(key, false)
	if s == "" {
		return nil
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if t == Amount {
		var c money.Cents
		c, err = money.Parse(s)
		v = int64(c)
	}
	if err != nil {
		b.fail(at(o.nodes[key]), "bad_value", "value", s, "expected", string(t))
		return nil
	}
	return &v
}

const maxItems = 100

func (b *build) group(o *object, f *Field) {
	g := &Group{
		Min: o.whole("min", false, 0, maxItems), Max: o.whole("max", true, 1, maxItems),
		Card: o.text("card", true), Add: o.text("add", true), byID: map[string]*Field{},
	}
	f.Group = g
	if f.in != nil {
		b.fail(f.pos, "nested_group")
		return
	}
	if g.Max < g.Min {
		b.fail(f.pos, "group_bounds")
	}
	for _, n := range o.list("fields", true) {
		inner := b.field(b.object(n), f.section, f)
		if inner == nil {
			continue
		}
		g.Fields = append(g.Fields, inner)
		for _, each := range append([]*Field{inner}, inner.Parts...) {
			g.byID[each.ID] = each
			g.order = append(g.order, each)
		}
	}
	b.cardNames(o, g)
}

// cardNames reports names in the title of a card that are no field of the item.
func (b *build) cardNames(o *object, g *Group) {
	for _, name := range g.Card.Args() {
		if name != "n" && g.byID[name] == nil {
			b.fail(o.keys["card"], "unknown_field", "value", name)
		}
	}
}
