// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
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

// backOffice plugs the capabilities into the ports of casework: it is where the
// body works what the desk took in.
type backOffice struct {
	intake    *intake.Service
	forms     *forms.Service
	documents *documents.Service
	delivery  *delivery.Service
	office    *office.Service
	texts     *i18n.Catalogue
	urls      urls
}

// Filed implements casework.Applications.
func (b *backOffice) Filed(ctx context.Context, tx *database.Tx, id string) (casework.Application, error) {
	f, err := b.intake.FiledIn(ctx, tx, id)
	if err != nil {
		return casework.Application{}, err
	}
	paper, err := b.intake.PaperIn(ctx, tx, id)
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
		Received: paper.ReceivedOn, ReceivedBy: paper.By, Postal: paper.Postal,
	}, nil
}

// Check implements casework.Files.
func (b *backOffice) Check(ctx context.Context, tx *database.Tx, caseID string, files []actions.File) ([]problem.Field, error) {
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

// Holders implements casework.Officials, in the order of the roll.
func (b *backOffice) Holders(ctx context.Context, tx *database.Tx, role string) ([]actions.Official, error) {
	people, err := b.office.RollIn(ctx, tx, role)
	if err != nil {
		return nil, err
	}
	officials := make([]actions.Official, len(people))
	for i, p := range people {
		officials[i] = actions.Official{ID: p.Account, Name: p.Name, Away: p.Away, NoNew: p.Excluded}
	}
	return officials, nil
}

// Name implements casework.Officials.
func (b *backOffice) Name(ctx context.Context, tx *database.Tx, account string) (string, error) {
	name, _, _, err := b.office.Accounts.Describe(ctx, tx, account)
	return name, err
}

// Calendar implements casework.Officials.
func (b *backOffice) Calendar(ctx context.Context, tx *database.Tx) (terms.Calendar, error) {
	return b.office.CalendarIn(ctx, tx)
}

// Source implements casework.Forms.
func (b *backOffice) Source(ctx context.Context, tx *database.Tx, digest string) ([]byte, error) {
	return b.forms.SourceIn(ctx, tx, digest)
}

// Values implements casework.Forms.
func (b *backOffice) Values(ctx context.Context, _ *database.Tx, digest string, raw json.RawMessage, filed terms.Date) (casework.Values, error) {
	def, e, err := b.evaluated(ctx, digest, raw, filed)
	if err != nil {
		return casework.Values{}, err
	}
	return shownValues(def, e), nil
}

// shownValues are those of an evaluation, with the words for each language.
func shownValues(def *forms.Definition, e forms.Evaluation) casework.Values {
	v := casework.Values{Answers: e.Effective, Computed: e.Computed, Shown: map[string]map[string]string{}}
	for _, lang := range def.Languages {
		shown := map[string]string{}
		for _, block := range def.Describe(e.Effective, lang) {
			for _, entry := range block.Entries {
				shown[entry.Field] = entry.Value
			}
		}
		v.Shown[lang] = shown
	}
	return v
}

func (b *backOffice) evaluated(ctx context.Context, digest string, raw json.RawMessage, filed terms.Date) (*forms.Definition, forms.Evaluation, error) {
	def, err := b.forms.ByDigest(ctx, digest)
	if err != nil {
		return nil, forms.Evaluation{}, err
	}
	answers, err := forms.ParseAnswers(raw)
	if err != nil {
		return nil, forms.Evaluation{}, err
	}
	e, err := def.Evaluate(ctx, forms.Input{Answers: answers, Now: filed.End().Add(-time.Minute)})
	return def, e, err
}

// Amend implements casework.Forms: the changed answers replace the others, and
// only what is wrong with them counts.
func (b *backOffice) Amend(ctx context.Context, _ *database.Tx, digest string, raw, changes json.RawMessage, filed terms.Date) (json.RawMessage, []problem.Field, error) {
	answers, err := forms.ParseAnswers(raw)
	if err != nil {
		return nil, nil, err
	}
	changed, err := forms.ParseAnswers(changes)
	if err != nil {
		return nil, nil, err
	}
	for field, value := range changed {
		answers[field] = value
	}
	_, e, err := b.evaluated(ctx, digest, forms.Canonical(answers), filed)
	if err != nil {
		return nil, nil, err
	}
	var wrong []problem.Field
	for _, f := range e.Failures {
		top, _, _ := strings.Cut(f.Path, "[")
		if _, ours := changed[top]; ours {
			wrong = append(wrong, f)
		}
	}
	return forms.Canonical(e.Effective), wrong, nil
}
