// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"fmt"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/casework/workflow"
	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/problem"
)

// Rehearsal is what became of one example of a definition.
type Rehearsal struct {
	ID, Title string
	Faults    []string // with line and column, in words
}

// RehearseProcedure runs the examples of a definition: the form with their
// answers, and the case along the acts they name. The definition has no faults.
func RehearseProcedure(ctx context.Context, name string, source []byte, lang string) ([]Rehearsal, error) {
	texts, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	def, wrong := forms.Parse(name, source)
	if len(wrong) > 0 {
		return nil, wrong[0]
	}
	r := rehearser{name: name, source: source, def: def, p: texts.For(lang)}
	all := make([]Rehearsal, len(def.Examples))
	for i, ex := range def.Examples {
		all[i] = Rehearsal{ID: ex.ID, Title: ex.Title.In(lang)}
		if all[i].Faults, err = r.example(ctx, ex); err != nil {
			return nil, fmt.Errorf("example %s: %w", ex.ID, err)
		}
	}
	return all, nil
}

// OutlineProcedure shows the form of a definition without faults, every question
// with what it asks and when.
func OutlineProcedure(name string, source []byte, lang string) []string {
	def, wrong := forms.Parse(name, source)
	if len(wrong) > 0 {
		return nil
	}
	lines := []string{fmt.Sprintf("%s (%s, %s)", def.Title.In(lang), def.Slug, def.Version)}
	for _, l := range def.Outline(lang) {
		lines = append(lines, strings.Repeat("  ", l.Depth)+l.Text)
	}
	return lines
}

type rehearser struct {
	name   string
	source []byte
	def    *forms.Definition
	p      *i18n.Printer
}

func (r rehearser) example(ctx context.Context, ex *forms.Example) ([]string, error) {
	wrong, e, err := r.def.Rehearse(ctx, ex)
	if err != nil {
		return nil, err
	}
	var faults []string
	for _, w := range wrong {
		faults = append(faults, r.at(forms.Position{Line: w.Line, Column: w.Column}, r.p.Field(w.Field())))
	}
	acts := make([]workflow.Act, len(ex.Walk))
	for i, s := range ex.Walk {
		acts[i] = workflow.Act{Do: s.Do, By: s.By, On: s.On, Outcome: s.Outcome, Facts: s.Facts, State: s.State, Due: s.Due}
	}
	if len(acts) == 0 {
		return faults, nil
	}
	values := shownValues(r.def, e)
	stumbles, err := casework.Rehearse(ctx, r.source, ex.On, values, acts)
	for _, s := range stumbles {
		faults = append(faults, r.at(ex.Walk[s.Act].Position, r.words(s)))
	}
	return faults, err
}

func (r rehearser) at(p forms.Position, words string) string {
	return fmt.Sprintf("%s:%d:%d: %s", r.name, p.Line, p.Column, words)
}

func (r rehearser) words(s workflow.Stumble) string {
	if s.Err == nil {
		return r.p.T("problem.forms.definition.example_differs", "key", s.Key, "expected", s.Expected, "got", s.Got)
	}
	words := r.p.Error(s.Err)
	if p, ok := problem.As(s.Err); ok {
		for _, f := range p.Fields {
			words += " " + r.p.Field(f)
		}
	}
	return words
}
