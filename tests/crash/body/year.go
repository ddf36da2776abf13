// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"pratica/internal/app"
	"pratica/internal/app/demo"
	"pratica/internal/casework"
	"pratica/internal/config"
	"pratica/internal/worklist"
)

// listsPerMonth is how often each list is asked for at the end of a month.
const listsPerMonth = 200

// monthly is what the end of a month says.
type monthly struct {
	demo.Played
	Ways []found // the bare query by key, then the lists
}

// year plays a year of n applications into a new body, and prints at the end of
// each month what its lists took.
func year(ctx context.Context, out io.Writer, n int) error {
	if n < 1 {
		return errUsage
	}
	c, err := config.Load(config.FromSystem("", nil))
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	from := time.Date(time.Now().Year()-1, time.January, 7, 8, 0, 0, 0, time.UTC)
	play := demo.Year{Applications: n, Months: 12, Month: func(ctx context.Context, a *app.App, secretary casework.Actor, p demo.Played) error {
		m := monthly{Played: p}
		for _, asked := range yearly(a, secretary, from) {
			took, err := measureList(ctx, asked, listsPerMonth)
			if err != nil {
				return fmt.Errorf("%s: %w", asked.name, err)
			}
			m.Ways = append(m.Ways, took)
		}
		return json.NewEncoder(out).Encode(m)
	}}
	_, err = play.Play(ctx, c, log, from)
	return err
}

// yearly are the lists that a secretary opens all day.
func yearly(a *app.App, secretary casework.Actor, from time.Time) []asking {
	all := []asking{{"50 cases by key, bare", func(ctx context.Context, _ int) (int, error) { return readByKey(ctx, a.DB, firstKeys(from)) }}}
	for _, q := range []struct {
		name  string
		query worklist.Query
	}{
		{"all open", worklist.Query{}},
		{"a procedure, by due", worklist.Query{Stage: "patrocinio-civile", Sort: worklist.ByDue}},
		{"closed, by filed", worklist.Query{Scope: worklist.Closed, Sort: worklist.ByFiled, Reverse: true}},
		{"a name", worklist.Query{Text: "d", Scope: worklist.All}},
	} {
		all = append(all, asking{q.name, func(ctx context.Context, _ int) (int, error) {
			page, err := a.Worklist.List(ctx, secretary, q.query)
			return len(page.Rows), err
		}})
	}
	return all
}

// firstKeys are those of the first cases of the year, as many as a page has.
func firstKeys(from time.Time) []any {
	keys := make([]any, keysPerPage)
	for i := range keys {
		keys[i] = int64(from.Year())*1_000_000_000 + int64(i+1)
	}
	return keys
}
