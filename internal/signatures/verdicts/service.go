// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package verdicts

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"pratica/internal/database"
	"pratica/internal/jobs"
	"pratica/internal/objects"
	"pratica/internal/problem"
	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/revocation"
	"pratica/internal/signatures/trustlist"
	"pratica/internal/signatures/validation"
)

// Service judges stored files. Its fields are set once, by app.
type Service struct {
	DB         *database.DB
	Jobs       *jobs.Queue
	Objects    objects.Store
	Now        func() time.Time
	Log        *slog.Logger
	Policy     validation.Policy
	Revocation revocation.Source // nil: nobody is asked
	Client     *http.Client      // fetches lists

	Index     string                     // where the list of lists is; "": lists are imported by hand
	Accepted  []*certificate.Certificate // who may sign it
	Countries []string                   // whose lists are fetched

	mu     sync.Mutex
	loaded map[string]*trustlist.List // by digest

	remembered   *validation.Memory
	rememberedOf string // digests of its lists
}

// Verdict is what is known of the signatures of a stored file.
type Verdict struct {
	Owner, File, Digest string
	ArrivedAt           time.Time
	JudgedAt            time.Time // zero: its turn comes
	Report              report.Report
	Lists               []string // digests
}

// IsWaiting says whether nobody has looked yet.
func (v Verdict) IsWaiting() bool { return v.JudgedAt.IsZero() }

const verifyKind = "signatures.verify"

type payload struct {
	Owner string `json:"owner"`
	File  string `json:"file"`
}

// Register tells the queue what this package does in the background.
func (s *Service) Register() {
	jobs.Handle(s.Jobs, verifyKind, s.verify, jobs.Timeout(5*time.Minute))
	s.Jobs.Every("signatures.waiting", time.Hour, s.askWaiting)
	if s.Index != "" {
		s.Jobs.Every("signatures.lists", 6*time.Hour, s.Fetch, jobs.Timeout(10*time.Minute))
	}
}

// Ask asks for the verdict on a stored file, in the caller's transaction.
func (s *Service) Ask(ctx context.Context, tx *database.Tx, owner, file, digest string) (err error) {
	defer problem.Wrap(&err, "verdicts.Ask")
	if err := insertVerdict(ctx, tx, owner, file, digest, s.Now()); err != nil {
		return err
	}
	return s.enqueue(ctx, tx, owner, file)
}

func (s *Service) enqueue(ctx context.Context, tx *database.Tx, owner, file string) error {
	return s.Jobs.Enqueue(ctx, tx, jobs.Insert{Kind: verifyKind, Payload: payload{owner, file}, Unique: owner + "/" + file})
}

// Again judges a file anew: lists and certificates may tell more than before.
func (s *Service) Again(ctx context.Context, owner, file string) (err error) {
	defer problem.Wrap(&err, "verdicts.Again")
	return s.DB.Update(ctx, func(tx *database.Tx) error { return s.enqueue(ctx, tx, owner, file) })
}

// Of are the verdicts on the files of an owner, by file.
func (s *Service) Of(ctx context.Context, owner string) (found map[string]Verdict, err error) {
	defer problem.Wrap(&err, "verdicts.Of(%s)", owner)
	found = map[string]Verdict{}
	return found, s.DB.View(ctx, func(tx *database.Tx) error {
		all, err := verdictsOf(ctx, tx, owner)
		for _, v := range all {
			found[v.File] = v
		}
		return err
	})
}

// ForgetIn removes the verdicts on the files of an owner.
func (s *Service) ForgetIn(ctx context.Context, tx *database.Tx, owner string) (err error) {
	defer problem.Wrap(&err, "verdicts.ForgetIn")
	return deleteVerdicts(ctx, tx, owner)
}

// pauses before a file is looked at again of which nobody could tell enough: by
// its age.
var pauses = []struct{ age, pause time.Duration }{
	{time.Hour, 10 * time.Minute}, {24 * time.Hour, 2 * time.Hour}, {30 * 24 * time.Hour, 24 * time.Hour},
}

func pauseFor(age time.Duration) (time.Duration, bool) {
	at := slices.IndexFunc(pauses, func(p struct{ age, pause time.Duration }) bool { return age < p.age })
	if at < 0 {
		return 0, false
	}
	return pauses[at].pause, true
}
