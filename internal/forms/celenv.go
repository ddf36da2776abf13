// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"fmt"
	"math"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	celast "cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"pratica/internal/terms"
)

// Names that every expression has, beside the fields.
const (
	answersName = "answers"     // has(answers.x): was x answered?
	itemName    = "item"        // the item, in expressions of a group
	filingName  = "filing_date" // the day on which the form is evaluated
	todayName   = "today"       // the same
	itemPrefix  = "item."       // of the type of a group's items
)

// envs are the environments of a definition: one for expressions of the form,
// one for those of each group.
type envs struct {
	form  *cel.Env
	group map[*Field]*cel.Env
}

func (e *envs) of(in *Field) *cel.Env {
	if in == nil {
		return e.form
	}
	return e.group[in]
}

func newEnvs(d *Definition) (*envs, error) {
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	options := []cel.EnvOption{
		cel.CustomTypeProvider(&provider{Provider: registry, def: d}),
		cel.CustomTypeAdapter(registry),
		cel.ParserRecursionLimit(60),
		cel.Variable(answersName, cel.ObjectType(answersName)),
		cel.Variable(filingName, cel.TimestampType),
		cel.Variable(todayName, cel.TimestampType),
		cel.Macros(tableMacro(d)),
		sumFunction(), ageFunction(),
	}
	for _, t := range d.tables {
		options = append(options, tableFunction(t))
	}
	for _, f := range d.order {
		if t := f.celType(); t != nil {
			options = append(options, cel.Variable(f.ID, t))
		}
	}
	form, err := cel.NewEnv(options...)
	if err != nil {
		return nil, err
	}
	return withGroups(d, form)
}

func withGroups(d *Definition, form *cel.Env) (*envs, error) {
	all := &envs{form: form, group: map[*Field]*cel.Env{}}
	for _, f := range d.order {
		if f.Group == nil {
			continue
		}
		env, err := form.Extend(cel.Variable(itemName, cel.ObjectType(itemPrefix+f.ID)))
		if err != nil {
			return nil, err
		}
		all.group[f] = env
	}
	return all, nil
}

// celType is the type that expressions see; nil when there is no value.
func (f *Field) celType() *cel.Type {
	if f.Group != nil {
		return cel.ListType(cel.ObjectType(itemPrefix + f.ID))
	}
	return kinds[f.Type].cel
}

// provider tells the checker which fields "answers" and the items have.
type provider struct {
	types.Provider
	def *Definition
}

func (p *provider) fields(typeName string) (map[string]*Field, bool) {
	if typeName == answersName {
		return p.def.top, true
	}
	if len(typeName) > len(itemPrefix) && typeName[:len(itemPrefix)] == itemPrefix {
		if f := p.def.top[typeName[len(itemPrefix):]]; f != nil && f.Group != nil {
			return f.Group.byID, true
		}
	}
	return nil, false
}

// FindStructType implements types.Provider.
func (p *provider) FindStructType(name string) (*types.Type, bool) {
	if _, ok := p.fields(name); ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return p.Provider.FindStructType(name)
}

// FindStructFieldNames implements types.Provider.
func (p *provider) FindStructFieldNames(name string) ([]string, bool) {
	fields, ok := p.fields(name)
	if !ok {
		return p.Provider.FindStructFieldNames(name)
	}
	var names []string
	for id := range fields {
		names = append(names, id)
	}
	return names, true
}

// FindStructFieldType implements types.Provider. Values are fetched by the
// record itself (record.Get), so no getter is given.
func (p *provider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	fields, ok := p.fields(name)
	if !ok {
		return p.Provider.FindStructFieldType(name, field)
	}
	f := fields[field]
	if f == nil || f.celType() == nil {
		return nil, false
	}
	return &types.FieldType{Type: f.celType()}, true
}

// NewValue implements types.Provider: expressions cannot make items.
func (p *provider) NewValue(name string, values map[string]ref.Val) ref.Val {
	if _, ours := p.fields(name); ours {
		return types.NewErr("an expression cannot make a %s", name)
	}
	return p.Provider.NewValue(name, values)
}

