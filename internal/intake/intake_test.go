// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/intake"
	"pratica/internal/intake/intaketest"
	"pratica/internal/problem"
)

func each(t *testing.T, f func(t *testing.T, d *intaketest.Desk)) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		d := intaketest.New(t, db)
		f(t, d)
		d.Check(t)
	})
}

func TestSubmitOnce(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		a := d.Ready(t, "Ada")
		receipt, err := d.Submit(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if receipt.Number != 1 || receipt.Year != 2026 || receipt.Code != a.Code || receipt.Fingerprint != a.Fingerprint {
			t.Errorf("receipt = %+v", receipt)
		}
		// Double click, back, two tabs, repeat after a time-out.
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				again, err := d.Submit(context.Background(), a.ID)
				if err != nil || again != receipt {
					t.Errorf("again: %+v, %v", again, err)
				}
			})
		}
		wg.Wait()
		if _, err := d.SavePage(t.Context(), a.ID, "who", 0, intaketest.Answer(`{}`)); !problem.Is(err, "intake.already_filed") {
			t.Errorf("edit after filing: %v", err)
		}
	})
}

func TestDoubleClickIsOneFiling(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		a := d.Ready(t, "Ada")
		receipts := make([]intake.Receipt, 50)
		var wg sync.WaitGroup
		for i := range receipts {
			wg.Go(func() {
				var err error
				if receipts[i], err = d.Submit(context.Background(), a.ID); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, r := range receipts {
			if r != receipts[0] {
				t.Fatalf("two receipts: %+v and %+v", r, receipts[0])
			}
		}
	})
}

func TestNumbersAreGaplessInOrderOfArrival(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		const n = 200
		applications := make([]intake.Application, n)
		for i := range applications {
			applications[i] = d.Ready(t, fmt.Sprint(i))
		}
		receipts := make([]intake.Receipt, n)
		var wg sync.WaitGroup
		for i, a := range applications {
			wg.Go(func() {
				d.Clock.Advance(time.Microsecond)
				var err error
				if receipts[i], err = d.Submit(context.Background(), a.ID); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		at := map[int64]time.Time{}
		for _, r := range receipts {
			at[r.Number] = r.FiledAt
		}
		for k := int64(2); k <= n; k++ {
			if at[k].IsZero() || at[k].Before(at[k-1]) {
				t.Fatalf("number %d at %v follows %v", k, at[k], at[k-1])
			}
		}
	})
}

// One filing that the database refuses must not harm those in its batch.
func TestOneBadFilingHarmsNoOther(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		const n = 20
		applications := make([]intake.Application, n)
		for i := range applications {
			applications[i] = d.Ready(t, fmt.Sprint(i))
		}
		bad := applications[7]
		refuse(t, d.DB, bad.ID)
		var wg sync.WaitGroup
		for _, a := range applications {
			wg.Go(func() {
				_, err := d.Submit(context.Background(), a.ID)
				if a.ID == bad.ID {
					if !problem.Is(err, "intake.not_filed") {
						t.Errorf("the refused one: %v", err)
					}
				} else if err != nil {
					t.Errorf("another one: %v", err)
				}
			})
		}
		wg.Wait()
		if a, err := d.Get(t.Context(), bad.ID); err != nil || a.State != intake.Frozen {
			t.Errorf("the refused one is %s, %v", a.State, err)
		}
	})
}

