// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lots_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"strings"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/clock"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/i18n"
	"pratica/internal/ids"
	"pratica/internal/lots"
	"pratica/internal/objects"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

var (
	ctx   = context.Background()
	clerk = audit.Actor{Kind: audit.Official, ID: "sara"}
	tax   = lots.Kind{Procedure: "aid", Name: "tax", Label: i18n.Text{"it": "Entrate"}, Norm: "art. 127", Every: "month", Scheduled: true, By: []string{"desk"}, FileName: "{position}_{code}_{slot}"}
	court = lots.Kind{Procedure: "aid", Name: "court", Label: i18n.Text{"it": "Giudice"}, Norm: "art. 126", Every: "week", By: []string{"desk"}, FileName: "{name}"}
)

func keyOf(k lots.Kind) lots.Key { return lots.Key{Procedure: k.Procedure, Kind: k.Name} }

// decided is a case of the tests.
type decided struct {
	id, code, outcome, court, name string
	on                             terms.Date
	file                           lots.File
}

// world has the lots with cases that tests change at will.
type world struct {
	*lots.Service
	t     *testing.T
	clock *clock.Manual
	files *objects.Disk
	cases map[string]*decided
	order []string
}

func newWorld(t *testing.T, db *database.DB) *world {
	t.Helper()
	files, err := objects.NewDisk(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	hand := clock.At(time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC))
	w := &world{t: t, clock: hand, files: files, cases: map[string]*decided{}}
	w.Service = &lots.Service{DB: db, Audit: audit.New(db, hand.Now), Cases: w, Objects: files, Now: hand.Now}
	return w
}

// Kinds implements lots.Cases.
func (w *world) Kinds(context.Context, *database.Tx) ([]lots.Kind, error) {
	return []lots.Kind{tax, court}, nil
}

// Contents implements lots.Cases: the tax office hears of admissions alone.
func (w *world) Contents(_ context.Context, _ *database.Tx, id string) ([]lots.Content, error) {
	c := w.cases[id]
	if c == nil {
		return nil, nil
	}
	base := lots.Content{
		Procedure: "aid", Case: c.id, Code: c.code, Outcome: c.outcome, DecidedOn: c.on, Files: []lots.File{c.file},
		Values: []lots.Value{{Name: "name", Label: "Nome", Text: c.name, Raw: c.name}},
	}
	toTax, toCourt := base, base
	toTax.Kind, toTax.Due, toTax.Recipient = "tax", c.outcome == "admitted", "Entrate"
	toCourt.Kind, toCourt.Due, toCourt.Recipient = "court", c.outcome != "", c.court
	return []lots.Content{toTax, toCourt}, nil
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) decide(outcome, court string) *decided {
	w.t.Helper()
	object, err := w.files.Put(ctx, strings.NewReader(fmt.Sprintf("decision %d", len(w.order))), 1<<20)
	w.must(err)
	c := &decided{id: ids.New(), code: fmt.Sprintf("CODE-%04d", len(w.order)), outcome: outcome, court: court, name: "Ada", on: terms.DateOf(w.clock.Now())}
	c.file = lots.File{Name: "provvedimento.pdf.p7m", Slot: "decision", Digest: object.Digest, Size: object.Size}
	w.cases[c.id] = c
	w.order = append(w.order, c.id)
	w.changed(c)
	return c
}

func (w *world) changed(c *decided) {
	w.t.Helper()
	w.must(w.DB.Update(ctx, func(tx *database.Tx) error { return w.Refresh(ctx, tx, c.id) }))
}

func (w *world) yesterday() terms.Date { return terms.DateOf(w.clock.Now()).AddDays(-1) }

