// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// pos is a place in the source, from 1.
type pos struct{ line, column int }

func (p pos) String() string { return fmt.Sprintf("%d:%d", p.line, p.column) }

func at(t *token.Token) pos {
	if t == nil || t.Position == nil {
		return pos{1, 1}
	}
	return pos{t.Position.Line, t.Position.Column}
}

// fault is one thing wrong with a definition, as a field of a problem whose
// path is "line:column".
func fault(p pos, code string, args ...any) problem.Field {
	return problem.Field{Path: p.String(), Code: "workflow." + code, Args: args}
}

// faults carries faults through the YAML decoder.
type faults []problem.Field

func (f faults) Error() string { return fmt.Sprintf("%d faults", len(f)) }

// text is a scalar with its place.
type text struct {
	value string
	pos
}

// UnmarshalYAML keeps the place beside the value.
func (t *text) UnmarshalYAML(node ast.Node) error {
	t.pos = at(node.GetToken())
	scalar, ok := node.(ast.ScalarNode)
	if !ok {
		return faults{fault(t.pos, "want_text")}
	}
	if literal, ok := node.(*ast.LiteralNode); ok { // a block: "|" or ">"
		scalar = literal.Value
	}
	t.value = fmt.Sprint(scalar.GetValue())
	return nil
}

// names is a list of names; one name alone stands for a list of one.
type names []text

// UnmarshalYAML accepts a scalar or a sequence.
func (n *names) UnmarshalYAML(node ast.Node) error {
	if sequence, ok := node.(*ast.SequenceNode); ok {
		for _, item := range sequence.Values {
			var t text
			if err := t.UnmarshalYAML(item); err != nil {
				return err
			}
			*n = append(*n, t)
		}
		return nil
	}
	var t text
	if err := t.UnmarshalYAML(node); err != nil {
		return err
	}
	*n = names{t}
	return nil
}

func (n names) values() []string {
	out := make([]string, 0, len(n))
	for _, t := range n {
		out = append(out, t.value)
	}
	return out
}

// words is a text per language with its place.
type words struct {
	text i18n.Text
	pos
}

// UnmarshalYAML reads a mapping from language to text.
func (w *words) UnmarshalYAML(node ast.Node) error {
	w.pos = at(node.GetToken())
	var entries ordered[text]
	if err := entries.UnmarshalYAML(node); err != nil {
		return faults{fault(w.pos, "want_languages", "example", "{it: Sì, en: Yes}")}
	}
	w.text = i18n.Text{}
	for _, e := range entries {
		w.text[e.name] = strings.TrimSpace(e.item.value)
		w.pos = entries[0].pos
	}
	return nil
}

// length reads "10 days", "5 workdays", "2 months".
type length struct {
	terms.Length
	pos
}

var lengthText = regexp.MustCompile(`^([1-9][0-9]{0,3}) (days?|workdays?|months?)$`)

// UnmarshalYAML reads the words of a length.
func (l *length) UnmarshalYAML(node ast.Node) error {
	var t text // with or without quotes
	err := t.UnmarshalYAML(node)
	l.pos = t.pos
	match := lengthText.FindStringSubmatch(strings.TrimSpace(t.value))
	if err != nil || match == nil {
		return faults{fault(l.pos, "want_length")}
	}
	n, err := strconv.Atoi(match[1])
	if err != nil {
		return err
	}
	unit := map[byte]terms.Unit{'d': terms.Days, 'w': terms.Workday, 'm': terms.Months}[match[2][0]]
	l.Length = terms.Length{N: n, Unit: unit}
	return nil
}

// entry is one pair of a mapping, with the place of its key.
type entry[T any] struct {
	name string
	item T
	pos
}

// ordered is a mapping that remembers its order, which is that of a page.
type ordered[T any] []entry[T]

// UnmarshalYAML reads each value strictly.
func (o *ordered[T]) UnmarshalYAML(node ast.Node) error {
	mapping, ok := node.(ast.MapNode)
	if !ok {
		return faults{fault(at(node.GetToken()), "want_mapping")}
	}
	var all faults
	for pair := mapping.MapRange(); pair.Next(); {
		e := entry[T]{name: pair.Key().GetToken().Value, pos: at(pair.Key().GetToken())}
		if err := decode(pair.Value(), &e.item); err != nil {
			all = append(all, asFaults(e.pos, err)...)
		}
		*o = append(*o, e)
	}
	if len(all) > 0 {
		return all
	}
	return nil
}

// decode reads a node; fields that the type does not know are faults.
func decode(node ast.Node, into any) error {
	if custom, ok := into.(yaml.NodeUnmarshaler); ok {
		return custom.UnmarshalYAML(node)
	}
	return yaml.NodeToValue(node, into, yaml.Strict())
}

// asFaults gives any error of the decoder a place.
func asFaults(near pos, err error) faults {
	var own faults
	if errors.As(err, &own) {
		return own
	}
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) {
		return faults{fault(at(unknown.GetToken()), "unknown_field", "name", unknown.GetToken().Value)}
	}
	var yamlErr yaml.Error
	if errors.As(err, &yamlErr) {
		return faults{fault(at(yamlErr.GetToken()), "syntax", "detail", yamlErr.GetMessage())}
	}
	return faults{fault(near, "syntax", "detail", err.Error())}
}
