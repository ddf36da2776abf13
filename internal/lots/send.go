// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lots

import (
	"context"
	"slices"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Sending is what the office wrote about handing a closed lot over. The program
// cannot see it happen: a lot is full of personal data, which no ordinary mail
// may carry, so the office takes it to the recipient by a channel of its own.
type Sending struct {
	Day      terms.Date
	Means    string // one of Means
	Protocol string // number in the protocol register; may be empty
	Note     string // such as the receipt of certified mail; may be empty
	By       audit.Actor
	At       time.Time
}

// Means are the ways in which a lot is handed over.
var Means = []string{"pec", "portal", "post", "hand", "other"}

// The bounds of what is written about a sending, in bytes.
const (
	maxProtocol = 100
	maxNote     = 500
)

// RecordSent writes that a lot was handed over. A lot that was sent again is
// written again: what stands stays.
func (s *Service) RecordSent(ctx context.Context, by audit.Actor, id string, sent Sending) (err error) {
	defer problem.Wrap(&err, "lots.RecordSent(%s)", id)
	sent.Protocol, sent.Note, sent.By, sent.At = strings.TrimSpace(sent.Protocol), strings.TrimSpace(sent.Note), by, s.Now()
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		l, err := getLot(ctx, tx, id)
		if err != nil {
			return err
		}
		if bad := sent.faults(terms.DateOf(l.ClosedAt), terms.DateOf(sent.At)); len(bad) > 0 {
			return problem.New(problem.Invalid, "lots.input").With(bad...)
		}
		if err := insertSending(ctx, tx, ids.New(), id, sent); err != nil {
			return err
		}
		items, err := itemsOf(ctx, tx, id)
		if err != nil {
			return err
		}
		detail := map[string]string{"lot": l.Name(), "day": sent.Day.String(), "means": sent.Means}
		entries := []audit.Entry{{Chain: audit.AdminChain, Actor: by, Action: "lots.sent", Subject: id, Detail: detail, At: sent.At}}
		for _, i := range items {
			entries = append(entries, audit.Entry{Chain: audit.CaseChain(i.Case), Actor: by, Action: "lots.sent", Subject: i.Case, Detail: detail, At: sent.At})
		}
		return s.Audit.Record(ctx, tx, entries...)
	})
}

// faults are what is wrong with a sending of a lot that was closed on a day.
func (s Sending) faults(closed, today terms.Date) (bad []problem.Field) {
	switch {
	case s.Day.IsZero():
		bad = append(bad, problem.Field{Path: "day", Code: "lots.bad_day"})
	case s.Day.Before(closed):
		bad = append(bad, problem.Field{Path: "day", Code: "lots.sent_before", Args: []any{"closed", closed}})
	case s.Day.After(today):
		bad = append(bad, problem.Field{Path: "day", Code: "lots.sent_later"})
	}
	if !slices.Contains(Means, s.Means) {
		bad = append(bad, problem.Field{Path: "means", Code: "lots.no_means"})
	}
	for _, part := range []struct {
		path, value string
		most        int
	}{{"protocol", s.Protocol, maxProtocol}, {"note", s.Note, maxNote}} {
		if len(part.value) > part.most {
			bad = append(bad, problem.Field{Path: part.path, Code: "lots.too_long", Args: []any{"limit", part.most}})
		}
	}
	return bad
}

// Sendings lists what was written about handing a lot over, the oldest first.
func (s *Service) Sendings(ctx context.Context, id string) (all []Sending, err error) {
	defer problem.Wrap(&err, "lots.Sendings(%s)", id)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		all, err = sendingsOf(ctx, tx, id)
		return err
	})
	return all, err
}
