// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"slices"
	"strconv"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// RollIn lists the active holders of a role in the order of the roll, inside the
// caller's transaction. It asks for no right. The order is that which the office
// gave; who was placed by nobody follows by the day on which they got the role.
func (s *Service) RollIn(ctx context.Context, tx *database.Tx, role string) ([]Holder, error) {
	accounts, err := rollOf(ctx, tx, role)
	if err != nil {
		return nil, err
	}
	return s.described(ctx, tx, accounts)
}

// Roll is RollIn for who may order it: an administrator, or who holds one of the
// roles that choose among its people.
func (s *Service) Roll(ctx context.Context, by Actor, role string, choosers []string) (list []Holder, err error) {
	defer problem.Wrap(&err, "office.Roll(%s)", role)
	if err := may(by, RollManage, Resource{Roles: choosers}); err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = s.RollIn(ctx, tx, role)
		return err
	})
	return list, err
}

// MoveInRoll lets somebody change places with who stands before him, or after
// him when down. At the end of the roll nothing happens.
func (s *Service) MoveInRoll(ctx context.Context, by Actor, role string, choosers []string, account string, down bool) (err error) {
	defer problem.Wrap(&err, "office.MoveInRoll(%s)", role)
	if err := may(by, RollManage, Resource{Roles: choosers}); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		shown, err := s.RollIn(ctx, tx, role)
		if err != nil {
			return err
		}
		from := slices.IndexFunc(shown, func(h Holder) bool { return h.Account == account })
		if from < 0 {
			return problem.New(problem.NotFound, "office.not_in_roll")
		}
		to := from - 1
		if down {
			to = from + 1
		}
		if to < 0 || to == len(shown) {
			return nil
		}
		return s.exchange(ctx, tx, by, role, account, shown[to].Account)
	})
}

// exchange writes the whole roll, those who are suspended included: they find
// their place again when they come back.
func (s *Service) exchange(ctx context.Context, tx *database.Tx, by Actor, role, one, other string) error {
	all, err := rollOf(ctx, tx, role)
	if err != nil {
		return err
	}
	i, j := slices.Index(all, one), slices.Index(all, other)
	all[i], all[j] = all[j], all[i]
	for n, account := range all {
		if err := putInRoll(ctx, tx, role, account, n+1); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, by.Audit(), "roll_ordered", one, map[string]string{"role": role, "place": strconv.Itoa(j + 1)})
}
