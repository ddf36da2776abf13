// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// Unit is one of the body's offices.
type Unit struct {
	ID    string
	Name  string
	Email string // "" when it has none of its own
}

// Membership is a role that an account holds in a unit ("" for the whole body).
type Membership struct {
	ID        string
	Account   string
	Unit      string
	Role      string
	GrantedBy string
	GrantedAt time.Time
}

// Units lists the units that are open, by name.
func (s *Service) Units(ctx context.Context) (list []Unit, err error) {
	defer problem.Wrap(&err, "office.Units")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = openUnits(ctx, tx)
		return err
	})
	return list, err
}

// AddUnit opens a unit.
func (s *Service) AddUnit(ctx context.Context, by Actor, name, email string) (u Unit, err error) {
	defer problem.Wrap(&err, "office.AddUnit")
	if err := may(by, BodyManage, Resource{}); err != nil {
		return Unit{}, err
	}
	u = Unit{ID: ids.New(), Name: strings.Join(strings.Fields(name), " "), Email: strings.TrimSpace(email)}
	if u.Name == "" || len([]rune(u.Name)) > maxText {
		return Unit{}, invalid("name", "office.unit_name_invalid", "max", maxText)
	}
	if u.Email != "" && !isAddress(u.Email) {
		return Unit{}, invalid("email", "office.address_invalid")
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := insertUnit(ctx, tx, u); err != nil {
			if errors.Is(err, database.ErrConflict) {
				return problem.New(problem.Conflict, "office.unit_exists").With(problem.Field{Path: "name", Code: "office.unit_exists"}).Because(err)
			}
			return err
		}
		return s.record(ctx, tx, by.Audit(), "unit_added", u.ID, nil)
	})
	return u, err
}

// CloseUnit closes a unit in which nobody holds a role any more.
func (s *Service) CloseUnit(ctx context.Context, by Actor, unit string) (err error) {
	defer problem.Wrap(&err, "office.CloseUnit(%s)", unit)
	if err := may(by, BodyManage, Resource{}); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		closed, err := closeUnit(ctx, tx, unit, s.Now())
		if err != nil {
			return err
		}
		if !closed {
			return problem.New(problem.NotFound, "office.no_unit")
		}
		members, err := membersOfUnit(ctx, tx, unit)
		if err != nil {
			return err
		}
		if members > 0 {
			return problem.New(problem.Conflict, "office.unit_has_members", "count", members)
		}
		return s.record(ctx, tx, by.Audit(), "unit_closed", unit, nil)
	})
}

// Members lists the memberships in force, of one account or ("") of all.
func (s *Service) Members(ctx context.Context, by Actor, account string) (list []Membership, err error) {
	defer problem.Wrap(&err, "office.Members")
	if account == "" || account != by.Account {
		if err := may(by, UsersRead, Resource{}); err != nil {
			return nil, err
		}
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = memberships(ctx, tx, account)
		return err
	})
	return list, err
}

// RoleNames lists the roles that can be granted: the built-in one first, then those of the procedures.
func (s *Service) RoleNames(ctx context.Context) (names []string, err error) {
	defer problem.Wrap(&err, "office.RoleNames")
	names, err = s.Roles.Roles(ctx)
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == Administrator })
	slices.Sort(names)
	return append([]string{Administrator}, slices.Compact(names)...), nil
}

// Grant gives an official a role in a unit, or with unit "" in the whole body. The administrator's role is always for the whole body.
func (s *Service) Grant(ctx context.Context, by Actor, account, role, unit string) (m Membership, err error) {
	defer problem.Wrap(&err, "office.Grant(%s)", account)
	if account == by.Account {
		return Membership{}, problem.New(problem.Forbidden, "office.own_rights")
	}
	if err := may(by, RightsGrant, Resource{Account: account}); err != nil {
		return Membership{}, err
	}
	names, err := s.RoleNames(ctx)
	if err != nil {
		return Membership{}, err
	}
	if !slices.Contains(names, role) {
		return Membership{}, invalid("role", "office.no_role", "role", role)
	}
	if role == Administrator && unit != "" {
		return Membership{}, invalid("unit", "office.administrator_unit")
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := s.stillMay(ctx, tx, by, RightsGrant, account); err != nil {
			return err
		}
		m, err = s.grant(ctx, tx, by, Membership{Account: account, Role: role, Unit: unit})
		return err
	})
	return m, err
}

// stillMay asks for a right again inside the transaction that uses it: it may have been taken since the request began.
func (s *Service) stillMay(ctx context.Context, tx *database.Tx, by Actor, verb Verb, account string) error {
	if err := passGuard(ctx, tx); err != nil {
		return err
	}
	now, err := s.actor(ctx, tx, by.Account)
	if err != nil {
		return err
	}
	return may(now, verb, Resource{Account: account})
}

func (s *Service) grant(ctx context.Context, tx *database.Tx, by Actor, m Membership) (Membership, error) {
	_, kind, _, err := s.Accounts.Describe(ctx, tx, m.Account)
	if err != nil {
		return Membership{}, err
	}
	if kind != KindOfficial {
		return Membership{}, invalid("account", "office.only_officials")
	}
	if m.Unit != "" {
		if _, err := unitByID(ctx, tx, m.Unit); err != nil {
			return Membership{}, missing(err, "office.no_unit")
		}
	}
	return s.insert(ctx, tx, by.Audit(), m)
}

// insert writes a membership and its audit row.
func (s *Service) insert(ctx context.Context, tx *database.Tx, by audit.Actor, m Membership) (Membership, error) {
	m.ID, m.GrantedBy, m.GrantedAt = ids.New(), by.ID, database.T(s.Now()).Time
	added, err := insertMembership(ctx, tx, m)
	if err != nil {
		return Membership{}, err
	}
	if !added {
		return Membership{}, problem.New(problem.Conflict, "office.already_granted")
	}
	return m, s.record(ctx, tx, by, "granted", m.Account, map[string]string{"role": m.Role, "unit": m.Unit, "membership": m.ID})
}

// Revoke ends a membership.
func (s *Service) Revoke(ctx context.Context, by Actor, membership string) (err error) {
	defer problem.Wrap(&err, "office.Revoke(%s)", membership)
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		m, err := membershipByID(ctx, tx, membership)
		if err != nil {
			return missing(err, "office.no_membership")
		}
		if m.Account == by.Account {
			return problem.New(problem.Forbidden, "office.own_rights")
		}
		if err := s.stillMay(ctx, tx, by, RightsGrant, m.Account); err != nil {
			return err
		}
		if m.Role == Administrator {
			if err := s.Spare(ctx, tx, m.Account); err != nil {
				return err
			}
		}
		ended, err := endMembership(ctx, tx, membership, by.Account, s.Now())
		if err != nil {
			return err
		}
		if !ended {
			return problem.New(problem.NotFound, "office.no_membership")
		}
		return s.record(ctx, tx, by.Audit(), "revoked", m.Account, map[string]string{"role": m.Role, "unit": m.Unit, "membership": m.ID})
	})
}
