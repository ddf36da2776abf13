// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"errors"
	"net/mail"
	"strings"
	"time"

	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// How long a mailed link works. A resume link lasts as long as an idle draft
// may reasonably wait; an access link opens personal data and is shorter; a new one can be had
// at any time.
const (
	resumeLasts = 30 * 24 * time.Hour
	accessLasts = 7 * 24 * time.Hour
)

type link struct {
	hash, application, email string
	kind                     LinkKind
	createdAt, expiresAt     time.Time
}

// SetEmail gives the draft its address and sends the link that verifies it and
// resumes the draft. Links sent before stop working.
func (s *Service) SetEmail(ctx context.Context, id, email string) (_ Application, err error) {
	defer problem.Wrap(&err, "intake.SetEmail(%s)", id)
	return s.edit(ctx, id, func(tx *database.Tx, a *Application) error {
		if !a.Paper.IsZero() { // the official vouches for what stands on the paper
			a.Email = email
			return nil
		}
		if !strings.EqualFold(a.Email, email) {
			a.Verified = false
		}
		a.Email = email
		return s.sendLink(ctx, tx, *a, ResumeLink)
	})
}

func (s *Service) sendLink(ctx context.Context, tx *database.Tx, a Application, kind LinkKind) error {
	l, err := s.issue(ctx, tx, a, kind)
	if err != nil {
		return err
	}
	return s.Mailer.SendLink(ctx, tx, a, kind, l)
}

// AccessLinkTo issues a link for a message to the applicant, in the transaction
// that sends it.
func (s *Service) AccessLinkTo(ctx context.Context, tx *database.Tx, id string) (l Link, err error) {
	defer problem.Wrap(&err, "intake.AccessLinkTo(%s)", id)
	a, err := peekApplication(ctx, tx, id)
	if err != nil {
		return Link{}, err
	}
	return s.issue(ctx, tx, a, kindFor(a.State))
}

// issue makes a link. A new resume link replaces the ones before it.
func (s *Service) issue(ctx context.Context, tx *database.Tx, a Application, kind LinkKind) (Link, error) {
	lasts := resumeLasts
	if kind == AccessLink {
		lasts = accessLasts
	} else if err := dropLinks(ctx, tx, a.ID, ResumeLink); err != nil {
		return Link{}, err
	}
	now := s.Now()
	l := Link{Token: ids.Token(), Expires: now.Add(lasts)}
	return l, insertLink(ctx, tx, link{ids.HashToken(l.Token), a.ID, a.Email, kind, now, l.Expires})
}

// RequestLink asks for a new link to an application by code and address. It
// answers the same, in words and in time, whether or not they exist and belong
// together: the look-up is left to a job.
func (s *Service) RequestLink(ctx context.Context, typedCode, email string) error {
	code, ok := ids.ParseCode(typedCode)
	if !ok {
		return problem.New(problem.Invalid, "intake.no_code").With(problem.Field{Path: "code", Code: "intake.no_code"})
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		return s.enqueueLink(ctx, tx, linkRequest{Code: code, Email: strings.TrimSpace(email)})
	})
}

// answerLinkRequest sends the link if code and address belong together.
func (s *Service) answerLinkRequest(ctx context.Context, r linkRequest) error {
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		a, err := applicationByCode(ctx, tx, r.Code)
		if problem.KindOf(err) == problem.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if a.Email == "" || !strings.EqualFold(a.Email, r.Email) {
			return nil
		}
		return s.sendLink(ctx, tx, a, kindFor(a.State))
	})
}

func kindFor(state State) LinkKind {
	if state == Filed {
		return AccessLink
	}
	return ResumeLink
}

// OpenLink opens the application of a mailed link and records that its address
// was reached. A link works until it expires or is replaced; an unknown or
// expired one is "intake.link_invalid".
func (s *Service) OpenLink(ctx context.Context, token string) (a Application, err error) {
	defer problem.Wrap(&err, "intake.OpenLink")
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		l, err := getLink(ctx, tx, ids.HashToken(token), s.Now())
		if errors.Is(err, database.ErrNotFound) {
			return problem.New(problem.NotFound, "intake.link_invalid")
		}
		if err != nil {
			return err
		}
		if a, err = getApplication(ctx, tx, l.application); err != nil {
			return err
		}
		return s.opened(ctx, tx, &a, l)
	})
	return a, err
}

func (s *Service) opened(ctx context.Context, tx *database.Tx, a *Application, l link) error {
	if a.State != Filed && !a.Verified && strings.EqualFold(a.Email, l.email) {
		a.Verified = true
		if err := updateApplication(ctx, tx, *a); err != nil {
			return err
		}
		a.Version++
	}
	return s.record(ctx, tx, a.ID, "application.opened", map[string]string{"link": string(l.kind)})
}

// ParseEmail reads an address as typed: no display name, a domain with a dot.
// The local part keeps its case, because some servers tell cases apart.
func ParseEmail(typed string) (string, error) {
	parsed, err := mail.ParseAddress(strings.TrimSpace(typed))
	if err != nil || parsed.Name != "" || len(parsed.Address) > 254 || strings.ContainsAny(typed, "<>\r\n") {
		return "", wrongEmail()
	}
	if domain := parsed.Address[strings.LastIndex(parsed.Address, "@")+1:]; !strings.Contains(domain, ".") {
		return "", wrongEmail()
	}
	return parsed.Address, nil
}

func wrongEmail() error {
	return problem.New(problem.Invalid, "intake.email").With(problem.Field{Path: "email", Code: "intake.email"})
}
