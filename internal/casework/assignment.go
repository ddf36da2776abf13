// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"slices"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
)

// Choice is a choice of a person for the case, as it was made, with the names of
// those compared.
type Choice struct {
	actions.Selection
	Label i18n.Text // of the role
	At    time.Time
	Name  string // of the chosen one; "" when nobody could be chosen
}

// candidates are the holders of a role with what a rule of assignment compares.
func (s *Service) candidates(ctx context.Context, tx *database.Tx, f *folder, role string) ([]actions.Candidate, error) {
	holders, err := s.Officials.Holders(ctx, tx, role)
	if err != nil {
		return nil, err
	}
	final, err := s.finals(ctx, tx)
	if err != nil {
		return nil, err
	}
	open, err := openCases(ctx, tx, byRole, role, final)
	if err != nil {
		return nil, err
	}
	last, err := lastChosen(ctx, tx, role)
	if err != nil {
		return nil, err
	}
	out := make([]actions.Candidate, len(holders))
	for i, h := range holders {
		out[i] = actions.Candidate{Account: h.ID, Name: h.Name, Open: open[h.ID], Last: last[h.ID], Place: i + 1, Out: f.out(role, h)}
	}
	return out, nil
}

// out says why a holder is not considered for the case.
func (f *folder) out(role string, h actions.Official) string {
	switch {
	case f.declared[h.ID] == actions.Abstains:
		return actions.OutAbstained
	case f.assigned[role] == h.ID:
		return actions.OutHolds
	case h.Away:
		return actions.OutAway
	case h.NoNew:
		return actions.OutNoNew
	}
	return ""
}

// finals lists the final states of each definition in use.
func (s *Service) finals(ctx context.Context, tx *database.Tx) (map[string][]string, error) {
	used, err := definitionsInUse(ctx, tx)
	if err != nil {
		return nil, err
	}
	final := map[string][]string{}
	for _, digest := range used {
		def, err := s.definition(ctx, tx, digest)
		if err != nil {
			return nil, err
		}
		for _, state := range def.States {
			if state.Final {
				final[digest] = append(final[digest], state.Name)
			}
		}
	}
	return final, nil
}

// withheld tells whether the actor has yet to declare that he has no conflict of
// interest: until then nothing of the case opens but who is in it.
func (f *folder) withheld(a Actor) bool {
	if a.Kind != audit.Official || f.declared[a.ID] == actions.NoConflict {
		return false
	}
	w := f.worker(a)
	return !slices.ContainsFunc(w.Roles, func(name string) bool {
		role, _ := f.def.Role(name)
		return !role.Declares && (!role.OnlyAssigned || w.Holds(f.assigned[name]))
	})
}

// mustDeclare tells whether the actor would do the action only in roles that
// must declare, and has not.
func (f *folder) mustDeclare(actor Actor, a workflow.Action) bool {
	if actor.Kind != audit.Official || a.Kind == "declare_no_conflict" || a.Kind == "abstain" || f.declared[actor.ID] == actions.NoConflict {
		return false
	}
	roles := f.worker(actor).Roles
	return !slices.ContainsFunc(a.By, func(name string) bool {
		role, known := f.def.Role(name)
		return known && slices.Contains(roles, name) && !role.Declares
	})
}

func declareFirst() error { return problem.New(problem.Forbidden, "casework.declare_first") }

// conflictRefuses says why an actor may not do an action for what he declared of
// the case, or has yet to declare.
func (f *folder) conflictRefuses(actor Actor, a workflow.Action) error {
	switch {
	case f.mustDeclare(actor, a):
		return declareFirst()
	case a.Kind == "declare_no_conflict" && f.declared[actor.ID] == actions.NoConflict:
		return problem.New(problem.Conflict, "casework.declared_already")
	}
	return nil
}

// applySelection keeps why somebody was chosen, and what the actor declared.
func (s *Service) applySelection(ctx context.Context, tx *database.Tx, f *folder, act Act, e actions.Effect) error {
	if e.Selection != nil {
		if err := insertChoice(ctx, tx, f.ID, act, *e.Selection); err != nil {
			return err
		}
	}
	if e.Declaration == nil {
		return nil
	}
	return putDeclaration(ctx, tx, f.ID, act, *e.Declaration)
}

// choices lists how the case came to whom, for officials.
func (s *Service) choices(ctx context.Context, tx *database.Tx, f *folder) ([]Choice, error) {
	all, err := choicesOf(ctx, tx, f.ID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		role, _ := f.def.Role(all[i].Role)
		all[i].Label = role.Label
		if all[i].Account != "" {
			if all[i].Name, err = s.Officials.Name(ctx, tx, all[i].Account); err != nil {
				return nil, err
			}
		}
		for j, c := range all[i].Candidates {
			if all[i].Candidates[j].Name, err = s.Officials.Name(ctx, tx, c.Account); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// closedView is the case for who has yet to declare: where it stands, who is in
// it, and nothing else.
func (s *Service) closedView(ctx context.Context, tx *database.Tx, f *folder, actor Actor) (View, error) {
	state, _ := f.def.State(f.State)
	v := View{Case: f.Case, Label: state.Office, Withheld: true}
	v.Case.Email, v.Case.Facts, v.Case.Counsel = "", nil, ""
	var err error
	if v.Parties, err = f.people(ctx); err != nil {
		return View{}, err
	}
	v.Offers, err = s.offers(ctx, tx, f, actor)
	return v, err
}

// declared lists what people of the office declared of the case.
func (s *Service) declared(ctx context.Context, tx *database.Tx, f *folder) ([]Declared, error) {
	all, err := declarationsOf(ctx, tx, f.ID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Name, err = s.Officials.Name(ctx, tx, all[i].Account); err != nil {
			return nil, err
		}
	}
	return all, nil
}
