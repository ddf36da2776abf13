// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/database"
	"pratica/internal/discard"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/terms"
)

const aid = "patrocinio-civile"

// years lets time pass, with what falls due in it.
func (h *house) years(n int) {
	for range n {
		h.clock.Advance(366 * 24 * time.Hour)
		h.drain()
	}
}

// withdrawn is a case that its applicant ended, with a note of the office.
func (h *house) withdrawn(admin office.Actor) intake.Application {
	h.t.Helper()
	ctx := h.t.Context()
	a := h.aidFiled()
	clerk := h.another(admin, "secretary")
	who := casework.Actor{Kind: audit.Official, ID: clerk.ID, Roles: []string{"secretary"}}
	_, err := h.Casework.AddNote(ctx, who, a.ID, "Telefonata con la signora Zenobia")
	h.must(err)
	_, err = h.Casework.Act(ctx, casework.Actor{Kind: audit.Applicant, ID: a.ID}, a.ID, "withdraw", casework.Command{Input: actions.Input{}})
	h.must(err)
	h.drain()
	return a
}

// listed is an authorised list of the cases whose time has passed.
func (h *house) listed(by office.Actor, act string) discard.List {
	h.t.Helper()
	ctx := h.t.Context()
	l, err := h.Discard.Propose(ctx, by, aid)
	h.must(err)
	h.refused("a list without authorisation", h.Discard.Start(ctx, by, l.ID, l.Count.All()), "discard.not_now")
	h.must(h.Discard.Authorise(ctx, by, l.ID, act, terms.DateOf(h.clock.Now())))
	l, err = h.Discard.List(ctx, by, l.ID)
	h.must(err)
	return l
}

// words are what a person wrote in an application, with the address: long enough to be
// nobody else's.
func (h *house) words(a intake.Application) map[string]bool {
	h.t.Helper()
	f, err := h.Intake.Filing(h.t.Context(), a.ID)
	h.must(err)
	var tree any
	h.must(json.Unmarshal(a.Answers, &tree))
	found := map[string]bool{f.Email: true, "Zenobia": true}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, one := range v {
				walk(one)
			}
		case []any:
			for _, one := range v {
				walk(one)
			}
		case string:
			if len(v) > 7 && strings.ContainsAny(v, " 0123456789") { // not the names of choices
				found[v] = true
			}
		}
	}
	walk(tree)
	return found
}

// wherever looks for words in every column of every table but those that speak of no case.
func (h *house) wherever(words map[string]bool) (found []string) {
	h.t.Helper()
	ctx := h.t.Context()
	h.must(h.DB.View(ctx, func(tx *database.Tx) error {
		tables, err := tx.Tables(ctx)
		for _, table := range tables {
			if table.Name == "forms_version" {
				continue
			}
			rows, err := database.Records(ctx, tx, `SELECT * FROM `+table.Name)
			if err != nil {
				return err
			}
			for _, row := range rows {
				for column, value := range row {
					text := fmt.Sprint(value)
					if raw, ok := value.([]byte); ok {
						text = string(raw)
					}
					for word := range words {
						if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
							found = append(found, table.Name+"."+column+": "+word)
						}
					}
				}
			}
		}
		return err
	}))
	return found
}

// Of a discarded case nothing is left that a person wrote, in no table, and everything
// that proves it was there.
func TestADiscardedCaseLeavesItsProofAlone(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		by, _ := h.staff("desk")
		a := h.withdrawn(by)
		words, before := h.words(a), h.receiptOf(a)
		if len(h.wherever(words)) < 10 {
			t.Fatal("the words of the case are not found while it is kept: the test looks in vain")
		}
		h.years(9)
		if p, err := h.Discard.Preview(ctx, by, aid); err != nil || p.Ready != 0 {
			t.Errorf("before its time the case is ready: %+v, %v", p, err)
		}
		_, err := h.Discard.Propose(ctx, by, aid)
		h.refused("a list of nothing", err, "discard.nothing")
		h.years(2)
		l := h.listed(by, "Soprintendenza, n. 1")
		h.refused("the wrong number", h.Discard.Start(ctx, by, l.ID, 2), "discard.invalid")
		h.must(h.Discard.Start(ctx, by, l.ID, 1))
		h.drain()

		if left := h.wherever(words); len(left) > 0 {
			t.Errorf("what is left of the case: %q", left)
		}
		kept, err := h.Discard.Find(ctx, by, a.Code)
		h.must(err)
		if !kept.Case.IsDiscarded() || kept.Case.Number != before.Number || !kept.Case.FiledAt.Equal(before.FiledAt) || len(kept.Items) != 1 || len(kept.Items[0].Proof.Files) == 0 {
			t.Errorf("the proof is %+v", kept)
		}
		_, err = h.Intake.Filing(ctx, a.ID)
		h.refused("its filing", err, "intake.discarded")
		_, err = h.Casework.View(ctx, casework.Actor{Kind: audit.Applicant, ID: a.ID}, a.ID)
		h.refused("its case", err, "casework.discarded")
		h.provesAll()
		h.goneFor(a)
		h.clock.Advance(72 * time.Hour)
		h.must(h.Documents.Collect(ctx))
		for _, f := range kept.Items[0].Proof.Files {
			if content, _, err := h.Objects.Open(ctx, f.Digest); err == nil {
				content.Close()
				t.Errorf("the bytes of %s are still there", f.Slot)
			}
		}
	})
}

// receiptOf is that of a filed application.
func (h *house) receiptOf(a intake.Application) intake.Receipt {
	h.t.Helper()
	r, err := h.Intake.Receipt(h.t.Context(), a.ID)
	h.must(err)
	return r
}

