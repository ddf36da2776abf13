// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// noDay stands for a day that is not: it sorts after all others.
const noDay = "9999-12-31"

func dayText(d terms.Date) string {
	if d.IsZero() {
		return noDay
	}
	return d.String()
}

func dayOf(text string) (terms.Date, error) {
	if text == noDay {
		return terms.Date{}, nil
	}
	return terms.ParseDate(text)
}

// urgency sorts the urgent first, by hearing, and then the others by due date.
func (i Item) urgency() string {
	if i.Urgent {
		return urgentFrom + dayText(i.Hearing)
	}
	return urgentTo + dayText(i.Due)
}

// The urgent are those from "0" to before "1".
const urgentFrom, urgentTo = "0", "1"

const itemColumns = `filing, case_id, code, year, number, procedure, definition, state, outcome, open, name, urgent, hearing_on, due_on, filed_at, changed_at, holder, version, urgent_from`

func scanItem(scan func(...any) error) (Item, error) {
	var (
		i              Item
		filing         int64
		hearing, due   string
		urgentFrom     string
		filed, changed database.Time
	)
	err := scan(&filing, &i.Case, &i.Code, &i.Year, &i.Number, &i.Procedure, &i.Definition, &i.State, &i.Outcome, &i.Open, &i.Name, &i.Urgent,
		&hearing, &due, &filed, &changed, &i.Holder, &i.Version, &urgentFrom)
	if err != nil {
		return i, err
	}
	i.FiledAt, i.ChangedAt = filed.Time, changed.Time
	if i.Hearing, err = dayOf(hearing); err != nil {
		return i, err
	}
	if i.UrgentFrom, err = dayOf(urgentFrom); err != nil {
		return i, err
	}
	i.Due, err = dayOf(due)
	return i, err
}

// putItem writes an item unless a newer version stands there.
func putItem(ctx context.Context, tx *database.Tx, i Item) (written bool, err error) {
	n, err := tx.Exec(ctx, `INSERT INTO worklist_item (`+itemColumns+`) VALUES `+database.Values(1, 19)+`
		ON CONFLICT (filing) DO UPDATE SET state = excluded.state, outcome = excluded.outcome, open = excluded.open, name = excluded.name,
			urgent = excluded.urgent, hearing_on = excluded.hearing_on, due_on = excluded.due_on, changed_at = excluded.changed_at,
			holder = excluded.holder, version = excluded.version, urgent_from = excluded.urgent_from
		WHERE worklist_item.version <= excluded.version`,
		i.filing(), i.Case, i.Code, i.Year, i.Number, i.Procedure, i.Definition, i.State, i.Outcome, i.Open, i.Name, i.Urgent,
		dayText(i.Hearing), dayText(i.Due), database.T(i.FiledAt), database.T(i.ChangedAt), i.Holder, i.Version, dayText(i.UrgentFrom))
	return n > 0, err
}

// putEntries writes a case's entries at these seats, and removes those at others.
func putEntries(ctx context.Context, tx *database.Tx, i Item, seats []int64) error {
	gone := []any{i.filing()}
	var rows []any
	for _, seat := range seats {
		gone = append(gone, seat)
		rows = append(rows, seat, i.filing(), i.Open, i.Procedure, i.Procedure+"/"+i.State, i.Urgent, dayText(i.Due), terms.DateOf(i.FiledAt).String(), fold(i.Name), i.urgency())
	}
	if _, err := tx.Exec(ctx, `DELETE FROM worklist_entry WHERE filing = $1 AND seat NOT IN `+database.In(2, len(seats)), gone...); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO worklist_entry (seat, filing, open, procedure, stage, urgent, due_on, filed_on, folded, urgency)
		VALUES `+database.Values(len(seats), 10)+`
		ON CONFLICT (seat, filing) DO UPDATE SET open = excluded.open, stage = excluded.stage, urgent = excluded.urgent, due_on = excluded.due_on,
			folded = excluded.folded, urgency = excluded.urgency`, rows...)
	return err
}

func putStage(ctx context.Context, tx *database.Tx, audience string, i Item) error {
	_, err := tx.Exec(ctx, `INSERT INTO worklist_stage (audience, procedure, state, definition) VALUES ($1, $2, $3, $4)
		ON CONFLICT (audience, procedure, state) DO UPDATE SET definition = excluded.definition WHERE worklist_stage.definition <> excluded.definition`,
		audience, i.Procedure, i.State, i.Definition)
	return err
}

// seatID finds a seat, or sets it up. Whoever is second when two do takes the
// other's; when two new ones get in each other's way, one tries again.
func seatID(ctx context.Context, tx *database.Tx, s seat) (int64, error) {
	for range 5 {
		ids, err := database.All(ctx, tx, scanID, `SELECT id FROM worklist_seat WHERE audience = $1 AND account = $2 AND role = $3`, s.audience, s.account, s.role)
		if err != nil {
			return 0, err
		}
		if len(ids) > 0 {
			return ids[0], nil
		}
		_, err = tx.Exec(ctx, `INSERT INTO worklist_seat (id, audience, account, role)
			SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3 FROM worklist_seat WHERE id > 0 ON CONFLICT DO NOTHING`, s.audience, s.account, s.role)
		if err != nil {
			return 0, err
		}
	}
	return 0, problem.New(problem.Unavailable, "worklist.busy")
}

func scanID(scan func(...any) error) (id int64, err error) {
	err = scan(&id)
	return id, err
}

func scanText(scan func(...any) error) (s string, err error) {
	err = scan(&s)
	return s, err
}

// missing returns those of the cases that have no item.
func missing(ctx context.Context, tx *database.Tx, ids []string) ([]string, error) {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	there, err := database.All(ctx, tx, scanText, `SELECT case_id FROM worklist_item WHERE case_id IN `+database.In(1, len(ids)), args...)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, id := range there {
		known[id] = true
	}
	var out []string
	for _, id := range ids {
		if !known[id] {
			out = append(out, id)
		}
	}
	return out, nil
}

// turned returns cases whose urgency is not that of the day.
func turned(ctx context.Context, tx *database.Tx, today terms.Date, n int) ([]string, error) {
	return database.All(ctx, tx, scanText, `SELECT case_id FROM worklist_item
		WHERE open AND hearing_on <> '9999-12-31' AND (urgent AND hearing_on < $1 OR NOT urgent AND urgent_from <= $2 AND hearing_on >= $3) ORDER BY filing LIMIT $4`,
		today.String(), today.String(), today.String(), n)
}

// forgetVersions lets every row be written again.
func forgetVersions(ctx context.Context, tx *database.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE worklist_item SET version = 0`)
	return err
}
