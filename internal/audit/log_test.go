// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package audit_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/audit"
	"pratica/internal/audit/audittest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 123456789, time.UTC)

func newLog(db *database.DB) *audit.Log { return audit.New(db, func() time.Time { return noon }) }

func entry(chain, action string) audit.Entry {
	return audit.Entry{Chain: chain, Actor: audit.Actor{Kind: audit.Official, ID: "u1"}, Action: action, Subject: "s1",
		Detail: map[string]string{"b": "2", "a": "<1>"}}
}

func record(t *testing.T, db *database.DB, log *audit.Log, entries ...audit.Entry) {
	t.Helper()
	if err := try(t.Context(), db, log, entries...); err != nil {
		t.Fatal(err)
	}
}

func try(ctx context.Context, db *database.DB, log *audit.Log, entries ...audit.Entry) error {
	return db.Update(ctx, func(tx *database.Tx) error { return log.Record(ctx, tx, entries...) })
}

func sealAll(t *testing.T, log *audit.Log) {
	t.Helper()
	if err := log.Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func verify(t *testing.T, log *audit.Log, kept ...audit.Tip) audit.Report {
	t.Helper()
	report, err := log.Verify(t.Context(), kept...)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestRecordAndRead(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		log := newLog(db)
		record(t, db, log, entry("case/1", "submit"), entry("case/2", "submit"), entry("case/1", "read"), entry("case/1", "read"))
		record(t, db, log, entry("case/1", "decide"))
		if diff := cmp.Diff([]string{"submit", "read", "read", "decide"}, audittest.Actions(t, log, "case/1")); diff != "" {
			t.Errorf("case/1 (-want +got):\n%s", diff)
		}
		page, err := log.Entries(t.Context(), "case/1", 4, 2)
		if err != nil || len(page) != 2 || page[0].Seq != 3 || page[1].Seq != 2 {
			t.Fatalf("second page: %+v, %v", page, err)
		}
		want := entry("case/1", "read")
		want.At = noon.Truncate(time.Microsecond)
		if diff := cmp.Diff(want, page[0].Entry); diff != "" {
			t.Errorf("entry (-want +got):\n%s", diff)
		}
		report := verify(t, log)
		if report.Entries != 5 || report.Chains != 2 || !report.IsSound() {
			t.Errorf("report %+v", report)
		}
	})
}

func TestRecordRefuses(t *testing.T) {
	db := databasetest.SQLite(t)
	log := newLog(db)
	tests := map[string]func(*audit.Entry){
		"no chain":      func(e *audit.Entry) { e.Chain = "" },
		"no action":     func(e *audit.Entry) { e.Action = "" },
		"unknown actor": func(e *audit.Entry) { e.Actor.Kind = "visitor" },
		"zero byte":     func(e *audit.Entry) { e.Subject = "a\x00b" },
		"no UTF-8":      func(e *audit.Entry) { e.Actor.ID = "\xff" },
	}
	for name, spoil := range tests {
		e := entry("case/1", "submit")
		spoil(&e)
		if err := try(t.Context(), db, log, entry("case/2", "submit"), e); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	record(t, db, log) // nothing to record is fine
	if report := verify(t, log); report.Entries != 0 || !report.IsSound() {
		t.Errorf("report %+v", report)
	}
}

// A group of filings opens thousands of chains in one call.
func TestManyNewChains(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		log := newLog(db)
		var all []audit.Entry
		for i := range 2500 {
			all = append(all, entry(fmt.Sprintf("case/%d", i), "submit"), entry(fmt.Sprintf("case/%d", i), "receipt"))
		}
		record(t, db, log, all...)
		sealAll(t, log)
		report := verify(t, log)
		if report.Entries != 5000 || report.Chains != 2500 || report.Seals != 2 || !report.IsSound() {
			t.Errorf("%d entries, %d chains, %d seals, faults %v", report.Entries, report.Chains, report.Seals, report.Faults)
		}
	})
}

