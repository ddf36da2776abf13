// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"fmt"
	"slices"
)

// ChangeKind says what happened to an answer.
type ChangeKind string

// The kinds of change.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
	Moved   ChangeKind = "moved" // an item, among those that were there before
)

// Change is one difference between two sets of answers, in words.
type Change struct {
	Kind  ChangeKind
	Page  string // id
	Path  string // in the new answers; of a removed item, in the old ones
	Key   string // of the item, or empty
	Item  string // the item's title, or empty
	Label string // of the field, or of the group when the whole item changed
	Old   string
	New   string
}

// Diff tells field by field how the answers differ. Items are the same when
// their key is the same, wherever they stand. Computed values are told too: they
// are what an official wants to see first.
func (d *Definition) Diff(older, newer Answers, lang string) []Change {
	c := &comparer{writer: writer{p: texts().For(lang), lang: lang}}
	for _, p := range d.Pages {
		c.page = p.ID
		for _, s := range p.Sections {
			for _, f := range s.Fields {
				if f.Group != nil {
					c.group(f, older, newer)
				} else {
					c.field(f, older, newer, Change{Path: f.ID})
				}
			}
		}
	}
	return c.changes
}

type comparer struct {
	writer
	page    string
	changes []Change
}

// field compares by what people read: two ways to write the same are the same.
func (c *comparer) field(f *Field, older, newer map[string]any, base Change) {
	before, after := c.show(f, older), c.show(f, newer)
	if before == after {
		return
	}
	base.Kind, base.Label, base.Old, base.New = Changed, f.Label.In(c.lang), before, after
	switch {
	case before == "":
		base.Kind = Added
	case after == "":
		base.Kind = Removed
	}
	c.add(base)
}

func (c *comparer) add(change Change) {
	change.Page = c.page
	c.changes = append(c.changes, change)
}

func (c *comparer) group(f *Field, older, newer map[string]any) {
	before, after := itemsOf(older, f.ID), itemsOf(newer, f.ID)
	for i, item := range before {
		if key := item[keyKey].(string); itemAt(after, key) < 0 {
			c.item(Removed, f, i, item)
		}
	}
	moved := shifted(before, after)
	for i, item := range after {
		key := item[keyKey].(string)
		j := itemAt(before, key)
		if j < 0 {
			c.item(Added, f, i, item)
			continue
		}
		if moved[key] {
			c.item(Moved, f, i, item)
		}
		for _, inner := range f.Group.Fields {
			base := Change{Path: Path(inner, i), Key: key, Item: cardTitle(f.Group, i, item).In(c.lang)}
			c.field(inner, before[j], item, base)
		}
	}
}

func (c *comparer) item(kind ChangeKind, f *Field, i int, item map[string]any) {
	title := cardTitle(f.Group, i, item).In(c.lang)
	change := Change{Kind: kind, Path: itemPath(f, i), Key: item[keyKey].(string), Item: title, Label: f.Label.In(c.lang)}
	switch kind {
	case Added:
		change.New = c.summary(f, item)
	case Removed:
		change.Old = c.summary(f, item)
	}
	c.add(change)
}

func itemPath(group *Field, i int) string { return fmt.Sprintf("%s[%d]", group.ID, i) }

// summary writes an item in one line.
func (c *comparer) summary(f *Field, item map[string]any) string {
	line := ""
	for _, inner := range f.Group.Fields {
		v := c.show(inner, item)
		if v == "" {
			continue
		}
		if line != "" {
			line += "; "
		}
		line += inner.Label.In(c.lang) + ": " + v
	}
	return line
}

// shifted lists the items whose order among the survivors changed.
func shifted(before, after []map[string]any) map[string]bool {
	var old, now []string
	for _, item := range before {
		if key := item[keyKey].(string); itemAt(after, key) >= 0 {
			old = append(old, key)
		}
	}
	for _, item := range after {
		if key := item[keyKey].(string); itemAt(before, key) >= 0 {
			now = append(now, key)
		}
	}
	moved := map[string]bool{}
	for i, key := range now {
		moved[key] = old[i] != key
	}
	return moved
}

// itemAt is the place of the item with a key, or -1.
func itemAt(items []map[string]any, key string) int {
	return slices.IndexFunc(items, func(item map[string]any) bool { return item[keyKey] == key })
}
