// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lots

import (
	"context"
	"slices"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Preview is what closing would do. Nothing of it is stored.
type Preview struct {
	To terms.Date
	// From is the day after the last lot; zero when this is the first.
	From        terms.Date
	First       []Line // would be in the lot
	Corrections []Line // would be in a supplement
}

// Line is a case of a preview with what it lacks.
type Line struct {
	Pending
	Missing []string // labels of the values that are empty
	Without []string // slots without a document
}

// Preview says what closing a lot up to a day would send. The zero day is the
// end of the newest period.
func (s *Service) Preview(ctx context.Context, kind Kind, recipient string, to terms.Date) (p Preview, err error) {
	defer problem.Wrap(&err, "lots.Preview")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		b, err := s.gather(ctx, tx, kind, recipient, to)
		if err != nil {
			return err
		}
		p = Preview{To: b.to, From: b.from}
		for _, part := range b.first {
			p.First = append(p.First, part.line())
		}
		for _, part := range b.corrections {
			p.Corrections = append(p.Corrections, part.line())
		}
		return nil
	})
	return p, err
}

// part is a case on its way into a lot.
type part struct {
	Pending
	content Content
	told    told
	digest  string
}

func (p part) line() Line {
	l := Line{Pending: p.Pending, Without: p.told.Without}
	for _, v := range p.told.Values {
		if v.Text == "" {
			l.Missing = append(l.Missing, v.Label)
		}
	}
	return l
}

// batch is what a closing sends.
type batch struct {
	kind               Kind
	recipient          string
	from, to           terms.Date
	first, corrections []part
}

// gather asks of each case that waits what holds now: an event that is still on
// its way changes nothing.
func (s *Service) gather(ctx context.Context, tx *database.Tx, kind Kind, recipient string, to terms.Date) (batch, error) {
	key, today := Key{kind.Procedure, kind.Name}, terms.DateOf(s.Now())
	if to.IsZero() {
		to = PeriodEnd(kind.Every, today)
	}
	b := batch{kind: kind, recipient: recipient, to: to}
	last, err := lastDay(ctx, tx, key, recipient)
	if err != nil {
		return b, err
	}
	if !last.IsZero() {
		b.from = last.AddDays(1)
	}
	waiting, err := pendingFor(ctx, tx, key, recipient)
	if err != nil {
		return b, err
	}
	for _, p := range waiting {
		part, isDue, err := s.part(ctx, tx, p)
		switch {
		case err != nil:
			return b, err
		case !isDue || part.Recipient != recipient:
		case part.Correction > 0:
			b.corrections = append(b.corrections, part)
		case !part.DecidedOn.After(to):
			b.first = append(b.first, part)
		}
	}
	return b, nil
}

func (s *Service) part(ctx context.Context, tx *database.Tx, p Pending) (part, bool, error) {
	all, err := s.contents(ctx, tx, p.Case)
	if err != nil {
		return part{}, false, err
	}
	at := slices.IndexFunc(all, func(c Content) bool { return Key{c.Procedure, c.Kind} == p.Key })
	if at < 0 {
		return part{}, false, nil
	}
	last, err := lastItem(ctx, tx, p.Key, p.Case)
	if err != nil {
		return part{}, false, err
	}
	c := all[at]
	now, isDue := next(last, c)
	done := part{Pending: now, content: c, told: told{c.Outcome, c.Values, c.Files, c.Without}, digest: digest(c)}
	if now.Withdrawn { // he is told again what is withdrawn, and nothing new
		done.told = told{Outcome: last.Content.Outcome, Values: last.Content.Values}
	}
	return done, isDue, nil
}

// Close closes the lot of a recipient up to a day that is over, and the
// supplement if there are corrections. It is one transaction. The zero day is
// the end of the newest period.
func (s *Service) Close(ctx context.Context, by audit.Actor, kind Kind, recipient string, to terms.Date) (closed []Lot, err error) {
	defer problem.Wrap(&err, "lots.Close(%s)", kind.Name)
	if recipient == "" {
		return nil, problem.New(problem.Invalid, "lots.no_recipient")
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		closed = nil
		now := s.Now()
		// 1. One closing at a time: the number of a lot has no gap.
		number, err := nextNumber(ctx, tx, now.Year())
		if err != nil {
			return err
		}
		b, err := s.gather(ctx, tx, kind, recipient, to)
		if err != nil {
			return err
		}
		if err := b.check(terms.DateOf(now)); err != nil {
			return err
		}
		// 2. The lot, then the supplement, each whole.
		for _, parts := range [][]part{b.first, b.corrections} {
			if len(parts) == 0 {
				continue
			}
			if len(closed) > 0 {
				if number, err = nextNumber(ctx, tx, now.Year()); err != nil {
					return err
				}
			}
			l, err := s.write(ctx, tx, b, parts, Lot{Year: now.Year(), Number: number, ClosedAt: now, By: by})
			if err != nil {
				return err
			}
			closed = append(closed, l)
		}
		return nil
	})
	return closed, err
}

