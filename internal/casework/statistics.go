// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"slices"
	"strings"

	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// StatisticKind is a table of counts that a procedure declares.
type StatisticKind struct {
	Procedure  string
	Definition string // digest of the version that declares it so
	workflow.Statistic
}

// Statistics lists the tables of all procedures that have cases; where versions
// differ, as the newest version says.
func (r *Reports) Statistics(ctx context.Context) (all []StatisticKind, err error) {
	defer problem.Wrap(&err, "casework.Statistics")
	err = r.cases.DB.View(ctx, func(tx *database.Tx) error {
		used, err := definitionsByAge(ctx, tx)
		if err != nil {
			return err
		}
		all = nil
		for _, pair := range used {
			found, err := r.of(ctx, tx, pair[1])
			if err != nil {
				return err
			}
			for _, s := range found.statistics {
				all = replaced(all, StatisticKind{pair[0], pair[1], s}, func(k StatisticKind) string { return k.Procedure + " " + k.Name })
			}
		}
		return nil
	})
	return all, err
}

// Tally counts a case anew. Whoever changes a case calls it afterwards; it may
// be called as often as one likes.
func (r *Reports) Tally(ctx context.Context, tx *database.Tx, caseID string) (err error) {
	defer problem.Wrap(&err, "casework.Tally(%s)", caseID)
	c, err := getCase(ctx, tx, caseID)
	if err != nil {
		return err
	}
	found, err := r.of(ctx, tx, c.Definition)
	if err != nil || len(found.statistics) == 0 {
		return err
	}
	f, err := r.cases.load(ctx, tx, c)
	if err != nil {
		return err
	}
	decided, err := decision(ctx, tx, caseID)
	if err != nil {
		return err
	}
	vars := f.vars(i18n.Default)
	var all []tally
	for _, s := range found.statistics {
		for _, count := range s.Counts {
			t, in, err := r.count(ctx, f, count, decided, vars)
			if err != nil {
				return err
			}
			if in {
				t.statistic = s.Name
				all = append(all, t)
			}
		}
	}
	return replaceTallies(ctx, tx, caseID, all)
}

// count says whether a case is in a count, in which year and for which value. One
// that was annulled should not have been, and is in none.
func (r *Reports) count(ctx context.Context, f *folder, c workflow.Count, decided *Decision, vars workflow.Vars) (tally, bool, error) {
	outcome := f.Outcome
	if decided == nil {
		outcome = ""
	}
	t := tally{procedure: f.Procedure, count: c.Name}
	if !c.Has(outcome) || f.isAnnulled() {
		return t, false, nil
	}
	day := f.Filed()
	if c.Decided {
		day = terms.DateOf(decided.At)
	}
	t.year, _, _ = day.Date()
	holds, err := c.When.Holds(ctx, vars)
	if err != nil || !holds {
		return t, false, err
	}
	if c.Split == nil {
		return t, true, nil
	}
	value, err := c.Split.Eval(ctx, vars)
	t.value = actions.Show(r.cases.Catalogue.For(i18n.Default), value, workflow.Plain)
	return t, true, err
}

// StatisticTable is a table of counts of a year beside those of the year before.
type StatisticTable struct {
	Year  int
	First int // the oldest year that has counts; Year when none has
	Rows  []StatisticRow
}

// StatisticRow is one row; Value is that of a count that is split.
type StatisticRow struct {
	Label        i18n.Text
	Explain      i18n.Text
	Value        string
	N, YearAfore int64
}

// StatisticOf counts a year. What is counted is what holds now, so that the
// table of a year that is over may still change with an annulment.
func (r *Reports) StatisticOf(ctx context.Context, kind StatisticKind, year int) (t StatisticTable, err error) {
	defer problem.Wrap(&err, "casework.StatisticOf(%s)", kind.Name)
	err = r.cases.DB.View(ctx, func(tx *database.Tx) error {
		t = StatisticTable{Year: year}
		if t.First, err = firstYear(ctx, tx, kind.Procedure, kind.Name); err != nil {
			return err
		}
		if t.First == 0 {
			t.First = year
		}
		found, err := countTallies(ctx, tx, kind.Procedure, kind.Name, year-1, year)
		if err != nil {
			return err
		}
		for _, c := range kind.Counts {
			t.Rows = append(t.Rows, rowsOf(c, year, found)...)
		}
		return nil
	})
	return t, err
}

// rowsOf are the rows of a count: one, or one for each value, in their order.
func rowsOf(c workflow.Count, year int, found []counted) []StatisticRow {
	var rows []StatisticRow
	if c.Split == nil {
		rows = append(rows, StatisticRow{Label: c.Label, Explain: c.Explain})
	}
	for _, f := range found {
		if f.count != c.Name {
			continue
		}
		at := slices.IndexFunc(rows, func(r StatisticRow) bool { return r.Value == f.value })
		if at < 0 {
			at, rows = len(rows), append(rows, StatisticRow{Label: c.Label, Explain: c.Explain, Value: f.value})
		}
		if f.year == year {
			rows[at].N += f.n
		} else {
			rows[at].YearAfore += f.n
		}
	}
	slices.SortFunc(rows, func(a, b StatisticRow) int { return strings.Compare(a.Value, b.Value) })
	return rows
}
