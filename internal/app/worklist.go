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
	"pratica/internal/terms"
	"pratica/internal/worklist"
)

// buildWorklist makes the officials' list and lets it follow the cases. Those
// that it lacks, because they are older than it, are added by and by.
func (a *App) buildWorklist(Options) error {
	a.Worklist = &worklist.Service{DB: a.DB, Audit: a.Audit, Cases: a.Casework, People: (*subjects)(a), Now: a.now}
	a.Worklist.Subscribe(a.Events)
	a.Jobs.Every("worklist.fill", time.Hour, func(ctx context.Context) error {
		_, err := a.Worklist.Fill(ctx)
		return err
	})
	return nil
}

// subjects reads what the list shows of an application's own words.
type subjects App

// Name implements worklist.People.
func (s *subjects) Name(ctx context.Context, tx *database.Tx, account string) (string, error) {
	name, _, _, err := s.Office.Accounts.Describe(ctx, tx, account)
	return name, err
}

// Subject implements worklist.People.
func (s *subjects) Subject(ctx context.Context, tx *database.Tx, c casework.Case) (worklist.Subject, error) {
	def, err := s.Forms.ByDigest(ctx, c.Definition)
	if err != nil {
		return worklist.Subject{}, err
	}
	filed, err := s.Casework.Applications.Filed(ctx, tx, c.ID)
	if err != nil {
		return worklist.Subject{}, err
	}
	answers, err := forms.ParseAnswers(filed.Answers)
	if err != nil {
		return worklist.Subject{}, err
	}
	return subjectOf(def, answers), nil
}

// The fields that a definition lifts into the list, by names that the author's
// guide gives: whether the application is urgent, and the day of the hearing.
const urgentField, hearingField = "urgent", "next_hearing"

// subjectOf takes the name from the fields whose autofill tokens ask for it
// (WCAG 2.2 SC 1.3.5), surname first.
func subjectOf(def *forms.Definition, answers forms.Answers) worklist.Subject {
	var s worklist.Subject
	var names []string
	for _, token := range []string{"family-name", "given-name", "name", "organization"} {
		if value, ok := answers[tokenField(def, token)].(string); ok && len(names) < 2 {
			names = append(names, strings.TrimSpace(value))
		}
	}
	s.Name = strings.Join(slices.DeleteFunc(names, func(n string) bool { return n == "" }), " ")
	s.Urgent, _ = answers[urgentField].(bool)
	if day, ok := answers[hearingField].(string); ok {
		if d, err := terms.ParseDate(day); err == nil {
			s.Hearing = d
		}
	}
	return s
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
