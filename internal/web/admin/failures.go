// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"context"
	"net/http"
	"strings"

	"pratica/internal/audit"
	"pratica/internal/delivery"
	"pratica/internal/jobs"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// Failures is what gave up and waits for a person. Each act is recorded together
// with its effect.
type Failures interface {
	Dead(ctx context.Context) ([]jobs.Letter, error)
	RetryJob(ctx context.Context, by audit.Actor, id string) error
	DismissJob(ctx context.Context, by audit.Actor, id string) error
	// Resend says a lost message again; a link in it is made anew, or the problem
	// says who can ask for one.
	Resend(ctx context.Context, by audit.Actor, id string) error
}

// FailuresPage lists the messages that did not arrive and the jobs that gave up.
type FailuresPage struct {
	kit.Page
	Messages, Jobs []Failure
	NoMessages     kit.EmptyState
	NoJobs         kit.EmptyState
}

// Failure is one of them.
type Failure struct {
	ID, Title, Why string
	Detail         string // what the other side, or the program, answered; in its own words
	Facts          []kit.Entry
	Advice         string // what to do instead of sending again; "" when it can be sent
}

const (
	failuresPath = Prefix + "/guasti"
	lostPerPage  = 100
)

func (f *Face) failures(w http.ResponseWriter, r *http.Request) error {
	return f.failuresPage(w, r, nil)
}

func (f *Face) failuresPage(w http.ResponseWriter, r *http.Request, wrong error) error {
	lost, err := f.Delivery.Lost(r.Context(), lostPerPage)
	if err != nil {
		return err
	}
	dead, err := f.Failures.Dead(r.Context())
	if err != nil {
		return err
	}
	page := FailuresPage{Page: f.page(r, "admin.failures.title")}
	page.Lead = page.T("admin.failures.lead")
	page.NoMessages = kit.EmptyState{Title: page.T("admin.failures.no_messages")}
	page.NoJobs = kit.EmptyState{Title: page.T("admin.failures.no_jobs")}
	for _, m := range lost {
		page.Messages = append(page.Messages, lostMessage(page.Page, m))
	}
	for _, l := range dead {
		page.Jobs = append(page.Jobs, deadJob(page.Page, l))
	}
	withErrors(&page.Page, wrong)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/failures", page)
}

func lostMessage(page kit.Page, m delivery.Record) Failure {
	f := Failure{
		ID: m.ID, Title: m.Subject, Why: page.T("admin.failures.why." + whyLost(m)), Detail: m.Reason,
		Facts: []kit.Entry{
			{Name: page.T("admin.mail.to"), Value: m.To},
			{Name: page.T("admin.failures.what"), Value: page.T("delivery.kind." + string(m.Kind))},
			{Name: page.T("admin.failures.gave_up"), Value: page.Printer.DateTime(m.ChangedAt)},
		},
	}
	if m.LostLink() {
		f.Advice = advice(page, m)
	}
	return f
}

// advice says who can ask for a link that cannot be sent again.
func advice(page kit.Page, m delivery.Record) string {
	switch m.Kind {
	case delivery.Invitation, delivery.InvitationLawyer, delivery.InvitationHelper:
		return page.T("admin.failures.advice.invitation")
	case delivery.PasswordReset, delivery.TOTPReset:
		return page.T("admin.failures.advice.account")
	case delivery.DraftLink, delivery.AccessLink:
		return page.T("admin.failures.advice.applicant")
	}
	return ""
}

func deadJob(page kit.Page, l jobs.Letter) Failure {
	return Failure{
		ID: l.ID, Title: jobTitle(page, l.Kind), Detail: l.Error, Why: page.T("admin.failures.attempts", "count", l.Attempts),
		Facts: []kit.Entry{
			{Name: page.T("admin.failures.began"), Value: page.Printer.DateTime(l.CreatedAt)},
			{Name: page.T("admin.failures.gave_up"), Value: page.Printer.DateTime(l.FinishedAt)},
			{Name: page.T("admin.failures.code"), Value: l.Kind},
		},
	}
}

// jobTitle puts a kind of job into words: a follower of an event by who follows,
// a periodic task as such, the others each by its name.
func jobTitle(page kit.Page, kind string) string {
	parts := strings.Split(kind, "/")
	key := strings.ReplaceAll(parts[0], ".", "_")
	if parts[0] == "event" {
		key = "event_" + parts[len(parts)-1]
	}
	if page.Printer.Has("admin.failures.job." + key) {
		return page.T("admin.failures.job." + key)
	}
	return page.T("admin.failures.job.other", "kind", kind)
}

// failureSubmit does what was asked of one failure.
func (f *Face) failureSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	acts := map[string]func(context.Context, audit.Actor, string) error{
		"resend": f.Failures.Resend, "retry": f.Failures.RetryJob, "dismiss": f.Failures.DismissJob,
	}
	act := acts[form.Text("act")]
	if act == nil {
		return f.failuresPage(w, r, problem.New(problem.Invalid, "admin.no_act"))
	}
	err = act(r.Context(), by(r), form.Text("id"))
	if kit.IsCorrectable(err) || problem.Is(err, "jobs.not_dead") { // somebody was faster: the list says what remains
		return f.failuresPage(w, r, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "admin.failures.done_"+form.Text("act"))
	return kit.Redirect(w, r, failuresPath)
}
