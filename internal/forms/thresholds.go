// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/ids"
	"pratica/internal/money"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Threshold is a value that continues a table of a procedure.
type Threshold struct {
	ID    string // "" for a row of the definition itself
	Slug  string
	Table string
	From  terms.Date // in force, as the act says
	Since terms.Date // first day of filing that uses it; never before tomorrow when it is added
	Value any        // as in TableRow
	Act   string

	kind Type // of Value
}

// Series is a table of a published procedure with what was added to it, oldest first.
type Series struct {
	Slug      string
	Procedure i18n.Text
	Table     string
	Title     i18n.Text // the table's name where the definition has no title
	Type      Type
	Rows      []Threshold
}

// On is the row that an application filed on a day uses.
func (s Series) On(day terms.Date) (Threshold, bool) {
	for _, row := range slices.Backward(s.Rows) {
		if !day.Before(row.Since) {
			return row, true
		}
	}
	return Threshold{}, false
}

const (
	// fresh is how long a node goes on with the thresholds that it read: what
	// another one adds counts from tomorrow at the earliest, and margin before
	// midnight from the day after.
	fresh  = time.Minute
	margin = time.Hour

	maxAct = 300
)

// FirstFiling is the earliest day of filing that a new value can be used for:
// what was filed today has its value already.
func (s *Service) FirstFiling() terms.Date { return terms.DateOf(s.Now().Add(margin)).AddDays(1) }

// SeriesAll lists the tables of the published procedures.
func (s *Service) SeriesAll(ctx context.Context) (list []Series, err error) {
	defer problem.Wrap(&err, "forms.SeriesAll")
	defs, err := s.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		added, err := allThresholds(ctx, tx)
		if err != nil {
			return err
		}
		for _, d := range defs {
			list = append(list, d.series(added)...)
		}
		return nil
	})
	return list, err
}

// SeriesOf returns one of them.
func (s *Service) SeriesOf(ctx context.Context, slug, table string) (Series, error) {
	list, err := s.SeriesAll(ctx)
	if err != nil {
		return Series{}, err
	}
	at := slices.IndexFunc(list, func(s Series) bool { return s.Slug == slug && s.Table == table })
	if at < 0 {
		return Series{}, problem.New(problem.NotFound, "forms.no_table")
	}
	return list[at], nil
}

// series puts the rows of a definition and the added ones together.
func (d *Definition) series(added []Threshold) []Series {
	var list []Series
	for name, t := range d.tables {
		s := Series{Slug: d.Slug, Procedure: d.Title, Table: name, Title: t.Title, Type: t.Type}
		if len(s.Title) == 0 {
			s.Title = i18n.Text{"it": name, "en": name}
		}
		for _, row := range t.Rows {
			s.Rows = append(s.Rows, Threshold{Slug: d.Slug, Table: name, From: row.From, Since: row.From, Value: row.Value, Act: row.Act})
		}
		for _, a := range added {
			if value, ok := a.as(d.Slug, t); ok {
				a.Value, a.kind = value, t.Type
				s.Rows = append(s.Rows, a)
			}
		}
		slices.SortStableFunc(s.Rows, func(a, b Threshold) int { return a.Since.Compare(b.Since) })
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b Series) int { return strings.Compare(a.Table, b.Table) })
	return list
}

// as is the value of a stored row for a table; false when it is of another one.
func (t Threshold) as(slug string, of *Table) (any, bool) {
	text, ok := t.Value.(string)
	if !ok || t.Slug != slug || t.Table != of.Name {
		return nil, false
	}
	value, err := parseTableValue(of.Type, text)
	return value, err == nil
}

