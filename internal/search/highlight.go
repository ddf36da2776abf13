// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	passagesShown = 3
	shownLength   = 160 // characters of a passage
	shownBefore   = 50  // of them before the first word found
)

// finder marks what a query looks for in the text of passages.
type finder struct {
	exact  map[string]bool
	begins []string
}

// newFinder leaves out single letters: nobody recognises them as found.
func newFinder(q query) finder {
	f := finder{exact: map[string]bool{}}
	for _, n := range q {
		for _, way := range n {
			for _, t := range way {
				switch {
				case t.prefix:
					f.begins = append(f.begins, t.text)
				case len(strings.TrimPrefix(t.text, stemSign)) > 1:
					f.exact[t.text] = true
				}
			}
		}
	}
	return f
}

func (f finder) matches(text string) bool {
	return f.exact[text] || slices.ContainsFunc(f.begins, func(b string) bool { return strings.HasPrefix(text, b) })
}

// span is a part of a text that was found, in bytes.
type span struct{ start, end int }

func (f finder) spans(p Passage) []span {
	var found []span
	for _, run := range runs(scan(p.Text)) {
		if len(run) > 1 && f.matches(joined(run)) {
			found = append(found, span{run[0].start, run[len(run)-1].end})
			continue
		}
		for _, w := range run {
			if f.matches(w.text) || p.Prose && f.exact[stemSign+stem(w.text)] {
				found = append(found, span{w.start, w.end})
			}
		}
	}
	return found
}

// pieces cuts a text at its spans.
func pieces(text string, found []span) []Piece {
	var list []Piece
	at := 0
	for _, s := range found {
		if s.start > at {
			list = append(list, Piece{Text: text[at:s.start]})
		}
		list = append(list, Piece{Text: text[s.start:s.end], Found: true})
		at = s.end
	}
	if at < len(text) {
		list = append(list, Piece{Text: text[at:]})
	}
	return list
}

// show chooses the passages in which most was found, and shows the person in any
// case.
func (f finder) show(all []Passage) (person []Piece, shown []Shown) {
	type candidate struct {
		Passage
		found []span
	}
	var list []candidate
	for _, p := range all {
		found := f.spans(p)
		if p.Kind == Person && person == nil {
			person = pieces(p.Text, found)
			continue
		}
		if len(found) > 0 {
			list = append(list, candidate{p, found})
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(len(b.found), len(a.found)) })
	for _, c := range list[:min(len(list), passagesShown)] {
		shown = append(shown, Shown{Kind: c.Kind, Field: c.Field, Pieces: excerpt(c.Text, c.found)})
	}
	return person, shown
}

// excerpt shortens a long text to what surrounds the first word found.
func excerpt(text string, found []span) []Piece {
	if utf8.RuneCountInString(text) <= shownLength {
		return pieces(text, found)
	}
	from := back(text, found[0].start, shownBefore)
	to := forth(text, from, shownLength)
	to = max(to, found[0].end)
	var within []span
	for _, s := range found {
		if s.end <= to {
			within = append(within, span{s.start - from, s.end - from})
		}
	}
	list := pieces(text[from:to], within)
	if from > 0 {
		list = slices.Insert(list, 0, Piece{Text: "… "})
	}
	if to < len(text) {
		list = append(list, Piece{Text: " …"})
	}
	return list
}

// back is the beginning of a word about n characters before a place.
func back(text string, at, n int) int {
	from := at
	for range n {
		if from == 0 {
			return 0
		}
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	if space := strings.IndexByte(text[from:at], ' '); space >= 0 {
		return from + space + 1
	}
	return from
}

// forth is the end of a word at most n characters after a place.
func forth(text string, from, n int) int {
	to := from
	for range n {
		if to == len(text) {
			return to
		}
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	if space := strings.LastIndexByte(text[from:to], ' '); space > 0 {
		return from + space
	}
	return to
}
