// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"fmt"
	"time"

	"pratica/internal/database"
	"pratica/internal/terms"
)

// passGuard takes the row that all changes of administrators write: they pass one at a time, on either database.
func passGuard(ctx context.Context, tx *database.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE office_guard SET n = n + 1 WHERE name = 'administrators'`)
	return err
}

const bodyColumns = `version, data, changed_at`

func scanBody(scan func(...any) error) (Body, error) {
	var b Body
	var version int64
	var at database.Time
	err := scan(&version, database.JSON(&b), &at)
	b.Version, b.ChangedAt = version, at.Time
	return b, err
}

func lastBody(ctx context.Context, tx *database.Tx) (Body, error) {
	return scanBody(func(dst ...any) error {
		return tx.Get(ctx, `SELECT `+bodyColumns+` FROM office_body ORDER BY version DESC LIMIT 1`, nil, dst...)
	})
}

func allBodies(ctx context.Context, tx *database.Tx) ([]Body, error) {
	return database.All(ctx, tx, scanBody, `SELECT `+bodyColumns+` FROM office_body ORDER BY version DESC LIMIT 200`)
}

func insertBody(ctx context.Context, tx *database.Tx, b Body, by string) error {
	_, err := tx.Exec(ctx, `INSERT INTO office_body (version, data, changed_by, changed_at) VALUES ($1, $2, $3, $4)`,
		b.Version, database.JSON(b), by, database.T(b.ChangedAt))
	return err
}

func scanUnit(scan func(...any) error) (Unit, error) {
	var u Unit
	err := scan(&u.ID, &u.Name, &u.Email)
	return u, err
}

func openUnits(ctx context.Context, tx *database.Tx) ([]Unit, error) {
	return database.All(ctx, tx, scanUnit, `SELECT id, name, email FROM office_unit WHERE closed_at IS NULL ORDER BY name, id`)
}

func unitByID(ctx context.Context, tx *database.Tx, id string) (Unit, error) {
	return scanUnit(func(dst ...any) error {
		return tx.Get(ctx, `SELECT id, name, email FROM office_unit WHERE id = $1 AND closed_at IS NULL /*pg: FOR UPDATE */`, []any{id}, dst...)
	})
}

func insertUnit(ctx context.Context, tx *database.Tx, u Unit) error {
	_, err := tx.Exec(ctx, `INSERT INTO office_unit (id, name, email) VALUES ($1, $2, $3)`, u.ID, u.Name, u.Email)
	return err
}

func closeUnit(ctx context.Context, tx *database.Tx, id string, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE office_unit SET closed_at = $1 WHERE id = $2 AND closed_at IS NULL`, database.T(at), id)
	return n == 1, err
}

func membersOfUnit(ctx context.Context, tx *database.Tx, unit string) (n int, err error) {
	err = tx.Get(ctx, `SELECT COUNT(*) FROM office_membership WHERE unit_id = $1 AND ended_at IS NULL`, []any{unit}, &n)
	return n, err
}

const membershipColumns = `id, account_id, COALESCE(unit_id, ''), role, granted_by, granted_at`

func scanMembership(scan func(...any) error) (Membership, error) {
	var m Membership
	var at database.Time
	err := scan(&m.ID, &m.Account, &m.Unit, &m.Role, &m.GrantedBy, &at)
	m.GrantedAt = at.Time
	return m, err
}

func memberships(ctx context.Context, tx *database.Tx, account string) ([]Membership, error) {
	return database.All(ctx, tx, scanMembership, `
		SELECT `+membershipColumns+` FROM office_membership
		WHERE ended_at IS NULL AND ($1 = '' OR account_id = $1) ORDER BY account_id, role, id`, account)
}

func membershipByID(ctx context.Context, tx *database.Tx, id string) (Membership, error) {
	return scanMembership(func(dst ...any) error {
		return tx.Get(ctx, `SELECT `+membershipColumns+` FROM office_membership WHERE id = $1 AND ended_at IS NULL`, []any{id}, dst...)
	})
}

// insertMembership says false when the account holds the role there already.
func insertMembership(ctx context.Context, tx *database.Tx, m Membership) (bool, error) {
	n, err := tx.Exec(ctx, `
		INSERT INTO office_membership (id, account_id, unit_id, role, granted_by, granted_at)
		VALUES ($1, $2, NULLIF($3, ''), $4, $5, $6) ON CONFLICT DO NOTHING`,
		m.ID, m.Account, m.Unit, m.Role, m.GrantedBy, database.T(m.GrantedAt))
	return n == 1, err
}

