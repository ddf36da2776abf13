// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/jobs"
	"pratica/internal/problem"
)

// failures lets an administrator look at what gave up, and act on it. It
// implements admin.Failures; each act is recorded with its effect.
type failures App

// Dead lists the jobs whose attempts are spent.
func (f *failures) Dead(ctx context.Context) ([]jobs.Letter, error) { return f.Jobs.Dead(ctx) }

// RetryJob gives a job all its attempts again.
func (f *failures) RetryJob(ctx context.Context, by audit.Actor, id string) error {
	return f.DB.Update(ctx, func(tx *database.Tx) error {
		if err := f.Jobs.RetryIn(ctx, tx, id); err != nil {
			return err
		}
		return f.note(ctx, tx, by, "jobs.retried", id, nil)
	})
}

// DismissJob takes a job off the list: its work was done otherwise.
func (f *failures) DismissJob(ctx context.Context, by audit.Actor, id string) error {
	return f.DB.Update(ctx, func(tx *database.Tx) error {
		if err := f.Jobs.Dismiss(ctx, tx, id); err != nil {
			return err
		}
		return f.note(ctx, tx, by, "jobs.dismissed", id, nil)
	})
}

// Resend says a lost message again, with a new link where the old one is gone.
func (f *failures) Resend(ctx context.Context, by audit.Actor, id string) error {
	lost, err := f.Delivery.Get(ctx, id)
	if err != nil {
		return err
	}
	to, err := f.recipient(ctx, lost)
	if err != nil {
		return err
	}
	return f.DB.Update(ctx, func(tx *database.Tx) error {
		link, err := f.newLink(ctx, tx, lost, to)
		if err != nil {
			return err
		}
		again, err := f.Delivery.Resend(ctx, tx, id, link)
		if err != nil {
			return err
		}
		return f.note(ctx, tx, by, "delivery.resent", id, map[string]string{"kind": string(lost.Kind), "message": again})
	})
}

// The sorts of recipients, by the link that they may get.
const (
	applicantOf = "applicant"
	counselOf   = "counsel"
)

// recipient says which link a message may hold again; "" for none. Messages that
// are themselves a link are asked for again by who needs it, since the text says
// until when it works; so are those of accounts.
func (f *failures) recipient(ctx context.Context, lost delivery.Record) (string, error) {
	if !lost.LostLink() || lost.Owner == "" || lost.Kind == delivery.DraftLink || lost.Kind == delivery.AccessLink {
		return "", nil
	}
	application, err := f.Intake.Get(ctx, lost.Owner)
	if problem.KindOf(err) == problem.NotFound && err != nil {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if application.Email == lost.To {
		return applicantOf, nil
	}
	return counselOf, nil // whose link asks for a sign-in
}

func (f *failures) newLink(ctx context.Context, tx *database.Tx, lost delivery.Record, to string) (string, error) {
	switch to {
	case applicantOf:
		l, err := f.Intake.AccessLinkTo(ctx, tx, lost.Owner)
		return f.urls.open(l.Token), err
	case counselOf:
		return f.urls.base + "/avvocato/pratiche/" + lost.Owner, nil
	}
	return "", nil
}

func (f *failures) note(ctx context.Context, tx *database.Tx, by audit.Actor, action, subject string, detail map[string]string) error {
	return f.Audit.Record(ctx, tx, audit.Entry{Chain: audit.AdminChain, Actor: by, Action: action, Subject: subject, Detail: detail, At: f.now()})
}
