// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework/actions"
	"pratica/internal/database"
	"pratica/internal/terms"
)

const caseColumns = `id, code, year, number, procedure, definition, lang, email, filed_at, changed_at, state, outcome, counsel, due_on, facts, version, urgent_on, urgent_from`

// readColumns are those and when the words of the case were discarded.
const readColumns = caseColumns + `, discarded_at`

// noDue is the day on which nothing is due; it sorts after all others.
const noDue = "9999-12-31"

func scanCase(scan func(...any) error) (Case, error) {
	var (
		c              Case
		filed, changed database.Time
		due            string
		on, from       string
		facts          json.RawMessage
		discarded      database.NullTime
	)
	err := scan(&c.ID, &c.Code, &c.Year, &c.Number, &c.Procedure, &c.Definition, &c.Lang, &c.Email, &filed, &changed,
		&c.State, &c.Outcome, &c.Counsel, &due, database.JSON(&facts), &c.Version, &on, &from, &discarded)
	if err != nil {
		return Case{}, err
	}
	c.FiledAt, c.ChangedAt, c.DiscardedAt = filed.Time, changed.Time, discarded.Time
	if due != noDue {
		if c.Due, err = terms.ParseDate(due); err != nil {
			return Case{}, err
		}
	}
	if on != "" {
		if err := errors.Join(c.Urgent.UnmarshalText([]byte(on)), c.UrgentFrom.UnmarshalText([]byte(from))); err != nil {
			return Case{}, err
		}
	}
	c.Facts, err = tree(facts)
	return c, err
}

func dueText(d terms.Date) string {
	if d.IsZero() {
		return noDue
	}
	return d.String()
}

func insertCase(ctx context.Context, tx *database.Tx, c Case) error {
	_, err := tx.Exec(ctx, `INSERT INTO casework_case (`+caseColumns+`) VALUES `+database.Values(1, 18),
		c.ID, c.Code, c.Year, c.Number, c.Procedure, c.Definition, c.Lang, c.Email, database.T(c.FiledAt), database.T(c.ChangedAt),
		c.State, c.Outcome, c.Counsel, dueText(c.Due), database.JSON(c.Facts), c.Version, dayText(c.Urgent), dayText(c.UrgentFrom))
	return err
}

// updateCase stores a case that had the version before; 0 rows when another act
// was first.
func updateCase(ctx context.Context, tx *database.Tx, c Case, before int64) (int64, error) {
	return tx.Exec(ctx, `UPDATE casework_case SET changed_at = $3, state = $4, outcome = $5, counsel = $6, due_on = $7, facts = $8, version = $9,
		urgent_on = $10, urgent_from = $11
		WHERE id = $1 AND version = $2`,
		c.ID, before, database.T(c.ChangedAt), c.State, c.Outcome, c.Counsel, dueText(c.Due), database.JSON(c.Facts), c.Version,
		dayText(c.Urgent), dayText(c.UrgentFrom))
}

// lockCase reads a case and keeps other acts on it waiting.
func lockCase(ctx context.Context, tx *database.Tx, id string) (Case, error) {
	return oneCase(ctx, tx, `WHERE id = $1 /*pg: FOR UPDATE */`, id)
}

func getCase(ctx context.Context, tx *database.Tx, id string) (Case, error) {
	return oneCase(ctx, tx, `WHERE id = $1`, id)
}

func caseByCode(ctx context.Context, tx *database.Tx, code string) (Case, error) {
	return oneCase(ctx, tx, `WHERE code = $1`, code)
}

func oneCase(ctx context.Context, tx *database.Tx, where string, arg any) (Case, error) {
	all, err := database.All(ctx, tx, scanCase, `SELECT `+readColumns+` FROM casework_case `+where, arg)
	if err != nil {
		return Case{}, err
	}
	if len(all) == 0 {
		return Case{}, database.ErrNotFound
	}
	return all[0], nil
}

func assignments(ctx context.Context, tx *database.Tx, caseID string) (map[string]string, error) {
	type pair struct{ role, account string }
	all, err := database.All(ctx, tx, func(scan func(...any) error) (pair, error) {
		var p pair
		err := scan(&p.role, &p.account)
		return p, err
	}, `SELECT role, account FROM casework_assignment WHERE case_id = $1`, caseID)
	out := map[string]string{}
	for _, p := range all {
		out[p.role] = p.account
	}
	return out, err
}

