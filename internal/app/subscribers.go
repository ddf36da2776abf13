// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"fmt"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/events"
	"pratica/internal/intake"
)

// subscribe says what follows an event. Each subscriber is a job of its own: it
// is tried again alone, and finishes in the transaction of its effect.
func (a *App) subscribe() {
	events.On(a.Events, "casework", func(ctx context.Context, e events.Envelope[intake.FiledEvent]) error {
		return a.Casework.Open(ctx, e.Event.Application)
	})
	events.On(a.Events, "receipt", a.sendReceipt)
	a.subscribeSearch()
	events.On(a.Events, "bounce", a.tellOfBounce)
}

// buildCases makes the service of cases.
func (a *App) buildCases(Options) error {
	b := &backOffice{
		intake: a.Intake, forms: a.Forms, documents: a.Documents, delivery: a.Delivery, office: a.Office, texts: a.Texts, urls: a.urls,
	}
	a.Casework = casework.New(casework.Deps{
		DB: a.DB, Audit: a.Audit, Bus: a.Events, Queue: a.Jobs, Catalogue: a.Texts,
		Applications: b, Forms: b, Files: b, Officials: b, Notifier: b, Now: a.now,
	})
	a.Sittings = casework.NewSittings(a.Casework)
	return nil
}

// sendReceipt mails the receipt of a filing, with a link that opens it.
func (a *App) sendReceipt(ctx context.Context, e events.Envelope[intake.FiledEvent]) error {
	f := e.Event
	if f.Email == "" {
		return nil // handed in on paper: the receipt is printed at the counter
	}
	def, err := a.Forms.ByDigest(ctx, f.Definition)
	if err != nil {
		return err
	}
	p := a.Texts.For(f.Lang)
	return a.DB.Update(ctx, func(tx *database.Tx) error {
		if err := e.Finish(ctx, tx); err != nil {
			return err
		}
		l, err := a.Intake.AccessLinkTo(ctx, tx, f.Application)
		if err != nil {
			return err
		}
		_, err = a.Delivery.Send(ctx, tx, delivery.Message{
			Owner: f.Application, To: f.Email, Lang: f.Lang, Template: delivery.Receipt,
			Args: map[string]string{
				"procedure": def.Title.In(f.Lang), "code": f.Code, "number": fmt.Sprintf("%d/%d", f.Number, f.Year),
				"instant": p.Instant(f.FiledAt), "next": def.Sheet.TimeLimit.In(f.Lang), "link": a.urls.open(l.Token),
			},
		})
		return err
	})
}

// tellOfBounce tells the office of a message that did not arrive. A report of a
// report goes nowhere.
func (a *App) tellOfBounce(ctx context.Context, e events.Envelope[delivery.Bounced]) error {
	if e.Event.Kind == delivery.BounceNotice {
		return nil
	}
	body, err := a.Office.Body(ctx)
	if err != nil || body.Email == "" {
		return err // without an address the page of messages shows it
	}
	record, err := a.Delivery.Get(ctx, e.Event.Message)
	if err != nil {
		return err
	}
	return a.DB.Update(ctx, func(tx *database.Tx) error {
		if err := e.Finish(ctx, tx); err != nil {
			return err
		}
		_, err := a.Delivery.Send(ctx, tx, delivery.Message{
			Owner: record.Owner, To: body.Email, Lang: "it", Template: delivery.BounceNotice,
			Args: map[string]string{
				"recipient": record.To, "subject": record.Subject, "reason": record.Reason, "link": a.urls.base + "/amministrazione/guasti",
			},
		})
		return err
	})
}
