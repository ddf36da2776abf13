// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import "github.com/goccy/go-yaml/ast"

// aliases replaces each alias by what its anchor names. An anchored value may
// hold no alias itself, so that a short file cannot stand for a huge one.
type aliases struct {
	anchors map[string]ast.Node
	inside  bool // an anchored value
	wrong   faults
}

// resolve returns the node without anchors and aliases, changed in place.
func (a *aliases) resolve(node ast.Node) ast.Node {
	switch n := node.(type) {
	case *ast.AnchorNode:
		outer := a.inside
		a.inside = true
		value := a.resolve(n.Value)
		a.inside = outer
		a.anchors[n.Name.GetToken().Value] = value
		return value
	case *ast.AliasNode:
		value, ok := a.anchors[n.Value.GetToken().Value]
		if !ok || a.inside {
			a.wrong = append(a.wrong, fault(at(n.GetToken()), "bad_alias", "name", n.Value.GetToken().Value))
			return ast.Null(n.GetToken())
		}
		return value
	case *ast.MappingNode:
		for _, pair := range n.Values {
			pair.Value = a.resolve(pair.Value)
		}
	case *ast.MappingValueNode:
		n.Value = a.resolve(n.Value)
	case *ast.SequenceNode:
		for i, item := range n.Values {
			n.Values[i] = a.resolve(item)
		}
	}
	return node
}
