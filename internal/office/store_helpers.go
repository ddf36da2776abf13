// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"strings"
	"time"

	"pratica/internal/database"
)

const helpColumns = `id, lawyer, account_id, rights, invited_at, ended_at`

func scanHelp(scan func(...any) error) (h Help, err error) {
	var rights string
	var invited database.Time
	var ended database.NullTime
	err = scan(&h.ID, &h.Lawyer, &h.Account, &rights, &invited, &ended)
	h.InvitedAt, h.EndedAt = invited.Time, ended.Time
	for _, r := range strings.Fields(rights) {
		h.Rights = append(h.Rights, HelperRight(r))
	}
	return h, err
}

func rightsText(rights []HelperRight) string {
	words := make([]string, len(rights))
	for i, r := range rights {
		words[i] = string(r)
	}
	return strings.Join(words, " ")
}

// helpsOf are the lawyers whom an account helps now.
func helpsOf(ctx context.Context, tx *database.Tx, account string) ([]Help, error) {
	return database.All(ctx, tx, scanHelp, `SELECT `+helpColumns+` FROM office_helper WHERE account_id = $1 AND ended_at IS NULL ORDER BY id`, account)
}

// helpersOf are those who help a lawyer now.
func helpersOf(ctx context.Context, tx *database.Tx, lawyer string) ([]Help, error) {
	return database.All(ctx, tx, scanHelp, `SELECT `+helpColumns+` FROM office_helper WHERE lawyer = $1 AND ended_at IS NULL ORDER BY id`, lawyer)
}

func helpByID(ctx context.Context, tx *database.Tx, id string) (Help, error) {
	return scanHelp(func(dst ...any) error {
		return tx.Get(ctx, `SELECT `+helpColumns+` FROM office_helper WHERE id = $1`, []any{id}, dst...)
	})
}

func insertHelp(ctx context.Context, tx *database.Tx, h Help) error {
	_, err := tx.Exec(ctx, `INSERT INTO office_helper (id, lawyer, account_id, rights, invited_at) VALUES ($1, $2, $3, $4, $5)`,
		h.ID, h.Lawyer, h.Account, rightsText(h.Rights), database.T(h.InvitedAt))
	return err
}

func setHelpRights(ctx context.Context, tx *database.Tx, id string, rights []HelperRight) error {
	_, err := tx.Exec(ctx, `UPDATE office_helper SET rights = $1 WHERE id = $2`, rightsText(rights), id)
	return err
}

func endHelp(ctx context.Context, tx *database.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE office_helper SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL`, database.T(at), id)
	return err
}

// repeatAct counts an act with the same one shortly before; false when there is none.
func repeatAct(ctx context.Context, tx *database.Tx, help, application, action string, at, since time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE office_helper_act SET last_at = $1, times = times + 1
		WHERE application = $2 AND help = $3 AND action = $4 AND last_at >= $5`, database.T(at), application, help, action, database.T(since))
	return n > 0, err
}

func insertAct(ctx context.Context, tx *database.Tx, help string, a HelperAct) error {
	_, err := tx.Exec(ctx, `INSERT INTO office_helper_act (id, help, application, action, first_at, last_at, times) VALUES ($1, $2, $3, $4, $5, $5, 1)`,
		a.ID, help, a.Application, a.Action, database.T(a.First))
	return err
}

func helperActs(ctx context.Context, tx *database.Tx, help, after string, n int) ([]HelperAct, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (a HelperAct, err error) {
		var first, last database.Time
		err = scan(&a.ID, &a.Application, &a.Action, &first, &last, &a.Times)
		a.First, a.Last = first.Time, last.Time
		return a, err
	}, `SELECT id, application, action, first_at, last_at, times FROM office_helper_act
		WHERE help = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3`, help, after, n)
}