func endMembership(ctx context.Context, tx *database.Tx, id, by string, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE office_membership SET ended_by = $1, ended_at = $2 WHERE id = $3 AND ended_at IS NULL`, by, database.T(at), id)
	return n == 1, err
}

// holdersOf lists the accounts that hold a role anywhere, in their own right.
func holdersOf(ctx context.Context, tx *database.Tx, role string) ([]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (id string, err error) { err = scan(&id); return id, err }, `
		SELECT DISTINCT account_id FROM office_membership WHERE role = $1 AND ended_at IS NULL ORDER BY account_id`, role)
}

// rollOf lists the accounts that hold a role in the order of the roll.
func rollOf(ctx context.Context, tx *database.Tx, role string) ([]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (id string, err error) { err = scan(&id); return id, err }, `
		SELECT m.account_id FROM office_membership m LEFT JOIN office_roll r ON r.role = m.role AND r.account_id = m.account_id
		WHERE m.role = $1 AND m.ended_at IS NULL GROUP BY m.account_id
		ORDER BY MIN(COALESCE(r.place, 9223372036854775807)), MIN(m.granted_at), m.account_id`, role)
}

func putInRoll(ctx context.Context, tx *database.Tx, role, account string, place int) error {
	_, err := tx.Exec(ctx, `INSERT INTO office_roll (role, account_id, place) VALUES ($1, $2, $3)
		ON CONFLICT (role, account_id) DO UPDATE SET place = excluded.place`, role, account, place)
	return err
}

// everyHolder lists the accounts that hold any role, in their own right.
func everyHolder(ctx context.Context, tx *database.Tx) ([]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (id string, err error) { err = scan(&id); return id, err }, `
		SELECT DISTINCT account_id FROM office_membership WHERE ended_at IS NULL ORDER BY account_id`)
}

func scanPost(scan func(...any) error) (Post, error) {
	var p Post
	err := scan(&p.Role, &p.Unit, &p.For)
	return p, err
}

// postsOf lists the posts of an account on a day: its own, and those of the people for whom it stands in. The administrator's role
// is not lent.
func postsOf(ctx context.Context, tx *database.Tx, account string, day terms.Date) ([]Post, error) {
	return database.All(ctx, tx, scanPost, `
		SELECT m.role, COALESCE(m.unit_id, ''), '' AS holder FROM office_membership m
		WHERE m.account_id = $1 AND m.ended_at IS NULL
		UNION
		SELECT m.role, COALESCE(m.unit_id, ''), m.account_id FROM office_membership m
		JOIN office_absence a ON a.account_id = m.account_id
		WHERE a.substitute = $1 AND NOT a.only_new AND a.from_day <= $2 AND a.to_day >= $2 AND m.ended_at IS NULL AND m.role <> $3
		ORDER BY 1, 2, 3`, account, day.String(), Administrator)
}

const absenceColumns = `id, account_id, from_day, to_day, COALESCE(substitute, ''), only_new`

func scanAbsence(scan func(...any) error) (Absence, error) {
	var a Absence
	var from, to string
	if err := scan(&a.ID, &a.Account, &from, &to, &a.Substitute, &a.OnlyNew); err != nil {
		return a, err
	}
	var err error
	if a.From, err = terms.ParseDate(from); err != nil {
		return a, err
	}
	a.To, err = terms.ParseDate(to)
	return a, err
}

func insertAbsence(ctx context.Context, tx *database.Tx, a Absence) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO office_absence (id, account_id, from_day, to_day, substitute, only_new) VALUES ($1, $2, $3, $4, NULLIF($5, ''), $6)`,
		a.ID, a.Account, a.From.String(), a.To.String(), a.Substitute, a.OnlyNew)
	return err
}

func absenceByID(ctx context.Context, tx *database.Tx, id string) (Absence, error) {
	return scanAbsence(func(dst ...any) error {
		return tx.Get(ctx, `SELECT `+absenceColumns+` FROM office_absence WHERE id = $1`, []any{id}, dst...)
	})
}

