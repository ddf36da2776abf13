// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"strings"

	"cel.dev/cel-go/cel"
	celast "cel.dev/cel-go/common/ast"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

const (
	maxExpr = 2000 // characters of one expression
	// costLimit bounds one run of one expression: about a hundred times what
	// crossing two full groups costs.
	costLimit = 100_000
)

// expr is an expression of the definition and, once compiled, its program.
type expr struct {
	source string
	pos    Position // of the first character of the source
	in     *Field   // the group whose item it may use, or nil
	want   *cel.Type
	prg    cel.Program
	deps   []string // the values that it reads, see graph
}

// contentAt is where the text of a scalar begins: after the quote, or on the
// line after the mark of a block.
func contentAt(n ast.Node) Position {
	pos := at(n)
	switch v := n.(type) {
	case *ast.LiteralNode:
		return Position{pos.Line + 1, blockColumn(v)}
	case *ast.StringNode:
		if v.Token.Type == token.DoubleQuoteType || v.Token.Type == token.SingleQuoteType {
			pos.Column++
		}
	}
	return pos
}

// blockColumn is the indentation of a block's text.
func blockColumn(v *ast.LiteralNode) int {
	origin := strings.TrimLeft(v.Value.Token.Origin, "\n")
	return len(origin) - len(strings.TrimLeft(origin, " ")) + 1
}

// place turns a position inside an expression (line from one, column from zero)
// into one of the file.
func (e *expr) place(line, column int) Position {
	if line <= 1 {
		return Position{e.pos.Line, e.pos.Column + column}
	}
	return Position{e.pos.Line + line - 1, e.pos.Column + column}
}

// compile checks and compiles every expression of the definition.
func (b *build) compile() {
	envs, err := newEnvs(b.def)
	if err != nil {
		b.fail(Position{1, 1}, "environment", "detail", err.Error())
		return
	}
	for _, e := range b.pending {
		b.compileOne(envs.of(e.in), e)
	}
	if len(b.errs) == 0 {
		b.cycles()
	}
}

func (b *build) compileOne(env *cel.Env, e *expr) {
	if len(e.source) > maxExpr {
		b.fail(e.pos, "expression_long", "limit", maxExpr)
		return
	}
	parsed, issues := env.Parse(e.source)
	if b.issues(e, issues) {
		return
	}
	if b.unknownNames(env, e, parsed) {
		return
	}
	checked, issues := env.Check(parsed)
	if b.issues(e, issues) {
		return
	}
	if got := checked.OutputType(); !got.IsExactType(e.want) {
		b.fail(e.pos, "expression_type", "expected", e.want.String(), "got", got.String())
		return
	}
	prg, err := env.Program(checked, cel.CostLimit(costLimit), cel.InterruptCheckFrequency(100))
	if err != nil {
		b.fail(e.pos, "expression", "detail", err.Error())
		return
	}
	e.prg, e.deps = prg, dependencies(checked.NativeRep())
}

func (b *build) issues(e *expr, issues *cel.Issues) bool {
	if issues.Err() == nil {
		return false
	}
	for _, fault := range issues.Errors() {
		at := e.place(fault.Location.Line(), fault.Location.Column())
		b.fail(at, "expression", "detail", fault.Message)
	}
	return true
}

// unknownNames reports names that are no field, each where it stands: the
// commonest fault of an author deserves better than a type error.
func (b *build) unknownNames(env *cel.Env, e *expr, parsed *cel.Ast) bool {
	tree, found := parsed.NativeRep(), false
	report := func(id int64, name string) {
		at := tree.SourceInfo().GetStartLocation(id)
		b.fail(e.place(at.Line(), at.Column()), "unknown_field", "value", name)
		found = true
	}
	(&nameWalk{def: b.def, in: e.in, report: report, known: func(name string) bool { return b.isName(env, name) }}).walk(tree.Expr(), nil)
	return found
}

func (b *build) isName(env *cel.Env, name string) bool {
	for _, v := range env.Variables() {
		if v.Name() == name {
			return true
		}
	}
	return false
}

// nameWalk visits an expression with the variables of its comprehensions.
type nameWalk struct {
	def    *Definition
	in     *Field
	known  func(string) bool
	report func(id int64, name string)
}

func (w *nameWalk) walk(e celast.Expr, bound []string) {
	switch e.Kind() {
	case celast.IdentKind:
		if name := e.AsIdent(); !contains(bound, name) && !w.known(name) {
			w.report(e.ID(), name)
		}
	case celast.SelectKind:
		w.selection(e, bound)
	case celast.CallKind:
		call := e.AsCall()
		if call.IsMemberFunction() {
			w.walk(call.Target(), bound)
		}
		w.all(call.Args(), bound)
	case celast.ListKind:
		w.all(e.AsList().Elements(), bound)
	case celast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			w.walk(entry.AsMapEntry().Key(), bound)
			w.walk(entry.AsMapEntry().Value(), bound)
		}
	case celast.ComprehensionKind:
		c := e.AsComprehension()
		w.walk(c.IterRange(), bound)
		w.walk(c.AccuInit(), bound)
		inner := append(append([]string{}, bound...), c.IterVar(), c.IterVar2(), c.AccuVar())
		w.all([]celast.Expr{c.LoopCondition(), c.LoopStep(), c.Result()}, inner)
	}
}

func (w *nameWalk) all(exprs []celast.Expr, bound []string) {
	for _, e := range exprs {
		w.walk(e, bound)
	}
}

func (w *nameWalk) selection(e celast.Expr, bound []string) {
	s := e.AsSelect()
	if s.Operand().Kind() != celast.IdentKind {
		w.walk(s.Operand(), bound)
		return
	}
	switch root, name := s.Operand().AsIdent(), s.FieldName(); {
	case contains(bound, root):
	case root == answersName:
		if w.def.top[name] == nil || !w.def.top[name].hasValue() {
			w.report(s.Operand().ID(), name)
		}
	case root == itemName && w.in != nil:
		if w.in.Group.byID[name] == nil || !w.in.Group.byID[name].hasValue() {
			w.report(s.Operand().ID(), "item."+name)
		}
	default:
		w.walk(s.Operand(), bound)
	}
}

// isAsked tells fields that people answer, or the form for them.
func (f *Field) isAsked() bool { return f.Type != Information && f.Type != File }

// hasValue tells fields that expressions can read.
func (f *Field) hasValue() bool { return kinds[f.Type].cel != nil || f.Group != nil }