// check refuses a lot that would be empty, not over, or overlap.
func (b batch) check(today terms.Date) error {
	switch {
	case !b.to.Before(today):
		return problem.New(problem.Invalid, "lots.not_over", "today", today)
	case len(b.first)+len(b.corrections) == 0:
		return problem.New(problem.Conflict, "lots.empty")
	case len(b.first) > 0 && !b.from.IsZero() && b.to.Before(b.from):
		return problem.New(problem.Conflict, "lots.overlaps", "from", b.from)
	}
	return nil
}

// write stores one lot with all that belongs to it.
func (s *Service) write(ctx context.Context, tx *database.Tx, b batch, parts []part, l Lot) (Lot, error) {
	l.ID, l.Key, l.Recipient, l.To, l.Cases = ids.New(), Key{b.kind.Procedure, b.kind.Name}, b.recipient, b.to, len(parts)
	l.Supplement, l.From = parts[0].Correction > 0, b.from
	if l.From.IsZero() || l.From.After(l.To) {
		l.From = parts[0].DecidedOn
	}
	if l.From.IsZero() || l.From.After(l.To) { // a supplement may be about later days, or about none any more
		l.From = l.To
	}
	items := b.items(l, parts)
	m, err := manifest(l, b.kind, items)
	if err != nil {
		return Lot{}, err
	}
	l.Digest = hash(m.json)
	if err := insertLot(ctx, tx, l, m); err != nil {
		return Lot{}, err
	}
	entries := []audit.Entry{{
		Chain: audit.AdminChain, Actor: l.By, Action: "lots.close", Subject: l.ID,
		Detail: map[string]string{"lot": l.Name(), "kind": l.Key.Kind, "sha256": l.Digest}, At: l.ClosedAt,
	}}
	for n, i := range items {
		if err := insertItem(ctx, tx, i); err != nil {
			return Lot{}, err
		}
		entries = append(entries, audit.Entry{
			Chain: audit.CaseChain(i.Case), Actor: l.By, Action: "lots.send", Subject: i.Case,
			Detail: map[string]string{"lot": l.Name(), "kind": l.Key.Kind}, At: l.ClosedAt,
		})
		// What was withdrawn from one recipient may now be due to another.
		if _, err := settle(ctx, tx, parts[n].content); err != nil {
			return Lot{}, err
		}
	}
	return l, s.Audit.Record(ctx, tx, entries...)
}

func (b batch) items(l Lot, parts []part) []Item {
	var items []Item
	taken := map[string]bool{}
	for n, p := range parts {
		i := Item{
			Lot: l.ID, Position: n + 1, Key: l.Key, Case: p.Case, Code: p.Code, Correction: p.Correction, Withdrawn: p.Withdrawn,
			Recipient: b.recipient, Digest: p.digest, Content: p.told,
		}
		i.Content.Files = named(b.kind.FileName, i, p.told.Files, taken)
		items = append(items, i)
	}
	return items
}

// CloseDue closes the lots that the program closes by itself and whose period
// is over. Each is a transaction of its own.
func (s *Service) CloseDue(ctx context.Context) (err error) {
	defer problem.Wrap(&err, "lots.CloseDue")
	kinds, err := s.Kinds(ctx)
	if err != nil {
		return err
	}
	for _, k := range kinds {
		if !k.Scheduled {
			continue
		}
		groups, err := s.Waiting(ctx, Key{k.Procedure, k.Name})
		if err != nil {
			return err
		}
		for _, g := range groups {
			if g.Recipient == "" {
				continue
			}
			_, err := s.Close(ctx, audit.Actor{Kind: audit.System, ID: "lots"}, k, g.Recipient, terms.Date{})
			if err != nil && problem.KindOf(err) != problem.Conflict { // nothing of that period: not yet
				return err
			}
		}
	}
	return nil
}

// Every is how often CloseDue has to be called.
const Every = time.Hour
