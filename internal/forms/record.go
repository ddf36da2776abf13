// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"context"
	"fmt"
	"reflect"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"pratica/internal/terms"
)

// evaluator works out one set of answers. Values are worked out when somebody
// asks for them and kept; the graph of the definition has no loops, so this ends.
type evaluator struct {
	ctx    context.Context
	def    *Definition
	today  types.Timestamp
	day    terms.Date
	root   *record
	groups map[string][]*record
	err    error // the first expression that failed
}

// record is the answers of the form, or those of one item.
type record struct {
	ev    *evaluator
	group *Field // nil for the form
	index int
	key   string
	data  map[string]any
	shown map[*Field]bool
	value map[*Field]ref.Val
}

func newEvaluator(ctx context.Context, d *Definition, a Answers, day terms.Date) *evaluator {
	ev := &evaluator{ctx: ctx, def: d, day: day, today: midnight(day), groups: map[string][]*record{}}
	ev.root = ev.record(nil, 0, "", map[string]any(a))
	for _, f := range d.order {
		if f.Group == nil {
			continue
		}
		for i, item := range itemsOf(ev.root.data, f.ID) {
			key, _ := item[keyKey].(string)
			ev.groups[f.ID] = append(ev.groups[f.ID], ev.record(f, i, key, item))
		}
	}
	return ev
}

func (ev *evaluator) record(group *Field, index int, key string, data map[string]any) *record {
	return &record{ev: ev, group: group, index: index, key: key, data: data, shown: map[*Field]bool{}, value: map[*Field]ref.Val{}}
}

func (r *record) field(id string) *Field {
	if r.group == nil {
		return r.ev.def.top[id]
	}
	return r.group.Group.byID[id]
}

// run evaluates an expression; a failure is kept and reads as the zero value.
func (r *record) run(e *expr) ref.Val {
	v, _, err := e.prg.ContextEval(r.ev.ctx, r)
	if err != nil {
		if r.ev.err == nil {
			r.ev.err = fmt.Errorf("forms: %s: expression at %d:%d: %w", r.ev.def.Name, e.pos.Line, e.pos.Column, err)
		}
		return zero(e.want)
	}
	return v
}

func (r *record) holds(e *expr) bool { return e == nil || r.run(e) == types.True }

func (q requirement) holds(r *record) bool { return q.always || q.when != nil && r.holds(q.when) }

// visible tells whether a field is shown: its page, its section, its composite
// and itself.
func (r *record) visible(f *Field) bool {
	if v, known := r.shown[f]; known {
		return v
	}
	v := r.placeVisible(f) && (f.owner == nil || r.visible(f.owner)) && r.partVisible(f) && r.holds(f.when)
	r.shown[f] = v
	return v
}

func (r *record) placeVisible(f *Field) bool {
	if r.group != nil {
		return r.ev.root.visible(r.group)
	}
	return r.holds(f.section.page.when) && r.holds(f.section.when)
}

// partVisible is the rule of composites: a place instead of an address, a reason
// instead of a code.
func (r *record) partVisible(f *Field) bool {
	switch {
	case f.part == "" || f.part == roleNoFixed:
		return true
	case f.part == roleNone:
		return !r.answered(f.owner)
	}
	noFixed, _ := r.data[f.owner.ID+"_"+string(roleNoFixed)].(bool)
	noFixed = noFixed && f.owner.NoFixed
	return (f.part == rolePlace) == noFixed
}

// answered tells whether there is a usable value.
func (r *record) answered(f *Field) bool {
	if f.computed != nil {
		return r.visible(f)
	}
	if f.part == roleCode {
		return r.visible(f) && r.code(f.owner) != ""
	}
	if f.Group != nil {
		return r.visible(f) && len(r.ev.groups[f.ID]) > 0
	}
	_, ok := r.typed(f)
	return ok && r.visible(f)
}

// typed is the value as answered, when it has the kind that its type asks.
func (r *record) typed(f *Field) (any, bool) {
	v := r.data[f.ID]
	if _, bad := rawOf(r.data, f.ID); bad {
		return nil, false
	}
	switch v := v.(type) {
	case nil:
		return nil, false
	case string:
		return v, v != ""
	case []any:
		return v, len(v) > 0
	}
	return v, true
}

