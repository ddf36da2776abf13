// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"pratica/internal/audit"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// View is a case as one reader may see it. For applicant and counsel, Label is
// the public one, and notes, quiet acts, facts and assignments are left out.
type View struct {
	Case         Case
	Label        i18n.Text
	Explain      i18n.Text
	Final        bool
	Outcome      i18n.Text
	Offers       []Offer
	Terms        []TermView
	Timeline     []Entry
	Integrations []Integration
	Decision     *Decision
	Assigned     []Assignment
	Choices      []Choice      // how it came to whom; for officials
	Declared     []Declared    // for officials
	Notes        []PrivateNote // for officials
	Related      []Related     // other cases of the same people; for officials
	Unseen       int           // how many more there are that the reader may not see
	// Withheld tells that the reader has yet to declare that he has no conflict of
	// interest: only Case, Label, Parties and Offers are filled.
	Withheld bool
	Parties  []PartyView     // for officials, who know a case by its people
	Answers  json.RawMessage // current revision
	Revision int64
}

// Offer is something that the reader can do now.
type Offer struct {
	Action  string
	Kind    string // of step: the page may have a form of its own for it
	Label   i18n.Text
	Explain i18n.Text
	Fields  []actions.Field
	Unmet   []problem.Field // why not yet
}

// TermView is a term with the computation of its dates.
type TermView struct {
	Name   string
	Label  i18n.Text
	Norm   string
	Main   bool
	Today  terms.State // on the day of reading: only this one tells a term that is over
	Result terms.Result
}

// Entry is an act as a reader sees it.
type Entry struct {
	Act
	Label i18n.Text // of the action
	State i18n.Text // where it led
	// Who is the name of an official; empty for others and for parties' eyes.
	Who string
}

// Assignment is who is responsible in a role.
type Assignment struct {
	Role          i18n.Text
	Account, Name string
}

// View reads a case. A reading by an official, a lawyer or who helps one is recorded.
func (s *Service) View(ctx context.Context, actor Actor, caseID string) (v View, err error) {
	defer problem.Wrap(&err, "casework.View(%s)", caseID)
	err = s.read(ctx, actor, caseID, partCase, func(tx *database.Tx, f *folder) error {
		v, err = s.view(ctx, tx, f, actor)
		return err
	})
	return v, err
}

// partCase is the part of a case that shows less to who has yet to declare.
const partCase = "case"

// read runs a reading of a case that the actor may see, and records it.
func (s *Service) read(ctx context.Context, actor Actor, caseID, part string, do func(*database.Tx, *folder) error) error {
	run := s.DB.Update
	if actor.Kind == audit.Applicant {
		run = s.DB.View
	}
	return run(ctx, func(tx *database.Tx) error {
		c, err := getCase(ctx, tx, caseID)
		f, err := s.reach(ctx, tx, actor, c, err)
		if err != nil {
			return err
		}
		if part != partCase && f.withheld(actor) {
			return declareFirst()
		}
		if err := do(tx, f); err != nil || actor.Kind == audit.Applicant {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{
			Chain: audit.CaseChain(f.ID), Actor: actor.audit(), Action: audit.Read, Subject: f.ID,
			Detail: map[string]string{"part": part}, At: s.Now(),
		})
	})
}

func (s *Service) view(ctx context.Context, tx *database.Tx, f *folder, actor Actor) (View, error) {
	office := actor.Kind == audit.Official
	if f.withheld(actor) {
		return s.closedView(ctx, tx, f, actor)
	}
	state, _ := f.def.State(f.State)
	v := View{Case: f.Case, Label: state.Public, Explain: state.Explain, Final: state.Final, Answers: f.answers, Revision: f.revision}
	if outcome, ok := f.def.Outcome(f.Outcome); ok {
		v.Outcome = outcome.Label
	}
	if office {
		v.Label = state.Office
	} else {
		v.Case.Facts = nil
	}
	steps := []func() error{
		func() (err error) { v.Terms, err = f.termViews(ctx, office); return err },
		func() (err error) { v.Offers, err = s.offers(ctx, tx, f, actor); return err },
		func() (err error) { v.Timeline, err = s.timeline(ctx, tx, f, actor); return err },
		func() (err error) { v.Integrations, err = s.compared(ctx, tx, f); return err },
		func() (err error) { v.Decision, err = decision(ctx, tx, f.ID); return err },
		func() (err error) {
			if office {
				err = s.officeView(ctx, tx, f, actor, &v)
			}
			return err
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return View{}, err
		}
	}
	if actor.Kind == audit.Helper {
		v.forHelper()
	}
	return v, nil
}

// forHelper leaves where the case stands, its terms and its timeline: who helps
// counsel reads nothing of what was answered, asked and decided.
func (v *View) forHelper() {
	v.Answers, v.Integrations, v.Decision, v.Offers = nil, nil, nil, nil
	v.Case.Email, v.Revision = "", 0
	for i := range v.Timeline {
		v.Timeline[i].Note, v.Timeline[i].Detail = "", nil
	}
}

// Who is the first person of the first party, by whom officials know the case; ""
// when the reader is not told, or the answers name nobody.
func (v View) Who() string {
	if len(v.Parties) == 0 {
		return ""
	}
	return v.Parties[0].People[0].Who
}

