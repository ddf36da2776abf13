// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"errors"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

func insertSitting(ctx context.Context, tx *database.Tx, s Sitting, by string) error {
	_, err := tx.Exec(ctx, `INSERT INTO casework_sitting (id, day, place, presided, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6)`,
		s.ID, s.Day.String(), s.Place, s.Presided, database.T(s.MadeAt), by)
	return err
}

const sittingColumns = `id, day, place, presided, present, absent, secretary, made_at, changed_why, cancelled_at, cancelled_why,
	(SELECT COUNT(*) FROM casework_sitting_case c WHERE c.sitting_id = casework_sitting.id),
	(SELECT COUNT(*) FROM casework_sitting_case c WHERE c.sitting_id = casework_sitting.id AND c.resolved_at IS NOT NULL),
	(SELECT COUNT(*) FROM casework_sitting_case c WHERE c.sitting_id = casework_sitting.id AND (c.resolved_at IS NOT NULL OR c.put_off_at IS NOT NULL))`

func scanSitting(scan func(...any) error) (Sitting, error) {
	var (
		s         Sitting
		day       string
		made      database.Time
		cancelled database.NullTime
	)
	err := scan(&s.ID, &day, &s.Place, &s.Presided, &s.Present, &s.Absent, &s.Secretary, &made, &s.ChangedWhy, &cancelled, &s.CancelledWhy,
		&s.Cases, &s.Resolved, &s.Settled)
	if err != nil {
		return s, err
	}
	s.MadeAt, s.CancelledAt = made.Time, cancelled.Time
	s.Day, err = terms.ParseDate(day)
	return s, err
}

// untouched is the condition that nothing of a sitting was resolved or put off.
const untouched = `cancelled_at IS NULL AND NOT EXISTS (SELECT 1 FROM casework_sitting_case c
	WHERE c.sitting_id = casework_sitting.id AND (c.resolved_at IS NOT NULL OR c.put_off_at IS NOT NULL))`

// replan changes an untouched sitting; 0 rows when it is not.
func replan(ctx context.Context, tx *database.Tx, id string, p Plan, why string) (int64, error) {
	return tx.Exec(ctx, `UPDATE casework_sitting SET day = $2, place = $3, presided = $4, changed_why = $5 WHERE id = $1 AND `+untouched,
		id, p.Day.String(), p.Place, p.Presided, why)
}

