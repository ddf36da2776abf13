// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// beside reads the keys that stand beside "workflow", for their faults.
func (b *builder) beside(source []byte) {
	b.lots(source)
	b.statistics(source)
}

// under decodes what stands under a key of the file into raw, which stays as it
// is when there is no such key, and lets faults without a place of their own
// point there until the function that it returns is called.
func (b *builder) under(source []byte, key string, raw any) (leave func()) {
	before := b.where
	where, wrong := readKey(source, key, raw)
	b.where, b.wrong = where, append(b.wrong, wrong...)
	return func() { b.where = before }
}

func readKey(source []byte, key string, raw any) (pos, faults) {
	start := pos{1, 1}
	file, err := parser.ParseBytes(source, 0)
	if err != nil {
		return start, asFaults(start, err)
	}
	for _, doc := range file.Docs {
		root, ok := doc.Body.(ast.MapNode)
		if !ok {
			return start, faults{fault(start, "want_mapping")}
		}
		for pair := root.MapRange(); pair.Next(); {
			if pair.Key().GetToken().Value != key {
				continue
			}
			where := at(pair.Key().GetToken())
			a := &aliases{anchors: map[string]ast.Node{}}
			body := a.resolve(pair.Value())
			if len(a.wrong) > 0 {
				return where, a.wrong
			}
			if err := decode(body, raw); err != nil {
				return where, asFaults(where, err)
			}
			return where, nil
		}
	}
	return start, nil
}

// readers are the roles of the office that a report is for.
func (b *builder) readers(near pos, by names) []string {
	roles := b.known(by, "role", func(name string) bool { _, ok := b.d.Role(name); return ok })
	if len(roles) == 0 {
		b.fault(near, "no_role")
	}
	return roles
}
