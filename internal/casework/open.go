// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"errors"
	"fmt"

	"pratica/internal/audit"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Open makes a case of a filed application. A second call changes nothing, so
// that the event of the filing may come twice.
func (s *Service) Open(ctx context.Context, application string) (err error) {
	defer problem.Wrap(&err, "casework.Open(%s)", application)
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		_, err := getCase(ctx, tx, application)
		if !errors.Is(err, database.ErrNotFound) {
			return err
		}
		a, err := s.Applications.Filed(ctx, tx, application)
		if err != nil {
			return err
		}
		return s.open(ctx, tx, a)
	})
}

func (s *Service) open(ctx context.Context, tx *database.Tx, a Application) error {
	def, err := s.definition(ctx, tx, a.Definition)
	if err != nil {
		return err
	}
	calendar, err := s.Officials.Calendar(ctx, tx)
	if err != nil {
		return err
	}
	now := s.Now()
	f := &folder{
		Case: Case{
			ID: a.ID, Code: a.Code, Year: a.Year, Number: a.Number, Procedure: a.Procedure, Definition: a.Definition,
			Lang: a.Lang, Email: a.Email, FiledAt: a.FiledAt, ChangedAt: now, State: def.Start, Facts: a.facts(), Version: 1,
		},
		def: def, calendar: calendar, today: terms.DateOf(now),
	}
	tr := workflow.Open(def, calendar, a.begins())
	f.addTerms(tr)
	f.Due = f.mainDue()
	if err := insertCase(ctx, tx, f.Case); err != nil {
		return err
	}
	if err := insertAnswers(ctx, tx, a.ID, 0, 1, a.Answers); err != nil {
		return err
	}
	if err := s.identify(ctx, tx, f, a.Answers); err != nil {
		return err
	}
	act := Act{Seq: 1, At: now, Action: OpenAction, Actor: systemActor.audit(), To: def.Start, Public: true}
	if err := s.record(ctx, tx, f, act); err != nil {
		return err
	}
	if err := s.setTimers(ctx, tx, a.ID, tr.Timers); err != nil {
		return err
	}
	return s.Bus.Publish(ctx, tx, Opened{Case: a.ID, Procedure: a.Procedure, State: def.Start, At: now})
}

// systemActor is the program by itself.
var systemActor = Actor{Kind: audit.System, ID: "casework"}

// number is that of the filing as people write it: "12/2026".
func (c Case) number() string { return fmt.Sprintf("%d/%d", c.Number, c.Year) }

// addTerms appends what an act did to the terms.
func (f *folder) addTerms(tr workflow.Transition) {
	for _, e := range tr.Terms {
		f.events = append(f.events, termEvent{TermEvent: e, Seq: int64(len(f.events)) + 1, Act: f.Version})
	}
}

// mainDue is the day on which the main term ends; zero when it does not run.
func (f *folder) mainDue() terms.Date {
	t, ok := f.def.Term(f.def.Main)
	if !ok {
		return terms.Date{}
	}
	r := f.snapshot().Term(t)
	if r.State == terms.Concluded {
		return terms.Date{}
	}
	return r.Due
}

// record writes the act and the terms that it moved, and the audit entry.
func (s *Service) record(ctx context.Context, tx *database.Tx, f *folder, a Act) error {
	if err := insertAct(ctx, tx, f.ID, a); err != nil {
		return err
	}
	var moved []termEvent
	for _, e := range f.events {
		if e.Act == a.Seq {
			moved = append(moved, e)
		}
	}
	if err := insertTerms(ctx, tx, f.ID, moved); err != nil {
		return err
	}
	detail := map[string]string{"from": a.From, "to": a.To}
	for name, value := range a.Detail {
		detail[name] = value
	}
	return s.Audit.Record(ctx, tx, audit.Entry{
		Chain: audit.CaseChain(f.ID), Actor: a.Actor, Action: "case." + a.Action, Subject: f.ID, Detail: detail, At: a.At,
	})
}
