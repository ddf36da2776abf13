// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"pratica/internal/audit"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// What counsel's list shows of a client is kept beside the case, so that a page of
// it is one gathered read: to work a name out of the answers takes the whole form.

// client is the first person of the first party; nobody where the expressions of
// the definition cannot read the answers.
func (f *folder) client(ctx context.Context) workflow.Person {
	parties, err := f.people(ctx)
	if err != nil || len(parties) == 0 {
		return workflow.Person{}
	}
	return workflow.Person{Who: parties[0].People[0].Who, TaxCode: parties[0].People[0].TaxCode}
}

// nameClients fills in who filed each case, for counsel, and gives the cases of
// which that was never written: they are older than the table.
func nameClients(ctx context.Context, tx *database.Tx, actor Actor, items []Item) (nameless []Case, err error) {
	if actor.Kind == audit.Official || len(items) == 0 {
		return nil, nil
	}
	ids := make([]string, len(items))
	for i, item := range items {
		ids[i] = item.ID
	}
	clients, err := clientsOf(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	for i := range items {
		known, ok := clients[items[i].ID]
		items[i].Client = known
		if !ok {
			nameless = append(nameless, items[i].Case)
		}
	}
	return nameless, nil
}

// rememberClients works out who filed some cases, and writes it.
func (s *Service) rememberClients(ctx context.Context, cases []Case, items []Item) error {
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		for _, c := range cases {
			f, err := s.load(ctx, tx, c)
			if err != nil {
				return err
			}
			who := f.client(ctx)
			if err := setClient(ctx, tx, c.ID, who); err != nil {
				return err
			}
			items[slices.IndexFunc(items, func(i Item) bool { return i.ID == c.ID })].Client = who
		}
		return nil
	})
}

// NeverConfirmed are those of some applications in whose case no counsel was
// confirmed so far: they have no case yet, or the office has not come to it.
func (s *Service) NeverConfirmed(ctx context.Context, applications []string) (list []string, err error) {
	defer problem.Wrap(&err, "casework.NeverConfirmed")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		for _, id := range applications {
			confirmed, err := s.wasConfirmed(ctx, tx, id)
			if err != nil {
				return err
			}
			if !confirmed {
				list = append(list, id)
			}
		}
		return nil
	})
	return list, err
}

func (s *Service) wasConfirmed(ctx context.Context, tx *database.Tx, id string) (bool, error) {
	c, err := getCase(ctx, tx, id)
	if errors.Is(err, database.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	def, err := s.definition(ctx, tx, c.Definition)
	if err != nil {
		return false, err
	}
	done, err := acts(ctx, tx, id)
	return slices.ContainsFunc(done, func(a Act) bool {
		action, ok := def.Action(a.Action)
		return ok && action.Kind == "confirm_counsel"
	}), err
}

// ClientIn tells whom a draft is for, as counsel's list would name who filed it;
// nobody while it does not say.
func (s *Service) ClientIn(ctx context.Context, definition string, answers json.RawMessage) (who workflow.Person, err error) {
	defer problem.Wrap(&err, "casework.ClientIn")
	today := terms.DateOf(s.Now())
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		def, err := s.definition(ctx, tx, definition)
		if err != nil {
			return err
		}
		f := &folder{Case: Case{Definition: definition, FiledAt: s.Now()}, def: def, today: today}
		if f.values, err = s.Forms.Values(ctx, tx, definition, answers, today); err != nil {
			return err
		}
		who = f.client(ctx)
		return nil
	})
	return who, err
}
