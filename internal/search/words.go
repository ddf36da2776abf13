// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// What the index holds is told apart by its beginning, which no word has:
// "rossi" is a word as written, "_ross" a stem, "__a…" a mark.
const (
	stemSign = "_"
	markSign = "__"
)

// The marks: who holds a case, which definition it is under, which procedure.
func accountMark(account string) string   { return mark("a", account) }
func definitionMark(digest string) string { return mark("d", digest) }
func procedureMark(slug string) string    { return mark("p", slug) }

// mark writes an identifier with small letters, digits and _ alone, which every
// engine takes for one word.
func mark(kind, id string) string {
	var b strings.Builder
	b.WriteString(markSign + kind)
	for _, c := range []byte(id) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "_%02x", c)
	}
	return b.String()
}

// words lists what the index keeps of a document, each once, sorted.
func (d Document) words() []string {
	all := map[string]bool{definitionMark(d.Definition): true, procedureMark(d.Procedure): true}
	for _, account := range d.Holders {
		all[accountMark(account)] = true
	}
	for _, p := range d.Passages {
		p.collect(all)
	}
	for _, text := range []string{
		strings.ReplaceAll(d.Code, "-", ""), // whole: its last symbol alone would be the number of another case
		strconv.FormatInt(d.Number, 10), strconv.Itoa(d.Year),
	} {
		all[fold(text)] = true
	}
	list := make([]string, 0, len(all))
	for w := range all {
		list = append(list, w)
	}
	slices.Sort(list)
	return list
}

func (p Passage) collect(all map[string]bool) {
	for _, run := range runs(scan(p.Text)) {
		if len(run) > 1 && (!p.Prose || run[1].joined == tied) {
			all[joined(run)] = true
		}
		for _, w := range run {
			if silent[w.text] {
				continue
			}
			all[w.text] = true
			if p.Prose {
				all[stemSign+stem(w.text)] = true
			}
		}
	}
}

// runs groups the words that some people write as one: those tied to each other,
// and particles with the name after them.
func runs(words []word) [][]word {
	var all [][]word
	for i, w := range words {
		isMore := i > 0 && (w.joined == tied || w.joined == spaced && particles[words[i-1].text])
		if isMore {
			last := len(all) - 1
			all[last] = append(all[last], w)
			continue
		}
		all = append(all, []word{w})
	}
	return all
}

func joined(run []word) string {
	var b strings.Builder
	for _, w := range run {
		b.WriteString(w.text)
	}
	return clipped(b.String())
}
