// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"time"

	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/intake"
)

const day = 24 * time.Hour

// expireDrafts warns of drafts that nobody changes any more, and removes them.
func (a *App) expireDrafts(ctx context.Context) error {
	d := a.Config.Drafts
	return a.Intake.ExpireDrafts(ctx, intake.Expiry{Keep: time.Duration(d.KeepDays) * day, Warn: time.Duration(d.WarnDays) * day})
}

// Warn implements intake.Drafts.
func (d *desk) Warn(ctx context.Context, tx *database.Tx, a intake.Application, l intake.Link, removal time.Time) error {
	def, err := d.forms.ByDigest(ctx, a.Definition)
	if err != nil {
		return err
	}
	_, err = d.delivery.Send(ctx, tx, delivery.Message{
		Owner: a.ID, To: a.Email, Lang: a.Lang, Template: delivery.DraftExpires, Args: map[string]string{
			"procedure": def.Title.In(a.Lang), "expires": d.texts.For(a.Lang).DateTime(removal), "link": d.urls.open(l.Token),
		},
	})
	return err
}

// Forget implements intake.Drafts.
func (d *desk) Forget(ctx context.Context, tx *database.Tx, application string) ([]intake.FileRef, error) {
	if err := d.verdicts.ForgetIn(ctx, tx, application); err != nil {
		return nil, err
	}
	files, err := d.documents.ForgetIn(ctx, tx, application)
	refs := make([]intake.FileRef, len(files))
	for i, f := range files {
		refs[i] = intake.FileRef{ID: f.ID, Slot: f.Slot, Item: f.Item, Name: f.Name, Digest: f.Digest, Size: f.Size}
	}
	return refs, err
}

// TellRemoved implements intake.Drafts.
func (d *desk) TellRemoved(ctx context.Context, tx *database.Tx, a intake.Application, r intake.Removal) error {
	def, err := d.forms.ByDigest(ctx, a.Definition)
	if err != nil {
		return err
	}
	p := d.texts.For(a.Lang)
	removed := []string{p.T("app.draft.answers", "count", r.Answers)}
	for _, f := range r.Files {
		removed = append(removed, f.Name)
	}
	_, err = d.delivery.Send(ctx, tx, delivery.Message{
		Owner: a.ID, To: a.Email, Lang: a.Lang, Template: delivery.DraftRemoved, Lists: map[string][]string{"removed": removed},
		Args: map[string]string{"procedure": def.Title.In(a.Lang), "code": a.Code},
	})
	return err
}
