// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package privacy

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/ids"
	"pratica/internal/jobs"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Service answers requests. All fields are required.
type Service struct {
	DB       *database.DB
	Audit    *audit.Log
	Queue    *jobs.Queue
	Texts    *i18n.Catalogue
	Parts    []Part
	Holders  []Holder
	Lists    Lists
	Accounts Accounts
	Cases    Cases
	Words    Words
	Drafts   Drafts
	Files    Files
	Now      func() time.Time
}

const (
	copyKind = "privacy.copy"
	// slotCopy is where the copy is kept, under the request's own id.
	slotCopy = "personal_copy"
	// maxReason bounds the reason of an extension.
	maxReason = 2000
)

// Register gives the queue its handler.
func (s *Service) Register() { jobs.Handle(s.Queue, copyKind, s.prepare) }

func may(by office.Actor) error {
	if !office.Can(by, office.PrivacyManage, office.Resource{}) {
		return problem.New(problem.Forbidden, "office.forbidden")
	}
	return nil
}

// Look says what there is of a person, before anything is made or written.
func (s *Service) Look(ctx context.Context, by office.Actor, a Asking) (_ Asking, found Found, err error) {
	defer problem.Wrap(&err, "privacy.Look")
	if err := may(by); err != nil {
		return a, Found{}, err
	}
	if a, err = a.checked(terms.DateOf(s.Now())); err != nil {
		return a, Found{}, err
	}
	if found, err = s.find(ctx, a.Person); err != nil {
		return a, Found{}, err
	}
	return a, found, s.DB.Update(ctx, func(tx *database.Tx) error { return s.record(ctx, tx, by.Audit(), "looked", "", nil) })
}

// Ask writes a request into the register and has its copy made.
func (s *Service) Ask(ctx context.Context, by office.Actor, a Asking) (r Request, err error) {
	defer problem.Wrap(&err, "privacy.Ask")
	if err := may(by); err != nil {
		return Request{}, err
	}
	if a, err = a.checked(terms.DateOf(s.Now())); err != nil {
		return Request{}, err
	}
	year, _, _ := a.AskedOn.Date()
	r = Request{
		Person: a.Person, ID: ids.New(), Year: year, AskedOn: a.AskedOn, DueOn: a.AskedOn.AddMonths(answerMonths), WithFiles: a.WithFiles,
		State: Preparing, MadeBy: by.Account, MadeAt: database.T(s.Now()).Time,
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		if r.Number, err = nextNumber(ctx, tx, year); err != nil {
			return err
		}
		if err := insertRequest(ctx, tx, r); err != nil {
			return err
		}
		if err := s.record(ctx, tx, by.Audit(), "asked", r.ID, map[string]string{"request": r.Label()}); err != nil {
			return err
		}
		return s.Queue.Enqueue(ctx, tx, jobs.Insert{Kind: copyKind, Payload: copyJob{r.ID}, Unique: r.ID, Priority: jobs.Bulk})
	})
	return r, err
}

// Requests lists the register, what waits first.
func (s *Service) Requests(ctx context.Context, by office.Actor, n int) (list []Request, err error) {
	defer problem.Wrap(&err, "privacy.Requests")
	if err := may(by); err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = requests(ctx, tx, n)
		return err
	})
	return list, err
}

// Request is one line of the register.
func (s *Service) Request(ctx context.Context, by office.Actor, id string) (r Request, err error) {
	defer problem.Wrap(&err, "privacy.Request")
	if err := may(by); err != nil {
		return Request{}, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		r, err = requestByID(ctx, tx, id)
		return missing(err)
	})
	return r, err
}

// Extend gives two months more, once, before the first has passed: the person is
// told of it and why within that month.
func (s *Service) Extend(ctx context.Context, by office.Actor, id, reason string) (err error) {
	defer problem.Wrap(&err, "privacy.Extend")
	reason = strings.TrimSpace(reason)
	if reason == "" || utf8.RuneCountInString(reason) > maxReason {
		return problem.New(problem.Invalid, "privacy.invalid").With(problem.Field{Path: "reason", Code: "privacy.reason"})
	}
	return s.change(ctx, by, id, "extended", func(_ *database.Tx, r *Request) error {
		switch {
		case r.Extended != "":
			return problem.New(problem.Conflict, "privacy.extended_before")
		case r.IsLate(terms.DateOf(s.Now())):
			return problem.New(problem.Conflict, "privacy.extended_late")
		}
		r.Extended, r.DueOn = reason, r.AskedOn.AddMonths(answerMonths+moreMonths)
		return nil
	})
}

// Answer closes a request whose copy was handed over, and removes the copy.
func (s *Service) Answer(ctx context.Context, by office.Actor, id string) (err error) {
	defer problem.Wrap(&err, "privacy.Answer")
	return s.change(ctx, by, id, "answered", func(tx *database.Tx, r *Request) error {
		if r.State != Ready {
			return problem.New(problem.Conflict, "privacy.not_ready")
		}
		r.State, r.File, r.AnsweredBy, r.AnsweredAt = Answered, "", by.Account, database.T(s.Now()).Time
		_, err := s.Files.ForgetIn(ctx, tx, r.ID)
		return err
	})
}

// Taken records that the copy was downloaded; its caller opens it.
func (s *Service) Taken(ctx context.Context, by office.Actor, id string) (r Request, err error) {
	defer problem.Wrap(&err, "privacy.Taken")
	err = s.change(ctx, by, id, "taken", func(_ *database.Tx, now *Request) error {
		r = *now
		if r.State != Ready {
			return problem.New(problem.NotFound, "privacy.no_copy")
		}
		return nil
	})
	return r, err
}

// change alters a request that is not answered, with its audit entry.
func (s *Service) change(ctx context.Context, by office.Actor, id, action string, alter func(*database.Tx, *Request) error) error {
	if err := may(by); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		r, err := lockRequest(ctx, tx, id)
		if err != nil {
			return missing(err)
		}
		if r.State == Answered {
			return problem.New(problem.Conflict, "privacy.answered_before")
		}
		if err := alter(tx, &r); err != nil {
			return err
		}
		if err := updateRequest(ctx, tx, r); err != nil {
			return err
		}
		return s.record(ctx, tx, by.Audit(), action, r.ID, map[string]string{"request": r.Label()})
	})
}

func (s *Service) record(ctx context.Context, tx *database.Tx, by audit.Actor, action, subject string, detail map[string]string) error {
	return s.Audit.Record(ctx, tx, audit.Entry{Chain: "admin", Actor: by, Action: "privacy." + action, Subject: subject, Detail: detail, At: s.Now()})
}

func missing(err error) error {
	if errors.Is(err, database.ErrNotFound) {
		return problem.New(problem.NotFound, "privacy.no_request").Because(err)
	}
	return err
}
