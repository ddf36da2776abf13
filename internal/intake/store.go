// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

const applicationColumns = `id, code, procedure, definition, lang, state, email, verified, answers, version, saved, way, frozen_file, fingerprint, created_at, changed_at, paper_on, paper_by, paper_postal`

func scanApplication(scan func(...any) error) (Application, error) {
	var (
		a                Application
		answers          []byte
		created, changed database.Time
		paperOn          string
	)
	err := scan(&a.ID, &a.Code, &a.Procedure, &a.Definition, &a.Lang, &a.State, &a.Email, &a.Verified, &answers,
		&a.Version, database.JSON(&a.Saved), &a.Way, &a.FrozenFile, &a.Fingerprint, &created, &changed,
		&paperOn, &a.Paper.By, &a.Paper.Postal)
	a.Answers, a.CreatedAt, a.ChangedAt = json.RawMessage(answers), created.Time, changed.Time
	if err == nil && paperOn != "" {
		err = a.Paper.ReceivedOn.UnmarshalText([]byte(paperOn))
	}
	return a, err
}

// freeCode draws codes until one is nobody's: of a million applications two would
// have drawn the same in every second body.
func freeCode(ctx context.Context, tx *database.Tx, draw func() string) (string, error) {
	for {
		code, n := draw(), 0
		if err := tx.Get(ctx, `SELECT COUNT(id) FROM intake_application WHERE code = $1`, []any{code}, &n); err != nil || n == 0 {
			return code, err
		}
	}
}

func insertApplication(ctx context.Context, tx *database.Tx, a Application) error {
	_, err := tx.Exec(ctx, `INSERT INTO intake_application (`+applicationColumns+`) VALUES `+database.Values(1, 19),
		a.ID, a.Code, a.Procedure, a.Definition, a.Lang, string(a.State), a.Email, a.Verified, []byte(a.Answers), a.Version,
		database.JSON(a.Saved), a.Way, a.FrozenFile, a.Fingerprint, database.T(a.CreatedAt), database.T(a.ChangedAt),
		paperDay(a.Paper), a.Paper.By, a.Paper.Postal)
	return err
}

func paperDay(p Paper) string {
	if p.ReceivedOn.IsZero() {
		return ""
	}
	return p.ReceivedOn.String()
}

func getApplication(ctx context.Context, tx *database.Tx, id string) (Application, error) {
	return oneApplication(ctx, tx, `WHERE id = $1 /*pg: FOR UPDATE */`, id)
}

// peekApplication reads without taking the row for writing.
func peekApplication(ctx context.Context, tx *database.Tx, id string) (Application, error) {
	return oneApplication(ctx, tx, `WHERE id = $1`, id)
}

// peekApplications reads many.
func peekApplications(ctx context.Context, tx *database.Tx, ids []string) ([]Application, error) {
	return database.All(ctx, tx, scanApplication, `SELECT `+applicationColumns+` FROM intake_application WHERE id IN `+
		database.In(1, len(ids)), anys(ids)...)
}

func applicationByCode(ctx context.Context, tx *database.Tx, code string) (Application, error) {
	return oneApplication(ctx, tx, `WHERE code = $1`, code)
}

func oneApplication(ctx context.Context, tx *database.Tx, where string, arg any) (Application, error) {
	found, err := database.All(ctx, tx, scanApplication, `SELECT `+applicationColumns+` FROM intake_application `+where, arg)
	if err != nil {
		return Application{}, err
	}
	if len(found) == 0 {
		return Application{}, problem.New(problem.NotFound, "intake.not_found").Because(database.ErrNotFound)
	}
	return found[0], nil
}

// updateApplication writes what may change; the caller holds the version.
func updateApplication(ctx context.Context, tx *database.Tx, a Application) error {
	n, err := tx.Exec(ctx, `UPDATE intake_application
		SET lang = $3, state = $4, email = $5, verified = $6, answers = $7, version = $2 + 1, saved = $8,
		    way = $9, frozen_file = $10, fingerprint = $11, changed_at = $12
		WHERE id = $1 AND version = $2`,
		a.ID, a.Version, a.Lang, string(a.State), a.Email, a.Verified, []byte(a.Answers), database.JSON(a.Saved),
		a.Way, a.FrozenFile, a.Fingerprint, database.T(a.ChangedAt))
	if err == nil && n == 0 {
		return problem.New(problem.Conflict, "intake.changed_elsewhere")
	}
	return err
}

// pageOfIDs bounds the parameters of one statement.
const pageOfIDs = 500

const headColumns = `id, code, procedure, definition, lang, state, email, version, way, fingerprint, changed_at, paper_by`

