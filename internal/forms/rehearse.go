// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"context"
	"slices"
	"strings"
	"time"

	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Rehearse fills the form with the answers of an example and tells where what
// comes of it is not what the example expects, each with its place in the file.
func (d *Definition) Rehearse(ctx context.Context, ex *Example) ([]ParseError, Evaluation, error) {
	e, err := d.Evaluate(ctx, Input{Answers: ex.Answers, Now: noon(ex.On), Files: ex.Files})
	if err != nil {
		return nil, e, err
	}
	var wrong []ParseError
	for _, v := range ex.values {
		if got := e.Computed[v.path]; plain(got) != plain(v.want) {
			wrong = append(wrong, v.pos.differs(v.path, d.words(v.field, v.want), d.words(v.field, got)))
		}
	}
	for _, l := range ex.lists {
		got := e.names(l.key)
		if !slices.Equal(sorted(l.want), sorted(got)) {
			wrong = append(wrong, l.pos.differs(l.key, strings.Join(sorted(l.want), ", "), strings.Join(sorted(got), ", ")))
		}
	}
	sortErrors(wrong)
	return wrong, e, nil
}

// differs is the fault of an expectation; an empty list is written as a dash.
func (p Position) differs(key, expected, got string) ParseError {
	shown := func(s string) string {
		if s == "" {
			return "–"
		}
		return s
	}
	return ParseError{p.Line, p.Column, "forms.definition.example_differs", []any{"key", key, "expected", shown(expected), "got", shown(got)}}
}

// words write a value as summaries do, in the first language of the definition.
func (d *Definition) words(f *Field, v any) string {
	lang := d.Languages[0]
	w := &writer{p: texts().For(lang), lang: lang}
	return w.show(f, map[string]any{f.ID: v})
}

// names lists what an example may expect of an evaluation.
func (e Evaluation) names(key string) []string {
	var all []string
	switch key {
	case listErrors:
		all = paths(e.Failures)
	case listWarnings:
		all = paths(e.Warnings)
	case listPages:
		for _, p := range e.Pages {
			all = append(all, p.ID)
		}
	case listWays:
		for _, w := range e.Ways {
			all = append(all, w.ID)
		}
	case listAttachments:
		for _, s := range e.Slots {
			all = append(all, s.Slot)
		}
	}
	return all
}

func paths(fields []problem.Field) []string {
	all := make([]string, len(fields))
	for i, f := range fields {
		all[i] = f.Path
	}
	return all
}

func sorted(names []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(names)))
}

// noon is an instant of a day that is the same day in Rome.
func noon(d terms.Date) time.Time {
	y, m, day := d.Date()
	return time.Date(y, m, day, 12, 0, 0, 0, time.UTC)
}
