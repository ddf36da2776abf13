// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/terms"
)

// TestExplanation reads a term as a person does, in both languages.
func TestExplanation(t *testing.T) {
	rule := terms.Rule{
		Norm: "DPR 115/2002 art. 126 c. 1", Length: terms.Length{N: 10, Unit: terms.Days},
		Stops: []terms.Stop{{Reason: "integration", Mode: terms.Continue, Cap: terms.Length{N: 2, Unit: terms.Months}, Norm: "DPR 115/2002 art. 123"}},
	}
	d := func(day int) terms.Date { return terms.NewDate(2026, time.November, day) }
	r := terms.Compute(rule, terms.Calendar{}, []terms.Event{
		{Kind: terms.Start, On: d(24)}, {Kind: terms.Halt, On: d(28), Reason: "integration"}, {Kind: terms.Restart, On: d(30), Reason: "integration"},
	})
	for lang, want := range map[string][]string{
		"it": {
			"Il termine è di 10 giorni (DPR 115/2002 art. 126 c. 1) e decorre dal 24 novembre 2026: il giorno iniziale non si conta (c.c. art. 2963 c. 2).",
			"Il 28 novembre 2026 il termine si sospende; restano 6 giorni (DPR 115/2002 art. 123).",
			"La sospensione può durare al massimo fino al 28 gennaio 2027 (DPR 115/2002 art. 123).",
			"Il 30 novembre 2026 il termine riprende a decorrere; restano 6 giorni (DPR 115/2002 art. 123).",
			"Contando 6 giorni dopo il 30 novembre 2026 si arriva al 6 dicembre 2026.",
			"Il 6 dicembre 2026 è un giorno festivo o escluso (domenica): la scadenza passa al 7 dicembre 2026 (c.c. art. 2963 c. 3).",
			"Il termine scade il 7 dicembre 2026 (DPR 115/2002 art. 126 c. 1).",
		},
		"en": {
			"The term is 10 days long (DPR 115/2002 art. 126 c. 1) and runs from 24 November 2026: the first day does not count (c.c. art. 2963 c. 2).",
			"On 28 November 2026 the term is suspended, with 6 days left (DPR 115/2002 art. 123).",
			"The suspension may last until 28 January 2027 at most (DPR 115/2002 art. 123).",
			"On 30 November 2026 the term resumes, with 6 days left (DPR 115/2002 art. 123).",
			"Counting 6 days after 30 November 2026 gives 6 December 2026.",
			"6 December 2026 is a holiday or an excluded day (Sunday): the term ends on 7 December 2026 instead (c.c. art. 2963 c. 3).",
			"The term ends on 7 December 2026 (DPR 115/2002 art. 126 c. 1).",
		},
	} {
		p := load(t).For(lang)
		var got []string
		for _, s := range r.Steps {
			got = append(got, p.Step(s))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// TestEveryStepHasWords makes each step that there is and looks for words that
// are missing or that lack a value.
func TestEveryStepHasWords(t *testing.T) {
	d := func(month time.Month, day int) terms.Date { return terms.NewDate(2026, month, day) }
	start := terms.Event{Kind: terms.Start, On: d(1, 31)}
	halt := func(reason string, on terms.Date) terms.Event {
		return terms.Event{Kind: terms.Halt, Reason: reason, On: on}
	}
	restart := func(reason string, on terms.Date) terms.Event {
		return terms.Event{Kind: terms.Restart, Reason: reason, On: on}
	}
	rule := terms.Rule{Norm: "x", Length: terms.Length{N: 1, Unit: terms.Months}, Summer: true, Procedural: true, Stops: []terms.Stop{
		{Reason: "once", Mode: terms.Continue, Max: 1}, {Reason: "reset", Mode: terms.Reset, Cap: terms.Length{N: 9, Unit: terms.Months}},
		{Reason: "answer", Mode: terms.Continue, After: terms.Length{N: 10, Unit: terms.Days}},
	}}
	scripts := [][]terms.Event{
		{restart("once", d(1, 1)), start, start, halt("once", d(2, 2)), restart("once", d(2, 3)), halt("once", d(2, 4)), halt("none", d(2, 5)), restart("once", d(2, 6)), {Kind: terms.Conclude, On: d(2, 7)}, halt("once", d(2, 8))},
		{start, halt("reset", d(2, 2))},
		{start, halt("once", d(2, 2))},
		{start, halt("answer", d(2, 2)), restart("answer", d(2, 3))},
		{{Kind: terms.Start, On: d(7, 20)}},
		{start, halt("once", d(12, 1)), {Kind: terms.Conclude, On: d(12, 1)}},
	}
	waits := rule
	waits.Wait = terms.Length{N: 10, Unit: terms.Days}
	for _, lang := range load(t).Langs() {
		p, seen := load(t).For(lang), map[string]bool{}
		steps := terms.Compute(waits, terms.Calendar{}, []terms.Event{start}).Steps
		for _, script := range scripts {
			steps = append(steps, terms.Compute(rule, terms.Calendar{}, script).Steps...)
		}
		for _, s := range steps {
			seen["terms.step."+s.Code] = true
			if text := p.Step(s); strings.ContainsAny(text, "{}") || strings.Contains(text, "terms.") {
				t.Errorf("%s: %s: %q", lang, s.Code, text)
			}
		}
		for _, key := range load(t).Keys() {
			if strings.HasPrefix(key, "terms.step.") && !seen[key] {
				t.Errorf("%s: %s was never made", lang, key)
			}
		}
	}
}
