// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// ShownName is the name of the hidden inputs that list the fields of a page as it
// was drawn. Only these are read: a field that was not shown keeps its answer, and
// a box that was shown and not ticked loses it.
const ShownName = "_shown"

// The acts on cards, as names of buttons. The value is "group.key", or the group
// alone for the first and the last.
const (
	cardAdd       = "card.add"
	cardRestore   = "card.restore"
	cardDuplicate = "card.duplicate"
	cardUp        = "card.up"
	cardDown      = "card.down"
	cardRemove    = "card.remove"
)

// DecodePage lays what was typed on a page over the answers before it. What
// cannot be read is kept as typed, beside the answers; Evaluate says what is wrong
// with it. An act on a card is done after everything typed was kept.
func (d *Definition) DecodePage(p *Page, typed url.Values, before Answers) Answers {
	after := before.Clone()
	for _, name := range typed[ShownName] {
		f, record := d.inputNamed(p, name, after)
		if f != nil {
			keep(record, f, typed[name])
		}
	}
	d.actOnCards(p, typed, after)
	return after
}

// inputNamed finds the field of an input on a page, and where its answer is kept.
func (d *Definition) inputNamed(p *Page, name string, a Answers) (*Field, map[string]any) {
	group, rest, isItem := strings.Cut(name, ".")
	if !isItem {
		f := d.top[name]
		if f == nil || f.section.page != p || !f.takesInput() {
			return nil, nil
		}
		return f, a
	}
	g := d.groupOn(p, group)
	key, id, _ := strings.Cut(rest, ".")
	if g == nil {
		return nil, nil
	}
	f := g.Group.byID[id]
	if f == nil || !f.takesInput() {
		return nil, nil
	}
	for _, item := range itemsOf(a, group) {
		if item[keyKey] == key {
			return f, item
		}
	}
	return nil, nil // the card was removed in another window
}

func (d *Definition) groupOn(p *Page, id string) *Field {
	g := d.top[id]
	if g == nil || g.Group == nil || g.section.page != p {
		return nil
	}
	return g
}

func (f *Field) takesInput() bool {
	return !f.IsComputed() && f.Group == nil && kinds[f.Type].cel != nil
}

// keep stores one answer: its value when the text can be read, else the text.
func keep(record map[string]any, f *Field, typed []string) {
	delete(record, f.ID)
	dropRaw(record, f.ID)
	if f.Type == MultipleChoice {
		if chosen := choices(typed); len(chosen) > 0 {
			record[f.ID] = chosen
		}
		return
	}
	if len(typed) == 0 {
		return
	}
	v, why := readTyped(f, typed[0])
	switch {
	case why != nil:
		setRaw(record, f.ID, typed[0])
	case v != nil:
		record[f.ID] = v
	}
}

func choices(typed []string) []any {
	var chosen []any
	for _, s := range typed {
		if s = clean(s, false); s != "" && !slices.Contains(chosen, any(s)) {
			chosen = append(chosen, s)
		}
	}
	return chosen
}

func (d *Definition) actOnCards(p *Page, typed url.Values, a Answers) {
	for _, act := range []string{cardAdd, cardRestore, cardDuplicate, cardUp, cardDown, cardRemove} {
		if !typed.Has(act) {
			continue
		}
		group, key, _ := strings.Cut(typed.Get(act), ".")
		if g := d.groupOn(p, group); g != nil {
			c := cards{g: g, answers: a, items: itemsOf(a, group)}
			c.act(act, key)
		}
		return
	}
}

// cards are the items of one group while one of them is acted on.
type cards struct {
	g       *Field
	answers Answers
	items   []map[string]any
}

func (c *cards) act(act, key string) {
	at := slices.IndexFunc(c.items, func(item map[string]any) bool { return item[keyKey] == key })
	switch {
	case act == cardAdd:
		c.insert(len(c.items), map[string]any{})
	case act == cardRestore:
		c.restore()
	case at < 0:
		return
	case act == cardDuplicate:
		c.insert(at+1, plain(c.items[at]).(map[string]any))
	case act == cardUp && at > 0:
		c.items[at-1], c.items[at] = c.items[at], c.items[at-1]
	case act == cardDown && at < len(c.items)-1:
		c.items[at+1], c.items[at] = c.items[at], c.items[at+1]
	case act == cardRemove:
		c.remove(at)
	}
	c.store()
}

func (c *cards) insert(at int, item map[string]any) {
	if len(c.items) >= c.g.Group.Max {
		return
	}
	item[keyKey] = c.newKey()
	c.items = slices.Insert(c.items, at, item)
}

// newKey follows the highest key ever used, so that a key is never given twice:
// files are attached to keys.
func (c *cards) newKey() string {
	highest := 0
	count := func(item map[string]any) {
		key, _ := item[keyKey].(string)
		if n, err := strconv.Atoi(strings.TrimPrefix(key, "k")); err == nil {
			highest = max(highest, n)
		}
	}
	for _, item := range c.items {
		count(item)
	}
	if item, ok := c.removed()[c.g.ID].(map[string]any); ok {
		count(item)
	}
	return "k" + strconv.Itoa(highest+1)
}

func (c *cards) removed() map[string]any {
	m, _ := c.answers[removedKey].(map[string]any)
	if m == nil {
		m = map[string]any{}
	}
	return m
}

func (c *cards) remove(at int) {
	if len(c.items) <= c.g.Group.Min {
		return
	}
	removed := c.removed()
	removed[c.g.ID] = c.items[at]
	c.answers[removedKey] = removed
	c.items = slices.Delete(c.items, at, at+1)
}

func (c *cards) restore() {
	removed := c.removed()
	item, ok := removed[c.g.ID].(map[string]any)
	if !ok || len(c.items) >= c.g.Group.Max {
		return
	}
	c.items = append(c.items, item)
	delete(removed, c.g.ID)
}

func (c *cards) store() {
	list := make([]any, len(c.items))
	for i, item := range c.items {
		list[i] = item
	}
	c.answers[c.g.ID] = list
}

// Removed tells whether an item was taken from a group and may come back, and
// what it was called.
func (d *Definition) Removed(a Answers, group, lang string) (title string, ok bool) {
	g := d.top[group]
	m, _ := a[removedKey].(map[string]any)
	item, ok := m[group].(map[string]any)
	if !ok || g == nil || g.Group == nil {
		return "", false
	}
	return cardTitle(g.Group, len(itemsOf(a, group)), item).In(lang), true
}

// Way returns a way of signing by id.
func (d *Definition) Way(id string) (*Way, bool) {
	for _, w := range d.Signing.Ways {
		if w.ID == id {
			return w, true
		}
	}
	return nil, false
}
