// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"maps"
	"slices"

	"pratica/internal/audit"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Command is what somebody wants to do to a case.
type Command struct {
	// Version of the case that the person looked at; zero skips the question
	// whether somebody was faster.
	Version int64
	Input   actions.Input
	// Finish, if any, joins the transaction of the act.
	Finish Finish
}

// Finish is what must be true if and only if an act was done.
type Finish func(ctx context.Context, tx *database.Tx, r Result) error

// Result is where an act led.
type Result struct {
	State   string
	Version int64
}

// Act does an action on a case: the only way to change one. A person who was
// not the first gets a problem of kind Conflict that says who was, and when.
func (s *Service) Act(ctx context.Context, actor Actor, caseID, action string, cmd Command) (r Result, err error) {
	defer problem.Wrap(&err, "casework.Act(%s, %s)", caseID, action)
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		c, err := lockCase(ctx, tx, caseID)
		f, err := s.reach(ctx, tx, actor, c, err)
		if err != nil {
			return err
		}
		if r, err = s.act(ctx, tx, f, actor, action, cmd, terms.Date{}); err != nil || cmd.Finish == nil {
			return err
		}
		return cmd.Finish(ctx, tx, r)
	})
	return r, err
}

// TakeByCode takes charge of the case whose short code was typed.
func (s *Service) TakeByCode(ctx context.Context, actor Actor, typed string) (caseID string, err error) {
	defer problem.Wrap(&err, "casework.TakeByCode")
	code, ok := ids.ParseCode(typed)
	if !ok {
		return "", problem.New(problem.Invalid, "casework.unknown_code")
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		c, err := caseByCode(ctx, tx, code)
		if err == nil {
			c, err = lockCase(ctx, tx, c.ID)
		}
		f, err := s.reach(ctx, tx, actor, c, err)
		if problem.KindOf(err) == problem.NotFound {
			return problem.New(problem.NotFound, "casework.unknown_code")
		}
		if err != nil {
			return err
		}
		caseID = f.ID
		input := actions.Input{Values: map[string][]string{"code": {code}}}
		_, err = s.act(ctx, tx, f, actor, f.takeAction(actor), Command{Input: input}, terms.Date{})
		return err
	})
	return caseID, err
}

// MayTake says whether the actor takes cases in charge anywhere.
func (s *Service) MayTake(ctx context.Context, actor Actor) (yes bool, err error) {
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		used, err := definitionsInUse(ctx, tx)
		if err != nil {
			return err
		}
		for _, digest := range used {
			def, err := s.definition(ctx, tx, digest)
			if err != nil {
				return err
			}
			f := folder{def: def}
			yes = yes || f.takeAction(actor) != ""
		}
		return nil
	})
	return yes, err
}

// takeAction is the action by which the actor takes the case in charge: the
// first of its kind that is his, from the case's state if there is one.
func (f *folder) takeAction(actor Actor) string {
	name := ""
	for _, a := range f.def.Actions {
		mine := slices.ContainsFunc(a.By, func(role string) bool { return slices.Contains(f.worker(actor).Roles, role) })
		if a.Kind != "take_charge" || !mine {
			continue
		}
		if name == "" || slices.Contains(a.From, f.State) {
			name = a.Name
		}
	}
	return name
}

// act does the numbered steps of an act within a transaction. On is the day
// that counts for the terms; zero is today, or what the step says.
func (s *Service) act(ctx context.Context, tx *database.Tx, f *folder, actor Actor, action string, cmd Command, on terms.Date) (Result, error) {
	// 1. Was somebody faster?
	if cmd.Version != 0 && cmd.Version != f.Version {
		return Result{}, s.changed(ctx, tx, f)
	}
	// 2. May he?
	snapshot, worker := f.snapshot(), f.worker(actor)
	event := workflow.Event{Action: action, Actor: worker, Input: cmd.Input.Tree(), On: on}
	a, err := workflow.Check(ctx, f.def, snapshot, event)
	if err != nil {
		return Result{}, s.explain(ctx, tx, f, err)
	}
	if err := f.conflictRefuses(actor, a); err != nil {
		return Result{}, err
	}
	f.by = actor.Kind
	// 3. What does it do?
	step, err := s.step(ctx, tx, f, a, worker, cmd.Input)
	if err != nil {
		return Result{}, err
	}
	if err := s.checkFiles(ctx, tx, f, cmd.Input.Files); err != nil {
		return Result{}, err
	}
	effect, err := s.kinds[a.Kind].Run(ctx, step)
	if err != nil {
		return Result{}, err
	}
	// 4. Where does it lead?
	event.Outcome, event.Length = effect.Outcome, effect.Length
	if event.On.IsZero() {
		event.On = effect.On
	}
	tr, err := workflow.Next(ctx, f.def, snapshot, event)
	if err != nil {
		return Result{}, err
	}
	// 5. Write it all, or nothing.
	return s.store(ctx, tx, f, actor, a, tr, effect)
}

// changed says who was faster, and when.
func (s *Service) changed(ctx context.Context, tx *database.Tx, f *folder) error {
	last, err := lastAct(ctx, tx, f.ID)
	if err != nil {
		return err
	}
	who, err := s.who(ctx, tx, last.Actor)
	if err != nil {
		return err
	}
	return problem.New(problem.Conflict, "casework.changed", "who", who, "action", s.actLabel(f, last.Action), "when", last.At)
}