// refuse makes the database reject the filing of one application, at the last
// of the tables written.
func refuse(t *testing.T, db *database.DB, id string) {
	t.Helper()
	statements := []string{`CREATE TRIGGER refuse BEFORE INSERT ON intake_filing WHEN NEW.application = '` + id + `' BEGIN SELECT RAISE(ABORT, 'refused'); END`}
	if db.Dialect() == database.PostgreSQL {
		statements = []string{
			`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.application = '` + id + `' THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$`,
			`CREATE TRIGGER refuse BEFORE INSERT ON intake_filing FOR EACH ROW EXECUTE FUNCTION refuse()`,
		}
	}
	err := db.Update(t.Context(), func(tx *database.Tx) error {
		for _, q := range statements {
			if _, err := tx.Exec(t.Context(), q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestYearOfTheNumberIsRoman(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		tests := []struct {
			name string
			at   time.Time
			year int
			want int64
		}{
			{"half past midnight in Rome, still the old year in UTC", time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC), 2027, 1},
			{"the last second of the old year", time.Date(2026, 12, 31, 22, 59, 59, 0, time.UTC), 2026, 1},
			{"the next in the new year", time.Date(2027, 1, 1, 8, 0, 0, 0, time.UTC), 2027, 2},
		}
		for _, tt := range tests {
			a := d.Ready(t, tt.name)
			d.Clock.Set(tt.at)
			r, err := d.Submit(t.Context(), a.ID)
			if err != nil || r.Year != tt.year || r.Number != tt.want {
				t.Errorf("%s: %d/%d, %v; want %d/%d", tt.name, r.Number, r.Year, err, tt.want, tt.year)
			}
		}
	})
}

func TestWhatHindersFiling(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		ctx := t.Context()
		a, err := d.Start(ctx, "procedure", "digest", "it")
		if err != nil {
			t.Fatal(err)
		}
		want := func(step string, codes ...string) {
			t.Helper()
			_, err := d.Submit(ctx, a.ID)
			p, ok := problem.As(err)
			if !ok || p.Code != "intake.incomplete" {
				t.Fatalf("%s: %v", step, err)
			}
			var got []string
			for _, f := range p.Fields {
				got = append(got, f.Code)
			}
			if fmt.Sprint(got) != fmt.Sprint(codes) {
				t.Errorf("%s: hindered by %v, want %v", step, got, codes)
			}
		}
		want("a new draft", "intake.email_not_verified", "intake.not_frozen")
		if _, err := d.SetEmail(ctx, a.ID, "someone@example.org"); err != nil {
			t.Fatal(err)
		}
		want("address given, not verified", "intake.email_not_verified", "intake.not_frozen")
		if _, err := d.OpenLink(ctx, d.Ports.Token(a.ID)); err != nil {
			t.Fatal(err)
		}
		want("verified", "intake.not_frozen")
		d.Ports.Wrong = []problem.Field{{Path: "name", Code: "forms.required"}}
		if _, err := d.Freeze(ctx, a.ID, "digital"); !problem.Is(err, "intake.incomplete") {
			t.Errorf("freeze with errors: %v", err)
		}
		d.Ports.Wrong = nil
		if _, err := d.Freeze(ctx, a.ID, "digital"); err != nil {
			t.Fatal(err)
		}
		d.Ports.Lacks = []problem.Field{{Path: "signed", Code: "documents.missing"}}
		want("not signed", "documents.missing")
		d.Ports.Lacks = nil
		if _, err := d.Submit(ctx, a.ID); err != nil {
			t.Error(err)
		}
	})
}

func TestAnEditVoidsTheFrozenDocument(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		ctx := t.Context()
		a := d.Ready(t, "Ada")
		same, err := d.Freeze(ctx, a.ID, "digital")
		if err != nil || same.FrozenFile != a.FrozenFile || d.Ports.Voided(a.ID) != 0 {
			t.Errorf("freezing again without a change: %s, %v", same.FrozenFile, err)
		}
		if a, err = d.SavePage(ctx, a.ID, "who", 0, intaketest.Answer(`{"name": "Ada"}`)); err != nil || a.State != intake.Frozen {
			t.Errorf("saving the same answers: %s, %v", a.State, err)
		}
		if a, err = d.SavePage(ctx, a.ID, "who", 0, intaketest.Answer(`{"name":"Eve"}`)); err != nil || a.State != intake.Draft || a.FrozenFile != "" {
			t.Errorf("an edit: %s, %v", a.State, err)
		}
		if d.Ports.Voided(a.ID) != 1 {
			t.Errorf("voided %d times, want once", d.Ports.Voided(a.ID))
		}
		if _, err := d.Freeze(ctx, a.ID, "digital"); err != nil {
			t.Fatal(err)
		}
		err = d.DB.Update(ctx, func(tx *database.Tx) error {
			d.Ports.AddFile(a.ID, intake.FileRef{ID: "f", Slot: "income", Digest: "d"})
			return d.FilesChanged(ctx, tx, a.ID)
		})
		if a, _ = d.Get(ctx, a.ID); err != nil || a.State != intake.Draft {
			t.Errorf("a new attachment: %s, %v", a.State, err)
		}
	})
}

func TestTwoWindows(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		ctx := t.Context()
		a, err := d.Start(ctx, "procedure", "digest", "it")
		if err != nil {
			t.Fatal(err)
		}
		set := func(key, value string) func(json.RawMessage) (json.RawMessage, error) {
			return func(raw json.RawMessage) (json.RawMessage, error) {
				var m map[string]string
				if err := json.Unmarshal(raw, &m); err != nil {
					return nil, err
				}
				m[key] = value
				return json.Marshal(m)
			}
		}
		base := a.Version
		if _, err := d.SavePage(ctx, a.ID, "who", base, set("name", "Ada")); err != nil {
			t.Fatal(err)
		}
		b, err := d.SavePage(ctx, a.ID, "case", base, set("judge", "Tribunale"))
		if err != nil || string(b.Answers) != `{"judge":"Tribunale","name":"Ada"}` {
			t.Errorf("another page from an older window: %s, %v", b.Answers, err)
		}
		if _, err := d.SavePage(ctx, a.ID, "who", base, set("name", "Eve")); !problem.Is(err, "intake.changed_elsewhere") {
			t.Errorf("the same page from an older window: %v", err)
		}
		if _, err := d.SavePage(ctx, a.ID, "who", b.Version, set("name", "Eve")); err != nil {
			t.Errorf("after reloading: %v", err)
		}
	})
}