func TestALotFromDueToDownload(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		first, second := w.decide("admitted", "Verona"), w.decide("refused", "Verona")
		first.name = "=Àda"
		w.changed(first)
		if _, err := w.Close(ctx, clerk, court, "Verona", terms.DateOf(w.clock.Now())); !problem.Is(err, "lots.not_over") {
			t.Errorf("a day that is not over: %v", err)
		}
		w.clock.Pass(1)
		p, err := w.Preview(ctx, court, "Verona", w.yesterday())
		if err != nil || len(p.First) != 2 || len(p.Corrections) != 0 {
			t.Fatalf("preview: %+v, %v", p, err)
		}
		closed, err := w.Close(ctx, clerk, court, "Verona", w.yesterday())
		if err != nil || len(closed) != 1 || closed[0].Name() != "1/2026" || closed[0].Cases != 2 || closed[0].Supplement {
			t.Fatalf("closed: %+v, %v", closed, err)
		}
		if _, err := w.Close(ctx, clerk, court, "Verona", w.yesterday()); !problem.Is(err, "lots.empty") {
			t.Errorf("again: %v", err)
		}
		late := w.decide("refused", "Verona")
		late.on = w.yesterday()
		w.changed(late)
		if _, err := w.Close(ctx, clerk, court, "Verona", w.yesterday()); !problem.Is(err, "lots.overlaps") {
			t.Errorf("the same period twice: %v", err)
		}
		w.unpack(closed[0], first, second)
		w.supplement(first)
		w.isImmutable(closed[0], late)
	})
}

// unpack reads the archive as a recipient does.
func (w *world) unpack(l lots.Lot, first, second *decided) {
	w.t.Helper()
	a, err := w.Archive(ctx, clerk, l.ID)
	w.must(err)
	var out bytes.Buffer
	w.must(a.WriteTo(ctx, &out))
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	w.must(err)
	got := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		w.must(err)
		b, err := io.ReadAll(r)
		w.must(err)
		got[f.Name] = string(b)
	}
	for _, line := range strings.Split(strings.TrimSpace(got["SHA256SUMS"]), "\n") {
		sum, name, _ := strings.Cut(line, "  ")
		if objects.Digest([]byte(got[name])) != sum {
			w.t.Errorf("%s is not as the sums say", name)
		}
	}
	if got["documenti/-Ada.pdf.p7m"] != "decision 0" || got["documenti/Ada.pdf.p7m"] != "decision 1" || len(got) != 5 {
		w.t.Errorf("archive: %v", got)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(got["elenco.csv"], "\ufeff")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	w.must(err)
	if len(rows) != 3 || rows[1][1] != first.code || rows[1][4] != "'=Àda" || rows[2][1] != second.code {
		w.t.Errorf("list: %q", rows)
	}
	entries, err := w.Service.Audit.Entries(ctx, audit.CaseChain(first.id), 0, 10)
	w.must(err)
	if len(entries) != 2 || entries[1].Action != "lots.send" || entries[0].Action != audit.Read {
		w.t.Errorf("audit: %+v", entries)
	}
}

// supplement: what changes after it was told goes out as a correction, and a
// new court hears of the case once the old one was told that it is not his.
func (w *world) supplement(c *decided) {
	w.t.Helper()
	c.name = "Eva"
	w.changed(c)
	closed, err := w.Close(ctx, clerk, court, "Verona", w.yesterday().AddDays(-3))
	if err != nil || len(closed) != 1 || !closed[0].Supplement {
		w.t.Fatalf("supplement: %+v, %v", closed, err)
	}
	c.court = "Padova"
	w.changed(c)
	closed, err = w.Close(ctx, clerk, court, "Verona", w.yesterday().AddDays(-3))
	if err != nil || len(closed) != 1 || !closed[0].Supplement {
		w.t.Fatalf("withdrawal: %+v, %v", closed, err)
	}
	closed, err = w.Close(ctx, clerk, court, "Padova", w.yesterday())
	if err != nil || len(closed) != 1 {
		w.t.Fatalf("new court: %+v, %v", closed, err)
	}
	places, err := w.OfCase(ctx, c.id)
	if err != nil || len(places) != 4 || !places[2].Withdrawn || places[3].Lot.Recipient != "Padova" || places[3].Correction != 3 {
		w.t.Errorf("places: %+v, %v", places, err)
	}
}