// tableMacro turns table("name", day) into a call of that table's own function,
// so that the checker knows the type of its values and the author of a wrong
// name is told where it stands.
func tableMacro(d *Definition) cel.Macro {
	return cel.GlobalMacro("table", 2, func(h cel.MacroExprFactory, _ celast.Expr, args []celast.Expr) (celast.Expr, *common.Error) {
		if args[0].Kind() != celast.LiteralKind {
			return nil, h.NewError(args[0].ID(), "the name of a table is a text between quotes")
		}
		name, _ := args[0].AsLiteral().Value().(string)
		if d.tables[name] == nil {
			return nil, h.NewError(args[0].ID(), fmt.Sprintf("there is no table %q", name))
		}
		return h.NewCall(tablePrefix+name, args[1]), nil
	})
}

const tablePrefix = "table_in_force_"

func tableFunction(t *Table) cel.EnvOption {
	result := kinds[t.Type].cel
	if result == nil {
		result = cel.StringType // its type was reported as wrong already
	}
	return cel.Function(tablePrefix+t.Name, cel.Overload(tablePrefix+t.Name, []*cel.Type{cel.TimestampType}, result,
		cel.UnaryBinding(func(day ref.Val) ref.Val {
			at, ok := day.Value().(time.Time)
			if !ok {
				return types.MaybeNoSuchOverloadErr(day)
			}
			row, ok := t.In(civil(at))
			if !ok {
				return types.NewErr("table %s has no row in force on %s", t.Name, civil(at))
			}
			return types.DefaultTypeAdapter.NativeToValue(row.Value)
		})))
}

// civil is the day of a midnight in UTC, the form that days have in expressions.
func civil(at time.Time) terms.Date { return terms.NewDate(at.Date()) }

func midnight(d terms.Date) types.Timestamp {
	if d.IsZero() {
		return types.Timestamp{Time: time.Time{}}
	}
	y, m, day := d.Date()
	return types.Timestamp{Time: time.Date(y, m, day, 0, 0, 0, 0, time.UTC)}
}

func sumFunction() cel.EnvOption {
	return cel.Function("sum",
		cel.Overload("sum_int", []*cel.Type{cel.ListType(cel.IntType)}, cel.IntType, cel.UnaryBinding(sumInts)),
		cel.Overload("sum_double", []*cel.Type{cel.ListType(cel.DoubleType)}, cel.DoubleType, cel.UnaryBinding(sumDoubles)))
}

func sumInts(v ref.Val) ref.Val {
	var total int64
	for it := v.(traits.Lister).Iterator(); it.HasNext() == types.True; {
		n, ok := it.Next().(types.Int)
		if !ok {
			return types.MaybeNoSuchOverloadErr(v)
		}
		if (n > 0 && total > math.MaxInt64-int64(n)) || (n < 0 && total < math.MinInt64-int64(n)) {
			return types.NewErr("sum: integer overflow")
		}
		total += int64(n)
	}
	return types.Int(total)
}

func sumDoubles(v ref.Val) ref.Val {
	var total float64
	for it := v.(traits.Lister).Iterator(); it.HasNext() == types.True; {
		n, ok := it.Next().(types.Double)
		if !ok {
			return types.MaybeNoSuchOverloadErr(v)
		}
		total += float64(n)
	}
	return types.Double(total)
}

// ageFunction adds age(birth, day): whole years, complete on the birthday.
func ageFunction() cel.EnvOption {
	return cel.Function("age", cel.Overload("age_years", []*cel.Type{cel.TimestampType, cel.TimestampType}, cel.IntType,
		cel.BinaryBinding(func(birth, day ref.Val) ref.Val {
			from, ok := birth.Value().(time.Time)
			to, also := day.Value().(time.Time)
			if !ok || !also {
				return types.MaybeNoSuchOverloadErr(birth)
			}
			years := to.Year() - from.Year()
			if to.Month() < from.Month() || to.Month() == from.Month() && to.Day() < from.Day() {
				years--
			}
			return types.Int(years)
		})))
}
