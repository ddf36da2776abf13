// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"fmt"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// bench plugs the capabilities into the ports of casework.
type bench struct {
	intake    *intake.Service
	forms     *forms.Service
	documents *documents.Service
	delivery  *delivery.Service
	office    *office.Service
	texts     *i18n.Catalogue
	urls      urls
}

// Filed implements casework.Applications.
func (b *bench) Filed(ctx context.Context, tx *database.Tx, id string) (casework.Application, error) {
	f, err := b.intake.FiledIn(ctx, tx, id)
	if err != nil {
		return casework.Application{}, err
	}
	var content intake.Content
	if err := json.Unmarshal(f.Content, &content); err != nil {
		return casework.Application{}, fmt.Errorf("app: content of %s: %w", id, err)
	}
	return casework.Application{
		ID: f.Application, Code: f.Code, Year: f.Year, Number: f.Number, FiledAt: f.FiledAt, Procedure: f.Procedure,
		Definition: f.Definition, Lang: f.Lang, Email: f.Email, Answers: content.Answers,
	}, nil
}

// Check implements casework.Files.
func (b *bench) Check(ctx context.Context, tx *database.Tx, caseID string, files []actions.File) ([]problem.Field, error) {
	var wrong []problem.Field
	stored, err := b.documents.ListIn(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if !holds(stored, f) {
			wrong = append(wrong, problem.Field{Path: f.Slot, Code: "casework.no_such_file"})
		}
	}
	return wrong, nil
}

func holds(stored []documents.File, f actions.File) bool {
	for _, s := range stored {
		if s.ID == f.ID && s.Slot == f.Slot {
			return true
		}
	}
	return false
}

// Holders implements casework.Officials.
func (b *bench) Holders(ctx context.Context, tx *database.Tx, role string) ([]actions.Official, error) {
	people, err := b.office.HoldersIn(ctx, tx, role)
	if err != nil {
		return nil, err
	}
	officials := make([]actions.Official, len(people))
	for i, p := range people {
		officials[i] = actions.Official{ID: p.Account, Name: p.Name}
	}
	return officials, nil
}

// Name implements casework.Officials.
func (b *bench) Name(ctx context.Context, tx *database.Tx, account string) (string, error) {
	name, _, _, err := b.office.Accounts.Describe(ctx, tx, account)
	return name, err
}

// Calendar implements casework.Officials.
func (b *bench) Calendar(ctx context.Context, tx *database.Tx) (terms.Calendar, error) {
	body, err := b.office.BodyIn(ctx, tx)
	return body.Calendar(), err
}

// Notify implements casework.Notifier: the applicant by e-mail at the verified
// address, counsel at the address of the list.
func (b *bench) Notify(ctx context.Context, tx *database.Tx, n casework.Notice) error {
	if n.To == workflow.Lawyer {
		return b.notifyCounsel(ctx, tx, n)
	}
	l, err := b.intake.AccessLinkTo(ctx, tx, n.Case)
	if err != nil {
		return err
	}
	m, err := b.message(ctx, n, b.urls.open(l.Token))
	if err != nil {
		return err
	}
	m.To = n.Email
	_, err = b.delivery.Send(ctx, tx, m)
	return err
}

// notifyCounsel tells a lawyer whom the list of counsel knows; one who is not in
// it any more has no address that we may use.
func (b *bench) notifyCounsel(ctx context.Context, tx *database.Tx, n casework.Notice) error {
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

// message puts a notice into the words of its kind.
func (b *bench) message(ctx context.Context, n casework.Notice, link string) (delivery.Message, error) {
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
	case "decision":
		m.Template = delivery.Decision
		m.Args["outcome"], m.Args["next"] = n.Outcome.In(n.Lang), n.Remedy.In(n.Lang)
	default:
		m.Args["state"], m.Args["detail"] = n.State.In(n.Lang), n.Explain.In(n.Lang)
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
