// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"
)

// costLimit bounds one evaluation. A walk over a list of a hundred people
// costs some thousands; a nested triple loop does not get through.
const costLimit = 100_000

// Expr is a compiled expression.
type Expr struct {
	Source  string
	program cel.Program
}

// Vars is what an expression may look at.
type Vars struct {
	State    string
	Answers  map[string]any
	Computed map[string]any
	Shown    map[string]string
	Filing   map[string]any // code, number, date ("2006-01-02")
	Facts    map[string]any
	Terms    map[string]string
	Input    map[string]any
}

var environment = sync.OnceValues(func() (*cel.Env, error) {
	tree := cel.MapType(cel.StringType, cel.DynType)
	return cel.NewEnv(
		cel.Variable("state", cel.StringType),
		cel.Variable("answers", tree),
		cel.Variable("computed", tree),
		cel.Variable("filing", tree),
		cel.Variable("shown", cel.MapType(cel.StringType, cel.StringType)),
		cel.Variable("facts", tree),
		cel.Variable("terms", cel.MapType(cel.StringType, cel.StringType)),
		cel.Variable("input", tree),
		cel.OptionalTypes(),
		ext.Strings(),
	)
})

// compile makes an expression; wantBool says that it must give true or false.
func compile(source string, wantBool bool) (*Expr, error) {
	env, err := environment()
	if err != nil {
		return nil, err
	}
	tree, issues := env.Compile(source)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	if out := tree.OutputType(); wantBool && !out.IsExactType(cel.BoolType) && !out.IsExactType(cel.DynType) {
		return nil, fmt.Errorf("gives %s, not true or false", out)
	}
	program, err := env.Program(tree, cel.CostLimit(costLimit), cel.InterruptCheckFrequency(100))
	if err != nil {
		return nil, err
	}
	return &Expr{Source: source, program: program}, nil
}

// Eval computes the expression. The result is made of string, bool, int64,
// float64, []any and map[string]any; nil when a part that it looks at is
// missing.
func (e *Expr) Eval(ctx context.Context, v Vars) (any, error) {
	out, _, err := e.program.ContextEval(ctx, v.activation())
	if err != nil {
		if isMissing(err) {
			return nil, nil
		}
		return nil, fmt.Errorf("workflow: %s: %w", e.Source, err)
	}
	if opt, ok := out.(*types.Optional); ok {
		if !opt.HasValue() {
			return nil, nil
		}
		out = opt.GetValue()
	}
	return native(out), nil
}

// Holds evaluates a condition. What is missing does not hold; nil holds.
func (e *Expr) Holds(ctx context.Context, v Vars) (bool, error) {
	if e == nil {
		return true, nil
	}
	value, err := e.Eval(ctx, v)
	if err != nil {
		return false, err
	}
	holds, _ := value.(bool)
	return holds, nil
}

// isMissing recognises the error for a key or an index that is not there. CEL
// gives it no type of its own, so its text has to do; a test holds it still.
func isMissing(err error) bool {
	var fault *types.Err
	if !errors.As(err, &fault) {
		return false
	}
	return strings.HasPrefix(fault.String(), "no such key") || strings.HasPrefix(fault.String(), "index out of bounds")
}

func (v Vars) activation() map[string]any {
	return map[string]any{
		"state": v.State, "answers": notNil(v.Answers), "computed": notNil(v.Computed),
		"shown": notNil(v.Shown), "filing": notNil(v.Filing), "facts": notNil(v.Facts), "terms": notNil(v.Terms), "input": notNil(v.Input),
	}
}

func notNil[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

// native takes a value out of CEL's own types.
func native(v any) any {
	switch v := v.(type) {
	case types.Null:
		return nil
	case ref.Val:
		return native(v.Value())
	case []ref.Val:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = native(item)
		}
		return out
	case map[ref.Val]ref.Val:
		out := map[string]any{}
		for key, item := range v {
			out[fmt.Sprint(key.Value())] = native(item)
		}
		return out
	default:
		return v
	}
}

// Tree decodes a JSON object for expressions: whole numbers become int64, so
// that they compare and add with CEL's integers; others float64.
func Tree(data []byte) (map[string]any, error) {
	if len(data) == 0 {
		return map[string]any{}, nil
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var tree map[string]any
	if err := dec.Decode(&tree); err != nil {
		return nil, fmt.Errorf("workflow: answers: %w", err)
	}
	return whole(tree).(map[string]any), nil
}

func whole(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		f, _ := v.Float64()
		return f
	case map[string]any:
		for key, item := range v {
			v[key] = whole(item)
		}
	case []any:
		for i, item := range v {
			v[i] = whole(item)
		}
	}
	return v
}
