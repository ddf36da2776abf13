// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/forms"
	"pratica/internal/web/kit"
	officeface "pratica/internal/web/office"
	"pratica/internal/worklist"
)

// buildWorklist makes the officials' list and lets it follow the cases. Those
// that it lacks, because they are older than it, are added by and by.
func (a *App) buildWorklist(Options) error {
	a.Worklist = &worklist.Service{DB: a.DB, Audit: a.Audit, Cases: a.Casework, People: (*applicants)(a), Actors: (*applicants)(a), Queue: a.Jobs, Say: a.sayWhy, Now: a.now}
	a.Worklist.Register()
	a.Worklist.Subscribe(a.Events)
	a.Jobs.Every("worklist.fill", time.Hour, func(ctx context.Context) error {
		_, err := a.Worklist.Fill(ctx)
		return err
	})
	a.Jobs.Every("worklist.turn", 10*time.Minute, func(ctx context.Context) error {
		_, err := a.Worklist.Turn(ctx)
		return err
	})
	return nil
}

// applicants names who filed, and who works on it.
type applicants App

// Name implements worklist.People.
func (s *applicants) Name(ctx context.Context, tx *database.Tx, account string) (string, error) {
	name, _, _, err := s.Office.Accounts.Describe(ctx, tx, account)
	return name, err
}

// Official implements worklist.Actors. Who may no longer enter has no rights.
func (s *applicants) Official(ctx context.Context, account string) (casework.Actor, error) {
	a, err := s.Office.ActorOf(ctx, account)
	if err != nil {
		return casework.Actor{}, err
	}
	return officeface.Worker(a), nil
}

// sayWhy words an error with everything that is missing.
func (a *App) sayWhy(lang string, err error) string { return kit.Why(a.Texts.For(lang), err) }

// Applicant implements worklist.People.
func (s *applicants) Applicant(ctx context.Context, tx *database.Tx, c casework.Case) (string, error) {
	def, err := s.Forms.ByDigest(ctx, c.Definition)
	if err != nil {
		return "", err
	}
	current, err := s.Casework.AnswersNow(ctx, tx, c.ID)
	if err != nil {
		return "", err
	}
	answers, err := forms.ParseAnswers(current)
	if err != nil {
		return "", err
	}
	return nameIn(def, answers), nil
}

// nameIn takes the name from the fields whose autofill tokens ask for it
// (WCAG 2.2 SC 1.3.5), surname first.
func nameIn(def *forms.Definition, answers forms.Answers) string {
	var names []string
	for _, token := range []string{"family-name", "given-name", "name", "organization"} {
		if value, ok := answers[tokenField(def, token)].(string); ok && len(names) < 2 {
			names = append(names, strings.TrimSpace(value))
		}
	}
	return strings.Join(slices.DeleteFunc(names, func(n string) bool { return n == "" }), " ")
}

// tokenField is the first field of the form that has an autofill token; "" when
// none has.
func tokenField(def *forms.Definition, token string) string {
	for _, page := range def.Pages {
		for _, section := range page.Sections {
			for _, field := range section.Fields {
				if field.Autocomplete == token && field.Group == nil {
					return field.ID
				}
			}
		}
	}
	return ""
}
