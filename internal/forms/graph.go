// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"sort"
	"strings"

	celast "cel.dev/cel-go/common/ast"
)

// dependencies lists the values that a checked expression reads: "x" for a
// field of the form, "g.x" for one of a group's items. Reading a group as a
// whole is reading "g"; what is then read of its items is listed by itself.
func dependencies(tree *celast.AST) []string {
	found := map[string]bool{}
	celast.PostOrderVisit(tree.Expr(), celast.NewExprVisitor(func(e celast.Expr) {
		switch e.Kind() {
		case celast.IdentKind:
			found[e.AsIdent()] = true
		case celast.SelectKind:
			s := e.AsSelect()
			owner := tree.GetType(s.Operand().ID()).TypeName()
			if owner == answersName {
				found[s.FieldName()] = true
			} else if group, ok := strings.CutPrefix(owner, itemPrefix); ok {
				found[group+"."+s.FieldName()] = true
			}
		}
	}))
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// graph says which value needs which others, and why: the expression.
type graph struct {
	edges map[string][]edge
	state map[string]int // 0 new, 1 on the path, 2 done
	path  []string
}

type edge struct {
	to string
	by *expr
}

// cycles reports values that depend on themselves, each loop once.
func (b *build) cycles() {
	g := &graph{edges: map[string][]edge{}, state: map[string]int{}}
	for _, f := range b.def.order {
		g.field(f.ID, f)
		if f.Group == nil {
			continue
		}
		for _, inner := range f.Group.order {
			name := f.ID + "." + inner.ID
			g.field(name, inner)
			g.edges[name] = append(g.edges[name], edge{to: f.ID})
		}
	}
	for _, f := range b.def.order {
		b.visit(g, f.ID, nil)
		if f.Group != nil {
			for _, inner := range f.Group.order {
				b.visit(g, f.ID+"."+inner.ID, nil)
			}
		}
	}
}

// field adds what one field's value depends on: its own expressions, its
// composite and, at the top level, the conditions of its section and page.
func (g *graph) field(name string, f *Field) {
	g.needs(name, f.when)
	g.needs(name, f.computed)
	if f.owner != nil {
		g.needs(name, f.owner.when)
	}
	if f.in == nil {
		g.needs(name, f.section.when)
		g.needs(name, f.section.page.when)
	}
}

func (g *graph) needs(name string, e *expr) {
	if e == nil {
		return
	}
	for _, to := range e.deps {
		g.edges[name] = append(g.edges[name], edge{to, e})
	}
}

func (b *build) visit(g *graph, name string, by *expr) {
	switch g.state[name] {
	case 2:
		return
	case 1:
		b.cycle(g, name, by)
		return
	}
	g.state[name] = 1
	g.path = append(g.path, name)
	for _, e := range g.edges[name] {
		why := e.by
		if why == nil {
			why = by
		}
		b.visit(g, e.to, why)
	}
	g.path = g.path[:len(g.path)-1]
	g.state[name] = 2
}

func (b *build) cycle(g *graph, name string, by *expr) {
	start := 0
	for i, n := range g.path {
		if n == name {
			start = i
		}
	}
	pos := Position{1, 1}
	if by != nil {
		pos = by.pos
	}
	loop := append(append([]string{}, g.path[start:]...), name)
	b.fail(pos, "cycle", "path", strings.Join(loop, " → "))
}
