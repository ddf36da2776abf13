// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"errors"
	"sort"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"pratica/internal/i18n"
)

const (
	maxSource = 1 << 20 // bytes of a definition
	maxNodes  = 200_000 // read in all, aliases counted each time they are used
	maxErrors = 200
)

// reader walks the syntax tree of a definition and gathers its faults.
type reader struct {
	errs    []ParseError
	langs   []string
	anchors map[string]ast.Node
	nodes   int
}

func (r *reader) fail(at Position, code string, args ...any) {
	if len(r.errs) < maxErrors {
		r.errs = append(r.errs, ParseError{at.Line, at.Column, "forms.definition." + code, args})
	}
}

// root parses the source; nil after a fault of syntax, which YAML's parser
// reports only one at a time.
func (r *reader) root(source []byte) ast.Node {
	if len(source) > maxSource {
		r.fail(Position{1, 1}, "too_large", "limit", maxSource)
		return nil
	}
	file, err := parser.ParseBytes(source, 0)
	if err != nil {
		r.syntax(err)
		return nil
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		r.fail(Position{1, 1}, "one_document")
		return nil
	}
	r.anchors = map[string]ast.Node{}
	ast.Walk(anchorFinder{r.anchors}, file.Docs[0].Body)
	return file.Docs[0].Body
}

func (r *reader) syntax(err error) {
	at, detail := Position{1, 1}, err.Error()
	if e, ok := errors.AsType[yaml.Error](err); ok {
		detail = e.GetMessage()
		if tk := e.GetToken(); tk != nil {
			at = tokenAt(tk)
		}
	}
	r.fail(at, "syntax", "detail", detail)
}

type anchorFinder struct{ found map[string]ast.Node }

func (f anchorFinder) Visit(n ast.Node) ast.Visitor {
	if a, ok := n.(*ast.AnchorNode); ok && a.Name != nil {
		f.found[a.Name.String()] = a.Value
	}
	return f
}

// resolve follows anchors and aliases. An alias may not lead to another alias of
// itself; the count of nodes bounds what a chain of them can unfold.
func (r *reader) resolve(n ast.Node) ast.Node {
	for range 10 {
		r.nodes++
		if r.nodes > maxNodes {
			return nil
		}
		switch v := n.(type) {
		case *ast.AnchorNode:
			n = v.Value
		case *ast.AliasNode:
			n = r.anchors[v.Value.String()]
		default:
			return n
		}
	}
	return nil
}

func tokenAt(t *token.Token) Position {
	if t == nil || t.Position == nil {
		return Position{1, 1}
	}
	return Position{t.Position.Line, t.Position.Column}
}

