// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Difference is one way in which two versions of a procedure differ.
type Difference struct {
	Kind ChangeKind
	// Where leads to the element, in words: page, section, question.
	Where []string
	// Key is what changed of it, such as "label.it"; empty when the element as a
	// whole was added, removed or moved.
	Key      string
	Old, New string
}

// Compare tells in the order of the file how a version differs from an older
// one, form and workflow alike. Elements are the same when their id is, wherever
// they stand; what is written differently and means the same is no difference.
func Compare(older, newer []byte, lang string) ([]Difference, error) {
	before, err := treeOf(older)
	if err != nil {
		return nil, err
	}
	after, err := treeOf(newer)
	if err != nil {
		return nil, err
	}
	c := &versions{lang: lang}
	c.compare(before, after, nil, "")
	return c.found, nil
}

// branch is a part of a definition, whatever it is called.
type branch struct {
	key    string
	title  map[string]string // by language, of what has a title or a label
	isItem bool              // of a list
	isList bool              // its branches have an order
	leaf   string
	inside []branch
}

func treeOf(source []byte) (branch, error) {
	var v any
	if err := yaml.UnmarshalWithOptions(source, &v, yaml.UseOrderedMap()); err != nil {
		return branch{}, fmt.Errorf("forms: %w", err)
	}
	return grow("", v), nil
}

func grow(key string, v any) branch {
	b := branch{key: key}
	switch v := v.(type) {
	case yaml.MapSlice:
		for _, pair := range v {
			inner := grow(fmt.Sprint(pair.Key), pair.Value)
			b.inside = append(b.inside, inner)
			if inner.key == "title" || inner.key == "label" {
				b.title = inner.texts()
			}
		}
	case []any:
		b.isList = true
		for i, one := range v {
			inner := grow(nameIn(one, i), one)
			inner.isItem = true
			b.inside = append(b.inside, inner)
		}
	case nil:
	default:
		b.leaf = strings.TrimSpace(fmt.Sprint(v))
	}
	return b
}

// nameIn is what an element of a list is known by: its id, or what else tells it
// from the others, or what it says.
func nameIn(v any, i int) string {
	m, isMap := v.(yaml.MapSlice)
	if !isMap {
		return fmt.Sprint(v)
	}
	for _, key := range []string{"id", "value", "from"} {
		for _, pair := range m {
			if pair.Key == key {
				return fmt.Sprint(pair.Value)
			}
		}
	}
	return fmt.Sprintf("%d", i+1)
}

func (b branch) texts() map[string]string {
	words := map[string]string{}
	for _, inner := range b.inside {
		words[inner.key] = inner.leaf
	}
	return words
}

func (b branch) find(key string) (branch, bool) {
	i := slices.IndexFunc(b.inside, func(inner branch) bool { return inner.key == key })
	if i < 0 {
		return branch{}, false
	}
	return b.inside[i], true
}

// versions gathers the differences of two of them.
type versions struct {
	lang  string
	found []Difference
}

// compare looks at two branches of one name. The path leads to the nearest
// element that has a name for people; key is the rest.
func (c *versions) compare(before, after branch, where []string, key string) {
	if before.leaf != after.leaf {
		c.add(Difference{Kind: Changed, Where: where, Key: key, Old: before.leaf, New: after.leaf})
	}
	for _, old := range before.inside {
		if _, stays := after.find(old.key); !stays {
			at, rest := c.path(old, where, key)
			c.whole(Removed, old, at, rest)
		}
	}
	moved := movedIn(before, after)
	for _, now := range after.inside {
		at, rest := c.path(now, where, key)
		old, was := before.find(now.key)
		if !was {
			c.whole(Added, now, at, rest)
			continue
		}
		if moved[now.key] {
			c.add(Difference{Kind: Moved, Where: at, Key: rest})
		}
		c.compare(old, now, at, rest)
	}
}

// path is that of a branch inside another.
func (c *versions) path(b branch, where []string, key string) (at []string, rest string) {
	if name := b.title[c.lang]; name != "" {
		return append(slices.Clone(where), name), ""
	}
	return where, strings.TrimPrefix(key+"."+b.key, ".")
}

// whole adds or removes a branch at one go.
func (c *versions) whole(kind ChangeKind, b branch, where []string, key string) {
	d := Difference{Kind: kind, Where: where, Key: key}
	if kind == Added {
		d.New = b.brief(c.lang)
	} else {
		d.Old = b.brief(c.lang)
	}
	c.add(d)
}

func (c *versions) add(d Difference) { c.found = append(c.found, d) }

// brief says what is in a branch in one line.
func (b branch) brief(lang string) string {
	if b.title[lang] != "" {
		return b.key
	}
	if words, ok := b.texts()[lang]; ok && words != "" {
		return words
	}
	if len(b.inside) == 0 {
		return b.leaf
	}
	var all []string
	for _, inner := range b.inside {
		line := inner.brief(lang)
		if !inner.isItem {
			line = inner.key + ": " + line
		}
		all = append(all, line)
	}
	return strings.Join(all, ", ")
}

// movedIn lists the elements of a list whose order among those that stay changed.
func movedIn(before, after branch) map[string]bool {
	moved := map[string]bool{}
	if !after.isList {
		return moved
	}
	var old, now []string
	for _, b := range before.inside {
		if _, ok := after.find(b.key); ok {
			old = append(old, b.key)
		}
	}
	for _, b := range after.inside {
		if _, ok := before.find(b.key); ok {
			now = append(now, b.key)
		}
	}
	for i, key := range now {
		moved[key] = i < len(old) && old[i] != key
	}
	return moved
}