func (w *world) isImmutable(l lots.Lot, late *decided) {
	w.t.Helper()
	for _, change := range []string{
		`UPDATE lots_lot SET cases = 9 WHERE id = $1`, `DELETE FROM lots_item WHERE lot_id = $1`, `UPDATE lots_item SET code = 'x' WHERE lot_id = $1`,
		`INSERT INTO lots_item (lot_id, position, procedure, kind, case_id, code, correction, corrects, withdrawn, recipient, digest, content)
			SELECT id, 99, procedure, kind, '` + late.id + `', 'x', 0, NULL, FALSE, recipient, 'x', '{}' FROM lots_lot WHERE id = $1`,
	} {
		err := w.DB.Update(ctx, func(tx *database.Tx) error { _, err := tx.Exec(ctx, change, l.ID); return err })
		if err == nil {
			w.t.Errorf("a closed lot took %q", change)
		}
	}
	err := w.DB.Update(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO lots_item (lot_id, position, procedure, kind, case_id, code, correction, corrects, withdrawn, recipient, digest, content)
			SELECT lot_id, 98, procedure, kind, case_id, code, correction, corrects, withdrawn, recipient, digest, content FROM lots_item WHERE lot_id = $1 AND position = 1`, l.ID)
		return err
	})
	if err == nil {
		w.t.Error("a case went into two lots of a kind")
	}
	if faults, err := w.Verify(ctx, l.ID); err != nil || len(faults) > 0 {
		w.t.Errorf("verify: %v, %v", faults, err)
	}
}

func TestMissingRecipients(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		c := w.decide("refused", "")
		w.clock.Pass(1)
		groups, err := w.Waiting(ctx, keyOf(court))
		if err != nil || len(groups) != 1 || groups[0] != (lots.Group{First: 1}) {
			t.Fatalf("waiting: %+v, %v", groups, err)
		}
		if _, err := w.Close(ctx, clerk, court, "", w.yesterday()); !problem.Is(err, "lots.no_recipient") {
			t.Errorf("a lot for nobody: %v", err)
		}
		if err := w.WriteRecipient(ctx, clerk, keyOf(court), c.id, ""); problem.KindOf(err) != problem.Invalid {
			t.Errorf("nobody as recipient: %v", err)
		}
		w.must(w.WriteRecipient(ctx, clerk, keyOf(court), c.id, "Rovigo"))
		if err := w.WriteRecipient(ctx, clerk, keyOf(court), c.id, "Rovigo"); !problem.Is(err, "lots.not_missing") {
			t.Errorf("twice: %v", err)
		}
		if closed, err := w.Close(ctx, clerk, court, "Rovigo", w.yesterday()); err != nil || len(closed) != 1 {
			t.Errorf("closed: %+v, %v", closed, err)
		}
	})
}

// TestLotsHold is the law of the lots: whatever happens to cases, in whatever
// order, each due case is in exactly one lot of each kind, recipients know in the
// end what holds, and closed lots never change.
func TestLotsHold(t *testing.T) {
	for seed := range int64(4) {
		databasetest.Each(t, func(t *testing.T, db *database.DB) {
			w := newWorld(t, db)
			r := rand.New(rand.NewSource(seed))
			sent := map[string][]byte{}
			for range 60 {
				w.anything(r)
				w.unchanged(sent)
			}
			w.finish(sent)
		})
	}
}

var courts = []string{"Verona", "Padova", ""}

// anything is one random thing that happens in a body.
func (w *world) anything(r *rand.Rand) {
	w.t.Helper()
	pick := func() *decided {
		if len(w.order) == 0 {
			return w.decide("admitted", "Verona")
		}
		return w.cases[w.order[r.Intn(len(w.order))]]
	}
	switch r.Intn(8) {
	case 0, 1:
		w.decide([]string{"admitted", "refused"}[r.Intn(2)], courts[r.Intn(3)])
	case 2:
		c := pick()
		c.name = fmt.Sprint("Ada ", r.Intn(3))
		w.changed(c)
	case 3:
		c := pick()
		c.court = courts[r.Intn(3)]
		w.changed(c)
	case 4:
		c := pick()
		c.outcome = []string{"admitted", "refused", ""}[r.Intn(3)]
		w.changed(c)
	case 5:
		w.clock.Pass(1 + r.Intn(20))
		w.must(w.CloseDue(ctx))
	case 6:
		w.closeAll(court)
	case 7:
		pick().name = "not told by an event"
	}
}

// closeAll closes what there is of a kind up to yesterday.
func (w *world) closeAll(k lots.Kind) {
	w.t.Helper()
	groups, err := w.Waiting(ctx, keyOf(k))
	w.must(err)
	for _, g := range groups {
		if g.Recipient == "" {
			continue
		}
		_, err := w.Close(ctx, clerk, k, g.Recipient, w.yesterday())
		if err != nil && problem.KindOf(err) != problem.Conflict {
			w.t.Fatal(err)
		}
	}
}

// unchanged holds every closed lot to the bytes that it had when it was closed.
func (w *world) unchanged(sent map[string][]byte) {
	w.t.Helper()
	for _, k := range []lots.Kind{tax, court} {
		all, err := w.List(ctx, keyOf(k), "", 1000)
		w.must(err)
		for _, l := range all {
			a, err := w.Archive(ctx, clerk, l.ID)
			w.must(err)
			var out bytes.Buffer
			w.must(a.WriteTo(ctx, &out))
			if before := sent[l.ID]; before != nil && !bytes.Equal(before, out.Bytes()) {
				w.t.Fatalf("lot %s changed", l.Name())
			}
			sent[l.ID] = out.Bytes()
		}
	}
}

// finish gives every case a recipient, closes all, and counts.
func (w *world) finish(sent map[string][]byte) {
	w.t.Helper()
	for _, id := range w.order {
		c := w.cases[id]
		if c.court == "" {
			c.court = "Rovigo"
		}
		w.changed(c)
	}
	for range 4 { // a withdrawal makes the case due to the next recipient
		w.clock.Pass(40)
		w.closeAll(tax)
		w.closeAll(court)
	}
	w.unchanged(sent)
	told := map[string]lots.Item{}
	first := map[string]int{}
	for id := range sent {
		faults, err := w.Verify(ctx, id)
		if err != nil || len(faults) > 0 {
			w.t.Errorf("verify: %v, %v", faults, err)
		}
		_, items, err := w.Get(ctx, id)
		w.must(err)
		for _, i := range items {
			about := i.Key.Kind + " " + i.Case
			if i.Correction == 0 {
				first[about]++
			}
			if last, ok := told[about]; !ok || i.Correction > last.Correction {
				told[about] = i
			}
		}
	}
	for _, id := range w.order {
		w.isTold("tax "+id, "Entrate", w.cases[id].outcome == "admitted", told, first)
		w.isTold("court "+id, w.cases[id].court, w.cases[id].outcome != "", told, first)
	}
}

func (w *world) isTold(about, recipient string, due bool, told map[string]lots.Item, first map[string]int) {
	w.t.Helper()
	last, ok := told[about]
	switch {
	case ok && first[about] != 1:
		w.t.Errorf("%s: told for the first time %d times", about, first[about])
	case due && (!ok || last.Withdrawn):
		w.t.Errorf("%s: is due, and was not told", about)
	case due && (last.Recipient != recipient || last.Content.Values[0].Text != w.cases[last.Case].name):
		w.t.Errorf("%s: the recipient does not know what holds: %+v", about, last)
	case !due && ok && !last.Withdrawn:
		w.t.Errorf("%s: the recipient was not told that it does not hold any more", about)
	}
}

// TestOneClosingWins: two officials who close at once make one lot.
func TestOneClosingWins(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		for range 3 {
			w.decide("refused", "Verona")
		}
		w.clock.Pass(1)
		errs := make(chan error)
		for range 4 {
			go func() {
				_, err := w.Close(ctx, clerk, court, "Verona", w.yesterday())
				errs <- err
			}()
		}
		var won int
		for range 4 {
			if err := <-errs; err == nil {
				won++
			} else if problem.KindOf(err) != problem.Conflict && !errors.Is(err, database.ErrConflict) {
				t.Error(err)
			}
		}
		all, err := w.List(ctx, keyOf(court), "", 10)
		if err != nil || won != 1 || len(all) != 1 || all[0].Number != 1 {
			t.Errorf("%d closed: %+v, %v", won, all, err)
		}
	})
}

func TestPeriodEnd(t *testing.T) {
	for _, test := range []struct{ every, today, want string }{
		{"week", "2026-11-23", "2026-11-22"}, {"week", "2026-11-29", "2026-11-22"},
		{"month", "2026-11-30", "2026-10-31"}, {"month", "2026-12-01", "2026-11-30"},
		{"quarter", "2026-11-24", "2026-09-30"}, {"quarter", "2027-01-01", "2026-12-31"},
		{"year", "2026-11-24", "2025-12-31"},
	} {
		today, err := terms.ParseDate(test.today)
		if err != nil {
			t.Fatal(err)
		}
		if got := lots.PeriodEnd(test.every, today).String(); got != test.want {
			t.Errorf("%s before %s: %s, want %s", test.every, test.today, got, test.want)
		}
	}
}