func deleteAbsence(ctx context.Context, tx *database.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM office_absence WHERE id = $1`, id)
	return err
}

func absencesFrom(ctx context.Context, tx *database.Tx, account string, day terms.Date) ([]Absence, error) {
	return database.All(ctx, tx, scanAbsence, `
		SELECT `+absenceColumns+` FROM office_absence
		WHERE to_day >= $1 AND ($2 = '' OR account_id = $2) ORDER BY from_day, id`, day.String(), account)
}

// absencesOn lists the absences of a day.
func absencesOn(ctx context.Context, tx *database.Tx, day terms.Date) ([]Absence, error) {
	return database.All(ctx, tx, scanAbsence, `
		SELECT `+absenceColumns+` FROM office_absence WHERE from_day <= $1 AND to_day >= $1 ORDER BY id`, day.String())
}

const counselColumns = `id, fiscal_code, name, bar, pec, email, enrolled_since, COALESCE(account_id, ''), invited_at`

func scanCounsel(scan func(...any) error) (Counsel, error) {
	var c Counsel
	var invited database.NullTime
	err := scan(&c.ID, &c.FiscalCode, &c.Name, &c.Bar, &c.PEC, &c.Email, &c.Since, &c.Account, &invited)
	c.InvitedAt = invited.Time
	return c, err
}

func oneCounsel(ctx context.Context, tx *database.Tx, where string, arg any) (Counsel, error) {
	return scanCounsel(func(dst ...any) error {
		return tx.Get(ctx, `SELECT `+counselColumns+` FROM office_counsel WHERE `+where, []any{arg}, dst...)
	})
}

func counselByID(ctx context.Context, tx *database.Tx, id string) (Counsel, error) {
	return oneCounsel(ctx, tx, `id = $1 AND removed_at IS NULL`, id)
}

func counselByCode(ctx context.Context, tx *database.Tx, code string) (Counsel, error) {
	return oneCounsel(ctx, tx, `fiscal_code = $1 AND removed_at IS NULL`, code)
}

// counselByAccount finds who left the list too: the account goes on.
func counselByAccount(ctx context.Context, tx *database.Tx, account string) (Counsel, error) {
	return oneCounsel(ctx, tx, `account_id = $1`, account)
}

// searchCounsel finds the rows that hold every word; words have letters and digits only, so that nothing in them is a pattern.
func searchCounsel(ctx context.Context, tx *database.Tx, words []string, limit int) ([]Counsel, error) {
	where, args := `removed_at IS NULL`, []any{limit}
	for i, word := range words {
		where += fmt.Sprintf(` AND (' ' || folded) LIKE $%d`, i+2)
		args = append(args, "% "+word+"%")
	}
	return database.All(ctx, tx, scanCounsel, `SELECT `+counselColumns+` FROM office_counsel WHERE `+where+` ORDER BY folded, id LIMIT $1`, args...)
}

// listedCounsel is a row of the list, perhaps a removed one.
type listedCounsel struct {
	Counsel
	removed bool
}

func allCounsel(ctx context.Context, tx *database.Tx) (map[string]listedCounsel, error) {
	scan := func(scan func(...any) error) (l listedCounsel, err error) {
		l.Counsel, err = scanCounsel(func(dst ...any) error { return scan(append(dst, &l.removed)...) })
		return l, err
	}
	list, err := database.All(ctx, tx, scan, `SELECT `+counselColumns+`, removed_at IS NOT NULL FROM office_counsel ORDER BY id`)
	byCode := make(map[string]listedCounsel, len(list))
	for _, l := range list {
		byCode[l.FiscalCode] = l
	}
	return byCode, err
}

// putCounsel adds or replaces the data of a lawyer, and puts a removed one back. What the invitation wrote stays.
func putCounsel(ctx context.Context, tx *database.Tx, c Counsel, at time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO office_counsel (id, fiscal_code, name, bar, pec, email, enrolled_since, folded, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (fiscal_code) DO UPDATE SET
			name = excluded.name, bar = excluded.bar, pec = excluded.pec, email = excluded.email,
			enrolled_since = excluded.enrolled_since, folded = excluded.folded, updated_at = excluded.updated_at, removed_at = NULL`,
		c.ID, c.FiscalCode, c.Name, c.Bar, c.PEC, c.Email, c.Since, c.folded(), database.T(at))
	return err
}

func markInvited(ctx context.Context, tx *database.Tx, id, account string, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE office_counsel SET account_id = $1, invited_at = $2 WHERE id = $3 AND account_id IS NULL`, account, database.T(at), id)
	return n == 1, err
}

func removeCounsel(ctx context.Context, tx *database.Tx, id string, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE office_counsel SET removed_at = $1 WHERE id = $2 AND removed_at IS NULL`, database.T(at), id)
	return n == 1, err
}
