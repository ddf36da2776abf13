// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"encoding/json"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/events"
	"pratica/internal/ids"
	"pratica/internal/jobs"
	"pratica/internal/problem"
)

// Deps are what the service is built from.
type Deps struct {
	DB     *database.DB
	Audit  *audit.Log
	Events *events.Bus
	Jobs   *jobs.Queue
	Now    func() time.Time
	// Zone is the legal time zone: it decides the year of a number.
	Zone *time.Location
	// Space refuses new work while the disk is nearly full; nil means no check.
	Space func(context.Context) error

	Form    Form
	Files   Files
	Printer Printer
	Signing Signing
	Mailer  Mailer
	Drafts  Drafts
}

// Service is the front door of applications. It is safe for concurrent use.
type Service struct {
	Deps
	pool     *pool
	compiled *database.Gather[string, compiled]
}

// New returns the service and registers its background work.
func New(d Deps) *Service {
	s := &Service{Deps: d}
	s.pool = newPool(s.commit, d.Now)
	d.Jobs.GiveWay(s.pool.isRush)
	s.compiled = database.NewGather(d.DB, s.readCompiled)
	registerJobs(s)
	return s
}

// Start makes an empty draft of a published procedure.
func (s *Service) Start(ctx context.Context, procedure, definition, lang string) (a Application, err error) {
	defer problem.Wrap(&err, "intake.Start(%s)", procedure)
	a = Application{Procedure: procedure, Definition: definition, Lang: lang}
	err = s.begin(ctx, &a, func(tx *database.Tx) error {
		return s.record(ctx, tx, a.ID, "application.started", map[string]string{"procedure": procedure, "definition": definition})
	})
	return a, err
}

// begin makes a draft of what is known of it, with what else is written then.
func (s *Service) begin(ctx context.Context, a *Application, more func(*database.Tx) error) error {
	if err := s.space(ctx); err != nil {
		return err
	}
	now := s.Now()
	a.ID, a.State, a.Version, a.Saved, a.CreatedAt, a.ChangedAt = ids.New(), Draft, 1, map[string]int64{}, now, now
	if len(a.Answers) == 0 {
		a.Answers = json.RawMessage("{}")
	}
	return s.DB.Update(ctx, func(tx *database.Tx) (err error) {
		if a.Code, err = freeCode(ctx, tx, ids.Code); err != nil {
			return err
		}
		if err := insertApplication(ctx, tx, *a); err != nil {
			return err
		}
		return more(tx)
	})
}

// Get returns an application. Who may see it is decided by the caller.
func (s *Service) Get(ctx context.Context, id string) (a Application, err error) {
	defer problem.Wrap(&err, "intake.Get(%s)", id)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		a, err = peekApplication(ctx, tx, id)
		return err
	})
	return a, err
}

// GetIn returns an application inside the caller's transaction.
func (s *Service) GetIn(ctx context.Context, tx *database.Tx, id string) (Application, error) {
	return peekApplication(ctx, tx, id)
}

// Receipt returns the receipt of a filed application.
func (s *Service) Receipt(ctx context.Context, id string) (Receipt, error) {
	f, err := s.Filing(ctx, id)
	return f.Receipt, err
}

// Filing returns receipt and content of a filed application.
func (s *Service) Filing(ctx context.Context, id string) (f Filing, err error) {
	defer problem.Wrap(&err, "intake.Filing(%s)", id)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		f, err = getFiling(ctx, tx, id)
		return err
	})
	return f, err
}

func (s *Service) space(ctx context.Context) error {
	if s.Space == nil {
		return nil
	}
	if err := s.Space(ctx); err != nil {
		return problem.New(problem.Unavailable, "intake.no_space").Because(err)
	}
	return nil
}

// record appends to the chain of the application, which the case continues.
func (s *Service) record(ctx context.Context, tx *database.Tx, id, action string, detail map[string]string) error {
	return s.Audit.Record(ctx, tx, audit.Entry{
		Chain: Chain(id), Actor: audit.Actor{Kind: "applicant", ID: id},
		Action: action, Subject: id, Detail: detail, At: s.Now(),
	})
}

// Chain names the audit chain of an application and of the case it becomes.
func Chain(id string) string { return "case/" + id }

// FiledIn reads a filing inside the caller's transaction.
func (s *Service) FiledIn(ctx context.Context, tx *database.Tx, id string) (Filing, error) {
	return getFiling(ctx, tx, id)
}
