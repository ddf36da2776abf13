// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"pratica/internal/casework"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/i18n"
	"pratica/internal/problem"
)

// Notify implements casework.Notifier: the applicant by e-mail at the verified
// address, counsel at the address of the list.
func (b *backOffice) Notify(ctx context.Context, tx *database.Tx, n casework.Notice) error {
	switch n.To {
	case workflow.Lawyer:
		return b.notifyCounsel(ctx, tx, n)
	case workflow.Office:
		return b.notifyOffice(ctx, tx, n)
	}
	l, err := b.intake.AccessLinkTo(ctx, tx, n.Case)
	if err != nil {
		return err
	}
	m, err := b.message(ctx, n, b.urls.open(l.Token))
	if err != nil {
		return err
	}
	if m.To = n.Email; m.To == "" {
		return b.toPost(ctx, tx, m)
	}
	_, err = b.delivery.Send(ctx, tx, m)
	return err
}

// notifyCounsel tells a lawyer whom the list of counsel knows; one who is not in
// it any more has no address that we may use.
func (b *backOffice) notifyCounsel(ctx context.Context, tx *database.Tx, n casework.Notice) error {
	counsel, err := b.office.CounselIn(ctx, tx, n.Counsel)
	if problem.KindOf(err) == problem.NotFound && err != nil {
		return nil
	}
	if err != nil {
		return err
	}
	m, err := b.message(ctx, n, b.urls.base+"/avvocato/pratiche/"+n.Case)
	if err != nil {
		return err
	}
	m.To = counsel.Address()
	_, err = b.delivery.Send(ctx, tx, m)
	return err
}

// notifyOffice tells the body at its own address; one without an address sees
// the act on the case alone.
func (b *backOffice) notifyOffice(ctx context.Context, tx *database.Tx, n casework.Notice) error {
	body, err := b.office.BodyIn(ctx, tx)
	if err != nil || body.Email == "" {
		return err
	}
	m, err := b.message(ctx, n, b.urls.base+"/ufficio/pratiche/"+n.Case)
	if err != nil {
		return err
	}
	m.To = body.Email
	_, err = b.delivery.Send(ctx, tx, m)
	return err
}

// message puts a notice into the words of its kind.
func (b *backOffice) message(ctx context.Context, n casework.Notice, link string) (delivery.Message, error) {
	def, err := b.forms.Published(ctx, n.Procedure)
	if err != nil {
		return delivery.Message{}, err
	}
	p := b.texts.For(n.Lang)
	m := delivery.Message{Owner: n.Case, Lang: n.Lang, Template: delivery.StateChanged, Args: map[string]string{
		"procedure": def.Title.In(n.Lang), "code": n.Code, "link": link,
	}}
	switch n.Kind {
	case "integration_requested":
		m.Template = delivery.IntegrationRequested
		m.Args["by"], m.Args["note"] = p.LongDate(n.Due), n.Note
		m.Lists = map[string][]string{"points": each(n.Points, n.Lang)}
	case "integration_received":
		m.Template = delivery.IntegrationReceived
		m.Args["instant"], m.Args["next"] = p.Instant(n.At), n.Explain.In(n.Lang)
	case "counsel_case":
		m.Template = delivery.CounselCase
	case "counsel_ended":
		m.Template = delivery.CounselEnded
		delete(m.Args, "link")
	case "act_received":
		m.Template = delivery.ActReceived
		m.Args["act"], m.Args["instant"], m.Args["next"] = n.Act.In(n.Lang), p.Instant(n.At), n.Explain.In(n.Lang)
	case "party_act":
		m.Template = delivery.PartyAct
		m.Args["act"], m.Args["instant"], m.Args["by"] = n.Act.In(n.Lang), p.Instant(n.At), p.T("workflow.actor."+n.By)
	case "decision":
		m.Template = delivery.Decision
		m.Args["outcome"], m.Args["next"] = n.Outcome.In(n.Lang), n.Remedy.In(n.Lang)
	default:
		m.Args["state"], m.Args["detail"] = n.State.In(n.Lang), n.Explain.In(n.Lang)
		if n.Note != "" {
			m.Args["detail"] += "\n\n" + p.T("app.notice.reason", "reason", n.Note)
		}
	}
	return m, nil
}

func each(texts []i18n.Text, lang string) []string {
	lines := make([]string, len(texts))
	for i, t := range texts {
		lines[i] = t.In(lang)
	}
	return lines
}