func (h *house) provesAll() {
	h.t.Helper()
	r, err := h.Verify(h.t.Context())
	h.must(err)
	for _, fault := range r.Faults {
		h.t.Error(fault)
	}
}

// goneFor says that the lists are made again without the case.
func (h *house) goneFor(a intake.Application) {
	h.t.Helper()
	ctx := h.t.Context()
	n, err := h.Worklist.Rebuild(ctx)
	h.must(err)
	h.must(h.Search.Rebuild(ctx, func(int) {}))
	if n != 0 {
		h.t.Errorf("the list made again has %d cases", n)
	}
	h.must(h.DB.View(ctx, func(tx *database.Tx) error {
		rows, err := database.Records(ctx, tx, `SELECT case_id FROM search_document WHERE case_id = $1`, a.ID)
		if len(rows) > 0 {
			h.t.Error("the index made again has the case")
		}
		return err
	}))
}

// A hold keeps a case that is listed already; when it is released, another list takes it.
func TestAHoldKeepsACase(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		by, dario := h.staff("desk")
		a := h.withdrawn(by)
		h.refused("an official's hold", h.Discard.Hold(ctx, h.actor(dario), a.Code, "Lite"), "office.forbidden")
		h.years(11)
		l := h.listed(by, "Soprintendenza, n. 1")
		h.must(h.Discard.Hold(ctx, by, a.Code, "Lite pendente"))
		h.must(h.Discard.Hold(ctx, by, a.Code, "Ispezione"))
		h.must(h.Discard.Start(ctx, by, l.ID, 1))
		h.drain()
		items, err := h.Discard.Items(ctx, by, l.ID, 0, 10)
		h.must(err)
		if len(items) != 1 || items[0].Fate != discard.Left || items[0].Why != discard.WhyHeld {
			t.Errorf("the held case: %+v", items)
		}
		holds, err := h.Discard.Held(ctx, a.ID)
		h.must(err)
		h.must(h.Discard.Release(ctx, by, holds[0].ID, "Finita"))
		if p, err := h.Discard.Preview(ctx, by, aid); err != nil || p.Ready != 0 || p.LeftOut[discard.WhyHeld] != 1 {
			t.Errorf("one of two holds was released: %+v, %v", p, err)
		}
		h.must(h.Discard.Release(ctx, by, holds[1].ID, "Finita"))
		h.refused("a second release", h.Discard.Release(ctx, by, holds[1].ID, "Finita"), "discard.released_before")
		if p, err := h.Discard.Preview(ctx, by, aid); err != nil || p.Ready != 1 {
			t.Errorf("nothing holds it: %+v, %v", p, err)
		}
		h.must(h.Discard.Decide(ctx, by, aid, discard.Forever, "Archivio storico"))
		_, err = h.Discard.Propose(ctx, by, aid)
		h.refused("a list of what is kept for ever", err, "discard.forever")
		h.provesAll()
	})
}

// breaks is a part that fails.
type breaks struct{ err error }

func (b breaks) DiscardIn(context.Context, *database.Tx, string, time.Time) error { return b.err }

// Whatever breaks in the middle of a case leaves it whole; the job goes on from there.
func TestACutInTheMiddleDiscardsNothing(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		by, _ := h.staff("desk")
		a := h.withdrawn(by)
		words := h.words(a)
		h.years(11)
		l := h.listed(by, "Soprintendenza, n. 1")
		found := len(h.wherever(words))
		all := h.Discard.Parts
		for n := range len(all) + 1 {
			h.Discard.Parts = append(append([]discard.Part{}, all[:n]...), breaks{errors.New("cut")})
			h.Discard.Parts = append(h.Discard.Parts, all[n:]...)
			if n == 0 {
				h.must(h.Discard.Start(ctx, by, l.ID, 1))
			}
			if err := h.Jobs.Drain(ctx); err == nil {
				t.Errorf("the cut before part %d was not felt", n)
			}
			if now := len(h.wherever(words)); now != found {
				t.Errorf("cut before part %d: the words are in %d places, they were in %d", n, now, found)
			}
			h.clock.Advance(24 * time.Hour) // the next attempt
		}
		h.Discard.Parts = all
		h.drain()
		if left := h.wherever(words); len(left) > 0 {
			t.Errorf("what is left: %q", left)
		}
		h.provesAll()
	})
}

// The database itself lets a filing be emptied once, and nothing else of it be changed.
func TestOnlyTheWordsOfAFilingMayGo(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		a := h.aidFiled()
		for _, q := range []string{
			`UPDATE intake_filing SET email = '' WHERE application = $1`,
			`UPDATE intake_filing SET email = '', content = substr(content, 1, 0) WHERE application = $1`,
			`UPDATE intake_filing SET email = '', content = substr(content, 1, 0), number = number + 1, discarded_at = filed_at WHERE application = $1`,
			`UPDATE intake_filing SET email = '', discarded_at = filed_at WHERE application = $1`,
			`UPDATE intake_filing SET fingerprint = 'x' WHERE application = $1`,
			`DELETE FROM intake_filing WHERE application = $1`,
		} {
			if err := h.DB.Update(ctx, func(tx *database.Tx) error { _, err := tx.Exec(ctx, q, a.ID); return err }); err == nil {
				t.Errorf("the database lets %s", q)
			}
		}
		h.must(h.DB.Update(ctx, func(tx *database.Tx) error { return h.Intake.DiscardIn(ctx, tx, a.ID, h.clock.Now()) }))
		if err := h.DB.Update(ctx, func(tx *database.Tx) error { return h.Intake.DiscardIn(ctx, tx, a.ID, h.clock.Now()) }); err == nil {
			t.Error("a filing is discarded twice")
		}
	})
}