// Sixteen writers share one chain and have one each, while seals are made and
// the log is verified.
func TestConcurrentWriters(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		log := newLog(db)
		const writers, rounds = 16, 12
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for range rounds {
					err := try(t.Context(), db, log, entry(fmt.Sprintf("case/%d", w), "read"), entry("admin", "read"), entry("case/shared", "read"))
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		for range 2 {
			wg.Go(func() {
				for range rounds {
					if err := log.Seal(t.Context()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Go(func() {
			for range 5 {
				audittest.Check(t, log)
			}
		})
		wg.Wait()
		sealAll(t, log)
		report := verify(t, log)
		if report.Entries != 3*writers*rounds || report.Chains != writers+2 || !report.IsSound() {
			t.Errorf("report %+v", report)
		}
	})
}

// A failure after Record undoes it, also of a chain that exists already.
func TestRecordIsPartOfTheTransaction(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		log := newLog(db)
		record(t, db, log, entry("case/1", "submit"))
		undone := errors.New("undone")
		err := db.Update(t.Context(), func(tx *database.Tx) error {
			if err := log.Record(t.Context(), tx, entry("case/1", "read"), entry("case/2", "submit")); err != nil {
				return err
			}
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		record(t, db, log, entry("case/1", "decide"))
		if report := verify(t, log); report.Entries != 2 || report.Chains != 1 || !report.IsSound() {
			t.Errorf("report %+v", report)
		}
	})
}

// Each write of Record and of Seal fails in turn: nothing is half there, and
// the next call succeeds.
func TestFailureAtEachStep(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		log := newLog(db)
		record(t, db, log, entry("case/1", "submit"))
		steps := []struct {
			table string
			act   func() error
		}{
			{"audit_head", func() error { return try(t.Context(), db, log, entry("case/1", "read")) }},
			{"audit_entry", func() error { return try(t.Context(), db, log, entry("case/1", "read")) }},
			{"audit_seal", func() error { return log.Seal(t.Context()) }},
			{"audit_seal_member", func() error { return log.Seal(t.Context()) }},
			{"audit_head", func() error { return log.Seal(t.Context()) }},
		}
		for _, step := range steps {
			exec(t, db, "ALTER TABLE "+step.table+" RENAME COLUMN hash TO gone")
			if err := step.act(); err == nil {
				t.Errorf("%s: no error", step.table)
			}
			exec(t, db, "ALTER TABLE "+step.table+" RENAME COLUMN gone TO hash")
			audittest.Check(t, log)
		}
		record(t, db, log, entry("case/1", "read"))
		sealAll(t, log)
		if report := verify(t, log); report.Entries != 2 || report.Seals != 1 || !report.IsSound() {
			t.Errorf("report %+v", report)
		}
	})
}

func TestSealTakesOnlyWhatChanged(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		log := newLog(db)
		sealAll(t, log) // nothing yet
		record(t, db, log, entry("case/1", "submit"), entry("case/2", "submit"))
		sealAll(t, log)
		sealAll(t, log) // nothing new
		record(t, db, log, entry("case/2", "read"))
		sealAll(t, log)
		var counts []int
		err := db.View(t.Context(), func(tx *database.Tx) (err error) {
			counts, err = database.All(t.Context(), tx, func(scan func(...any) error) (n int, err error) {
				err = scan(&n)
				return n, err
			}, "SELECT count FROM audit_seal ORDER BY n")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]int{2, 1}, counts); diff != "" {
			t.Errorf("heads under each seal (-want +got):\n%s", diff)
		}
		tip, err := log.Tip(t.Context())
		if err != nil || tip.Seal != 2 {
			t.Fatalf("Tip = %+v, %v", tip, err)
		}
		if report := verify(t, log, tip, audit.Tip{}); !report.IsSound() || !cmp.Equal(report.Tip, tip) {
			t.Errorf("report %+v", report)
		}
	})
}

func TestSearch(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		log := newLog(db)
		by := func(kind, id, action string, minutes int) audit.Entry {
			return audit.Entry{Chain: "case/1", Actor: audit.Actor{Kind: kind, ID: id}, Action: action, Subject: action + "ed", At: noon.Add(time.Duration(minutes) * time.Minute)}
		}
		other := by(audit.Official, "anna", "read", 3)
		other.Chain = "case/2"
		record(t, db, log, by(audit.Official, "anna", "read", 0), by(audit.Official, "bruno", "read", 1),
			by(audit.Lawyer, "anna", "read", 2), other, by(audit.Official, "anna", "decide", 4))
		tests := []struct {
			name   string
			filter audit.Filter
			want   []int // minutes
		}{
			{"all", audit.Filter{}, []int{4, 3, 2, 1, 0}},
			{"who read", audit.Filter{Action: audit.Read}, []int{3, 2, 1, 0}},
			{"one person", audit.Filter{Actor: audit.Actor{Kind: audit.Official, ID: "anna"}}, []int{4, 3, 0}},
			{"a kind of person", audit.Filter{Actor: audit.Actor{Kind: audit.Lawyer}}, []int{2}},
			{"one case", audit.Filter{Chain: "case/2"}, []int{3}},
			{"one subject", audit.Filter{Subject: "decideed"}, []int{4}},
			{"dates", audit.Filter{From: noon.Add(time.Minute), To: noon.Add(3 * time.Minute)}, []int{2, 1}},
			{"nothing", audit.Filter{Action: "delete"}, nil},
		}
		for _, test := range tests {
			for _, size := range []int{2, 100} {
				var got []int
				var after audit.Cursor
				for {
					page, err := log.Search(t.Context(), test.filter, after, size)
					if err != nil {
						t.Fatal(err)
					}
					if len(page) == 0 {
						break
					}
					for _, e := range page {
						got = append(got, int(e.At.Sub(noon.Truncate(time.Microsecond)).Minutes()))
						after = e.Cursor()
					}
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("%s in pages of %d (-want +got):\n%s", test.name, size, diff)
				}
			}
		}
	})
}

func exec(t *testing.T, db *database.DB, statements ...string) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *database.Tx) error {
		for _, s := range statements {
			if _, err := tx.Exec(t.Context(), s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
