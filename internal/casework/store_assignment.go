// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"errors"
	"time"

	"pratica/internal/casework/actions"
	"pratica/internal/database"
	"pratica/internal/terms"
)

func insertChoice(ctx context.Context, tx *database.Tx, caseID string, act Act, c actions.Selection) error {
	_, err := tx.Exec(ctx, `INSERT INTO casework_choice (case_id, act, role, account, at, why) VALUES ($1, $2, $3, $4, $5, $6)`,
		caseID, act.Seq, c.Role, c.Account, database.T(act.At), database.JSON(c))
	return err
}

// choicesOf lists the choices for a case, the last first.
func choicesOf(ctx context.Context, tx *database.Tx, caseID string) ([]Choice, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (Choice, error) {
		var (
			c  Choice
			at database.Time
		)
		err := scan(&at, database.JSON(&c.Selection))
		c.At = at.Time
		return c, err
	}, `SELECT at, why FROM casework_choice WHERE case_id = $1 ORDER BY act DESC, role`, caseID)
}

// lastChosen says when each holder of a role was chosen last.
func lastChosen(ctx context.Context, tx *database.Tx, role string) (map[string]time.Time, error) {
	type row struct {
		account string
		at      database.Time
	}
	rows, err := database.All(ctx, tx, func(scan func(...any) error) (r row, err error) { err = scan(&r.account, &r.at); return r, err },
		`SELECT account, MAX(at) FROM casework_choice WHERE role = $1 AND account <> '' GROUP BY account`, role)
	last := map[string]time.Time{}
	for _, r := range rows {
		last[r.account] = r.at.Time
	}
	return last, err
}

// openCases counts the cases that each holder of a role, or one holder of any,
// has and that are not in a final state of their definition. by is the column.
func openCases(ctx context.Context, tx *database.Tx, by assignedBy, value string, final map[string][]string) (map[string]int, error) {
	args := []any{value}
	in := func(column string, values []string) string {
		from := len(args) + 1
		for _, v := range values {
			args = append(args, v)
		}
		return column + ` IN ` + database.In(from, len(values))
	}
	sql := `SELECT a.account, COUNT(DISTINCT c.id) FROM casework_assignment a JOIN casework_case c ON c.id = a.case_id WHERE a.` + string(by) + ` = $1`
	if len(final) > 0 {
		sql += ` AND NOT (` + finals(final, in) + `)`
	}
	type row struct {
		account string
		n       int
	}
	rows, err := database.All(ctx, tx, func(scan func(...any) error) (r row, err error) { err = scan(&r.account, &r.n); return r, err },
		sql+` GROUP BY a.account`, args...)
	open := map[string]int{}
	for _, r := range rows {
		open[r.account] = r.n
	}
	return open, err
}

// assignedBy is a column of casework_assignment.
type assignedBy string

const (
	byRole    assignedBy = "role"
	byAccount assignedBy = "account"
)

func unassign(ctx context.Context, tx *database.Tx, caseID, role string) error {
	_, err := tx.Exec(ctx, `DELETE FROM casework_assignment WHERE case_id = $1 AND role = $2`, caseID, role)
	return err
}

// putDeclaration keeps what somebody declared; a later abstention takes the
// place of "no conflict".
func putDeclaration(ctx context.Context, tx *database.Tx, caseID string, act Act, d actions.Declaration) error {
	_, err := tx.Exec(ctx, `INSERT INTO casework_declaration (case_id, account, act, verdict, reason, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (case_id, account) DO UPDATE SET act = excluded.act, verdict = excluded.verdict, reason = excluded.reason, at = excluded.at`,
		caseID, act.Actor.ID, act.Seq, d.Verdict, d.Reason, database.T(act.At))
	return err
}

// Declared is what somebody of the office declared of a case.
type Declared struct {
	Account, Name string
	Verdict       string // actions.NoConflict or actions.Abstains
	Reason        string
	At            time.Time
}

func declarationsOf(ctx context.Context, tx *database.Tx, caseID string) ([]Declared, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (Declared, error) {
		var (
			d  Declared
			at database.Time
		)
		err := scan(&d.Account, &d.Verdict, &d.Reason, &at)
		d.At = at.Time
		return d, err
	}, `SELECT account, verdict, reason, at FROM casework_declaration WHERE case_id = $1 ORDER BY at, account`, caseID)
}

// declarations maps who declared to the verdict.
func declarations(ctx context.Context, tx *database.Tx, caseID string) (map[string]string, error) {
	all, err := declarationsOf(ctx, tx, caseID)
	verdicts := map[string]string{}
	for _, d := range all {
		verdicts[d.Account] = d.Verdict
	}
	return verdicts, err
}

// setUrgent writes the day that makes a case urgent; the zero day takes it away.
func setUrgent(ctx context.Context, tx *database.Tx, caseID string, day, from terms.Date) error {
	_, err := tx.Exec(ctx, `UPDATE casework_case SET urgent_on = $2, urgent_from = $3 WHERE id = $1`, caseID, dayText(day), dayText(from))
	return err
}

func dayText(d terms.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// takeBackChoice gives the case back to whom it was assigned before an act, or to nobody;
// the choice that the act made counts for no turn.
func takeBackChoice(ctx context.Context, tx *database.Tx, caseID string, act Act) error {
	all, err := database.All(ctx, tx, func(scan func(...any) error) (role string, err error) {
		return role, scan(&role)
	}, `SELECT role FROM casework_choice WHERE case_id = $1 AND act = $2`, caseID, act.Seq)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM casework_choice WHERE case_id = $1 AND act = $2`, caseID, act.Seq); err != nil {
		return err
	}
	for _, role := range all {
		var account string
		err := tx.Get(ctx, `SELECT account FROM casework_choice WHERE case_id = $1 AND role = $2 ORDER BY act DESC LIMIT 1`, []any{caseID, role}, &account)
		switch {
		case errors.Is(err, database.ErrNotFound) || err == nil && account == "":
			err = unassign(ctx, tx, caseID, role)
		case err == nil:
			err = assign(ctx, tx, caseID, role, account, act.At)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
