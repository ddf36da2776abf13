// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// MarksName is the name of the hidden input that says what each input held when
// the page was shown: "name=mark name=mark".
const MarksName = "_was"

// Merged is what a page that was sent does to answers that may have been saved
// elsewhere in the meantime.
type Merged struct {
	Answers Answers
	Saved   []string // inputs whose answer changes
	Clashes []string // inputs changed both here and elsewhere: left as saved elsewhere
}

// Merge lays what was typed on a page over the answers as they are now, input by
// input. One that was saved elsewhere since the page was shown is left alone if it
// was not touched here, and is a clash if it was.
func (d *Definition) Merge(p *Page, typed url.Values, before Answers, elsewhere func(input string) bool) Merged {
	was := marksIn(typed)
	var m Merged
	accepted := url.Values{}
	for name, values := range typed {
		accepted[name] = values
	}
	accepted[ShownName] = nil
	for _, name := range typed[ShownName] {
		now, then := d.Mark(p, name, before), d.markTyped(p, name, before, typed[name])
		switch {
		case now == then || !elsewhere(name):
			accepted[ShownName] = append(accepted[ShownName], name)
			if now != then {
				m.Saved = append(m.Saved, name)
			}
		case was[name] != then:
			m.Clashes = append(m.Clashes, name)
		}
	}
	m.Answers = d.DecodePage(p, accepted, before)
	return m
}

// markTyped is the mark that an input would have with what was typed.
func (d *Definition) markTyped(p *Page, name string, a Answers, typed []string) string {
	after := a.Clone()
	f, record := d.inputNamed(p, name, after)
	if f != nil {
		keep(record, f, typed)
	}
	return d.Mark(p, name, after)
}

// markLength is enough to tell two answers to the same question apart.
const markLength = 12

// Mark is a short digest of what answers hold under the name of an input.
func (d *Definition) Mark(p *Page, name string, a Answers) string {
	f, record := d.inputNamed(p, name, a)
	if f == nil {
		return ""
	}
	raw, _ := record[rawKey].(map[string]any)
	held, err := json.Marshal([]any{record[f.ID], raw[f.ID]})
	if err != nil {
		return "" // answers come from JSON
	}
	sum := sha256.Sum256(held)
	return hex.EncodeToString(sum[:])[:markLength]
}

// Marks is the value of the hidden input for the inputs named.
func (d *Definition) Marks(p *Page, names []string, a Answers) string {
	pairs := make([]string, len(names))
	for i, name := range slices.Sorted(slices.Values(names)) {
		pairs[i] = name + "=" + d.Mark(p, name, a)
	}
	return strings.Join(pairs, " ")
}

func marksIn(typed url.Values) map[string]string {
	marks := map[string]string{}
	for pair := range strings.FieldsSeq(typed.Get(MarksName)) {
		name, mark, _ := strings.Cut(pair, "=")
		marks[name] = mark
	}
	return marks
}
