// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"context"
	"errors"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// Run is one attempt to make a set, as it ended.
type Run struct {
	ID      string
	Name    string // of the set
	Started time.Time
	Ended   time.Time
	Bytes   int64 // brought to the shelf
	Rows    int64
	Files   int64
	Copied  int64
	Problem string // code; "" when the set is good
}

func (s *Service) record(ctx context.Context, r Run) error {
	const q = `INSERT INTO backup_run (id, name, started_at, ended_at, bytes, row_count, files, copied, problem)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, q, r.ID, r.Name, database.T(r.Started), database.T(r.Ended), r.Bytes, r.Rows, r.Files, r.Copied, r.Problem)
		return err
	})
}

const runColumns = `SELECT id, name, started_at, ended_at, bytes, row_count, files, copied, problem FROM backup_run `

// last gives the last run of all and the last good one; nil when there is none.
func (s *Service) last(ctx context.Context) (last, good *Run, err error) {
	err = s.DB.View(ctx, func(tx *database.Tx) (err error) {
		if last, err = oneRun(ctx, tx, runColumns+`ORDER BY started_at DESC, id DESC LIMIT 1`); err != nil {
			return err
		}
		good, err = oneRun(ctx, tx, runColumns+`WHERE problem = '' ORDER BY started_at DESC, id DESC LIMIT 1`)
		return err
	})
	return last, good, err
}

// Runs lists the last attempts, the newest first.
func (s *Service) Runs(ctx context.Context, n int) (list []Run, err error) {
	defer problem.Wrap(&err, "backup.Runs")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = database.All(ctx, tx, scanRun, runColumns+`ORDER BY started_at DESC, id DESC LIMIT $1`, n)
		return err
	})
	return list, err
}

func scanRun(scan func(...any) error) (Run, error) {
	var r Run
	var started, ended database.Time
	err := scan(&r.ID, &r.Name, &started, &ended, &r.Bytes, &r.Rows, &r.Files, &r.Copied, &r.Problem)
	r.Started, r.Ended = started.Time, ended.Time
	return r, err
}

func oneRun(ctx context.Context, tx *database.Tx, q string) (*Run, error) {
	r, err := scanRun(func(dst ...any) error { return tx.Get(ctx, q, nil, dst...) })
	if errors.Is(err, database.ErrNotFound) {
		return nil, nil
	}
	return &r, err
}

// noteAlarm says whether nobody was told on that day yet.
func noteAlarm(ctx context.Context, tx *database.Tx, day string, at time.Time) (first bool, err error) {
	rows, err := tx.Exec(ctx, `INSERT INTO backup_alarm (on_day, sent_at) VALUES ($1, $2) ON CONFLICT (on_day) DO NOTHING`, day, database.T(at))
	return rows == 1, err
}
