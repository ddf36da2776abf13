// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"slices"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// Sittings are the meetings in which a collegial body decides. The cases of an
// agenda are those that an action of the kind "resolve" is about; who may do
// that action in some procedure prepares and holds sittings.
//
//	made ──Arrange──▶ agenda ──Resolve──▶ each case resolved, or put off
//	  │                ▲  │
//	  │                └──┘ as often as one likes
//	  └──Cancel, before the first resolution──▶ cancelled: its cases wait for another
type Sittings struct{ cases *Service }

// NewSittings returns the sittings over the cases of a service.
func NewSittings(s *Service) *Sittings { return &Sittings{s} }

// Sitting is one meeting.
type Sitting struct {
	ID string
	Plan
	Attendance
	MadeAt       time.Time
	Cases        int
	Resolved     int       // how many of them
	Settled      int       // how many were resolved or put off: then the sitting stays as it is
	ChangedWhy   string    // why its plan was corrected the last time
	CancelledAt  time.Time // zero when it was not
	CancelledWhy string
}

// AgendaItem is a case of an agenda.
type AgendaItem struct {
	Case       Case
	Position   int
	Who        string // who applied
	Rapporteur string // who is responsible in the last role assigned
	Proposed   string // outcome
	Proposal   string // its reasons
	Outcomes   []workflow.Outcome
	// What was resolved; empty before.
	Number, Presided, Outcome, Reasons string
	Vote                               string // how the body voted; empty when it was not recorded
	ResolvedAt                         time.Time
	PutOffAt                           time.Time // to another sitting; zero when it was not
}

// Waits says whether the case still has no resolution here, and was not put off.
func (i AgendaItem) Waits() bool { return i.ResolvedAt.IsZero() && i.PutOffAt.IsZero() }

// IsResolved says whether the case has its resolution.
func (i AgendaItem) IsResolved() bool { return !i.ResolvedAt.IsZero() }

// Label is an outcome in words.
func (i AgendaItem) Label(outcome string) i18n.Text {
	for _, o := range i.Outcomes {
		if o.Name == outcome {
			return o.Label
		}
	}
	return nil
}

// The step kinds that have to do with what a body resolves.
const kindPropose, kindResolve, kindDecide = "propose", "resolve", "decide"

// resolving is the action by which somebody records resolutions.
func resolving(def *workflow.Definition, actor Actor) (workflow.Action, bool) {
	return doing(def, actor, kindResolve)
}

// givesReasons is an action by which somebody writes reasons.
func givesReasons(def *workflow.Definition, actor Actor) (workflow.Action, bool) {
	return doing(def, actor, kindPropose, kindResolve, kindDecide)
}

// doing is the first action of some kinds that an official may do in a role of his.
func doing(def *workflow.Definition, actor Actor, kinds ...string) (workflow.Action, bool) {
	at := slices.IndexFunc(def.Actions, func(a workflow.Action) bool {
		return slices.Contains(kinds, a.Kind) && slices.ContainsFunc(a.By, func(role string) bool { return slices.Contains(actor.Roles, role) })
	})
	if at < 0 || actor.Kind != audit.Official {
		return workflow.Action{}, false
	}
	return def.Actions[at], true
}

// ways are the definitions in use whose cases the actor may resolve.
func (s *Sittings) ways(ctx context.Context, tx *database.Tx, actor Actor) (map[string]workflow.Action, error) {
	used, err := definitionsByAge(ctx, tx)
	if err != nil {
		return nil, err
	}
	out := map[string]workflow.Action{}
	for _, pair := range used {
		def, err := s.cases.definition(ctx, tx, pair[1])
		if err != nil {
			return nil, err
		}
		if a, ok := resolving(def, actor); ok {
			out[pair[1]] = a
		}
	}
	return out, nil
}

// admit refuses who may resolve nothing anywhere.
func (s *Sittings) admit(ctx context.Context, tx *database.Tx, actor Actor) (map[string]workflow.Action, error) {
	ways, err := s.ways(ctx, tx, actor)
	if err == nil && len(ways) == 0 {
		err = problem.New(problem.Forbidden, "workflow.not_yours")
	}
	return ways, err
}

// Admits says whether the actor has to do with sittings at all.
func (s *Sittings) Admits(ctx context.Context, actor Actor) (yes bool, err error) {
	err = s.cases.DB.View(ctx, func(tx *database.Tx) error {
		ways, err := s.ways(ctx, tx, actor)
		yes = len(ways) > 0
		return err
	})
	return yes, err
}

// Make prepares a sitting, with an empty agenda.
func (s *Sittings) Make(ctx context.Context, actor Actor, p Plan) (id string, err error) {
	defer problem.Wrap(&err, "casework.Sittings.Make")
	if p, err = p.tidy(); err != nil {
		return "", err
	}
	made := Sitting{ID: ids.New(), Plan: p, MadeAt: s.cases.Now()}
	err = s.cases.DB.Update(ctx, func(tx *database.Tx) error {
		if _, err := s.admit(ctx, tx, actor); err != nil {
			return err
		}
		if err := insertSitting(ctx, tx, made, actor.ID); err != nil {
			return err
		}
		return s.cases.Audit.Record(ctx, tx, audit.Entry{
			Chain: audit.AdminChain, Actor: actor.audit(), Action: "sitting.made", Subject: made.ID, Detail: map[string]string{"day": p.Day.String()}, At: made.MadeAt,
		})
	})
	return made.ID, err
}

