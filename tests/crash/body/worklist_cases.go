// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"pratica/definitions"
	"pratica/internal/app"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
)

// register is a list of n cases, written as worklist keeps them but many at a
// time: one in five is open, and of these one in fifty is urgent.
type register struct {
	library
	digest   string
	audience string
	states   []workflow.State
	today    time.Time
}

// clerks is how many people the open cases are assigned to; rapporteurs, those of
// them that see only their own.
const clerks, rapporteurs = 20, 10

func clerk(i int) string { return fmt.Sprintf("clerk-%02d", i) }

// makeRegister imports a procedure and writes the list without durability.
func makeRegister(ctx context.Context, n int) (r register, err error) {
	a, err := openBody(ctx, true)
	if err != nil {
		return r, err
	}
	defer func() {
		if closeErr := a.Close(); err == nil {
			err = closeErr
		}
	}()
	r = register{library: library{n: n}, today: time.Now()}
	if err := r.procedure(ctx, a); err != nil {
		return r, err
	}
	return r, r.write(ctx, a.DB)
}

func (r *register) procedure(ctx context.Context, a *app.App) error {
	source, err := fs.ReadFile(definitions.Files, "legal-aid-civil.yaml")
	if err != nil {
		return err
	}
	if r.digest, err = a.ImportProcedure(ctx, source, true); err != nil {
		return err
	}
	def, err := a.Casework.Definition(ctx, r.digest)
	if err != nil {
		return err
	}
	r.states = def.States
	var all, assigned []string
	for _, role := range def.Roles {
		if role.OnlyAssigned {
			assigned = append(assigned, role.Name)
		} else {
			all = append(all, role.Name)
		}
	}
	slices.Sort(all)
	r.audience = strings.Join(all, " ") + "|" + strings.Join(assigned, " ")
	return nil
}

var indexName = regexp.MustCompile(`(?m)^CREATE INDEX (\w+) .*;$`)

// write fills the tables, and makes the indexes when all is there: that takes a
// tenth of the time.
func (r *register) write(ctx context.Context, db *database.DB) error {
	migration, err := os.ReadFile("internal/database/migrations/0082_worklist_index.sql")
	if err != nil {
		return err
	}
	indexes := indexName.FindAllStringSubmatch(string(migration), -1)
	steps := []func(*database.Tx) error{func(tx *database.Tx) error {
		for _, index := range indexes {
			if _, err := tx.Exec(ctx, "DROP INDEX "+index[1]); err != nil {
				return err
			}
		}
		return r.seats(ctx, tx)
	}}
	const chunk = 5000
	for from := 0; from < r.n; from += chunk {
		steps = append(steps, func(tx *database.Tx) error { return r.cases(ctx, tx, from, min(from+chunk, r.n)) })
	}
	for _, index := range indexes {
		steps = append(steps, func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, index[0])
			return err
		})
	}
	if db.Dialect() == database.PostgreSQL { // as autovacuum does by and by
		steps = append(steps, func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, "ANALYZE")
			return err
		})
	}
	for _, step := range steps {
		if err := db.Update(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

// The seats, by number: all, nobody, then the clerks.
const (
	seatAll = iota + 1
	seatNobody
	seatClerk
)

func (r *register) seats(ctx context.Context, tx *database.Tx) error {
	put := func(id int, account, role string) error {
		_, err := tx.Exec(ctx, `INSERT INTO worklist_seat (id, audience, account, role) VALUES ($1, $2, $3, $4)`, id, r.audience, account, role)
		return err
	}
	if err := put(seatAll, "*", ""); err != nil {
		return err
	}
	if err := put(seatNobody, "", ""); err != nil {
		return err
	}
	for i := range clerks {
		role := "secretary"
		if i < rapporteurs {
			role = "rapporteur"
		}
		if err := put(seatClerk+i, clerk(i), role); err != nil {
			return err
		}
	}
	return nil
}

// rows is how many cases one statement writes.
const rows = 100

func (r *register) cases(ctx context.Context, tx *database.Tx, from, to int) error {
	for ; from < to; from += rows {
		var items, entries []any
		n := min(rows, to-from)
		for i := from; i < from+n; i++ {
			item, entry := r.row(i)
			items = append(items, item...)
			for _, seat := range r.seatsOf(i) {
				entries = append(append(entries, seat), entry...)
			}
		}
		_, err := tx.Exec(ctx, `INSERT INTO worklist_item (filing, case_id, code, year, number, procedure, definition, state, outcome, open, name, urgent, hearing_on, due_on, filed_at, changed_at, holder, version, urgent_from)
			VALUES `+database.Values(n, 19), items...)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO worklist_entry (seat, filing, open, procedure, stage, urgent, due_on, filed_on, folded, urgency)
			VALUES `+database.Values(2*n, 10), entries...)
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *register) seatsOf(i int) []int {
	if i%7 == 0 {
		return []int{seatAll, seatNobody}
	}
	return []int{seatAll, seatClerk + i/5%clerks}
}

const never = "9999-12-31"

// row is a case: its item, and its entry but for the seat.
func (r *register) row(i int) (item, entry []any) {
	year, number := r.numberOf(i)
	open, urgent := i%5 == 0, i%250 == 0
	state, due, hearing, key := r.states[i%3].Name, never, never, ""
	filed := time.Date(year, time.January, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, int(number)*365/r.perYear())
	if open {
		due = r.today.AddDate(0, 0, i/5%120-30).Format(time.DateOnly)
	} else {
		state = r.states[len(r.states)-1].Name
	}
	if key = "1" + due; urgent {
		hearing = r.today.AddDate(0, 0, i/250%60).Format(time.DateOnly)
		key = "0" + hearing
	}
	who := r.at(i)
	name := who.surname + " " + who.name
	code := fmt.Sprintf("%09d", i) // random ones meet, among a million
	filing := int64(year)*1_000_000_000 + number
	procedure := fmt.Sprintf("procedura-%d", i%3)
	item = []any{
		filing, caseID(i), code, year, number, procedure, r.digest, state, "", open, name, urgent, hearing, due,
		database.T(filed), database.T(filed), clerk(i / 5 % clerks), 1, never,
	}
	entry = []any{filing, open, procedure, procedure + "/" + state, urgent, due, filed.Format(time.DateOnly), folded(name), key}
	return item, entry
}

// folded is a name as the list sorts it; the invented ones have no other signs.
func folded(name string) string {
	return strings.NewReplacer("'", "", "ò", "o", "ë", "e").Replace(strings.ToLower(name))
}
