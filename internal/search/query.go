// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"strings"
	"unicode/utf8"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// The bounds of a query. They are told to whoever typed more.
const (
	MaxQuery  = 200 // characters
	maxWords  = 12
	minPrefix = 3 // letters before *
)

// term is one thing to look for: a word or a stem, or the beginning of words.
type term struct {
	text   string
	prefix bool
}

// need is satisfied by any of its ways; a way by all of its terms.
type need [][]term

// query is satisfied by all of its needs.
type query []need

// parse reads what a person typed. A word with * after it is the beginning of
// words.
func parse(typed string) (query, error) {
	if utf8.RuneCountInString(typed) > MaxQuery {
		return nil, problem.New(problem.Invalid, "search.too_long", "max", MaxQuery)
	}
	var q query
	words := scan(typed)
	for _, run := range runs(words) {
		n, err := needOf(typed, run)
		if err != nil {
			return nil, err
		}
		if n != nil {
			q = append(q, n)
		}
	}
	switch {
	case len(q) == 0:
		return nil, problem.New(problem.Invalid, "search.nothing_to_find")
	case len(q) > maxWords:
		return nil, problem.New(problem.Invalid, "search.too_many_words", "max", maxWords)
	}
	return q, nil
}

// needOf makes the ways to satisfy one run of words: written as one, or each of
// its words that says something. Nil when none does.
func needOf(typed string, run []word) (need, error) {
	var each [][]term // ways of each word
	for _, w := range run {
		if strings.HasPrefix(typed[w.end:], "*") {
			if utf8.RuneCountInString(w.text) < minPrefix {
				return nil, problem.New(problem.Invalid, "search.short_beginning", "min", minPrefix)
			}
			each = append(each, []term{{w.text, true}})
			continue
		}
		if !silent[w.text] {
			each = append(each, []term{{w.text, false}, {stemSign + stem(w.text), false}})
		}
	}
	var n need
	if len(run) > 1 && len(each) > 0 {
		last := run[len(run)-1]
		n = append(n, []term{{joined(run), strings.HasPrefix(typed[last.end:], "*")}})
	}
	return append(n, combined(each)...), nil
}

// maxCombined bounds the ways of a run; of longer ones only the words as written
// count, as in a code with many hyphens.
const maxCombined = 3

// combined chooses one way of each word: all as written, or each by its stem.
func combined(each [][]term) need {
	if len(each) == 0 {
		return nil
	}
	ways := [][]term{nil}
	for _, options := range each {
		if len(each) > maxCombined {
			options = options[:1]
		}
		var more [][]term
		for _, way := range ways {
			for _, t := range options {
				more = append(more, append(way[:len(way):len(way)], t))
			}
		}
		ways = more
	}
	return ways
}

// marked is satisfied by one mark.
func marked(text string) need { return need{{{text: text}}} }

// expression writes a query for a database. All texts in it are letters, digits
// and _ (see fold and mark), so that quotes cannot be closed from within.
func (q query) expression(d database.Dialect) string {
	and, or, quote, prefix := " AND ", " OR ", `"`, "*"
	if d == database.PostgreSQL {
		and, or, quote, prefix = " & ", " | ", "'", ":*"
	}
	needs := make([]string, len(q))
	for i, n := range q {
		ways := make([]string, len(n))
		for j, way := range n {
			terms := make([]string, len(way))
			for k, t := range way {
				terms[k] = quote + t.text + quote
				if t.prefix {
					terms[k] += prefix
				}
			}
			ways[j] = "(" + strings.Join(terms, and) + ")"
		}
		needs[i] = "(" + strings.Join(ways, or) + ")"
	}
	return strings.Join(needs, and)
}
