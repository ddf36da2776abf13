// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package jobs

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"pratica/internal/database"
)

// row is a job to insert.
type row struct {
	Insert
	id, payload string
	createdAt   time.Time
}

const (
	insertColumns = 8
	// maxRows keeps a statement under the 32,766 parameters of SQLite.
	maxRows = 2000
)

func insert(ctx context.Context, tx *database.Tx, rows []row) error {
	q := `INSERT INTO job (id, kind, payload, unique_key, priority, run_at, created_at, max_attempts) VALUES ` +
		database.Values(len(rows), insertColumns) +
		` ON CONFLICT (kind, unique_key) WHERE unique_key IS NOT NULL AND state IN ('ready', 'running') DO NOTHING`
	args := make([]any, 0, len(rows)*insertColumns)
	for _, r := range rows {
		args = append(args, r.id, r.Kind, r.payload, nullText(r.Unique), stored(r.Priority), database.T(r.RunAt), database.T(r.createdAt), r.MaxAttempts)
	}
	_, err := tx.Exec(ctx, q, args...)
	return err
}

// stored maps the priorities to 0, 1, 2, in the order in which they run.
func stored(p Priority) int { return int(p - Urgent) }

func nullText(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// claim is one attempt in our hands. Its token is new at each claim, so that a
// result can never be written for an attempt that is over.
type claim struct {
	id, kind, payload, token string
	priority                 int
	attempt, maxAttempts     int
	runAt, createdAt         time.Time

	finished atomic.Bool // by Job.Finish, committed
}

// due reads, for each priority, when its first job becomes ready. It is a
// read-only look, so that an idle queue never takes the writer's place.
func (q *Queue) due(ctx context.Context) (map[int]time.Time, error) {
	const where = `SELECT run_at FROM job WHERE state = 'ready' AND priority = $1 AND kind IN `
	text := where + database.In(2, len(q.kinds)) + ` ORDER BY run_at, id LIMIT 1`
	first := map[int]time.Time{}
	err := q.db.View(ctx, func(tx *database.Tx) error {
		for p := stored(Urgent); p <= stored(Bulk); p++ {
			var at database.Time
			err := tx.Get(ctx, text, append([]any{p}, anys(q.kinds)...), &at)
			if errors.Is(err, database.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			first[p] = at.Time
		}
		return nil
	})
	return first, err
}

// take claims up to n ready jobs of one priority. The inner query is
// materialised, because a planner that ran it twice would claim too many.
func (q *Queue) take(ctx context.Context, tx *database.Tx, priority, n int, token string, now time.Time, lease time.Duration) ([]*claim, error) {
	text := `
		WITH next AS MATERIALIZED (
			SELECT id FROM job
			WHERE state = 'ready' AND priority = $1 AND run_at <= $2 AND kind IN ` + database.In(6, len(q.kinds)) + `
			ORDER BY run_at, id LIMIT $3 /*pg: FOR UPDATE SKIP LOCKED */)
		UPDATE job SET state = 'running', attempt = attempt + 1, leased_by = $4, lease_until = $5
		WHERE id IN (SELECT id FROM next)
		RETURNING id, kind, payload, attempt, max_attempts, run_at, created_at`
	args := append([]any{priority, database.T(now), n, token, database.T(now.Add(lease))}, anys(q.kinds)...)
	claims, err := database.All(ctx, tx, func(scan func(...any) error) (*claim, error) {
		c := &claim{token: token, priority: priority}
		var runAt, createdAt database.Time
		err := scan(&c.id, &c.kind, &c.payload, &c.attempt, &c.maxAttempts, &runAt, &createdAt)
		c.runAt, c.createdAt = runAt.Time, createdAt.Time
		return c, err
	}, text, args...)
	// RETURNING promises no order.
	slices.SortFunc(claims, func(a, b *claim) int {
		return cmp.Or(a.runAt.Compare(b.runAt), cmp.Compare(a.id, b.id))
	})
	return claims, err
}

func finishOne(ctx context.Context, tx *database.Tx, c *claim, now time.Time) error {
	const q = `
		UPDATE job SET state = 'done', finished_at = $3, leased_by = NULL, lease_until = NULL
		WHERE id = $1 AND leased_by = $2 AND state = 'running'`
	rows, err := tx.Exec(ctx, q, c.id, c.token, database.T(now))
	if err == nil && rows == 0 {
		return ErrLost
	}
	return err
}

// finishAll marks successes done. A job that was rescued meanwhile has another
// token and is left to its new owner.
func finishAll(ctx context.Context, tx *database.Tx, claims []*claim, now time.Time) error {
	if len(claims) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `UPDATE job SET state = 'done', finished_at = $1, leased_by = NULL, lease_until = NULL`+
		ours(2, len(claims)), append([]any{database.T(now)}, claimArgs(claims)...)...)
	return err
}

// extend renews the leases of running jobs.
func extend(ctx context.Context, tx *database.Tx, claims []*claim, until time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE job SET lease_until = $1`+ours(2, len(claims)), append([]any{database.T(until)}, claimArgs(claims)...)...)
	return err
}

func ours(from, n int) string {
	return ` WHERE state = 'running' AND id IN ` + database.In(from, n) + ` AND leased_by IN ` + database.In(from+n, n)
}

func claimArgs(claims []*claim) []any {
	args := make([]any, 2*len(claims))
	for i, c := range claims {
		args[i], args[len(claims)+i] = c.id, c.token
	}
	return args
}

// settle writes any result but success.
func settle(ctx context.Context, tx *database.Tx, o outcome) error {
	const q = `
		UPDATE job SET state = $3, attempt = $4, run_at = $5, finished_at = $6, last_error = $7, leased_by = NULL, lease_until = NULL
		WHERE id = $1 AND leased_by = $2 AND state = 'running'`
	_, err := tx.Exec(ctx, q, o.claim.id, o.claim.token, o.state, o.attempt,
		database.T(o.runAt), database.NullTime{Time: o.finishedAt}, o.lastError)
	return err
}

func anys(texts []string) []any {
	all := make([]any, len(texts))
	for i, s := range texts {
		all[i] = s
	}
	return all
}

// errMoved says that another node won the turn.
var errMoved = errors.New("jobs: the turn was taken")

// turns reads when each periodic task is due.
func (q *Queue) turns(ctx context.Context) (map[string]time.Time, error) {
	next := map[string]time.Time{}
	err := q.db.View(ctx, func(tx *database.Tx) error {
		_, err := database.All(ctx, tx, func(scan func(...any) error) (string, error) {
			var name string
			var at database.Time
			err := scan(&name, &at)
			next[name] = at.Time
			return name, err
		}, `SELECT name, next_at FROM job_periodic`)
		return err
	})
	return next, err
}

func (q *Queue) firstTurn(ctx context.Context, p period, at time.Time) error {
	return q.db.Update(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO job_periodic (name, next_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, p.name, database.T(at))
		return err
	})
}

func move(ctx context.Context, tx *database.Tx, name string, at, next time.Time) error {
	rows, err := tx.Exec(ctx, `UPDATE job_periodic SET next_at = $3 WHERE name = $1 AND next_at = $2`, name, database.T(at), database.T(next))
	if err == nil && rows == 0 {
		return errMoved
	}
	return err
}

// rescue takes jobs back from nodes that no longer renew their leases. It looks
// before it writes, so that an idle queue never takes the writer's place.
func (q *Queue) rescue(ctx context.Context) error {
	now := database.T(q.now())
	var one int
	err := q.db.View(ctx, func(tx *database.Tx) error {
		return tx.Get(ctx, `SELECT 1 FROM job WHERE state = 'running' AND lease_until < $1 LIMIT 1`, []any{now}, &one)
	})
	if errors.Is(err, database.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	const lost = `
		UPDATE job SET leased_by = NULL, lease_until = NULL, last_error = 'the node that ran this attempt was lost',
			state = CASE WHEN attempt >= max_attempts THEN 'dead' ELSE 'ready' END,
			finished_at = CASE WHEN attempt >= max_attempts THEN lease_until END
		WHERE state = 'running' AND lease_until < $1`
	return q.db.Update(ctx, func(tx *database.Tx) error {
		rows, err := tx.Exec(ctx, lost, now)
		tx.AfterCommit(func() {
			q.o.Log.Warn("jobs of a lost node were rescued", "count", rows)
			q.wake()
		})
		return err
	})
}

// prune deletes what finished before the instant, in small transactions. Dead
// letters wait for a person, except those of periodic tasks: a later turn did
// their work.
func (q *Queue) prune(ctx context.Context, before time.Time) error {
	const page = 1000
	for _, which := range []string{
		`state IN ('done', 'cancelled') AND finished_at < $1`,
		`state = 'dead' AND finished_at < $1 AND kind LIKE 'periodic/%'`,
	} {
		text := `DELETE FROM job WHERE id IN (SELECT id FROM job WHERE ` + which + ` LIMIT $2)`
		for rows := int64(page); rows == page; {
			err := q.db.Update(ctx, func(tx *database.Tx) (err error) {
				rows, err = tx.Exec(ctx, text, database.T(before), page)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func deadLetters(ctx context.Context, tx *database.Tx, n int) ([]Letter, error) {
	const q = `
		SELECT id, kind, attempt, created_at, finished_at, last_error FROM job
		WHERE state = 'dead' ORDER BY finished_at DESC, id DESC LIMIT $1`
	return database.All(ctx, tx, func(scan func(...any) error) (Letter, error) {
		var l Letter
		var created, finished database.Time
		err := scan(&l.ID, &l.Kind, &l.Attempts, &created, &finished, &l.Error)
		l.CreatedAt, l.FinishedAt = created.Time, finished.Time
		return l, err
	}, q, n)
}

func revive(ctx context.Context, tx *database.Tx, id string, now time.Time) (int64, error) {
	return tx.Exec(ctx, `UPDATE job SET state = 'ready', attempt = 0, run_at = $2, finished_at = NULL WHERE id = $1 AND state = 'dead'`,
		id, database.T(now))
}

func dismiss(ctx context.Context, tx *database.Tx, id string, now time.Time) (int64, error) {
	return tx.Exec(ctx, `UPDATE job SET state = 'cancelled', finished_at = $2 WHERE id = $1 AND state = 'dead'`, id, database.T(now))
}

func count(ctx context.Context, tx *database.Tx, now time.Time) (Stats, error) {
	const q = `
		SELECT COUNT(*) FILTER (WHERE state = 'ready' AND run_at <= $1), COUNT(*) FILTER (WHERE state = 'ready' AND run_at > $1),
			COUNT(*) FILTER (WHERE state = 'running'), COUNT(*) FILTER (WHERE state = 'dead'),
			MIN(run_at) FILTER (WHERE state = 'ready' AND run_at <= $1)
		FROM job WHERE state = 'ready' OR state = 'running' OR state = 'dead'`
	var s Stats
	var oldest database.NullTime
	if err := tx.Get(ctx, q, []any{database.T(now)}, &s.Ready, &s.Scheduled, &s.Running, &s.Dead, &oldest); err != nil {
		return Stats{}, err
	}
	if !oldest.IsZero() {
		s.OldestReady = now.Sub(oldest.Time)
	}
	return s, nil
}
