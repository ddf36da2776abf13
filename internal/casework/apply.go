// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"cmp"
	"context"
	"fmt"

	"pratica/internal/audit"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/events"
	"pratica/internal/i18n"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// apply writes the parts of an effect that have rows of their own, and tells
// the house.
func (s *Service) apply(ctx context.Context, tx *database.Tx, f *folder, act Act, e actions.Effect) error {
	told := []events.Event{Changed{Case: f.ID, Action: act.Action, From: act.From, State: act.To, Version: act.Seq, At: act.At}}
	if err := s.applySelection(ctx, tx, f, act, e); err != nil {
		return err
	}
	for role, account := range e.Assign {
		if account == "" {
			if err := unassign(ctx, tx, f.ID, role); err != nil {
				return err
			}
			continue
		}
		if err := assign(ctx, tx, f.ID, role, account, act.At); err != nil {
			return err
		}
	}
	if e.Counsel != "" {
		told = append(told, CounselConfirmed{Case: f.ID, Counsel: e.Counsel})
	}
	if e.Ask != nil {
		asked, err := s.ask(ctx, tx, f, act, e)
		if err != nil {
			return err
		}
		told = append(told, asked)
	}
	if e.Answer != nil || e.Lapse || e.Recall {
		if err := s.answered(ctx, tx, f, act, e); err != nil {
			return err
		}
	}
	if e.Decision != nil {
		if err := insertDecision(ctx, tx, f.ID, act.Seq, e.Decision, act.At); err != nil {
			return err
		}
		told = append(told, Decided{Case: f.ID, Outcome: e.Decision.Outcome, File: e.Decision.File, At: act.At})
	}
	return s.Bus.Publish(ctx, tx, told...)
}

// ask opens a request for integration.
func (s *Service) ask(ctx context.Context, tx *database.Tx, f *folder, act Act, e actions.Effect) (IntegrationRequested, error) {
	i := Integration{
		ID: ids.New(), State: IntegrationOpen, Asked: *e.Ask, AskedAt: act.At, Revision: f.revision,
		Due: f.applicantDue(act.Action),
	}
	f.open = &i
	told := IntegrationRequested{Case: f.ID, Integration: i.ID, Due: i.Due.String()}
	for _, p := range e.Ask.Points {
		told.Points = append(told.Points, p.Point)
	}
	return told, insertIntegration(ctx, tx, f.ID, i)
}

// applicantDue is the end of the term that the action gives to the applicant.
func (f *folder) applicantDue(action string) terms.Date {
	a, _ := f.def.Action(action)
	t, ok := f.def.Term(a.Params.Text("term"))
	if !ok {
		return terms.Date{}
	}
	return f.snapshot().Term(t).Due
}

// answered closes the open request. Changed answers become a new revision; the
// old one stays.
func (s *Service) answered(ctx context.Context, tx *database.Tx, f *folder, act Act, e actions.Effect) error {
	if f.open == nil {
		return problem.New(problem.Conflict, "casework.nothing_asked")
	}
	i := *f.open
	i.State = IntegrationLapsed
	if e.Recall {
		i.RecalledAt = act.At
	}
	if e.Answer != nil {
		i.State, i.Answer, i.AnsweredAt = IntegrationAnswered, *e.Answer, act.At
		if err := s.amend(ctx, tx, f, act, e.Answer); err != nil {
			return err
		}
	}
	return endIntegration(ctx, tx, i)
}

func (s *Service) amend(ctx context.Context, tx *database.Tx, f *folder, act Act, a *actions.Answer) error {
	if len(a.Answers) == 0 {
		return nil
	}
	whole, bad, err := s.Forms.Amend(ctx, tx, f.Definition, f.answers, a.Answers, f.Filed())
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		return problem.New(problem.Invalid, "casework.input").With(bad...)
	}
	if err := insertAnswers(ctx, tx, f.ID, f.revision+1, act.Seq, whole); err != nil {
		return err
	}
	return s.identify(ctx, tx, f, whole)
}

// notify tells those whom the definition names. Counsel is told only once his
// appointment is confirmed.
func (s *Service) notify(ctx context.Context, tx *database.Tx, f *folder, a workflow.Action, tr workflow.Transition, e actions.Effect) error {
	for _, command := range tr.Commands {
		if command.Kind != workflow.Notify || command.To == workflow.Lawyer && f.toldCounsel() == "" {
			continue
		}
		n, err := s.notice(ctx, tx, f, a, command.To, e)
		if err != nil {
			return err
		}
		if err := s.Notifier.Notify(ctx, tx, n); err != nil {
			return fmt.Errorf("notice %s: %w", n.Kind, err)
		}
	}
	return nil
}

// toldCounsel is the counsel to be told of an act: one whom the act dismissed
// too.
func (f *folder) toldCounsel() string { return cmp.Or(f.Counsel, f.former) }

func (s *Service) notice(ctx context.Context, tx *database.Tx, f *folder, a workflow.Action, to string, e actions.Effect) (Notice, error) {
	state, _ := f.def.State(f.State)
	n := Notice{
		Case: f.ID, Code: f.Code, Procedure: f.Procedure, To: to, Email: f.Email, Lang: f.Lang,
		Kind: s.kinds[a.Kind].Message, State: state.Public, Explain: state.Explain, At: f.ChangedAt,
		Act: a.History(), By: f.by,
	}
	if n.Kind == "" {
		n.Kind = "state_changed"
	}
	switch to {
	case workflow.Lawyer:
		n.Counsel, n.Lang = f.toldCounsel(), i18n.Default
		if f.former != "" {
			n.Kind = "counsel_ended"
		}
	case workflow.Office:
		n.Lang = i18n.Default
		if f.by == audit.Applicant || f.by == audit.Lawyer {
			n.Kind = "party_act"
		}
	}
	if e.Told != "" {
		n.Note = e.Told
	}
	if e.Ask != nil {
		n.Due, n.Note = f.open.Due, e.Ask.Note
		for _, p := range e.Ask.Points {
			n.Points = append(n.Points, p.Text)
		}
	}
	if f.Outcome == "" {
		return n, nil
	}
	d, err := decision(ctx, tx, f.ID)
	if err != nil || d == nil {
		return n, err
	}
	outcome, _ := f.def.Outcome(d.Outcome)
	n.Outcome, n.Remedy = outcome.Label, d.Notice
	return n, nil
}
