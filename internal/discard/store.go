// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package discard

import (
	"context"
	"errors"
	"time"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/problem"
)

func insertDecision(ctx context.Context, tx *database.Tx, d Decision) error {
	_, err := tx.Exec(ctx, `INSERT INTO discard_rule (id, procedure, years, reason, decided_by, decided_at) VALUES `+database.Values(1, 6),
		d.ID, d.Procedure, d.Years, d.Ground, d.By, database.T(d.At))
	return err
}

// decisions are those of a procedure, the newest first: ids grow with time.
func decisions(ctx context.Context, tx *database.Tx, procedure string) ([]Decision, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (Decision, error) {
		d := Decision{Procedure: procedure}
		var at database.Time
		err := scan(&d.ID, &d.Years, &d.Ground, &d.By, &at)
		d.At = at.Time
		return d, err
	}, `SELECT id, years, reason, decided_by, decided_at FROM discard_rule WHERE procedure = $1 ORDER BY id DESC`, procedure)
}

func insertHold(ctx context.Context, tx *database.Tx, h Hold) error {
	_, err := tx.Exec(ctx, `INSERT INTO discard_hold (id, case_id, reason, placed_by, placed_at) VALUES `+database.Values(1, 5),
		h.ID, h.Case, h.Reason, h.By, database.T(h.At))
	return err
}

// release ends a hold that holds, and says of which case.
func release(ctx context.Context, tx *database.Tx, id, reason, by string, at time.Time) (caseID string, err error) {
	err = tx.Get(ctx, `UPDATE discard_hold SET released = $2, released_by = $3, released_at = $4 WHERE id = $1 AND released_at IS NULL RETURNING case_id`,
		[]any{id, reason, by, database.T(at)}, &caseID)
	if errors.Is(err, database.ErrNotFound) {
		err = problem.New(problem.Conflict, "discard.released_before").Because(err)
	}
	return caseID, err
}

func holdsOf(ctx context.Context, tx *database.Tx, caseID string) ([]Hold, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (Hold, error) {
		var (
			h        Hold
			at       database.Time
			released database.NullTime
		)
		err := scan(&h.ID, &h.Case, &h.Reason, &h.By, &at, &h.Released, &h.ReleasedBy, &released)
		h.At, h.ReleasedAt = at.Time, released.Time
		return h, err
	}, `SELECT id, case_id, reason, placed_by, placed_at, released, released_by, released_at FROM discard_hold WHERE case_id = $1 ORDER BY id`, caseID)
}

func isHeld(ctx context.Context, tx *database.Tx, caseID string) (bool, error) {
	n := 0
	err := tx.Get(ctx, `SELECT COUNT(*) FROM discard_hold WHERE case_id = $1 AND released_at IS NULL`, []any{caseID}, &n)
	return n > 0, err
}

// isListed tells whether a list that is not over, other than the one given, has a case.
func isListed(ctx context.Context, tx *database.Tx, caseID, besides string) (bool, error) {
	n := 0
	err := tx.Get(ctx, `SELECT COUNT(*) FROM discard_item i JOIN discard_list l ON l.id = i.list_id
		WHERE i.case_id = $1 AND i.list_id <> $2 AND l.state IN ('proposed', 'authorised', 'running')`, []any{caseID, besides}, &n)
	return n > 0, err
}

func nextNumber(ctx context.Context, tx *database.Tx, year int) (n int64, err error) {
	err = tx.Get(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM discard_list WHERE year = $1`, []any{year}, &n)
	return n, err
}

func insertList(ctx context.Context, tx *database.Tx, l List, cases []casework.Closed) error {
	_, err := tx.Exec(ctx, `INSERT INTO discard_list (id, year, number, procedure, years, ground, before_day, state, made_by, made_at) VALUES `+database.Values(1, 10),
		l.ID, l.Year, l.Number, l.Procedure, l.Rule.Years, l.Rule.Ground, l.Before.String(), string(l.State), l.MadeBy, database.T(l.MadeAt))
	for i, c := range cases {
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO discard_item (list_id, position, case_id, code, year, number, closed_at, state, proof) VALUES `+database.Values(1, 9),
			l.ID, i+1, c.ID, c.Code, c.Year, c.Number, database.T(c.ChangedAt), string(Listed), database.JSON(Proof{}))
	}
	return err
}

// updateList writes what may change of a list.
func updateList(ctx context.Context, tx *database.Tx, l List) error {
	day := ""
	if !l.ActOn.IsZero() {
		day = l.ActOn.String()
	}
	_, err := tx.Exec(ctx, `UPDATE discard_list SET state = $2, act = $3, act_day = $4, authorised_by = $5, started_by = $6, ended_at = $7 WHERE id = $1`,
		l.ID, string(l.State), l.Act, day, l.AuthorisedBy, l.StartedBy, database.NullTime{Time: l.EndedAt})
	return err
}

