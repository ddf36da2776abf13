// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/office/officetest"
	"pratica/internal/terms"
)

func TestStatement(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		admin := h.Administrator(t, "anna")
		st, err := h.Statement(ctx)
		if st.Version != 0 || err != nil {
			t.Errorf("before the first: %+v, error %v", st, err)
		}
		err = h.SaveStatement(ctx, admin, office.Statement{Hosted: "http://form.agid.example", Contact: "x", Conformity: office.Partly, ReviewedOn: h.FirstDay().AddDays(5)})
		if want := []string{"hosted", "contact", "method", "prepared_on", "reviewed_on", "failing.it"}; !slices.Equal(paths(err), want) {
			t.Errorf("wrong are %q, want %q", paths(err), want)
		}
		day := h.FirstDay().AddDays(-30)
		st = office.Statement{
			Conformity: office.Partly, Method: office.SelfAssessed, PreparedOn: day, Failing: i18n.Text{"it": "Tabelle larghe", "en": "Wide tables"},
		}
		code(t, "save", h.SaveStatement(ctx, admin, st), "")
		code(t, "save what is old", h.SaveStatement(ctx, admin, st), "office.text_changed")
		saved, err := h.Statement(ctx)
		if err != nil || saved.Version != 1 || saved.Failing["en"] != "Wide tables" || saved.PreparedOn != day {
			t.Errorf("saved %+v, error %v", saved, err)
		}
		h.Official("carla")
		code(t, "an official saves", h.SaveStatement(ctx, h.Actor(t, "carla"), saved), "office.forbidden")
	})
}

func TestStatementIsReviewedEachSeptember(t *testing.T) {
	for prepared, want := range map[terms.Date]terms.Date{
		terms.NewDate(2026, time.September, 22): terms.NewDate(2026, time.September, 23),
		terms.NewDate(2026, time.September, 23): terms.NewDate(2027, time.September, 23),
		terms.NewDate(2026, time.November, 25):  terms.NewDate(2027, time.September, 23),
	} {
		if got := (office.Statement{PreparedOn: prepared}).DueOn(); got != want {
			t.Errorf("prepared on %s: to be reviewed by %s, want %s", prepared, got, want)
		}
	}
}

// letters keeps what would be sent.
type letters struct{ reported, answered []office.Feedback }

func (l *letters) Reported(_ context.Context, _ *database.Tx, f office.Feedback) error {
	l.reported = append(l.reported, f)
	return nil
}

func (l *letters) Answered(_ context.Context, _ *database.Tx, f office.Feedback) error {
	l.answered = append(l.answered, f)
	return nil
}

func TestFeedback(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		post := &letters{}
		h.Letters = post
		admin := h.Administrator(t, "anna")
		err := h.Report(ctx, office.Feedback{Email: "nessuno"})
		if want := []string{"report", "email"}; !slices.Equal(paths(err), want) {
			t.Errorf("wrong are %q, want %q", paths(err), want)
		}
		code(t, "report", h.Report(ctx, office.Feedback{Place: "/servizi", Report: "Il lettore tace", Email: "zoe@example.org", Lang: "en"}), "")
		h.Advance(time.Hour)
		code(t, "another", h.Report(ctx, office.Feedback{Report: "Contrasto", Email: "ugo@example.org", Lang: "it"}), "")
		list, err := h.FeedbackPage(ctx, admin, 10)
		code(t, "list", err, "")
		if len(list) != 2 || len(post.reported) != 2 || list[0].Report != "Contrasto" || list[0].DueOn != h.FirstDay().AddDays(29) {
			t.Fatalf("listed %+v, told %d", list, len(post.reported))
		}
		code(t, "no answer", h.AnswerFeedback(ctx, admin, list[0].ID, "  "), "office.answer_missing")
		code(t, "answer", h.AnswerFeedback(ctx, admin, list[0].ID, "Corretto, grazie."), "")
		code(t, "answer again", h.AnswerFeedback(ctx, admin, list[0].ID, "Di nuovo"), "office.feedback_answered")
		code(t, "answer nothing", h.AnswerFeedback(ctx, admin, "none", "x"), "office.no_feedback")
		if len(post.answered) != 1 || post.answered[0].Email != "ugo@example.org" || post.answered[0].Answer != "Corretto, grazie." {
			t.Errorf("sent %+v", post.answered)
		}
		one, err := h.FeedbackByID(ctx, admin, list[0].ID)
		if err != nil || one.IsOpen() || one.Email != "" {
			t.Errorf("after the answer: %+v, error %v", one, err)
		}
		if list, err = h.FeedbackPage(ctx, admin, 10); err != nil || !list[0].IsOpen() || list[0].Report != "Il lettore tace" {
			t.Errorf("the open one is not first: %+v, error %v", list, err)
		}
		h.Official("carla")
		carla := h.Actor(t, "carla")
		_, err = h.FeedbackPage(ctx, carla, 10)
		code(t, "an official lists", err, "office.forbidden")
		_, err = h.FeedbackByID(ctx, carla, list[0].ID)
		code(t, "an official reads", err, "office.forbidden")
		code(t, "an official answers", h.AnswerFeedback(ctx, carla, list[0].ID, "x"), "office.forbidden")
	})
}