// officeView adds what only officials read.
func (s *Service) officeView(ctx context.Context, tx *database.Tx, f *folder, actor Actor, v *View) (err error) {
	steps := []func() error{
		func() error { v.Assigned, err = s.assigned(ctx, tx, f); return err },
		func() error { v.Choices, err = s.choices(ctx, tx, f); return err },
		func() error { v.Declared, err = s.declared(ctx, tx, f); return err },
		func() error { v.Notes, err = s.notes(ctx, tx, f, actor); return err },
		func() error { v.Related, v.Unseen, err = s.related(ctx, tx, f, actor); return err },
		func() error { v.Parties = f.readable(ctx); return nil },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// termViews are the terms that have begun and concern the case; a reader who is no
// official sees the public ones.
func (f *folder) termViews(ctx context.Context, office bool) ([]TermView, error) {
	snapshot, vars := f.snapshot(), f.vars(i18n.Default)
	var out []TermView
	for _, t := range f.def.Terms {
		if !office && !t.Public {
			continue
		}
		r := snapshot.Term(t)
		if r.State == terms.NotStarted {
			continue
		}
		if concerns, err := t.When.Holds(ctx, vars); err != nil || !concerns {
			if err != nil {
				return nil, err
			}
			continue
		}
		out = append(out, TermView{Name: t.Name, Label: t.Label, Norm: t.Rule.Norm, Main: t.Name == f.def.Main, Today: r.At(f.today), Result: r})
	}
	return out, nil
}

func (s *Service) offers(ctx context.Context, tx *database.Tx, f *folder, actor Actor) ([]Offer, error) {
	worker := f.worker(actor)
	open, err := workflow.Offers(ctx, f.def, f.snapshot(), worker)
	if err != nil {
		return nil, err
	}
	var out []Offer
	for _, o := range open {
		if f.conflictRefuses(actor, o.Action) != nil {
			continue
		}
		offer := Offer{Action: o.Action.Name, Kind: o.Action.Kind, Label: o.Action.Label, Explain: o.Action.Explain, Unmet: o.Unmet}
		if fields := s.kinds[o.Action.Kind].Fields; fields != nil {
			step, err := s.step(ctx, tx, f, o.Action, worker, actions.Input{})
			if err != nil {
				return nil, err
			}
			offer.Fields = fields(ctx, step)
		}
		out = append(out, offer)
	}
	return out, nil
}

// timeline lists the acts that the reader may see. A party reads the notes of its
// own acts, and the reason of an annulment (L. 241/1990 art. 21-nonies) and of a
// request that was taken back.
func (s *Service) timeline(ctx context.Context, tx *database.Tx, f *folder, reader Actor) ([]Entry, error) {
	office := reader.Kind == audit.Official
	all, err := acts(ctx, tx, f.ID)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, a := range all {
		if !office && !a.Public {
			continue
		}
		e := Entry{Act: a, Label: f.history(a.Action)}
		if a.Action == OpenAction || a.Action == UndoAction {
			e.Label = s.actLabel(f, a.Action)
		}
		state, _ := f.def.State(a.To)
		e.State = state.Public
		if office {
			e.State = state.Office
			if e.Who, err = s.nameOf(ctx, tx, a.Actor); err != nil {
				return nil, err
			}
		} else {
			if a.Actor != reader.audit() && !f.tells(a.Action) {
				e.Note = ""
			}
			e.Detail, e.Actor.ID = nil, ""
		}
		out = append(out, e)
	}
	return out, nil
}

// tells says whether the reason of an action is for the parties too.
func (f *folder) tells(action string) bool {
	a, known := f.def.Action(action)
	return known && (a.Kind == "annul" || a.Kind == "withdraw_request")
}

func (s *Service) nameOf(ctx context.Context, tx *database.Tx, a audit.Actor) (string, error) {
	if a.Kind != audit.Official {
		return "", nil
	}
	return s.Officials.Name(ctx, tx, a.ID)
}

func (s *Service) assigned(ctx context.Context, tx *database.Tx, f *folder) ([]Assignment, error) {
	var out []Assignment
	for _, role := range f.def.Roles {
		account := f.assigned[role.Name]
		if account == "" {
			continue
		}
		name, err := s.Officials.Name(ctx, tx, account)
		if err != nil {
			return nil, err
		}
		out = append(out, Assignment{Role: role.Label, Account: account, Name: name})
	}
	return out, nil
}

// compared lists the integrations, each answer beside what it replaced.
func (s *Service) compared(ctx context.Context, tx *database.Tx, f *folder) ([]Integration, error) {
	all, err := integrations(ctx, tx, f.ID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if len(all[i].Answer.Answers) == 0 {
			continue
		}
		before, _, err := latestAnswers(ctx, tx, f.ID, all[i].Revision)
		if err != nil {
			return nil, err
		}
		if all[i].Changes, err = changes(before, all[i].Answer.Answers); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// changes sets each answer that differs beside the old one, by name.
func changes(before, answer json.RawMessage) ([]Change, error) {
	var old, given map[string]json.RawMessage
	if err := json.Unmarshal(before, &old); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(answer, &given); err != nil {
		return nil, err
	}
	var out []Change
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !sameJSON(old[name], given[name]) {
			out = append(out, Change{Field: name, Before: old[name], After: given[name]})
		}
	}
	return out, nil
}

func sameJSON(a, b json.RawMessage) bool {
	var x, y bytes.Buffer
	return json.Compact(&x, a) == nil && json.Compact(&y, b) == nil && bytes.Equal(x.Bytes(), y.Bytes())
}
