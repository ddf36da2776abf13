// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/events"
	"pratica/internal/i18n"
	"pratica/internal/jobs"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Deps is what the service works with. All are required.
type Deps struct {
	DB           *database.DB
	Audit        *audit.Log
	Bus          *events.Bus
	Queue        *jobs.Queue
	Catalogue    *i18n.Catalogue
	Applications Applications
	Forms        Forms
	Files        Files
	Officials    Officials
	Notifier     Notifier
	Now          func() time.Time
}

// Service carries cases. It is safe for concurrent use.
type Service struct {
	Deps
	kinds map[string]actions.Kind

	mu          sync.Mutex
	definitions map[string]*workflow.Definition // by digest; they never change
}

// New returns a service and registers its timers with the queue.
func New(d Deps) *Service {
	s := &Service{Deps: d, kinds: actions.All(), definitions: map[string]*workflow.Definition{}}
	jobs.Handle(d.Queue, timerKind, s.onTimer)
	return s
}

// Definition returns the way of the cases under a version.
func (s *Service) Definition(ctx context.Context, digest string) (d *workflow.Definition, err error) {
	defer problem.Wrap(&err, "casework.Definition")
	if d = s.known(digest); d != nil { // a list asks once a row, and a transaction is a journey to the server
		return d, nil
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		d, err = s.definition(ctx, tx, digest)
		return err
	})
	return d, err
}

func (s *Service) definition(ctx context.Context, tx *database.Tx, digest string) (*workflow.Definition, error) {
	if d := s.known(digest); d != nil {
		return d, nil
	}
	source, err := s.Forms.Source(ctx, tx, digest)
	if err != nil {
		return nil, err
	}
	d, err := workflow.Parse(source, actions.Schemas())
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.definitions[digest] = d
	s.mu.Unlock()
	return d, nil
}

// known is a definition that was read before; nil for another.
func (s *Service) known(digest string) *workflow.Definition {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.definitions[digest]
}

// CheckDefinition says what is wrong with the way in a definition that is to be
// published. The error is that of workflow.Parse.
func CheckDefinition(source []byte) error {
	_, err := workflow.Parse(source, actions.Schemas())
	return err
}

// notFound is one answer for what does not exist and what may not be seen.
func notFound(err error) error {
	return problem.New(problem.NotFound, "casework.not_found").Because(err)
}

// folder is a case with all that an act may look at, within a transaction.
type folder struct {
	Case
	def      *workflow.Definition
	assigned map[string]string
	declared map[string]string // account → what it declared of this case
	events   []termEvent
	answers  json.RawMessage
	revision int64
	open     *Integration
	former   string // counsel until the act that is being done
	by       string // kind of who does the act that is being done
	values   Values
	calendar terms.Calendar
	today    terms.Date
}

// load completes a case.
func (s *Service) load(ctx context.Context, tx *database.Tx, c Case) (*folder, error) {
	if c.IsDiscarded() {
		return nil, problem.New(problem.Gone, "casework.discarded", "code", c.Code, "day", terms.DateOf(c.DiscardedAt))
	}
	f := &folder{Case: c, today: terms.DateOf(s.Now())}
	steps := []func() error{
		func() (err error) { f.def, err = s.definition(ctx, tx, c.Definition); return err },
		func() (err error) { f.assigned, err = assignments(ctx, tx, c.ID); return err },
		func() (err error) { f.declared, err = declarations(ctx, tx, c.ID); return err },
		func() (err error) { f.events, err = termEvents(ctx, tx, c.ID); return err },
		func() (err error) { f.answers, f.revision, err = latestAnswers(ctx, tx, c.ID, -1); return err },
		func() (err error) { f.open, err = openIntegration(ctx, tx, c.ID); return err },
		func() (err error) { f.calendar, err = s.Officials.Calendar(ctx, tx); return err },
		func() (err error) {
			f.values, err = s.Forms.Values(ctx, tx, c.Definition, f.answers, c.Filed())
			return err
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func openIntegration(ctx context.Context, tx *database.Tx, caseID string) (*Integration, error) {
	all, err := integrations(ctx, tx, caseID)
	at := slices.IndexFunc(all, func(i Integration) bool { return i.State == IntegrationOpen })
	if err != nil || at < 0 {
		return nil, err
	}
	return &all[at], nil
}

// snapshot is the case as the interpreter sees it, in the default language.
func (f *folder) snapshot() workflow.Case {
	c := workflow.Case{
		State: f.State, Assigned: f.assigned, Urgent: f.Urgent, Calendar: f.calendar, Today: f.today,
		Terms: map[string][]terms.Event{}, Lengths: map[string]terms.Length{},
		Vars: workflow.Vars{
			Answers: f.values.Answers, Computed: f.values.Computed, Facts: f.Facts, Shown: f.values.Shown[i18n.Default],
			Filing: map[string]any{"code": f.Code, "number": f.number(), "date": f.Filed().String()},
		},
	}
	for _, e := range f.events {
		if e.Kind == terms.Start { // a term that starts again begins anew
			c.Terms[e.Term], c.Lengths[e.Term] = nil, e.Length
		}
		c.Terms[e.Term] = append(c.Terms[e.Term], e.Event)
	}
	return c
}

// worker is the actor as the interpreter sees him: the roles that no office
// gives follow from who he is, and cannot be given.
func (f *folder) worker(a Actor) workflow.Actor {
	w := workflow.Actor{Kind: a.Kind, ID: a.ID, For: a.For}
	switch {
	case a.Kind == audit.Official:
		w.Roles = slices.DeleteFunc(slices.Clone(a.Roles), func(role string) bool {
			_, known := f.def.Role(role)
			return !known
		})
	case a.Kind == audit.Applicant && a.ID == f.ID:
		w.Roles = []string{workflow.Applicant}
	case a.Kind == audit.Lawyer && a.TaxCode != "" && a.TaxCode == f.Counsel:
		w.Roles = []string{workflow.Lawyer}
	case a.Kind == audit.Admin: // reaches a case by its code, to annul it; see annul.go
		w.Roles = []string{workflow.Administrator}
	case a.Kind == audit.System:
		w.Roles = []string{workflow.System}
	}
	return w
}

// sees tells whether the actor may look at the case.
func (f *folder) sees(a Actor) bool {
	w := f.worker(a)
	if a.Kind == audit.Admin {
		return false
	}
	if a.Kind == audit.Helper { // sees what counsel has, and holds no role: there is nothing that he may do
		return a.TaxCode != "" && a.TaxCode == f.Counsel
	}
	if a.Kind != audit.Official {
		return len(w.Roles) > 0
	}
	for _, name := range w.Roles {
		if role, _ := f.def.Role(name); !role.OnlyAssigned || w.Holds(f.assigned[name]) {
			return true
		}
	}
	return false
}

// reach loads a case that the actor may see.
func (s *Service) reach(ctx context.Context, tx *database.Tx, actor Actor, c Case, err error) (*folder, error) {
	if errors.Is(err, database.ErrNotFound) {
		return nil, notFound(err)
	}
	if err != nil {
		return nil, err
	}
	f, err := s.load(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	if !f.sees(actor) {
		return nil, notFound(nil)
	}
	return f, nil
}

func tree(data json.RawMessage) (map[string]any, error) { return workflow.Tree(data) }
