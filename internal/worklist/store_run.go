// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"
	"time"

	"pratica/internal/database"
)

func insertRun(ctx context.Context, tx *database.Tx, r Run) error {
	_, err := tx.Exec(ctx, `INSERT INTO worklist_run (id, account, bulk, query, total, started_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		r.ID, r.Account, string(r.Bulk), r.Query, r.Total, database.T(r.Started))
	return err
}

func insertRunRow(ctx context.Context, tx *database.Tx, run string, place int, row RunRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO worklist_run_case (run, place, case_id, code, done, said) VALUES ($1, $2, $3, $4, $5, $6)`,
		run, place, row.Case, row.Code, row.Done, row.Said)
	return err
}

func endRun(ctx context.Context, tx *database.Tx, run string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE worklist_run SET ended_at = $1 WHERE id = $2`, database.T(at), run)
	return err
}

// dropRuns removes what started before an instant, of everybody.
func dropRuns(ctx context.Context, tx *database.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM worklist_run_case WHERE run IN (SELECT id FROM worklist_run WHERE started_at < $1)`, database.T(before))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM worklist_run WHERE started_at < $1`, database.T(before))
	return err
}

const runColumns = `r.id, r.account, r.bulk, r.query, r.total, r.started_at, r.ended_at,
	(SELECT COUNT(c.place) FROM worklist_run_case c WHERE c.run = r.id AND c.done)`

func scanRun(scan func(...any) error) (r Run, err error) {
	var started database.Time
	var ended database.NullTime
	err = scan(&r.ID, &r.Account, &r.Bulk, &r.Query, &r.Total, &started, &ended, &r.Worked)
	r.Started, r.Ended = started.Time, ended.Time
	return r, err
}

func runOf(ctx context.Context, tx *database.Tx, account, id string) (Run, error) {
	list, err := database.All(ctx, tx, scanRun, `SELECT `+runColumns+` FROM worklist_run r WHERE r.id = $1 AND r.account = $2`, id, account)
	if err == nil && len(list) == 0 {
		err = database.ErrNotFound
	}
	if err != nil {
		return Run{}, err
	}
	return list[0], nil
}

func runsOf(ctx context.Context, tx *database.Tx, account string) ([]Run, error) {
	return database.All(ctx, tx, scanRun, `SELECT `+runColumns+` FROM worklist_run r WHERE r.account = $1 ORDER BY r.started_at DESC, r.id DESC LIMIT $2`, account, maxRuns)
}

func runRows(ctx context.Context, tx *database.Tx, run string) ([]RunRow, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (row RunRow, err error) {
		err = scan(&row.Case, &row.Code, &row.Done, &row.Said)
		return row, err
	}, `SELECT case_id, code, done, said FROM worklist_run_case WHERE run = $1 ORDER BY place`, run)
}