// explain turns "not in this state" into who brought the case there, for those
// who may see the case anyway.
func (s *Service) explain(ctx context.Context, tx *database.Tx, f *folder, err error) error {
	if problem.Is(err, "workflow.wrong_state") && f.Version > 1 {
		return s.changed(ctx, tx, f)
	}
	return err
}

// who names an actor for a reader. Parties and the program have no name here.
func (s *Service) who(ctx context.Context, tx *database.Tx, a audit.Actor) (any, error) {
	switch a.Kind {
	case audit.Official, audit.Admin:
		return s.Officials.Name(ctx, tx, a.ID)
	default:
		return s.everyLanguage("workflow.actor." + a.Kind), nil
	}
}

// everyLanguage is a text of the catalogue in all its languages.
func (s *Service) everyLanguage(key string) i18n.Text {
	text := i18n.Text{}
	for _, lang := range s.Catalogue.Langs() {
		text[lang] = s.Catalogue.For(lang).T(key)
	}
	return text
}

// actLabel names an act, those too that no definition has.
func (s *Service) actLabel(f *folder, name string) i18n.Text {
	switch name {
	case OpenAction:
		return s.everyLanguage("workflow.opened")
	case UndoAction:
		return s.everyLanguage("workflow.undone")
	}
	return f.actionLabel(name)
}

func (f *folder) actionLabel(name string) i18n.Text {
	a, ok := f.def.Action(name)
	if !ok {
		return i18n.Text{i18n.Default: name}
	}
	return a.Label
}

// history is what the timeline says of an act.
func (f *folder) history(name string) i18n.Text {
	if a, ok := f.def.Action(name); ok {
		return a.History()
	}
	return f.actionLabel(name)
}

// step gathers what a step kind may look at.
func (s *Service) step(ctx context.Context, tx *database.Tx, f *folder, a workflow.Action, w workflow.Actor, in actions.Input) (actions.Step, error) {
	step := actions.Step{
		Definition: f.def, Action: a, Case: f.snapshot(), Actor: w, Input: in,
		Code: f.Code, Filed: f.Filed(), Catalogue: s.Catalogue, Shown: f.values.Shown,
	}
	if f.open != nil {
		step.Open, step.AskedOn = &f.open.Asked, terms.DateOf(f.open.AskedAt)
	}
	role := a.Params.Text("role")
	if role == "" {
		return step, nil
	}
	var err error
	step.Candidates, err = s.candidates(ctx, tx, f, role)
	return step, err
}

func (s *Service) checkFiles(ctx context.Context, tx *database.Tx, f *folder, files []actions.File) error {
	if len(files) == 0 {
		return nil
	}
	bad, err := s.Files.Check(ctx, tx, f.ID, files)
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		return problem.New(problem.Invalid, "casework.input").With(bad...)
	}
	return nil
}

// store writes what an act did.
func (s *Service) store(ctx context.Context, tx *database.Tx, f *folder, actor Actor, a workflow.Action, tr workflow.Transition, effect actions.Effect) (Result, error) {
	now, before := s.Now(), f.Version
	f.Version, f.ChangedAt, f.State = before+1, now, tr.To
	f.Facts = merged(f.Facts, effect.Facts)
	if effect.Uncalled {
		f.former, f.Counsel = f.Counsel, ""
	}
	if effect.Counsel != "" {
		f.Counsel = effect.Counsel
	}
	if effect.Decision != nil {
		f.Outcome = effect.Decision.Outcome
	}
	if effect.Urgent != nil {
		f.Urgent, f.UrgentFrom = *effect.Urgent, f.def.Urgent.From(*effect.Urgent)
	}
	f.addTerms(tr)
	f.Due = f.mainDue()
	rows, err := updateCase(ctx, tx, f.Case, before)
	if err != nil {
		return Result{}, err
	}
	if rows == 0 {
		return Result{}, s.changed(ctx, tx, f)
	}
	act := f.entry(actor, a, tr, effect)
	if err := s.record(ctx, tx, f, act); err != nil {
		return Result{}, err
	}
	if err := s.apply(ctx, tx, f, act, effect); err != nil {
		return Result{}, err
	}
	if err := s.setTimers(ctx, tx, f.ID, tr.Timers); err != nil {
		return Result{}, err
	}
	if err := s.notify(ctx, tx, f, a, tr, effect); err != nil {
		return Result{}, err
	}
	return Result{State: f.State, Version: f.Version}, nil
}

// entry is the act as it is recorded.
func (f *folder) entry(actor Actor, a workflow.Action, tr workflow.Transition, effect actions.Effect) Act {
	act := Act{
		Seq: f.Version, At: f.ChangedAt, Action: a.Name, Actor: actor.audit(), From: tr.From, To: tr.To,
		Outcome: f.Outcome, Public: !a.Quiet, Note: effect.Note, Detail: map[string]string{},
	}
	maps.Copy(act.Detail, effect.Detail)
	if place := f.placeOf(actor, a); place != "" {
		act.Detail["for"] = place
	}
	return act
}

// placeOf is the absent person for whom the actor did what only an assigned
// person may do; empty when the case is his own.
func (f *folder) placeOf(actor Actor, a workflow.Action) string {
	for _, role := range a.By {
		account := f.assigned[role]
		if a.Assigned && account != actor.ID && slices.Contains(actor.For, account) {
			return account
		}
	}
	return ""
}

// merged is the facts with those of an act; nil takes one away.
func merged(facts, more map[string]any) map[string]any {
	out := maps.Clone(facts)
	if out == nil {
		out = map[string]any{}
	}
	maps.Copy(out, more)
	maps.DeleteFunc(out, func(_ string, v any) bool { return v == nil })
	return out
}
