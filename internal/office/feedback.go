// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Feedback is what somebody reports about the accessibility of the pages.
type Feedback struct {
	ID         string
	At         time.Time
	DueOn      terms.Date
	Place      string // the page, as it was typed
	Report     string
	Email      string // to answer; "" once that was done
	Lang       string
	Answer     string
	AnsweredBy string // account
	AnsweredAt time.Time
}

// IsOpen says that nobody answered yet.
func (f Feedback) IsOpen() bool { return f.AnsweredAt.IsZero() }

// Letters tells people about reports, in the caller's transaction.
type Letters interface {
	// Reported tells the body that a report came in.
	Reported(ctx context.Context, tx *database.Tx, f Feedback) error
	// Answered sends the answer to who wrote the report.
	Answered(ctx context.Context, tx *database.Tx, f Feedback) error
}

const (
	// answerDays is the time in which the body answers a report. Who is not answered in it, or not well, may turn to AgID (L. 4/2004
	// art. 3-quinquies).
	answerDays = 30
	maxReport  = 4000
)

// Report stores a report of anybody and tells the body.
func (s *Service) Report(ctx context.Context, f Feedback) (err error) {
	defer problem.Wrap(&err, "office.Report")
	f.Place, f.Report, f.Email = strings.TrimSpace(f.Place), tidyText(f.Report), strings.TrimSpace(f.Email)
	var fields []problem.Field
	wrong := func(is bool, path, code string, args ...any) {
		if is {
			fields = append(fields, problem.Field{Path: path, Code: code, Args: args})
		}
	}
	wrong(utf8.RuneCountInString(f.Place) > maxText, "place", "office.text_long", "max", maxText)
	wrong(f.Report == "", "report", "office.report_missing")
	wrong(utf8.RuneCountInString(f.Report) > maxReport, "report", "office.text_long", "max", maxReport)
	wrong(!isAddress(f.Email), "email", "office.address_invalid")
	if len(fields) > 0 {
		return problem.New(problem.Invalid, "office.report_invalid").With(fields...)
	}
	f.ID, f.At, f.DueOn = ids.New(), database.T(s.Now()).Time, s.today().AddDays(answerDays)
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := insertFeedback(ctx, tx, f); err != nil {
			return err
		}
		if err := s.record(ctx, tx, audit.Actor{Kind: audit.System, ID: "accessibility"}, "feedback_received", f.ID, nil); err != nil {
			return err
		}
		if s.Letters == nil {
			return nil
		}
		return s.Letters.Reported(ctx, tx, f)
	})
}

// FeedbackPage lists reports, the open ones first, then the newest first.
func (s *Service) FeedbackPage(ctx context.Context, by Actor, n int) (list []Feedback, err error) {
	defer problem.Wrap(&err, "office.FeedbackPage")
	if err := may(by, BodyManage, Resource{}); err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = feedbacks(ctx, tx, n)
		return err
	})
	return list, err
}

// FeedbackByID is one report.
func (s *Service) FeedbackByID(ctx context.Context, by Actor, id string) (f Feedback, err error) {
	defer problem.Wrap(&err, "office.FeedbackByID")
	if err := may(by, BodyManage, Resource{}); err != nil {
		return Feedback{}, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		f, err = feedbackByID(ctx, tx, id)
		return missing(err, "office.no_feedback")
	})
	return f, err
}

// AnswerFeedback sends the answer to who wrote the report, whose address is not needed any more afterwards.
func (s *Service) AnswerFeedback(ctx context.Context, by Actor, id, answer string) (err error) {
	defer problem.Wrap(&err, "office.AnswerFeedback")
	if err := may(by, BodyManage, Resource{}); err != nil {
		return err
	}
	answer = tidyText(answer)
	switch {
	case answer == "":
		return invalid("answer", "office.answer_missing")
	case utf8.RuneCountInString(answer) > maxReport:
		return invalid("answer", "office.text_long", "max", maxReport)
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		f, err := feedbackByID(ctx, tx, id)
		if err != nil {
			return missing(err, "office.no_feedback")
		}
		f.Answer, f.AnsweredBy, f.AnsweredAt = answer, by.Account, database.T(s.Now()).Time
		done, err := answerFeedback(ctx, tx, f)
		if err != nil {
			return err
		}
		if !done {
			return problem.New(problem.Conflict, "office.feedback_answered")
		}
		if s.Letters != nil {
			if err := s.Letters.Answered(ctx, tx, f); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, by.Audit(), "feedback_answered", id, nil)
	})
}
