// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"
	"errors"
	"time"

	"pratica/internal/database"
)

func insertRun(ctx context.Context, tx *database.Tx, r Run) error {
	_, err := tx.Exec(ctx, `INSERT INTO worklist_run (id, account, bulk, official, lang, query, undoes, total, started_at) VALUES `+database.Values(1, 9),
		r.ID, r.Account, string(r.Bulk), r.Official, r.Lang, r.Query, r.Undoes, r.Total, database.T(r.Started))
	return err
}

// insertTarget writes a case that waits. Its code is written once it was tried: whether
// whoever asks may see it is asked then.
func insertTarget(ctx context.Context, tx *database.Tx, run string, place int, t Target) error {
	_, err := tx.Exec(ctx, `INSERT INTO worklist_run_case (run, place, case_id, code, done, said, waits, action, version) VALUES `+database.Values(1, 9),
		run, place, t.Case, "", false, "", true, t.Action, t.Version)
	return err
}

// firstWaiting is the next case of a run; nil when none waits.
func firstWaiting(ctx context.Context, tx *database.Tx, run string) (place int, t *Target, err error) {
	t = &Target{}
	err = tx.Get(ctx, `SELECT place, case_id, action, version FROM worklist_run_case WHERE run = $1 AND waits ORDER BY place LIMIT 1`, []any{run},
		&place, &t.Case, &t.Action, &t.Version)
	if errors.Is(err, database.ErrNotFound) {
		return 0, nil, nil
	}
	return place, t, err
}

func setDone(ctx context.Context, tx *database.Tx, run string, place int, code string, made int64) error {
	_, err := tx.Exec(ctx, `UPDATE worklist_run_case SET waits = $3, done = $4, code = $5, made = $6 WHERE run = $1 AND place = $2`, run, place, false, true, code, made)
	return err
}

func setFailed(ctx context.Context, tx *database.Tx, run string, place int, code, said string) error {
	_, err := tx.Exec(ctx, `UPDATE worklist_run_case SET waits = $3, code = $4, said = $5 WHERE run = $1 AND place = $2`, run, place, false, code, said)
	return err
}

func endRun(ctx context.Context, tx *database.Tx, run string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE worklist_run SET ended_at = $1 WHERE id = $2`, database.T(at), run)
	return err
}

func stopRun(ctx context.Context, tx *database.Tx, run string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE worklist_run SET stopped_at = $1 WHERE id = $2 AND stopped_at IS NULL`, database.T(at), run)
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

const runColumns = `r.id, r.account, r.bulk, r.official, r.lang, r.query, r.undoes, r.total, r.started_at, r.stopped_at, r.ended_at,
	(SELECT COUNT(c.place) FROM worklist_run_case c WHERE c.run = r.id AND c.done),
	(SELECT COUNT(c.place) FROM worklist_run_case c WHERE c.run = r.id AND c.waits)`

func scanRun(scan func(...any) error) (r Run, err error) {
	var started database.Time
	var stopped, ended database.NullTime
	err = scan(&r.ID, &r.Account, &r.Bulk, &r.Official, &r.Lang, &r.Query, &r.Undoes, &r.Total, &started, &stopped, &ended, &r.Worked, &r.Waiting)
	r.Started, r.Stopped, r.Ended = started.Time, stopped.Time, ended.Time
	return r, err
}

func runOf(ctx context.Context, tx *database.Tx, account, id string) (Run, error) {
	return oneRun(ctx, tx, `WHERE r.id = $1 AND r.account = $2`, id, account)
}

// anyRun is a run, whosever it is.
func anyRun(ctx context.Context, tx *database.Tx, id string) (Run, error) {
	return oneRun(ctx, tx, `WHERE r.id = $1`, id)
}

func oneRun(ctx context.Context, tx *database.Tx, where string, args ...any) (Run, error) {
	list, err := database.All(ctx, tx, scanRun, `SELECT `+runColumns+` FROM worklist_run r `+where, args...)
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
		err = scan(&row.Case, &row.Code, &row.Done, &row.Said, &row.Waits, &row.Made)
		return row, err
	}, `SELECT case_id, code, done, said, waits, made FROM worklist_run_case WHERE run = $1 ORDER BY place`, run)
}
