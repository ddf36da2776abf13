// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// held says what a person is given of each table (GDPR art. 15). Who works in the office
// is left out: colleagues act under its authority (CJEU C-579/21), and why somebody
// abstained or was chosen is about them.
var held = map[string]string{
	"casework_case":         `SELECT code, year, number, procedure, lang, email, filed_at, changed_at, state, outcome, counsel, due_on, facts, urgent_on FROM casework_case WHERE id = $1`,
	"casework_act":          `SELECT seq, at, action, actor_kind, from_state, to_state, outcome, note, detail FROM casework_act WHERE case_id = $1 ORDER BY seq`,
	"casework_assignment":   `SELECT role, at FROM casework_assignment WHERE case_id = $1 ORDER BY role`,
	"casework_term":         `SELECT term, kind, on_day, until_day, reason FROM casework_term WHERE case_id = $1 ORDER BY seq`,
	"casework_answers":      `SELECT revision, answers FROM casework_answers WHERE case_id = $1 ORDER BY revision`,
	"casework_integration":  `SELECT state, asked, asked_at, due_on, answer, answered_at, recalled_at FROM casework_integration WHERE case_id = $1 ORDER BY asked_at, id`,
	"casework_decision":     `SELECT outcome, text, notice, at FROM casework_decision WHERE case_id = $1 ORDER BY act`,
	"casework_choice":       `SELECT role, at FROM casework_choice WHERE case_id = $1 ORDER BY act, role`,
	"casework_declaration":  `SELECT verdict, at FROM casework_declaration WHERE case_id = $1 ORDER BY at`,
	"casework_party":        `SELECT DISTINCT party, kind FROM casework_party WHERE case_id = $1 ORDER BY party, kind`,
	"casework_note":         `SELECT at, text, removed_at FROM casework_note WHERE case_id = $1 ORDER BY at, id`,
	"casework_client":       `SELECT name, tax_code FROM casework_client WHERE case_id = $1`,
	"casework_sitting_case": `SELECT number, outcome, reasons, vote, resolved_at, put_off_at FROM casework_sitting_case WHERE case_id = $1 ORDER BY resolved_at`,
	"casework_tally":        `SELECT statistic, count, year, value FROM casework_tally WHERE case_id = $1 ORDER BY statistic, count`,
}

// HeldIn reads what is kept here of an application and of its case, by table.
func (s *Service) HeldIn(ctx context.Context, tx *database.Tx, application string) (_ map[string][]database.Record, err error) {
	defer problem.Wrap(&err, "casework.HeldIn(%s)", application)
	return database.RecordsOf(ctx, tx, application, held)
}

// Appearance is a case in which somebody was found.
type Appearance struct {
	Case string
	// Own: the person is who applied. In another's case they are only named.
	Own bool
}

// Appearances finds a person by tax code among the parties, the applicants and the
// counsel; who gives no tax code, by the address to which the case writes.
func (s *Service) Appearances(ctx context.Context, tx *database.Tx, taxCode, email string) (list []Appearance, err error) {
	defer problem.Wrap(&err, "casework.Appearances")
	if taxCode == "" {
		return appearances(ctx, tx, `SELECT id, 1 FROM casework_case WHERE email = $1 ORDER BY id`, email)
	}
	own, err := appearances(ctx, tx, `SELECT case_id, 1 FROM casework_client WHERE tax_code = $1 ORDER BY case_id`, taxCode)
	if err != nil {
		return nil, err
	}
	named, err := appearances(ctx, tx, `SELECT id, 0 FROM casework_case WHERE counsel = $1 AND counsel <> ''
		UNION SELECT case_id, 0 FROM casework_party WHERE key = $2 ORDER BY 1`, taxCode, digest(byTaxCode, folded(taxCode)))
	return append(own, named...), err
}

func appearances(ctx context.Context, tx *database.Tx, q string, args ...any) ([]Appearance, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (a Appearance, err error) {
		var own int64
		err = scan(&a.Case, &own)
		a.Own = own == 1
		return a, err
	}, q, args...)
}

// HeldOf reads what is kept here of an official, by table.
func (s *Service) HeldOf(ctx context.Context, tx *database.Tx, account string) (map[string][]database.Record, error) {
	return database.RecordsOf(ctx, tx, account, map[string]string{
		"casework_declaration": `SELECT case_id, verdict, reason, at FROM casework_declaration WHERE account = $1 ORDER BY at`,
		"casework_choice":      `SELECT case_id, role, at FROM casework_choice WHERE account = $1 ORDER BY at`,
	})
}
