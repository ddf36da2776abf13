// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// Expiry says how long a draft that nobody changes is kept, and how long before
// its removal the applicant is told: data that serve no purpose any more are not
// kept (GDPR art. 5 para. 1 e).
type Expiry struct {
	Keep time.Duration
	Warn time.Duration // shorter than Keep
}

// Drafts is what happens to a draft that expires, outside of this package.
type Drafts interface {
	// Warn tells the applicant of the day of removal, with a link to go on.
	Warn(ctx context.Context, tx *database.Tx, a Application, l Link, removal time.Time) error
	// Forget removes every file of the application and says what it removed.
	Forget(ctx context.Context, tx *database.Tx, application string) ([]FileRef, error)
	// TellRemoved tells the applicant what was removed.
	TellRemoved(ctx context.Context, tx *database.Tx, a Application, r Removal) error
}

// Removal is what stood in a draft that was removed.
type Removal struct {
	Answers int
	Files   []FileRef
}

// expiryPage bounds one look for drafts; the next turn goes on.
const expiryPage = 200

// ExpireDrafts warns of drafts that are near their end and removes those past
// it: each in a transaction of its own, with its audit entry. A draft whose
// applicant can be told is never removed before the warning is Expiry.Warn old.
func (s *Service) ExpireDrafts(ctx context.Context, e Expiry) (err error) {
	defer problem.Wrap(&err, "intake.ExpireDrafts")
	now := s.Now()
	toWarn := func(tx *database.Tx) ([]string, error) {
		return draftsToWarn(ctx, tx, now.Add(e.Warn-e.Keep), expiryPage)
	}
	if err := s.eachIdle(ctx, toWarn, e.Keep-e.Warn, e, s.warn); err != nil {
		return err
	}
	toExpire := func(tx *database.Tx) ([]string, error) {
		return draftsToExpire(ctx, tx, now.Add(-e.Keep), now.Add(-e.Warn), expiryPage)
	}
	if err := s.eachIdle(ctx, toExpire, e.Keep, e, s.expire); err != nil {
		return err
	}
	return s.emptyBins(ctx, e)
}

type expiring func(context.Context, *database.Tx, Application, Expiry) error

// eachIdle goes page by page: what was dealt with is not on the next one.
func (s *Service) eachIdle(ctx context.Context, list func(*database.Tx) ([]string, error), idle time.Duration, e Expiry, do expiring) error {
	for {
		var ids []string
		err := s.DB.View(ctx, func(tx *database.Tx) (err error) {
			ids, err = list(tx)
			return err
		})
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.ifIdle(ctx, id, idle, e, do); err != nil {
				return err
			}
		}
		if len(ids) < expiryPage {
			return nil
		}
	}
}

// ifIdle takes the draft and looks again: somebody may have changed or filed it.
func (s *Service) ifIdle(ctx context.Context, id string, idle time.Duration, e Expiry, do expiring) error {
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		a, err := getApplication(ctx, tx, id)
		if problem.KindOf(err) == problem.NotFound && err != nil {
			return nil
		}
		if err != nil || a.State == Filed || a.ChangedAt.After(s.Now().Add(-idle)) {
			return err
		}
		return do(ctx, tx, a, e)
	})
}

// canBeTold says whether the draft has an address that was reached.
func (a Application) canBeTold() bool { return a.Email != "" && a.Verified }

func (s *Service) warn(ctx context.Context, tx *database.Tx, a Application, e Expiry) error {
	warned, err := warnedAt(ctx, tx, a.ID)
	if err != nil || !a.canBeTold() || warned.After(a.ChangedAt) {
		return err
	}
	l, err := s.issue(ctx, tx, a, ResumeLink)
	if err != nil {
		return err
	}
	now := s.Now()
	removal := a.ChangedAt.Add(e.Keep)
	if earliest := now.Add(e.Warn); removal.Before(earliest) { // the program was down, or the term was shortened
		removal = earliest
	}
	if err := setWarned(ctx, tx, a.ID, now); err != nil {
		return err
	}
	return s.Drafts.Warn(ctx, tx, a, l, removal)
}

// expire removes a draft. What existed stays provable: how much it was, and the
// fingerprint of answers and files.
func (s *Service) expire(ctx context.Context, tx *database.Tx, a Application, e Expiry) error {
	warned, err := warnedAt(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	if a.canBeTold() && (!warned.After(a.ChangedAt) || warned.After(s.Now().Add(-e.Warn))) {
		return nil
	}
	r, err := s.forget(ctx, tx, a)
	if err != nil || !a.canBeTold() {
		return err
	}
	return s.Drafts.TellRemoved(ctx, tx, a, r)
}

// forget removes a draft with its files and leaves the proof of what it held.
func (s *Service) forget(ctx context.Context, tx *database.Tx, a Application) (r Removal, err error) {
	if r.Files, err = s.Drafts.Forget(ctx, tx, a.ID); err != nil {
		return r, err
	}
	var answers map[string]json.RawMessage
	if err := json.Unmarshal(a.Answers, &answers); err != nil {
		return r, fmt.Errorf("intake: answers of %s: %w", a.ID, err)
	}
	r.Answers = len(answers)
	if err := deleteDraft(ctx, tx, a.ID); err != nil {
		return r, err
	}
	return r, s.Audit.Record(ctx, tx, a.proof(r, s.Now()))
}

// proof is the audit entry of a removal.
func (a Application) proof(r Removal, at time.Time) audit.Entry {
	digests := make([]string, len(r.Files))
	for i, f := range r.Files {
		digests[i] = f.Digest
	}
	slices.Sort(digests)
	return audit.Entry{
		Chain: Chain(a.ID), Actor: audit.Actor{Kind: audit.System, ID: "intake"}, Action: "application.removed", Subject: a.ID, At: at,
		Detail: map[string]string{
			"procedure": a.Procedure, "answers": fmt.Sprint(r.Answers), "files": fmt.Sprint(len(r.Files)),
			"answers_sha256": fingerprintOf(a.Answers), "files_sha256": fingerprintOf([]byte(strings.Join(digests, "\n"))),
		},
	}
}