// List returns the newest sittings.
func (s *Sittings) List(ctx context.Context, actor Actor, n int) (all []Sitting, err error) {
	defer problem.Wrap(&err, "casework.Sittings.List")
	err = s.cases.DB.View(ctx, func(tx *database.Tx) error {
		if _, err := s.admit(ctx, tx, actor); err != nil {
			return err
		}
		all, err = sittings(ctx, tx, n)
		return err
	})
	return all, err
}

// Book is a sitting with its agenda and the cases that could still be on it.
type Book struct {
	Sitting
	Agenda []AgendaItem
	Ready  []AgendaItem
}

// maxReady bounds the cases that are offered at once.
const maxReady = 200

// Get returns a sitting. It holds the reasons that were proposed, so that the
// reading of each case is recorded.
func (s *Sittings) Get(ctx context.Context, actor Actor, id string) (b Book, err error) {
	defer problem.Wrap(&err, "casework.Sittings.Get(%s)", id)
	err = s.cases.DB.Update(ctx, func(tx *database.Tx) error {
		if b, err = s.book(ctx, tx, actor, id); err != nil {
			return err
		}
		var reads []audit.Entry
		for _, i := range b.Agenda {
			reads = append(reads, audit.Entry{
				Chain: audit.CaseChain(i.Case.ID), Actor: actor.audit(), Action: audit.Read, Subject: i.Case.ID,
				Detail: map[string]string{"part": "sitting"}, At: s.cases.Now(),
			})
		}
		return s.cases.Audit.Record(ctx, tx, reads...)
	})
	return b, err
}

func (s *Sittings) book(ctx context.Context, tx *database.Tx, actor Actor, id string) (b Book, err error) {
	ways, err := s.admit(ctx, tx, actor)
	if err != nil {
		return b, err
	}
	if b.Sitting, err = getSitting(ctx, tx, id); err != nil {
		return b, err
	}
	listed, err := agenda(ctx, tx, id)
	if err != nil {
		return b, err
	}
	for _, i := range listed {
		c, err := getCase(ctx, tx, i.Case.ID)
		if err != nil {
			return b, err
		}
		if _, mine := ways[c.Definition]; !mine { // of a procedure that he has nothing to do with
			continue
		}
		i.Case = c
		if err := s.complete(ctx, tx, &i); err != nil {
			return b, err
		}
		b.Agenda = append(b.Agenda, i)
	}
	b.Ready, err = s.ready(ctx, tx, ways)
	return b, err
}

// ready are the cases that wait for a resolution and are on no agenda.
func (s *Sittings) ready(ctx context.Context, tx *database.Tx, ways map[string]workflow.Action) ([]AgendaItem, error) {
	var out []AgendaItem
	for digest, a := range ways {
		found, err := readyCases(ctx, tx, digest, a.From, maxReady)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			if _, done := c.Facts["resolution"]; done {
				continue
			}
			i := AgendaItem{Case: c}
			if err := s.complete(ctx, tx, &i); err != nil {
				return nil, err
			}
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(a, b AgendaItem) int {
		if n := strings.Compare(a.Rapporteur, b.Rapporteur); n != 0 {
			return n
		}
		return a.Case.FiledAt.Compare(b.Case.FiledAt)
	})
	return out, nil
}

// complete adds what the agenda shows of a case.
func (s *Sittings) complete(ctx context.Context, tx *database.Tx, i *AgendaItem) error {
	def, err := s.cases.definition(ctx, tx, i.Case.Definition)
	if err != nil {
		return err
	}
	i.Outcomes = def.Outcomes
	if proposal, ok := i.Case.Facts["proposal"].(map[string]any); ok {
		i.Proposed, _ = proposal["outcome"].(string)
		i.Proposal, _ = proposal["reasons"].(string)
	}
	clients, err := clientsOf(ctx, tx, []string{i.Case.ID})
	if err != nil {
		return err
	}
	i.Who = clients[i.Case.ID].Who
	held, err := assignments(ctx, tx, i.Case.ID)
	if err != nil {
		return err
	}
	for _, role := range def.Roles {
		if account := held[role.Name]; account != "" {
			if i.Rapporteur, err = s.cases.Officials.Name(ctx, tx, account); err != nil {
				return err
			}
		}
	}
	return nil
}

// Arrange puts cases on the agenda in this order; those that were on it and are
// not among them are taken off, unless they were resolved.
func (s *Sittings) Arrange(ctx context.Context, actor Actor, id string, order []string) (err error) {
	defer problem.Wrap(&err, "casework.Sittings.Arrange(%s)", id)
	return s.cases.DB.Update(ctx, func(tx *database.Tx) error {
		b, err := s.book(ctx, tx, actor, id)
		if err == nil {
			err = b.held()
		}
		if err != nil {
			return err
		}
		for _, i := range b.Agenda {
			if !slices.Contains(order, i.Case.ID) {
				if err := takeOffAgenda(ctx, tx, id, i.Case.ID); err != nil {
					return err
				}
			}
		}
		for n, caseID := range order {
			is := func(i AgendaItem) bool { return i.Case.ID == caseID }
			if !slices.ContainsFunc(b.Agenda, is) && !slices.ContainsFunc(b.Ready, is) {
				return problem.New(problem.Conflict, "casework.other_agenda")
			}
			if err := putOnAgenda(ctx, tx, id, caseID, n+1); err != nil {
				return err
			}
		}
		return s.cases.Audit.Record(ctx, tx, audit.Entry{
			Chain: audit.AdminChain, Actor: actor.audit(), Action: "sitting.arranged", Subject: id, At: s.cases.Now(),
		})
	})
}
