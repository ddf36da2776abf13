// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casetest

import (
	"context"
	"encoding/json"
	"slices"
	"sync"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Peers stands in for the capabilities around casework. It is safe for
// concurrent use.
type Peers struct {
	mu           sync.Mutex
	applications map[string]casework.Application
	sources      map[string][]byte
	compute      map[string]func(map[string]any) map[string]any
	officials    []casework.Actor
	files        map[string]string // file id → case
	away         map[string]bool
	notices      []casework.Notice
	Patron       terms.MonthDay
}

func newPeers() *Peers {
	return &Peers{
		applications: map[string]casework.Application{}, sources: map[string][]byte{},
		compute: map[string]func(map[string]any) map[string]any{}, files: map[string]string{}, away: map[string]bool{},
	}
}

func (p *Peers) add(a *casework.Application) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a.Year, a.Number = a.FiledAt.Year(), int64(len(p.applications))+1
	p.applications[a.ID] = *a
}

// Official makes a person of the office, whose name is his id.
func (p *Peers) Official(id string, roles ...string) casework.Actor {
	p.mu.Lock()
	defer p.mu.Unlock()
	a := casework.Actor{Kind: audit.Official, ID: id, Roles: roles}
	p.officials = append(p.officials, a)
	return a
}

// SetAway says whether a person is away today.
func (p *Peers) SetAway(id string, away bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.away[id] = away
}

// Upload makes a file of a case.
func (p *Peers) Upload(caseID, slot, id string) actions.File {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.files[id] = caseID
	return actions.File{ID: id, Slot: slot, Name: id + ".pdf"}
}

// Notices returns what was told since the last call.
func (p *Peers) Notices() []casework.Notice {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.notices
	p.notices = nil
	return out
}

// Filed implements casework.Applications.
func (p *Peers) Filed(_ context.Context, _ *database.Tx, id string) (casework.Application, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a, ok := p.applications[id]
	if !ok {
		return a, problem.New(problem.NotFound, "intake.not_found")
	}
	return a, nil
}

// Source implements casework.Forms.
func (p *Peers) Source(_ context.Context, _ *database.Tx, digest string) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	source, ok := p.sources[digest]
	if !ok {
		return nil, problem.New(problem.NotFound, "forms.not_found")
	}
	return source, nil
}

// Values implements casework.Forms: every answer is shown as it is.
func (p *Peers) Values(_ context.Context, _ *database.Tx, digest string, answers json.RawMessage, _ terms.Date) (casework.Values, error) {
	tree, err := workflow.Tree(answers)
	if err != nil {
		return casework.Values{}, err
	}
	words := map[string]string{}
	for name, value := range tree {
		if s, ok := value.(string); ok {
			words[name] = s
		}
	}
	v := casework.Values{Answers: tree, Shown: map[string]map[string]string{"it": words, "en": words}}
	p.mu.Lock()
	compute := p.compute[digest]
	p.mu.Unlock()
	if compute != nil {
		v.Computed = compute(tree)
	}
	return v, nil
}

// Amend implements casework.Forms: an empty text is wrong.
func (p *Peers) Amend(_ context.Context, _ *database.Tx, _ string, answers, changes json.RawMessage, _ terms.Date) (json.RawMessage, []problem.Field, error) {
	var whole, changed map[string]json.RawMessage
	if err := json.Unmarshal(answers, &whole); err != nil {
		return nil, nil, err
	}
	if err := json.Unmarshal(changes, &changed); err != nil {
		return nil, nil, err
	}
	var bad []problem.Field
	for name, value := range changed {
		if string(value) == `""` {
			bad = append(bad, problem.Field{Path: name, Code: "casework.required"})
		}
		whole[name] = value
	}
	merged, err := json.Marshal(whole)
	return merged, bad, err
}

// Check implements casework.Files.
func (p *Peers) Check(_ context.Context, _ *database.Tx, caseID string, files []actions.File) ([]problem.Field, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var bad []problem.Field
	for _, f := range files {
		if p.files[f.ID] != caseID {
			bad = append(bad, problem.Field{Path: f.Slot, Code: "casework.no_such_file"})
		}
	}
	return bad, nil
}

// Holders implements casework.Officials.
func (p *Peers) Holders(_ context.Context, _ *database.Tx, role string) ([]actions.Official, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []actions.Official
	for _, a := range p.officials {
		if slices.Contains(a.Roles, role) {
			out = append(out, actions.Official{ID: a.ID, Name: a.ID, Away: p.away[a.ID]})
		}
	}
	return out, nil
}

// Name implements casework.Officials.
func (p *Peers) Name(_ context.Context, _ *database.Tx, account string) (string, error) {
	return account, nil
}

// Calendar implements casework.Officials.
func (p *Peers) Calendar(context.Context, *database.Tx) (terms.Calendar, error) {
	return terms.Calendar{Patron: p.Patron}, nil
}

// Notify implements casework.Notifier.
func (p *Peers) Notify(_ context.Context, _ *database.Tx, n casework.Notice) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.notices = append(p.notices, n)
	return nil
}
