// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"errors"
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

// monthly is what the end of a month says. The body as it was at the end of the
// first month is kept aside, and asked in turn with the one that grew: whatever
// else the machine does then, it does to both.
type monthly struct {
	demo.Played
	Ways  []found // the lists
	First []found // the same of the body of the first month
}

// year plays a year of n applications into a new body, and prints at the end of
// each month what its lists took.
func year(ctx context.Context, out io.Writer, n int) (err error) {
	if n < 1 {
		return errUsage
	}
	c, err := config.Load(config.FromSystem("", nil))
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	from := time.Date(time.Now().Year()-1, time.January, 7, 8, 0, 0, 0, time.UTC)
	var first *app.App
	defer func() {
		if first != nil {
			err = errors.Join(err, first.Close())
		}
	}()
	play := demo.Year{Applications: n, Months: 12, Month: func(ctx context.Context, a *app.App, secretary casework.Actor, p demo.Played) error {
		if first == nil {
			if first, err = keepAside(ctx, *c, log, from.AddDate(0, 1, 0)); err != nil {
				return err
			}
		}
		m := monthly{Played: p}
		for i, now := range yearly(a, secretary) {
			took, err := measure(ctx, listsPerMonth, now, yearly(first, secretary)[i])
			if err != nil {
				return err
			}
			m.Ways, m.First = append(m.Ways, took[0]), append(m.First, took[1])
		}
		return json.NewEncoder(out).Encode(m)
	}}
	_, err = play.Play(ctx, c, log, from)
	return err
}

// keepAside copies the data folder of a body in which nobody works, and opens
// the copy. Only an SQLite body is a folder.
func keepAside(ctx context.Context, c config.Config, log *slog.Logger, at time.Time) (*app.App, error) {
	folder := c.Data + "-first-month"
	if err := os.CopyFS(folder, os.DirFS(c.Data)); err != nil {
		return nil, err
	}
	c.Data = folder
	return app.OpenWith(ctx, &c, app.Options{Log: log, Now: func() time.Time { return at }})
}

// yearly are the lists that a secretary opens all day.
func yearly(a *app.App, secretary casework.Actor) (all []asking) {
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