// scanHead reads what a receipt states and what decides about it, without what
// was answered: that is in the content.
func scanHead(scan func(...any) error) (a Application, err error) {
	var changed database.Time
	err = scan(&a.ID, &a.Code, &a.Procedure, &a.Definition, &a.Lang, &a.State, &a.Email, &a.Version, &a.Way, &a.Fingerprint, &changed, &a.Paper.By)
	a.ChangedAt = changed.Time
	return a, err
}

// applicationsToFile takes the rows of a batch for writing, by id.
func applicationsToFile(ctx context.Context, tx *database.Tx, ids []string) (map[string]Application, error) {
	found := make(map[string]Application, len(ids))
	for part := range pages(ids, pageOfIDs) {
		rows, err := database.All(ctx, tx, scanHead, `SELECT `+headColumns+` FROM intake_application WHERE id IN `+
			database.In(1, len(part))+` ORDER BY id /*pg: FOR UPDATE */`, anys(part)...)
		if err != nil {
			return nil, err
		}
		for _, a := range rows {
			found[a.ID] = a
		}
	}
	return found, nil
}

// markFiled moves the applications of a batch to their final state.
func markFiled(ctx context.Context, tx *database.Tx, ids []string, at time.Time) error {
	for part := range pages(ids, pageOfIDs) {
		args := append([]any{database.T(at)}, anys(part)...)
		n, err := tx.Exec(ctx, `UPDATE intake_application SET state = 'filed', version = version + 1, changed_at = $1 WHERE id IN `+
			database.In(2, len(part)), args...)
		if err != nil {
			return err
		}
		if n != int64(len(part)) {
			return errors.New("intake: an application vanished while it was filed")
		}
	}
	return nil
}

// takeNumbers reserves n consecutive numbers of a year and returns the first.
// The row lock makes batches of different nodes follow each other.
func takeNumbers(ctx context.Context, tx *database.Tx, year, n int) (int64, error) {
	var last int64
	err := tx.Get(ctx, `INSERT INTO intake_counter (year, last_number) VALUES ($1, $2)
		ON CONFLICT (year) DO UPDATE SET last_number = intake_counter.last_number + excluded.last_number
		RETURNING last_number`, []any{year, n}, &last)
	return last - int64(n) + 1, err
}

const filingColumns = `application, code, year, number, filed_at, procedure, definition, lang, email, way, fingerprint`

func insertFilings(ctx context.Context, tx *database.Tx, filings []Filing) error {
	const columns = 12
	for part := range pages(filings, pageOfIDs) {
		args := make([]any, 0, columns*len(part))
		for _, f := range part {
			args = append(args, f.Application, f.Code, f.Year, f.Number, database.T(f.FiledAt), f.Procedure, f.Definition,
				f.Lang, f.Email, f.Way, f.Fingerprint, f.Content)
		}
		if _, err := tx.Exec(ctx, `INSERT INTO intake_filing (`+filingColumns+`, content) VALUES `+
			database.Values(len(part), columns), args...); err != nil {
			return err
		}
	}
	return nil
}

func receiptTargets(r *Receipt, at *database.Time) []any {
	return []any{&r.Application, &r.Code, &r.Year, &r.Number, at, &r.Procedure, &r.Definition, &r.Lang, &r.Email, &r.Way, &r.Fingerprint}
}

func scanReceipt(scan func(...any) error) (Receipt, error) {
	var r Receipt
	var at database.Time
	err := scan(receiptTargets(&r, &at)...)
	r.FiledAt = at.Time
	return r, err
}

func scanFiling(scan func(...any) error) (Filing, error) {
	var f Filing
	var at database.Time
	var discarded database.NullTime
	err := scan(append(receiptTargets(&f.Receipt, &at), &f.Content, &discarded)...)
	f.FiledAt, f.DiscardedAt = at.Time, discarded.Time
	return f, err
}

// receiptsOf returns the receipts that exist among the ids.
func receiptsOf(ctx context.Context, tx *database.Tx, ids []string) (map[string]Receipt, error) {
	found := map[string]Receipt{}
	for part := range pages(ids, pageOfIDs) {
		rows, err := database.All(ctx, tx, scanReceipt, `SELECT `+filingColumns+` FROM intake_filing WHERE application IN `+
			database.In(1, len(part)), anys(part)...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			found[r.Application] = r
		}
	}
	return found, nil
}

func getFiling(ctx context.Context, tx *database.Tx, id string) (Filing, error) {
	found, err := database.All(ctx, tx, scanFiling, `SELECT `+filingColumns+`, content, discarded_at FROM intake_filing WHERE application = $1`, id)
	if err != nil {
		return Filing{}, err
	}
	if len(found) == 0 {
		return Filing{}, problem.New(problem.NotFound, "intake.not_found").Because(database.ErrNotFound)
	}
	if at := found[0].DiscardedAt; !at.IsZero() {
		return Filing{}, problem.New(problem.Gone, "intake.discarded", "code", found[0].Code, "day", terms.DateOf(at))
	}
	return found[0], nil
}