func TestLinks(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		ctx := t.Context()
		a, err := d.Start(ctx, "procedure", "digest", "it")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.SetEmail(ctx, a.ID, "someone@example.org"); err != nil {
			t.Fatal(err)
		}
		first := d.Ports.Token(a.ID)
		if _, err := d.SetEmail(ctx, a.ID, "Other@example.org"); err != nil {
			t.Fatal(err)
		}
		if _, err := d.OpenLink(ctx, first); !problem.Is(err, "intake.link_invalid") {
			t.Errorf("a replaced link: %v", err)
		}
		if _, err := d.OpenLink(ctx, "no such token"); !problem.Is(err, "intake.link_invalid") {
			t.Errorf("an unknown link: %v", err)
		}
		if a, err = d.OpenLink(ctx, d.Ports.Token(a.ID)); err != nil || !a.Verified {
			t.Errorf("the right link: verified=%v, %v", a.Verified, err)
		}
		if a, err = d.OpenLink(ctx, d.Ports.Token(a.ID)); err != nil || !a.Verified {
			t.Errorf("the right link again: %v", err)
		}
		d.Clock.Advance(31 * 24 * time.Hour)
		if _, err := d.OpenLink(ctx, d.Ports.Token(a.ID)); !problem.Is(err, "intake.link_invalid") {
			t.Errorf("an expired link: %v", err)
		}
	})
}

func TestRequestLinkTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		ctx := t.Context()
		a := d.Ready(t, "Ada")
		if _, err := d.Submit(ctx, a.ID); err != nil {
			t.Fatal(err)
		}
		tests := []struct {
			name, code, email string
			sent              int
		}{
			{"the right pair", a.Code, " SomeOne@example.org", 1},
			{"a foreign address", a.Code, "eve@example.org", 0},
			{"an unknown code", "0000-0000-0", "someone@example.org", 0},
		}
		for _, tt := range tests {
			before := d.Ports.Links()
			if err := d.RequestLink(ctx, tt.code, tt.email); err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
			if err := d.Queue.Drain(ctx); err != nil {
				t.Fatal(err)
			}
			if got := d.Ports.Links() - before; got != tt.sent {
				t.Errorf("%s: %d links, want %d", tt.name, got, tt.sent)
			}
		}
		if err := d.RequestLink(ctx, "not a code", "x@example.org"); !problem.Is(err, "intake.no_code") {
			t.Errorf("a code that cannot be one: %v", err)
		}
		opened, err := d.OpenLink(ctx, d.Ports.Token(a.ID))
		if err != nil || opened.ID != a.ID {
			t.Errorf("OpenLink() = %s, %v", opened.ID, err)
		}
	})
}

func TestVerifyFindsFaults(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		d := intaketest.New(t, db)
		var ids []string
		for i := range 3 {
			a := d.Ready(t, fmt.Sprint(i))
			if _, err := d.Submit(t.Context(), a.ID); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, a.ID)
		}
		tests := []struct{ name, break_, mend string }{
			{"a changed byte", `UPDATE intake_filing SET fingerprint = 'x' || fingerprint WHERE number = 2`, `UPDATE intake_filing SET fingerprint = substr(fingerprint, 2) WHERE number = 2`},
			{"a gap", `UPDATE intake_filing SET number = 9 WHERE number = 3`, `UPDATE intake_filing SET number = 3 WHERE number = 9`},
			{"a state without filing", `UPDATE intake_application SET state = 'frozen' WHERE id = '` + ids[0] + `'`, `UPDATE intake_application SET state = 'filed' WHERE id = '` + ids[0] + `'`},
			{"a counter behind", `UPDATE intake_counter SET last_number = 1`, `UPDATE intake_counter SET last_number = 3`},
		}
		dropGuards(t, db)
		for _, tt := range tests {
			run(t, db, tt.break_)
			r, err := d.Verify(t.Context())
			if err != nil || len(r.Faults) == 0 {
				t.Errorf("%s: Verify() = %+v, %v", tt.name, r, err)
			}
			run(t, db, tt.mend)
		}
		d.Check(t)
	})
}

func dropGuards(t *testing.T, db *database.DB) {
	t.Helper()
	run(t, db, `UPDATE intake_counter SET last_number = last_number`)
	for _, name := range map[database.Dialect][]string{
		database.SQLite:     {"DROP TRIGGER intake_filing_fixed", "DROP TRIGGER intake_filing_kept"},
		database.PostgreSQL: {"DROP TRIGGER intake_filing_fixed ON intake_filing"},
	}[db.Dialect()] {
		run(t, db, name)
	}
}

func run(t *testing.T, db *database.DB, q string) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *database.Tx) error {
		_, err := tx.Exec(t.Context(), q)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
}

func TestFilingsAreKept(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		a := d.Ready(t, "Ada")
		if _, err := d.Submit(t.Context(), a.ID); err != nil {
			t.Fatal(err)
		}
		for _, q := range []string{`UPDATE intake_filing SET number = 7`, `DELETE FROM intake_filing`} {
			err := d.DB.Update(t.Context(), func(tx *database.Tx) error {
				_, err := tx.Exec(t.Context(), q)
				return err
			})
			if err == nil {
				t.Errorf("%s: allowed", q)
			}
		}
	})
}