const listColumns = `id, year, number, procedure, years, ground, before_day, state, made_by, made_at, act, act_day, authorised_by, started_by, ended_at,
	(SELECT COUNT(*) FROM discard_item i WHERE i.list_id = discard_list.id AND i.state = 'listed'),
	(SELECT COUNT(*) FROM discard_item i WHERE i.list_id = discard_list.id AND i.state = 'discarded'),
	(SELECT COUNT(*) FROM discard_item i WHERE i.list_id = discard_list.id AND i.state = 'left')`

func scanList(scan func(...any) error) (List, error) {
	var (
		l           List
		before, day string
		made        database.Time
		ended       database.NullTime
	)
	err := scan(&l.ID, &l.Year, &l.Number, &l.Procedure, &l.Rule.Years, &l.Rule.Ground, &before, &l.State, &l.MadeBy, &made, &l.Act, &day,
		&l.AuthorisedBy, &l.StartedBy, &ended, &l.Count.Listed, &l.Count.Discarded, &l.Count.Left)
	if err != nil {
		return l, err
	}
	l.MadeAt, l.EndedAt = made.Time, ended.Time
	if day != "" {
		if err := l.ActOn.UnmarshalText([]byte(day)); err != nil {
			return l, err
		}
	}
	return l, l.Before.UnmarshalText([]byte(before))
}

func getList(ctx context.Context, tx *database.Tx, id string) (List, error) {
	all, err := database.All(ctx, tx, scanList, `SELECT `+listColumns+` FROM discard_list WHERE id = $1`, id)
	if err == nil && len(all) == 0 {
		err = problem.New(problem.NotFound, "discard.no_list")
	}
	if err != nil {
		return List{}, err
	}
	return all[0], nil
}

// lockList keeps others from a list until the transaction ends.
func lockList(ctx context.Context, tx *database.Tx, id string) (List, error) {
	var locked string
	err := tx.Get(ctx, `SELECT id FROM discard_list WHERE id = $1 /*pg: FOR UPDATE */`, []any{id}, &locked)
	if err != nil && !errors.Is(err, database.ErrNotFound) {
		return List{}, err
	}
	return getList(ctx, tx, id)
}

func newestLists(ctx context.Context, tx *database.Tx, n int) ([]List, error) {
	return database.All(ctx, tx, scanList, `SELECT `+listColumns+` FROM discard_list ORDER BY id DESC LIMIT $1`, n)
}

const itemColumns = `position, case_id, code, year, number, closed_at, state, why, proof, done_at`

func scanItem(scan func(...any) error) (Item, error) {
	var (
		i      Item
		closed database.Time
		done   database.NullTime
	)
	err := scan(&i.Position, &i.Case, &i.Code, &i.Year, &i.Number, &closed, &i.Fate, &i.Why, database.JSON(&i.Proof), &done)
	i.ClosedAt, i.DoneAt = closed.Time, done.Time
	return i, err
}

func itemsOf(ctx context.Context, tx *database.Tx, list string, after, n int) ([]Item, error) {
	return database.All(ctx, tx, scanItem, `SELECT `+itemColumns+` FROM discard_item WHERE list_id = $1 AND position > $2 ORDER BY position LIMIT $3`, list, after, n)
}

// firstListed is the first case of a list that waits; nil when none does.
func firstListed(ctx context.Context, tx *database.Tx, list string) (*Item, error) {
	all, err := database.All(ctx, tx, scanItem, `SELECT `+itemColumns+` FROM discard_item WHERE list_id = $1 AND state = 'listed' ORDER BY position LIMIT 1`, list)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

func updateItem(ctx context.Context, tx *database.Tx, list string, i Item) error {
	_, err := tx.Exec(ctx, `UPDATE discard_item SET state = $3, why = $4, proof = $5, done_at = $6 WHERE list_id = $1 AND position = $2`,
		list, i.Position, string(i.Fate), i.Why, database.JSON(i.Proof), database.NullTime{Time: i.DoneAt})
	return err
}

// itemsAbout are those about a case, each with its list, the newest last.
func itemsAbout(ctx context.Context, tx *database.Tx, caseID string) (items []Item, lists []List, err error) {
	type place struct {
		item Item
		list string
	}
	found, err := database.All(ctx, tx, func(scan func(...any) error) (p place, err error) {
		p.item, err = scanItem(func(dst ...any) error { return scan(append([]any{&p.list}, dst...)...) })
		return p, err
	}, `SELECT list_id, `+itemColumns+` FROM discard_item WHERE case_id = $1 ORDER BY list_id`, caseID)
	for _, p := range found {
		if err != nil {
			break
		}
		var l List
		l, err = getList(ctx, tx, p.list)
		items, lists = append(items, p.item), append(lists, l)
	}
	return items, lists, err
}