// get is the value that expressions see; the zero value of the type when there
// is none.
func (r *record) get(f *Field) ref.Val {
	if v, known := r.value[f]; known {
		return v
	}
	v := r.work(f)
	r.value[f] = v
	return v
}

func (r *record) work(f *Field) ref.Val {
	switch {
	case !r.visible(f):
		return zero(f.celType())
	case f.Group != nil:
		items := make([]ref.Val, len(r.ev.groups[f.ID]))
		for i, item := range r.ev.groups[f.ID] {
			items[i] = item
		}
		return types.NewRefValList(types.DefaultTypeAdapter, items)
	case f.computed != nil:
		return r.run(f.computed)
	case f.part == roleCode:
		return types.String(r.code(f.owner))
	}
	v, ok := r.typed(f)
	if !ok {
		return zero(f.celType())
	}
	return toCEL(f, v)
}

// toCEL turns an answer into the value of its declared type; an answer of
// another kind counts as none, and Evaluate reports it.
func toCEL(f *Field, v any) ref.Val {
	want := f.celType()
	switch v := v.(type) {
	case string:
		if f.Type == Date {
			if d, err := terms.ParseDate(v); err == nil {
				return midnight(d)
			}
		} else if want == cel.StringType {
			return types.String(v)
		}
	case bool:
		if want == cel.BoolType {
			return types.Bool(v)
		}
	case int64:
		if want == cel.IntType {
			return types.Int(v)
		}
		if want == cel.DoubleType {
			return types.Double(v)
		}
	case float64:
		if want == cel.DoubleType {
			return types.Double(v)
		}
	case []any:
		if f.Type == MultipleChoice {
			return stringList(v)
		}
	}
	return zero(want)
}

func stringList(list []any) ref.Val {
	all := make([]string, 0, len(list))
	for _, one := range list {
		if s, ok := one.(string); ok {
			all = append(all, s)
		}
	}
	return types.NewStringList(types.DefaultTypeAdapter, all)
}

func zero(t *cel.Type) ref.Val {
	switch t {
	case cel.StringType:
		return types.String("")
	case cel.IntType:
		return types.Int(0)
	case cel.DoubleType:
		return types.Double(0)
	case cel.BoolType:
		return types.False
	case cel.TimestampType:
		return midnight(terms.Date{})
	}
	return types.NewRefValList(types.DefaultTypeAdapter, nil)
}

// ResolveName implements cel.Activation.
func (r *record) ResolveName(name string) (any, bool) {
	switch name {
	case answersName:
		return r.ev.root, true
	case filingName, todayName:
		return r.ev.today, true
	case itemName:
		return r, r.group != nil
	}
	if f := r.ev.def.top[name]; f != nil {
		return r.ev.root.get(f), true
	}
	return nil, false
}

// Parent implements cel.Activation.
func (r *record) Parent() cel.Activation { return nil }

// Get implements traits.Indexer.
func (r *record) Get(index ref.Val) ref.Val {
	name, _ := index.Value().(string)
	if f := r.field(name); f != nil && f.hasValue() {
		return r.get(f)
	}
	return types.NewErr("no such field %q", name)
}

// IsSet implements traits.FieldTester: has(answers.x).
func (r *record) IsSet(index ref.Val) ref.Val {
	name, _ := index.Value().(string)
	f := r.field(name)
	return types.Bool(f != nil && r.answered(f))
}

// ConvertToNative implements ref.Val. Items do not leave expressions.
func (r *record) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("forms: an item is not a %s", t)
}

// ConvertToType implements ref.Val.
func (r *record) ConvertToType(t ref.Type) ref.Val {
	if t.TypeName() == r.Type().TypeName() {
		return r
	}
	return types.NewErr("an item is not a %s", t.TypeName())
}

// Equal implements ref.Val: an item equals itself.
func (r *record) Equal(other ref.Val) ref.Val { return types.Bool(other == ref.Val(r)) }

// Type implements ref.Val.
func (r *record) Type() ref.Type {
	if r.group == nil {
		return types.NewObjectType(answersName)
	}
	return types.NewObjectType(itemPrefix + r.group.ID)
}

// Value implements ref.Val.
func (r *record) Value() any { return r }