func assign(ctx context.Context, tx *database.Tx, caseID, role, account string, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO casework_assignment (case_id, role, account, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (case_id, role) DO UPDATE SET account = excluded.account, at = excluded.at`,
		caseID, role, account, database.T(at))
	return err
}

const actColumns = `seq, at, action, actor_kind, actor_id, from_state, to_state, outcome, public, note, detail`

func scanAct(scan func(...any) error) (Act, error) {
	var (
		a  Act
		at database.Time
	)
	err := scan(&a.Seq, &at, &a.Action, &a.Actor.Kind, &a.Actor.ID, &a.From, &a.To, &a.Outcome, &a.Public, &a.Note, database.JSON(&a.Detail))
	a.At = at.Time
	return a, err
}

func insertAct(ctx context.Context, tx *database.Tx, caseID string, a Act) error {
	if a.Detail == nil {
		a.Detail = map[string]string{}
	}
	_, err := tx.Exec(ctx, `INSERT INTO casework_act (case_id, `+actColumns+`) VALUES `+database.Values(1, 12),
		caseID, a.Seq, database.T(a.At), a.Action, a.Actor.Kind, a.Actor.ID, a.From, a.To, a.Outcome, a.Public, a.Note, database.JSON(a.Detail))
	return err
}

func acts(ctx context.Context, tx *database.Tx, caseID string) ([]Act, error) {
	return database.All(ctx, tx, scanAct, `SELECT `+actColumns+` FROM casework_act WHERE case_id = $1 ORDER BY seq`, caseID)
}

func lastAct(ctx context.Context, tx *database.Tx, caseID string) (Act, error) {
	all, err := database.All(ctx, tx, scanAct, `SELECT `+actColumns+` FROM casework_act WHERE case_id = $1 ORDER BY seq DESC LIMIT 1`, caseID)
	if err != nil || len(all) == 0 {
		return Act{Actor: audit.Actor{Kind: audit.System}}, err
	}
	return all[0], nil
}

func insertAnswers(ctx context.Context, tx *database.Tx, caseID string, revision, act int64, answers json.RawMessage) error {
	_, err := tx.Exec(ctx, `INSERT INTO casework_answers (case_id, revision, act, answers) VALUES ($1, $2, $3, $4)`,
		caseID, revision, act, []byte(answers))
	return err
}

// latestAnswers returns the newest revision up to one; a negative one is no limit.
func latestAnswers(ctx context.Context, tx *database.Tx, caseID string, upTo int64) (answers json.RawMessage, revision int64, err error) {
	err = tx.Get(ctx, `SELECT answers, revision FROM casework_answers WHERE case_id = $1 AND (revision <= $2 OR $2 < 0) ORDER BY revision DESC LIMIT 1`,
		[]any{caseID, upTo}, (*[]byte)(&answers), &revision)
	return answers, revision, err
}

func insertDecision(ctx context.Context, tx *database.Tx, caseID string, act int64, d *actions.Decision, at time.Time) error {
	if d.Notice == nil {
		d.Notice = map[string]string{}
	}
	_, err := tx.Exec(ctx, `INSERT INTO casework_decision (case_id, act, outcome, text, notice, file, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		caseID, act, d.Outcome, database.JSON(d.Text), database.JSON(d.Notice), d.File, database.T(at))
	return err
}

// decision returns the last decision of a case, or nil.
func decision(ctx context.Context, tx *database.Tx, caseID string) (*Decision, error) {
	all, err := database.All(ctx, tx, func(scan func(...any) error) (Decision, error) {
		var (
			d  Decision
			at database.Time
		)
		err := scan(&d.Outcome, database.JSON(&d.Text), database.JSON(&d.Notice), &d.File, &at)
		d.At = at.Time
		return d, err
	}, `SELECT outcome, text, notice, file, at FROM casework_decision WHERE case_id = $1 ORDER BY act DESC LIMIT 1`, caseID)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

const termColumns = `seq, term, act, kind, on_day, until_day, reason, length, length_unit`

func scanTerm(scan func(...any) error) (termEvent, error) {
	var (
		e         termEvent
		on, until string
	)
	err := scan(&e.Seq, &e.Term, &e.Act, &e.Kind, &on, &until, &e.Reason, &e.Length.N, &e.Length.Unit)
	if err != nil {
		return e, err
	}
	if e.On, err = terms.ParseDate(on); err != nil {
		return e, err
	}
	return e, e.Until.UnmarshalText([]byte(until))
}

func insertTerms(ctx context.Context, tx *database.Tx, caseID string, events []termEvent) error {
	if len(events) == 0 {
		return nil
	}
	var args []any
	for _, e := range events {
		args = append(args, caseID, e.Seq, e.Term, e.Act, string(e.Kind), e.On.String(), e.Until.String(), e.Reason, e.Length.N, string(e.Length.Unit))
	}
	_, err := tx.Exec(ctx, `INSERT INTO casework_term (case_id, `+termColumns+`) VALUES `+database.Values(len(events), 10), args...)
	return err
}

func termEvents(ctx context.Context, tx *database.Tx, caseID string) ([]termEvent, error) {
	return database.All(ctx, tx, scanTerm, `SELECT `+termColumns+` FROM casework_term WHERE case_id = $1 ORDER BY seq`, caseID)
}

const integrationColumns = `id, state, asked, asked_at, due_on, revision, answer, answered_at, recalled_at`

func scanIntegration(scan func(...any) error) (Integration, error) {
	var (
		i        Integration
		asked    database.Time
		answered database.NullTime
		recalled database.NullTime
		due      string
	)
	err := scan(&i.ID, &i.State, database.JSON(&i.Asked), &asked, &due, &i.Revision, database.JSON(&i.Answer), &answered, &recalled)
	if err != nil {
		return i, err
	}
	i.AskedAt, i.AnsweredAt, i.RecalledAt = asked.Time, answered.Time, recalled.Time
	if !i.RecalledAt.IsZero() {
		i.State = IntegrationWithdrawn
	}
	return i, i.Due.UnmarshalText([]byte(due))
}

func insertIntegration(ctx context.Context, tx *database.Tx, caseID string, i Integration) error {
	_, err := tx.Exec(ctx, `INSERT INTO casework_integration (case_id, `+integrationColumns+`) VALUES `+database.Values(1, 10),
		caseID, i.ID, i.State, database.JSON(i.Asked), database.T(i.AskedAt), i.Due.String(), i.Revision, database.JSON(i.Answer), database.NullTime{Time: i.AnsweredAt},
		database.NullTime{Time: i.RecalledAt})
	return err
}

// endIntegration closes the open request.
func endIntegration(ctx context.Context, tx *database.Tx, i Integration) error {
	_, err := tx.Exec(ctx, `UPDATE casework_integration SET state = $2, answer = $3, answered_at = $4, recalled_at = $5 WHERE id = $1 AND state = 'open'`,
		i.ID, i.State, database.JSON(i.Answer), database.NullTime{Time: i.AnsweredAt}, database.NullTime{Time: i.RecalledAt})
	return err
}

func integrations(ctx context.Context, tx *database.Tx, caseID string) ([]Integration, error) {
	return database.All(ctx, tx, scanIntegration, `SELECT `+integrationColumns+` FROM casework_integration WHERE case_id = $1 ORDER BY asked_at, id`, caseID)
}

// definitionsInUse lists the digests of the versions that have cases.
func definitionsInUse(ctx context.Context, tx *database.Tx) ([]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (digest string, err error) {
		err = scan(&digest)
		return digest, err
	}, usedVersions+`SELECT definition FROM used WHERE definition IS NOT NULL`)
}

// inboxOrder puts what is urgent on the day $4 before all else, by the day that
// makes it so; the others follow by the end of their main term.
const inboxOrder = `CASE WHEN urgent_on <> '' AND urgent_from <= $4 AND urgent_on >= $4 THEN '0' || urgent_on ELSE '1' || due_on END`

// key is the place of a cursor in inboxOrder; before all when it is none.
func (c Cursor) key() string {
	switch {
	case c.ID == "":
		return ""
	case c.IsUrgent:
		return "0" + c.Due.String()
	}
	return "1" + dueText(c.Due)
}

// inboxPage returns cases after a cursor, the most urgent first.
func inboxPage(ctx context.Context, tx *database.Tx, q inboxQuery) ([]Case, error) {
	sql := `SELECT ` + readColumns + ` FROM casework_case WHERE (` + inboxOrder + `, id) > ($1, $2) AND due_on <= $3 AND discarded_at IS NULL`
	args := []any{q.After.key(), q.After.ID, dueText(q.DueBy), q.urgentOn}
	in := func(column string, values []string) string {
		from := len(args) + 1
		for _, v := range values {
			args = append(args, v)
		}
		return column + ` IN ` + database.In(from, len(values))
	}
	equal := func(column, value string) {
		if value != "" {
			sql += ` AND ` + in(column, []string{value})
		}
	}
	equal("procedure", q.Procedure)
	equal("state", q.State)
	if q.counsel != "" {
		sql += ` AND counsel <> '' AND ` + in("counsel", []string{q.counsel}) // the index of counsel holds no others
	}
	if q.Mine {
		sql += ` AND id IN (SELECT case_id FROM casework_assignment WHERE ` + in("account", q.accounts) + `)`
	}
	if q.counsel == "" {
		sees := []string{}
		if len(q.all) > 0 {
			sees = append(sees, in("definition", q.all))
		}
		if len(q.assigned) > 0 {
			sees = append(sees, `(`+in("definition", q.assigned)+` AND id IN (SELECT case_id FROM casework_assignment WHERE `+in("account", q.accounts)+`))`)
		}
		if len(sees) == 0 {
			return nil, nil
		}
		sql += ` AND (` + strings.Join(sees, ` OR `) + `)`
	}
	if !q.Closed && len(q.final) > 0 {
		sql += ` AND NOT (` + finals(q.final, in) + `)`
	}
	sql += ` ORDER BY ` + inboxOrder + `, id LIMIT ` + strconv.Itoa(q.Limit)
	return database.All(ctx, tx, scanCase, sql, args...)
}

// finals says that a case is in a final state of its definition.
func finals(final map[string][]string, in func(string, []string) string) string {
	var parts []string
	for _, digest := range slices.Sorted(maps.Keys(final)) {
		parts = append(parts, in("definition", []string{digest})+` AND `+in("state", final[digest]))
	}
	return `(` + strings.Join(parts, `) OR (`) + `)`
}

func caseIDs(ctx context.Context, tx *database.Tx, after string, n int) ([]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (string, error) {
		var id string
		err := scan(&id)
		return id, err
	}, `SELECT id FROM casework_case WHERE id > $1 AND discarded_at IS NULL ORDER BY id LIMIT $2`, after, n)
}