// filingsAfter reads filings in order of year and number, for Verify.
func filingsAfter(ctx context.Context, tx *database.Tx, year int, number int64, limit int) ([]Filing, error) {
	return database.All(ctx, tx, scanFiling, `SELECT `+filingColumns+`, content, discarded_at FROM intake_filing
		WHERE (year, number) > ($1, $2) ORDER BY year, number LIMIT $3`, year, number, limit)
}

// counters returns the last number given in each year.
func counters(ctx context.Context, tx *database.Tx) (map[int]int64, error) {
	last := map[int]int64{}
	_, err := database.All(ctx, tx, func(scan func(...any) error) (int, error) {
		var year int
		var n int64
		err := scan(&year, &n)
		last[year] = n
		return year, err
	}, `SELECT year, last_number FROM intake_counter`)
	return last, err
}

// mismatched returns applications whose state and filing row disagree.
func mismatched(ctx context.Context, tx *database.Tx) ([]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (string, error) {
		var id string
		return id, scan(&id)
	}, `SELECT a.id FROM intake_application a LEFT JOIN intake_filing f ON f.application = a.id
		WHERE (a.state = 'filed') <> (f.application IS NOT NULL) ORDER BY a.id LIMIT 100`)
}

func insertLink(ctx context.Context, tx *database.Tx, l link) error {
	_, err := tx.Exec(ctx, `INSERT INTO intake_link (hash, application, kind, email, created_at, expires_at) VALUES ($1,$2,$3,$4,$5,$6)`,
		l.hash, l.application, string(l.kind), l.email, database.T(l.createdAt), database.T(l.expiresAt))
	return err
}

func getLink(ctx context.Context, tx *database.Tx, hash string, now time.Time) (link, error) {
	l := link{hash: hash}
	var created, expires database.Time
	err := tx.Get(ctx, `SELECT application, kind, email, created_at, expires_at FROM intake_link WHERE hash = $1 AND expires_at > $2`,
		[]any{hash, database.T(now)}, &l.application, &l.kind, &l.email, &created, &expires)
	l.createdAt, l.expiresAt = created.Time, expires.Time
	return l, err
}

func dropLinks(ctx context.Context, tx *database.Tx, application string, kind LinkKind) error {
	_, err := tx.Exec(ctx, `DELETE FROM intake_link WHERE application = $1 AND kind = $2`, application, string(kind))
	return err
}

const idleDrafts = `SELECT a.id FROM intake_application a LEFT JOIN intake_warning w ON w.application = a.id
	WHERE a.state IN ('draft', 'frozen') AND a.changed_at <= $1 AND `

// draftsToWarn lists drafts idle since an instant whose applicants can be told and
// were not, the longest idle first.
func draftsToWarn(ctx context.Context, tx *database.Tx, idle time.Time, limit int) ([]string, error) {
	return database.All(ctx, tx, scanID, idleDrafts+`a.verified AND a.email <> '' AND (w.warned_at IS NULL OR w.warned_at <= a.changed_at)
		ORDER BY a.changed_at, a.id LIMIT $2`, database.T(idle), limit)
}

// draftsToExpire lists drafts idle since an instant whose applicants were told by
// another, or cannot be told.
func draftsToExpire(ctx context.Context, tx *database.Tx, idle, told time.Time, limit int) ([]string, error) {
	return database.All(ctx, tx, scanID, idleDrafts+`(NOT a.verified OR a.email = '' OR w.warned_at > a.changed_at AND w.warned_at <= $2)
		ORDER BY a.changed_at, a.id LIMIT $3`, database.T(idle), database.T(told), limit)
}

func scanID(scan func(...any) error) (string, error) {
	var id string
	return id, scan(&id)
}

// warnedAt is when the applicant was told of the removal; zero when never.
func warnedAt(ctx context.Context, tx *database.Tx, application string) (time.Time, error) {
	var at database.Time
	err := tx.Get(ctx, `SELECT warned_at FROM intake_warning WHERE application = $1`, []any{application}, &at)
	if errors.Is(err, database.ErrNotFound) {
		return time.Time{}, nil
	}
	return at.Time, err
}

func setWarned(ctx context.Context, tx *database.Tx, application string, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO intake_warning (application, warned_at) VALUES ($1, $2)
		ON CONFLICT (application) DO UPDATE SET warned_at = excluded.warned_at`, application, database.T(at))
	return err
}

// deleteDraft removes an application that was never filed, with its links.
func deleteDraft(ctx context.Context, tx *database.Tx, application string) error {
	for _, q := range []string{
		`DELETE FROM intake_link WHERE application = $1`, `DELETE FROM intake_warning WHERE application = $1`,
		`DELETE FROM intake_application WHERE id = $1 AND state <> 'filed'`,
	} {
		if _, err := tx.Exec(ctx, q, application); err != nil {
			return err
		}
	}
	return nil
}
