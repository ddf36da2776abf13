// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Paper is what is known of an application that was handed in on paper and that
// an official compiles; the zero value is that of all others.
type Paper struct {
	ReceivedOn terms.Date // counts for the terms of the case
	By         string     // account of the official
	Postal     string     // where post goes; may be empty with an e-mail address
}

// IsZero tells that the application was compiled by its applicant.
func (p Paper) IsZero() bool { return p == Paper{} }

// actor is who does what is done to the draft.
func (p Paper) actor(application string) audit.Actor {
	if p.By == "" {
		return audit.Actor{Kind: audit.Applicant, ID: application}
	}
	return audit.Actor{Kind: audit.Official, ID: p.By}
}

// maxPostal bounds a postal address.
const maxPostal = 500

// StartOnPaper makes the draft of an application that was handed in on paper. It
// goes the same way as all others, but for the e-mail address: the official vouches
// for one that stands on the paper, and a postal address does in its place.
func (s *Service) StartOnPaper(ctx context.Context, procedure, definition, lang, email string, p Paper) (_ Application, err error) {
	defer problem.Wrap(&err, "intake.StartOnPaper(%s)", procedure)
	if err := s.space(ctx); err != nil {
		return Application{}, err
	}
	now := s.Now()
	p.Postal = strings.TrimSpace(p.Postal)
	if email, err = s.checkPaper(email, p, now); err != nil {
		return Application{}, err
	}
	a := Application{
		ID: ids.New(), Procedure: procedure, Definition: definition, Lang: lang, State: Draft,
		Email: email, Verified: true, Answers: json.RawMessage("{}"), Version: 1, Saved: map[string]int64{}, CreatedAt: now, ChangedAt: now, Paper: p,
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) (err error) {
		if a.Code, err = freeCode(ctx, tx, ids.Code); err != nil {
			return err
		}
		if err := insertApplication(ctx, tx, a); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{
			Chain: Chain(a.ID), Actor: p.actor(a.ID), Action: "application.started_on_paper", Subject: a.ID, At: now,
			Detail: map[string]string{"procedure": procedure, "definition": definition, "received": p.ReceivedOn.String()},
		})
	})
	return a, err
}

func (s *Service) checkPaper(email string, p Paper, now time.Time) (string, error) {
	var wrong []problem.Field
	switch today := terms.DateOf(now); {
	case p.ReceivedOn.IsZero():
		wrong = append(wrong, problem.Field{Path: "received", Code: "intake.paper_day"})
	case p.ReceivedOn.After(today):
		wrong = append(wrong, problem.Field{Path: "received", Code: "intake.paper_future"})
	case p.ReceivedOn.Before(today.AddMonths(-12)):
		wrong = append(wrong, problem.Field{Path: "received", Code: "intake.paper_old"})
	}
	if email = strings.TrimSpace(email); email != "" {
		parsed, err := ParseEmail(email)
		if err != nil {
			wrong = append(wrong, problem.Field{Path: "email", Code: "intake.email"})
		}
		email = parsed
	} else if p.Postal == "" {
		wrong = append(wrong, problem.Field{Path: "postal", Code: "intake.paper_address"})
	}
	if len([]rune(p.Postal)) > maxPostal {
		wrong = append(wrong, problem.Field{Path: "postal", Code: "intake.paper_long", Args: []any{"max", maxPostal}})
	}
	if len(wrong) > 0 {
		return "", problem.New(problem.Invalid, "intake.paper").With(wrong...)
	}
	return email, nil
}

// PaperIn returns what is known of an application on paper, inside the caller's
// transaction.
func (s *Service) PaperIn(ctx context.Context, tx *database.Tx, id string) (Paper, error) {
	a, err := peekApplication(ctx, tx, id)
	return a.Paper, err
}