// clearAgenda takes off all that waits. Whoever resolves one of them meanwhile
// finds it gone, or comes first: then the row stays.
func clearAgenda(ctx context.Context, tx *database.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM casework_sitting_case WHERE sitting_id = $1 AND resolved_at IS NULL AND put_off_at IS NULL`, id)
	return err
}

// cancelSitting cancels an untouched sitting; 0 rows when it is not.
func cancelSitting(ctx context.Context, tx *database.Tx, id, why string, at time.Time) (int64, error) {
	return tx.Exec(ctx, `UPDATE casework_sitting SET cancelled_at = $2, cancelled_why = $3 WHERE id = $1 AND `+untouched, id, database.T(at), why)
}

func setAttendance(ctx context.Context, tx *database.Tx, id string, a Attendance) error {
	_, err := tx.Exec(ctx, `UPDATE casework_sitting SET present = $2, absent = $3, secretary = $4 WHERE id = $1`, id, a.Present, a.Absent, a.Secretary)
	return err
}

func sittings(ctx context.Context, tx *database.Tx, n int) ([]Sitting, error) {
	return database.All(ctx, tx, scanSitting, `SELECT `+sittingColumns+` FROM casework_sitting ORDER BY day DESC, id DESC LIMIT $1`, n)
}

func getSitting(ctx context.Context, tx *database.Tx, id string) (Sitting, error) {
	all, err := database.All(ctx, tx, scanSitting, `SELECT `+sittingColumns+` FROM casework_sitting WHERE id = $1`, id)
	if err != nil {
		return Sitting{}, err
	}
	if len(all) == 0 {
		return Sitting{}, problem.New(problem.NotFound, "casework.no_sitting")
	}
	return all[0], nil
}

func agenda(ctx context.Context, tx *database.Tx, sitting string) ([]AgendaItem, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (AgendaItem, error) {
		var (
			i          AgendaItem
			at, putOff database.NullTime
		)
		err := scan(&i.Case.ID, &i.Position, &i.Number, &i.Presided, &i.Outcome, &i.Reasons, &i.Vote, &at, &putOff)
		i.ResolvedAt, i.PutOffAt = at.Time, putOff.Time
		return i, err
	}, `SELECT case_id, position, number, presided, outcome, reasons, vote, resolved_at, put_off_at FROM casework_sitting_case WHERE sitting_id = $1 ORDER BY position, case_id`, sitting)
}

// putOnAgenda adds a case or moves it; one that was resolved stays as it is, and
// one that was put off waits again.
func putOnAgenda(ctx context.Context, tx *database.Tx, sitting, caseID string, position int) error {
	_, err := tx.Exec(ctx, `INSERT INTO casework_sitting_case (sitting_id, case_id, position, number, presided, outcome, reasons) VALUES ($1, $2, $3, '', '', '', '')
		ON CONFLICT (sitting_id, case_id) DO UPDATE SET position = excluded.position, put_off_at = NULL`, sitting, caseID, position)
	if errors.Is(err, database.ErrConflict) {
		return problem.New(problem.Conflict, "casework.other_agenda").Because(err)
	}
	return err
}

func takeOffAgenda(ctx context.Context, tx *database.Tx, sitting, caseID string) error {
	_, err := tx.Exec(ctx, `DELETE FROM casework_sitting_case WHERE sitting_id = $1 AND case_id = $2 AND resolved_at IS NULL AND put_off_at IS NULL`, sitting, caseID)
	return err
}

func markPutOff(ctx context.Context, tx *database.Tx, sitting, caseID string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE casework_sitting_case SET put_off_at = $3 WHERE sitting_id = $1 AND case_id = $2 AND resolved_at IS NULL`, sitting, caseID, database.T(at))
	return err
}

// markResolved keeps what was resolved; 0 rows when it was already.
func markResolved(ctx context.Context, tx *database.Tx, sitting, caseID string, r Resolution, row Ruling, at time.Time) (int64, error) {
	return tx.Exec(ctx, `UPDATE casework_sitting_case SET number = $3, presided = $4, outcome = $5, reasons = $6, vote = $7, resolved_at = $8
		WHERE sitting_id = $1 AND case_id = $2 AND resolved_at IS NULL`,
		sitting, caseID, r.Number, r.Presided, row.Outcome, row.Reasons, row.Vote, database.T(at))
}

// readyCases are those of a version in some states that wait on no agenda, the
// oldest first.
func readyCases(ctx context.Context, tx *database.Tx, definition string, states []string, n int) ([]Case, error) {
	args := []any{definition, n}
	for _, s := range states {
		args = append(args, s)
	}
	return database.All(ctx, tx, scanCase, `SELECT `+readColumns+` FROM casework_case WHERE definition = $1 AND state IN `+database.In(3, len(states))+`
		AND id NOT IN (SELECT case_id FROM casework_sitting_case WHERE resolved_at IS NULL AND put_off_at IS NULL) ORDER BY filed_at, id LIMIT $2`, args...)
}

func reasons(ctx context.Context, tx *database.Tx) ([]Reason, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (Reason, error) {
		var r Reason
		err := scan(&r.ID, &r.Title, &r.Text)
		return r, err
	}, `SELECT id, title, text FROM casework_reason ORDER BY title, id`)
}

func insertReason(ctx context.Context, tx *database.Tx, r Reason, at time.Time, by string) error {
	_, err := tx.Exec(ctx, `INSERT INTO casework_reason (id, title, text, made_at, made_by) VALUES ($1, $2, $3, $4, $5)`, r.ID, r.Title, r.Text, database.T(at), by)
	return err
}

func deleteReason(ctx context.Context, tx *database.Tx, id string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM casework_reason WHERE id = $1`, id)
}
