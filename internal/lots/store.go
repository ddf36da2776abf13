// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lots

import (
	"context"
	"errors"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

func notFound(err error) error {
	if errors.Is(err, database.ErrNotFound) {
		return problem.New(problem.NotFound, "lots.not_found")
	}
	return err
}

// nextNumber takes the next number of a year. Its row keeps other closings
// waiting until the transaction ends.
func nextNumber(ctx context.Context, tx *database.Tx, year int) (int64, error) {
	_, err := tx.Exec(ctx, `INSERT INTO lots_counter (year, last) VALUES ($1, 1)
		ON CONFLICT (year) DO UPDATE SET last = lots_counter.last + 1`, year)
	if err != nil {
		return 0, err
	}
	var n int64
	err = tx.Get(ctx, `SELECT last FROM lots_counter WHERE year = $1`, []any{year}, &n)
	return n, err
}

const pendingColumns = `procedure, kind, case_id, code, correction, withdrawn, recipient, decided_on`

func scanPending(scan func(...any) error) (Pending, error) {
	var (
		p       Pending
		decided string
	)
	err := scan(&p.Key.Procedure, &p.Key.Kind, &p.Case, &p.Code, &p.Correction, &p.Withdrawn, &p.Recipient, &decided)
	if err != nil {
		return p, err
	}
	return p, p.DecidedOn.UnmarshalText([]byte(decided))
}

func insertPending(ctx context.Context, tx *database.Tx, p Pending) error {
	_, err := tx.Exec(ctx, `INSERT INTO lots_pending (`+pendingColumns+`) VALUES `+database.Values(1, 8),
		p.Key.Procedure, p.Key.Kind, p.Case, p.Code, p.Correction, p.Withdrawn, p.Recipient, p.DecidedOn.String())
	return err
}

func deletePending(ctx context.Context, tx *database.Tx, key Key, caseID string) error {
	_, err := tx.Exec(ctx, `DELETE FROM lots_pending WHERE case_id = $1 AND procedure = $2 AND kind = $3`, caseID, key.Procedure, key.Kind)
	return err
}

func pendingFor(ctx context.Context, tx *database.Tx, key Key, recipient string) ([]Pending, error) {
	return database.All(ctx, tx, scanPending, `SELECT `+pendingColumns+` FROM lots_pending
		WHERE procedure = $1 AND kind = $2 AND recipient = $3 ORDER BY decided_on, case_id`, key.Procedure, key.Kind, recipient)
}

func waiting(ctx context.Context, tx *database.Tx, key Key) ([]Group, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (Group, error) {
		var (
			g   Group
			all int
		)
		err := scan(&g.Recipient, &all, &g.First)
		g.Corrections = all - g.First
		return g, err
	}, `SELECT recipient, COUNT(*), COUNT(CASE WHEN correction = 0 THEN 1 END) FROM lots_pending
		WHERE procedure = $1 AND kind = $2 GROUP BY recipient ORDER BY recipient`, key.Procedure, key.Kind)
}

func writtenRecipient(ctx context.Context, tx *database.Tx, key Key, caseID string) (string, error) {
	var name string
	err := tx.Get(ctx, `SELECT recipient FROM lots_recipient WHERE case_id = $1 AND procedure = $2 AND kind = $3`,
		[]any{caseID, key.Procedure, key.Kind}, &name)
	if errors.Is(err, database.ErrNotFound) {
		return "", nil
	}
	return name, err
}

