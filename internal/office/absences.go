// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"cmp"
	"context"
	"slices"

	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Absence is a number of days, both ends included, on which somebody is away, or with OnlyNew is at work but receives no new cases.
type Absence struct {
	ID         string
	Account    string
	From, To   terms.Date
	Substitute string // who holds the posts meanwhile; "" for nobody
	OnlyNew    bool
}

// Holder is somebody who holds a role, for lists such as that of the rapporteurs.
type Holder struct {
	Account    string
	Name       string
	Away       bool   // today
	Substitute string // today; "" for nobody
	Excluded   bool   // receives no new cases today, but works
}

// AddAbsence notes that somebody is away: an administrator for anybody, an official for himself. A substitute is an active
// official who holds some role already: nobody brings people in by going away. Nobody names himself.
func (s *Service) AddAbsence(ctx context.Context, by Actor, a Absence) (saved Absence, err error) {
	defer problem.Wrap(&err, "office.AddAbsence(%s)", a.Account)
	if err := may(by, a.verb(), Resource{Account: a.Account}); err != nil {
		return Absence{}, err
	}
	if a.OnlyNew && a.Substitute != "" {
		return Absence{}, invalid("substitute", "office.no_substitute_needed")
	}
	if a.From.IsZero() || a.To.Before(a.From) {
		return Absence{}, invalid("to", "office.absence_days")
	}
	if a.Substitute == a.Account {
		return Absence{}, invalid("substitute", "office.substitute_is_absent")
	}
	if a.Substitute == by.Account {
		return Absence{}, problem.New(problem.Forbidden, "office.own_rights")
	}
	a.ID = ids.New()
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := s.checkSubstitute(ctx, tx, a); err != nil {
			return err
		}
		if err := insertAbsence(ctx, tx, a); err != nil {
			return err
		}
		return s.record(ctx, tx, by.Audit(), "absence_added", a.Account, map[string]string{"absence": a.ID, "substitute": a.Substitute})
	})
	return a, err
}

// verb is the right to note or take back an absence: nobody frees himself from new cases.
func (a Absence) verb() Verb {
	if a.OnlyNew {
		return ExclusionManage
	}
	return AbsenceManage
}

func (s *Service) checkSubstitute(ctx context.Context, tx *database.Tx, a Absence) error {
	if _, _, _, err := s.Accounts.Describe(ctx, tx, a.Account); err != nil {
		return err
	}
	if a.Substitute == "" {
		return nil
	}
	substitute, err := s.actor(ctx, tx, a.Substitute)
	if err != nil {
		return err
	}
	if !official(substitute, Resource{}) {
		return invalid("substitute", "office.not_active_official")
	}
	return nil
}

// RemoveAbsence takes an absence back.
func (s *Service) RemoveAbsence(ctx context.Context, by Actor, absence string) (err error) {
	defer problem.Wrap(&err, "office.RemoveAbsence(%s)", absence)
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		a, err := absenceByID(ctx, tx, absence)
		if err != nil {
			return missing(err, "office.no_absence")
		}
		if err := may(by, a.verb(), Resource{Account: a.Account}); err != nil {
			return err
		}
		if err := deleteAbsence(ctx, tx, absence); err != nil {
			return err
		}
		return s.record(ctx, tx, by.Audit(), "absence_removed", a.Account, map[string]string{"absence": a.ID})
	})
}

// Absences lists the absences that are not over, of one account or ("") of all.
func (s *Service) Absences(ctx context.Context, by Actor, account string) (list []Absence, err error) {
	defer problem.Wrap(&err, "office.Absences")
	if err := may(by, AbsenceManage, Resource{Account: account}); err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = absencesFrom(ctx, tx, account, s.today())
		return err
	})
	return list, err
}

// Colleagues lists the active officials who hold some role, by name: among them a substitute is chosen.
func (s *Service) Colleagues(ctx context.Context, by Actor) (list []Holder, err error) {
	defer problem.Wrap(&err, "office.Colleagues")
	if err := may(by, DeskEnter, Resource{}); err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		accounts, err := everyHolder(ctx, tx)
		if err != nil {
			return err
		}
		list, err = s.describe(ctx, tx, accounts)
		return err
	})
	return list, err
}

// Holders lists the active officials who hold a role, by name: the list of rapporteurs, for one. Who is away stays in it, marked.
func (s *Service) Holders(ctx context.Context, role string) (list []Holder, err error) {
	defer problem.Wrap(&err, "office.Holders(%s)", role)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		accounts, err := holdersOf(ctx, tx, role)
		if err != nil {
			return err
		}
		list, err = s.describe(ctx, tx, accounts)
		return err
	})
	return list, err
}

func (s *Service) describe(ctx context.Context, tx *database.Tx, accounts []string) ([]Holder, error) {
	list, err := s.described(ctx, tx, accounts)
	slices.SortFunc(list, func(a, b Holder) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Account, b.Account))
	})
	return list, err
}

// described keeps the active ones, in the order in which they come.
func (s *Service) described(ctx context.Context, tx *database.Tx, accounts []string) ([]Holder, error) {
	absences, err := absencesOn(ctx, tx, s.today())
	if err != nil {
		return nil, err
	}
	var list []Holder
	for _, account := range accounts {
		name, _, active, err := s.Accounts.Describe(ctx, tx, account)
		if err != nil {
			return nil, err
		}
		if active {
			h := Holder{Account: account, Name: name}
			h.mark(absences)
			list = append(list, h)
		}
	}
	return list, nil
}

// mark notes whether the holder is away. The first substitute named stands in.
func (h *Holder) mark(absences []Absence) {
	for _, a := range absences {
		switch {
		case a.Account != h.Account:
		case a.OnlyNew:
			h.Excluded = true
		default:
			h.Away, h.Substitute = true, cmp.Or(h.Substitute, a.Substitute)
		}
	}
}
