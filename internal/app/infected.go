// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"time"

	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/documents"
	"pratica/internal/intake"
	"pratica/internal/problem"
)

// stillThere is how long whoever uploads a file is taken to be at the page, which shows
// the verdict of a scanner by itself.
const stillThere = 15 * time.Minute

// tellInfected writes to who brought a file in which malware was found after he had left,
// because the scanner was away. A filed application cannot be changed by him: what he can
// do is said by the message.
func (a *App) tellInfected(ctx context.Context, tx *database.Tx, f documents.File) error {
	application, err := a.Intake.GetIn(ctx, tx, f.Owner)
	if problem.KindOf(err) == problem.NotFound && err != nil { // of no application
		return nil
	}
	if err != nil || application.Email == "" || !application.Verified || a.now().Sub(f.UploadedAt) < stillThere {
		return err
	}
	def, err := a.Forms.ByDigest(ctx, application.Definition)
	if err != nil {
		return err
	}
	l, err := a.Intake.AccessLinkTo(ctx, tx, application.ID)
	if err != nil {
		return err
	}
	next := "app.infected.draft"
	if application.State == intake.Filed {
		next = "app.infected.filed"
	}
	_, err = a.Delivery.Send(ctx, tx, delivery.Message{
		Owner: application.ID, To: application.Email, Lang: application.Lang, Template: delivery.InfectedFile, Args: map[string]string{
			"procedure": def.Title.In(application.Lang), "code": application.Code, "file": f.Name, "next": a.Texts.For(application.Lang).T(next), "link": a.urls.open(l.Token),
		},
	})
	return err
}