func writeRecipient(ctx context.Context, tx *database.Tx, key Key, caseID, recipient string, by audit.Actor, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO lots_recipient (case_id, procedure, kind, recipient, by_kind, by_id, at) VALUES `+database.Values(1, 7)+`
		ON CONFLICT (case_id, procedure, kind) DO UPDATE SET recipient = excluded.recipient, by_kind = excluded.by_kind, by_id = excluded.by_id, at = excluded.at`,
		caseID, key.Procedure, key.Kind, recipient, by.Kind, by.ID, database.T(at))
	return err
}

const lotColumns = `id, year, number, procedure, kind, recipient, from_day, to_day, supplement, cases, closed_at, by_kind, by_id, digest`

// lastSent is the newest day on which a lot was sent, as the office wrote.
const lastSent = `(SELECT COALESCE(MAX(s.day), '') FROM lots_sending s WHERE s.lot_id = lots_lot.id)`

func scanLot(scan func(...any) error) (Lot, error) {
	var (
		l              Lot
		from, to, sent string
		closed         database.Time
	)
	err := scan(&l.ID, &l.Year, &l.Number, &l.Key.Procedure, &l.Key.Kind, &l.Recipient, &from, &to, &l.Supplement, &l.Cases, &closed, &l.By.Kind, &l.By.ID, &l.Digest, &sent)
	if err != nil {
		return l, err
	}
	l.ClosedAt = closed.Time
	if err := l.SentOn.UnmarshalText([]byte(sent)); err != nil {
		return l, err
	}
	if l.From, err = terms.ParseDate(from); err != nil {
		return l, err
	}
	l.To, err = terms.ParseDate(to)
	return l, err
}

func insertLot(ctx context.Context, tx *database.Tx, l Lot, m papers) error {
	_, err := tx.Exec(ctx, `INSERT INTO lots_lot (`+lotColumns+`, manifest, list) VALUES `+database.Values(1, 16),
		l.ID, l.Year, l.Number, l.Key.Procedure, l.Key.Kind, l.Recipient, l.From.String(), l.To.String(), l.Supplement, l.Cases,
		database.T(l.ClosedAt), l.By.Kind, l.By.ID, l.Digest, m.json, m.csv)
	return err
}

func getLot(ctx context.Context, tx *database.Tx, id string) (Lot, error) {
	all, err := database.All(ctx, tx, scanLot, `SELECT `+lotColumns+`, `+lastSent+` FROM lots_lot WHERE id = $1`, id)
	if err == nil && len(all) == 0 {
		err = database.ErrNotFound
	}
	if err != nil {
		return Lot{}, notFound(err)
	}
	return all[0], nil
}

// lotsOf lists by id, which grows with time.
func lotsOf(ctx context.Context, tx *database.Tx, key Key, before string, n int) ([]Lot, error) {
	return database.All(ctx, tx, scanLot, `SELECT `+lotColumns+`, `+lastSent+` FROM lots_lot
		WHERE procedure = $1 AND kind = $2 AND (id < $3 OR $3 = '') ORDER BY id DESC LIMIT $4`, key.Procedure, key.Kind, before, n)
}

// lastDay is the last day of the lots of a recipient; zero when there is none.
func lastDay(ctx context.Context, tx *database.Tx, key Key, recipient string) (day terms.Date, err error) {
	var text string
	err = tx.Get(ctx, `SELECT COALESCE(MAX(to_day), '') FROM lots_lot WHERE procedure = $1 AND kind = $2 AND recipient = $3 AND NOT supplement`,
		[]any{key.Procedure, key.Kind, recipient}, &text)
	if err != nil || text == "" {
		return terms.Date{}, err
	}
	return terms.ParseDate(text)
}

func papersOf(ctx context.Context, tx *database.Tx, id string) (m papers, err error) {
	err = tx.Get(ctx, `SELECT manifest, list FROM lots_lot WHERE id = $1`, []any{id}, &m.json, &m.csv)
	return m, notFound(err)
}

func insertSending(ctx context.Context, tx *database.Tx, id, lot string, sent Sending) error {
	_, err := tx.Exec(ctx, `INSERT INTO lots_sending (id, lot_id, day, means, protocol, note, by_kind, by_id, at) VALUES `+database.Values(1, 9),
		id, lot, sent.Day.String(), sent.Means, sent.Protocol, sent.Note, sent.By.Kind, sent.By.ID, database.T(sent.At))
	return err
}

func sendingsOf(ctx context.Context, tx *database.Tx, lot string) ([]Sending, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (Sending, error) {
		var (
			s   Sending
			day string
			at  database.Time
		)
		if err := scan(&day, &s.Means, &s.Protocol, &s.Note, &s.By.Kind, &s.By.ID, &at); err != nil {
			return s, err
		}
		s.At = at.Time
		return s, s.Day.UnmarshalText([]byte(day))
	}, `SELECT day, means, protocol, note, by_kind, by_id, at FROM lots_sending WHERE lot_id = $1 ORDER BY id`, lot)
}

const itemColumns = `lot_id, position, procedure, kind, case_id, code, correction, corrects, withdrawn, recipient, digest, content`

func scanItem(scan func(...any) error) (Item, error) {
	var (
		i        Item
		corrects *int64
	)
	err := scan(&i.Lot, &i.Position, &i.Key.Procedure, &i.Key.Kind, &i.Case, &i.Code, &i.Correction, &corrects, &i.Withdrawn, &i.Recipient, &i.Digest, database.JSON(&i.Content))
	return i, err
}

func insertItem(ctx context.Context, tx *database.Tx, i Item) error {
	var corrects any
	if i.Correction > 0 {
		corrects = i.Correction - 1
	}
	_, err := tx.Exec(ctx, `INSERT INTO lots_item (`+itemColumns+`) VALUES `+database.Values(1, 12),
		i.Lot, i.Position, i.Key.Procedure, i.Key.Kind, i.Case, i.Code, i.Correction, corrects, i.Withdrawn, i.Recipient, i.Digest, database.JSON(i.Content))
	return err
}

func itemsOf(ctx context.Context, tx *database.Tx, lot string) ([]Item, error) {
	return database.All(ctx, tx, scanItem, `SELECT `+itemColumns+` FROM lots_item WHERE lot_id = $1 ORDER BY position`, lot)
}

func itemsAbout(ctx context.Context, tx *database.Tx, caseID string) ([]Item, error) {
	return database.All(ctx, tx, scanItem, `SELECT `+itemColumns+` FROM lots_item WHERE case_id = $1 ORDER BY lot_id, kind`, caseID)
}

// lastItem is the newest item about a case; nil when the recipient was told
// nothing yet.
func lastItem(ctx context.Context, tx *database.Tx, key Key, caseID string) (*Item, error) {
	all, err := database.All(ctx, tx, scanItem, `SELECT `+itemColumns+` FROM lots_item
		WHERE case_id = $1 AND procedure = $2 AND kind = $3 ORDER BY correction DESC LIMIT 1`, caseID, key.Procedure, key.Kind)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

func lotIDs(ctx context.Context, tx *database.Tx, after string, n int) ([]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (string, error) {
		var id string
		err := scan(&id)
		return id, err
	}, `SELECT id FROM lots_lot WHERE id > $1 ORDER BY id LIMIT $2`, after, n)
}