// CheckThreshold reads a new value as it was typed, and says what is wrong.
func (s *Service) CheckThreshold(ctx context.Context, slug, table string, from terms.Date, typed, act string) (Threshold, error) {
	series, err := s.SeriesOf(ctx, slug, table)
	if err != nil {
		return Threshold{}, err
	}
	t := Threshold{Slug: slug, Table: table, kind: series.Type, From: from, Since: from, Act: strings.TrimSpace(act)}
	if first := s.FirstFiling(); t.Since.Before(first) {
		t.Since = first
	}
	var fields []problem.Field
	wrong := func(is bool, path, code string, args ...any) {
		if is {
			fields = append(fields, problem.Field{Path: path, Code: code, Args: args})
		}
	}
	value, bad := parseTableValue(series.Type, strings.TrimSpace(typed))
	t.Value = value
	wrong(from.IsZero(), "from", "forms.threshold_day")
	wrong(strings.TrimSpace(typed) == "" || bad != nil || isNegative(value), "value", "forms.threshold_value_"+string(series.Type))
	wrong(t.Act == "", "act", "forms.threshold_act")
	wrong(utf8.RuneCountInString(t.Act) > maxAct, "act", "forms.threshold_long", "max", maxAct)
	if n := len(series.Rows); n > 0 && !from.IsZero() {
		last := series.Rows[n-1]
		wrong(!from.After(last.From) || !t.Since.After(last.Since), "from", "forms.threshold_order", "last", last.Since)
	}
	if len(fields) > 0 {
		return Threshold{}, problem.New(problem.Invalid, "forms.threshold_invalid").With(fields...)
	}
	return t, nil
}

func isNegative(v any) bool {
	switch v := v.(type) {
	case int64:
		return v < 0
	case float64:
		return v < 0
	}
	return false
}

// AddThreshold adds a value that CheckThreshold read.
func (s *Service) AddThreshold(ctx context.Context, by audit.Actor, slug, table string, from terms.Date, typed, act string) (t Threshold, err error) {
	defer problem.Wrap(&err, "forms.AddThreshold(%s, %s)", slug, table)
	if t, err = s.CheckThreshold(ctx, slug, table, from, typed, act); err != nil {
		return Threshold{}, err
	}
	t.ID = ids.New()
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		err := insertThreshold(ctx, tx, t, by.ID, s.Now())
		if errors.Is(err, database.ErrConflict) { // somebody added one for the same day
			return problem.New(problem.Conflict, "forms.threshold_twice").Because(err)
		}
		if err != nil {
			return err
		}
		tx.AfterCommit(s.thresholds.spoil)
		return s.recordThreshold(ctx, tx, by, "threshold_added", t)
	})
	return t, err
}

// RemoveThreshold takes back a value that no filing has used and none is about to.
func (s *Service) RemoveThreshold(ctx context.Context, by audit.Actor, id string) (err error) {
	defer problem.Wrap(&err, "forms.RemoveThreshold")
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		t, err := thresholdByID(ctx, tx, id)
		if errors.Is(err, database.ErrNotFound) {
			return problem.New(problem.NotFound, "forms.no_threshold").Because(err)
		}
		if err != nil {
			return err
		}
		if t.Since.Before(s.FirstFiling()) {
			return problem.New(problem.Conflict, "forms.threshold_stands")
		}
		if err := deleteThreshold(ctx, tx, id); err != nil {
			return err
		}
		tx.AfterCommit(s.thresholds.spoil)
		return s.recordThreshold(ctx, tx, by, "threshold_removed", t)
	})
}

func (s *Service) recordThreshold(ctx context.Context, tx *database.Tx, by audit.Actor, act string, t Threshold) error {
	return s.Audit.Record(ctx, tx, audit.Entry{Chain: audit.AdminChain, Actor: by, Action: "forms." + act, Subject: t.ID, At: s.Now(), Detail: map[string]string{
		"procedure": t.Slug, "table": t.Table, "from": t.From.String(), "since": t.Since.String(), "value": t.text(), "act": t.Act,
	}})
}

// text writes the value so that parseTableValue reads it again.
func (t Threshold) text() string {
	switch v := t.Value.(type) {
	case int64:
		if t.kind == Amount {
			return money.Cents(v).String()
		}
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	text, _ := t.Value.(string)
	return text
}
