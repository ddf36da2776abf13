// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"errors"
	"sync"

	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Reports is what definitions say beside the way of cases: lots and
// statistics. It is safe for concurrent use.
type Reports struct {
	cases *Service

	mu    sync.Mutex
	known map[string]reports // by digest; they never change
}

// reports are those of one version of a definition.
type reports struct {
	lots       []workflow.Lot
	statistics []workflow.Statistic
}

// NewReports returns the reports over the cases of a service.
func NewReports(s *Service) *Reports { return &Reports{cases: s, known: map[string]reports{}} }

func (r *Reports) of(ctx context.Context, tx *database.Tx, digest string) (reports, error) {
	r.mu.Lock()
	found, ok := r.known[digest]
	r.mu.Unlock()
	if ok {
		return found, nil
	}
	def, err := r.cases.definition(ctx, tx, digest)
	if err != nil {
		return reports{}, err
	}
	source, err := r.cases.Forms.Source(ctx, tx, digest)
	if err != nil {
		return reports{}, err
	}
	if found.lots, err = workflow.ParseLots(source, def); err != nil {
		return reports{}, err
	}
	if found.statistics, err = workflow.ParseStatistics(source, def); err != nil {
		return reports{}, err
	}
	r.mu.Lock()
	r.known[digest] = found
	r.mu.Unlock()
	return found, nil
}

// LotKind is a lot that a procedure declares.
type LotKind struct {
	Procedure  string
	Definition string // digest of the version that declares it so
	Lot        workflow.Lot
}

// LotKinds lists the lots of all procedures that have cases; where versions
// differ, as the newest version says.
func (r *Reports) LotKinds(ctx context.Context, tx *database.Tx) ([]LotKind, error) {
	used, err := definitionsByAge(ctx, tx)
	if err != nil {
		return nil, err
	}
	var all []LotKind
	for _, pair := range used {
		found, err := r.of(ctx, tx, pair[1])
		if err != nil {
			return nil, err
		}
		for _, l := range found.lots {
			all = replaced(all, LotKind{pair[0], pair[1], l}, func(k LotKind) string { return k.Procedure + " " + k.Lot.Name })
		}
	}
	return all, nil
}

// replaced puts an item in the place of the one of the same name, or at the end.
func replaced[T any](all []T, item T, name func(T) string) []T {
	for i := range all {
		if name(all[i]) == name(item) {
			all[i] = item
			return all
		}
	}
	return append(all, item)
}

// Told is what the recipient of a lot is to know of a case.
type Told struct {
	Lot       workflow.Lot
	Due       bool
	Recipient string
	Outcome   i18n.Text
	DecidedOn terms.Date
	Decision  string // file of the signed decision; may be empty
	Values    []ToldValue
}

// ToldValue is one value, in words and before it was put in words.
type ToldValue struct {
	workflow.Datum
	Text string
	Raw  any
}

// Told says for each lot of its definition what is to be told of a case, in the
// language of the offices that are told. It asks for no right and is recorded
// nowhere: who sends it does both.
func (r *Reports) Told(ctx context.Context, tx *database.Tx, caseID string) (c Case, all []Told, err error) {
	defer problem.Wrap(&err, "casework.Told(%s)", caseID)
	if c, err = getCase(ctx, tx, caseID); err != nil {
		if errors.Is(err, database.ErrNotFound) {
			err = notFound(err)
		}
		return c, nil, err
	}
	found, err := r.of(ctx, tx, c.Definition)
	if err != nil || len(found.lots) == 0 {
		return c, nil, err
	}
	f, err := r.cases.load(ctx, tx, c)
	if err != nil {
		return c, nil, err
	}
	decided, err := decision(ctx, tx, caseID)
	if err != nil {
		return c, nil, err
	}
	for _, l := range found.lots {
		t, err := r.told(ctx, f, l, decided)
		if err != nil {
			return c, nil, err
		}
		all = append(all, t)
	}
	return c, all, nil
}

func (r *Reports) told(ctx context.Context, f *folder, l workflow.Lot, decided *Decision) (Told, error) {
	t := Told{Lot: l, Due: decided != nil && l.Tells(f.standing())}
	if decided == nil { // nothing was ever told of it
		return t, nil
	}
	t.DecidedOn, t.Decision = terms.DateOf(decided.At), decided.File
	if outcome, ok := f.def.Outcome(f.Outcome); ok {
		t.Outcome = outcome.Label
	}
	p, vars := r.cases.Catalogue.For(i18n.Default), f.vars(i18n.Default)
	to, err := l.To.Eval(ctx, vars)
	if err != nil {
		return t, err
	}
	t.Recipient = actions.Show(p, to, workflow.Plain)
	for _, d := range l.Contents {
		value, err := d.Value.Eval(ctx, vars)
		if err != nil {
			return t, err
		}
		t.Values = append(t.Values, ToldValue{Datum: d, Text: actions.Show(p, value, d.As), Raw: value})
	}
	return t, nil
}

// standing is the outcome that holds: a case that was annulled has none any more,
// whatever was decided in it.
func (f *folder) standing() string {
	if f.isAnnulled() {
		return ""
	}
	return f.Outcome
}

func (f *folder) isAnnulled() bool { return f.Facts["annulled"] != nil }

// vars is what expressions see of the case, with the words of a language.
func (f *folder) vars(lang string) workflow.Vars {
	snapshot := f.snapshot()
	snapshot.Vars.Shown = f.values.Shown[lang]
	return snapshot.Look(f.def)
}
