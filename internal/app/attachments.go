// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"io"

	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/intake"
	"pratica/internal/problem"
)

// Attach stores an attachment. The frozen document, if there was one, is void.
func (a *App) Attach(ctx context.Context, application, slot, name string, content io.Reader) error {
	seen, err := a.Intake.Get(ctx, application)
	if err != nil {
		return err
	}
	if seen.State == intake.Filed {
		return problem.New(problem.Conflict, "intake.already_filed")
	}
	rule, err := a.desk.rule(ctx, seen, slot)
	if err != nil {
		return err
	}
	received, err := a.Documents.Receive(ctx, rule, name, content)
	if err != nil {
		return err
	}
	return a.DB.Update(ctx, func(tx *database.Tx) error {
		if err := a.Intake.FilesChanged(ctx, tx, application); err != nil {
			return err
		}
		_, err := a.Documents.Attach(ctx, tx, application, rule, received)
		return err
	})
}

// Detach removes an attachment; Reattach brings it back.
func (a *App) Detach(ctx context.Context, application, file string) error {
	return a.DB.Update(ctx, func(tx *database.Tx) error {
		if err := a.Intake.FilesChanged(ctx, tx, application); err != nil {
			return err
		}
		return a.Documents.RemoveIn(ctx, tx, application, file)
	})
}

// Reattach undoes Detach, if the slot still has room.
func (a *App) Reattach(ctx context.Context, application, file string) error {
	seen, err := a.Intake.Get(ctx, application)
	if err != nil {
		return err
	}
	stored, err := a.Documents.Get(ctx, application, file)
	if err != nil {
		return err
	}
	rule, err := a.desk.rule(ctx, seen, stored.Place())
	if err != nil {
		return err
	}
	return a.DB.Update(ctx, func(tx *database.Tx) error {
		if err := a.Intake.FilesChanged(ctx, tx, application); err != nil {
			return err
		}
		return a.Documents.RestoreIn(ctx, tx, application, file, rule)
	})
}

// AttachAnswer stores a file that the office asked for. It is added: what was
// filed stays.
func (a *App) AttachAnswer(ctx context.Context, application, slot, name string, content io.Reader) error {
	seen, err := a.Intake.Get(ctx, application)
	if err != nil {
		return err
	}
	rule, err := a.desk.rule(ctx, seen, slot)
	if err != nil {
		return err
	}
	rule.MaxFiles = 0
	_, err = a.Documents.Upload(ctx, application, rule, name, content)
	return err
}

// rule is what a slot takes now; the slot may be gone with an answer.
func (d *desk) rule(ctx context.Context, a intake.Application, slot string) (documents.Rule, error) {
	_, e, err := d.evaluate(ctx, a)
	if err != nil {
		return documents.Rule{}, err
	}
	for _, s := range e.Slots {
		if s.Slot == slot {
			id, item := documents.ParsePlace(slot)
			return documents.Rule{Slot: id, Item: item, MaxBytes: s.MaxSize, Types: s.Formats, MaxFiles: s.Max}, nil
		}
	}
	return documents.Rule{}, problem.New(problem.NotFound, "documents.not_found")
}