// at is where a node begins. A mapping begins at its first key, not at the
// colon that the parser takes for its token.
func at(n ast.Node) Position {
	if n == nil {
		return Position{1, 1}
	}
	switch v := n.(type) {
	case *ast.MappingNode:
		if !v.IsFlowStyle && len(v.Values) > 0 {
			return at(v.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return at(v.Key)
	case *ast.SequenceNode:
		if v.Start != nil {
			return tokenAt(v.Start)
		}
	}
	return tokenAt(n.GetToken())
}

// object is a mapping being read. Every key that is asked for is known; done
// reports the others.
type object struct {
	r     *reader
	pos   Position
	nodes map[string]ast.Node
	keys  map[string]Position
	asked map[string]bool
}

// object reads a mapping; of anything else it reports a fault and reads as empty.
func (r *reader) object(n ast.Node) *object {
	o := &object{r: r, pos: at(n), nodes: map[string]ast.Node{}, keys: map[string]Position{}, asked: map[string]bool{}}
	switch v := r.resolve(n).(type) {
	case *ast.MappingNode:
		for _, pair := range v.Values {
			o.add(pair)
		}
	case *ast.MappingValueNode:
		o.add(v)
	default:
		r.fail(o.pos, "expected_mapping")
		o.keys = nil
	}
	return o
}

func (o *object) add(pair *ast.MappingValueNode) {
	key := pair.Key.GetToken().Value
	if _, twice := o.keys[key]; twice {
		o.r.fail(at(pair.Key), "duplicate_key", "key", key)
		return
	}
	o.keys[key], o.nodes[key] = at(pair.Key), pair.Value
}

// done reports the keys that nobody asked for.
func (o *object) done() {
	for key, pos := range o.keys {
		if !o.asked[key] {
			o.r.fail(pos, "unknown_key", "key", key, "expected", o.expected())
		}
	}
}

func (o *object) expected() string {
	names := make([]string, 0, len(o.asked))
	for name := range o.asked {
		names = append(names, name)
	}
	sort.Strings(names)
	return strings.Join(names, ", ")
}

// get returns the value of a key, or nil.
func (o *object) get(key string) ast.Node {
	o.asked[key] = true
	n := o.nodes[key]
	if _, null := o.r.resolve(n).(*ast.NullNode); null {
		o.r.fail(at(n), "empty_value", "key", key)
		delete(o.nodes, key)
		return nil
	}
	return n
}

// need is get for a key that must be there.
func (o *object) need(key string) ast.Node {
	n := o.get(key)
	if _, named := o.keys[key]; n == nil && !named && o.keys != nil {
		o.r.fail(o.pos, "missing_key", "key", key)
	}
	return n
}

// list returns the elements of a sequence.
func (o *object) list(key string, needed bool) []ast.Node {
	n := o.get(key)
	if needed {
		n = o.need(key)
	}
	if n == nil {
		return nil
	}
	s, ok := o.r.resolve(n).(*ast.SequenceNode)
	if !ok {
		o.r.fail(at(n), "expected_list", "key", key)
		return nil
	}
	return s.Values
}

// str returns a word; with choices, one of them.
func (o *object) str(key string, needed bool, choices ...string) string {
	n := o.get(key)
	if needed {
		n = o.need(key)
	}
	if n == nil {
		return ""
	}
	s, ok := o.r.scalar(n)
	if !ok {
		o.r.fail(at(n), "expected_text", "key", key)
		return ""
	}
	if len(choices) > 0 && !contains(choices, s) {
		o.r.fail(at(n), "expected_one_of", "key", key, "value", s, "expected", strings.Join(choices, ", "))
		return ""
	}
	return s
}

// words returns a list of words.
func (o *object) words(key string, choices ...string) []string {
	var all []string
	for _, n := range o.list(key, false) {
		s, ok := o.r.scalar(n)
		if !ok {
			o.r.fail(at(n), "expected_text", "key", key)
			continue
		}
		if len(choices) > 0 && !contains(choices, s) {
			o.r.fail(at(n), "expected_one_of", "key", key, "value", s, "expected", strings.Join(choices, ", "))
		}
		all = append(all, s)
	}
	return all
}

func (o *object) flag(key string) bool {
	n := o.get(key)
	if n == nil {
		return false
	}
	b, ok := o.r.resolve(n).(*ast.BoolNode)
	if !ok {
		o.r.fail(at(n), "expected_boolean", "key", key)
		return false
	}
	return b.Value
}

func (o *object) whole(key string, needed bool, low, high int) int {
	s := o.str(key, needed)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < low || n > high {
		o.r.fail(at(o.nodes[key]), "expected_whole", "key", key, "min", int64(low), "max", int64(high))
		return low
	}
	return n
}

// text returns words in every language of the definition.
func (o *object) text(key string, needed bool) i18n.Text {
	n := o.get(key)
	if needed {
		n = o.need(key)
	}
	if n == nil {
		return nil
	}
	return o.r.text(n)
}

func (o *object) texts(key string) []i18n.Text {
	var all []i18n.Text
	for _, n := range o.list(key, false) {
		all = append(all, o.r.text(n))
	}
	return all
}

func (r *reader) text(n ast.Node) i18n.Text {
	o, words := r.object(n), i18n.Text{}
	if o.keys == nil {
		return words
	}
	for _, lang := range r.langs {
		s := o.str(lang, false)
		if strings.TrimSpace(s) == "" {
			r.fail(o.pos, "missing_text", "language", lang)
		}
		words[lang] = strings.TrimSpace(s)
	}
	o.done()
	return words
}

// scalar returns the text of a scalar as it was written.
func (r *reader) scalar(n ast.Node) (string, bool) {
	switch v := r.resolve(n).(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return v.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return v.GetToken().Value, true
	}
	return "", false
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}
