// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package officetest builds a working office for tests: the real service, on the test's database, with people who exist in memory, roles
// that the test names, and a clock that it moves.
package officetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/clock"
	"pratica/internal/database"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/ratelimit"
)

// Person is an account as office sees it.
type Person struct {
	Name, Kind, Email string
	Active            bool
}

// People implements office.Accounts and office.Studio in memory.
type People struct {
	Ended []string // accounts whose sessions ended

	mu  sync.Mutex
	all map[string]Person
}

// Put adds or replaces a person.
func (p *People) Put(account string, person Person) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.all == nil {
		p.all = map[string]Person{}
	}
	p.all[account] = person
}

// Get returns a person.
func (p *People) Get(account string) (Person, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	person, ok := p.all[account]
	return person, ok
}

// Describe implements office.Accounts.
func (p *People) Describe(_ context.Context, _ *database.Tx, account string) (name, kind string, active bool, err error) {
	person, ok := p.Get(account)
	if !ok {
		return "", "", false, problem.New(problem.NotFound, "identity.no_account")
	}
	return person.Name, person.Kind, person.Active, nil
}

// CountActive implements office.Accounts.
func (p *People) CountActive(_ context.Context, _ *database.Tx, accounts []string) (int, error) {
	n := 0
	for _, account := range accounts {
		if person, _ := p.Get(account); person.Active {
			n++
		}
	}
	return n, nil
}

// InviteLawyer implements office.Accounts: the account exists from the commit on.
func (p *People) InviteLawyer(_ context.Context, tx *database.Tx, _ audit.Actor, email, name, _, _ string) (string, error) {
	account := "lawyer-" + email
	if _, taken := p.Get(account); taken {
		return "", problem.New(problem.Conflict, "identity.email_taken")
	}
	tx.AfterCommit(func() { p.Put(account, Person{Name: name, Kind: office.KindLawyer, Email: email}) })
	return account, nil
}

// InviteHelper implements office.Studio: the account exists from the commit on.
func (p *People) InviteHelper(_ context.Context, tx *database.Tx, _ audit.Actor, email, name, _ string) (string, error) {
	account := "helper-" + email
	if _, known := p.Get(account); !known {
		tx.AfterCommit(func() { p.Put(account, Person{Name: name, Kind: office.KindHelper, Email: email, Active: true}) })
	}
	return account, nil
}

// EndAccess implements office.Studio: it notes whose sessions ended.
func (p *People) EndAccess(_ context.Context, tx *database.Tx, account string) error {
	tx.AfterCommit(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.Ended = append(p.Ended, account)
	})
	return nil
}

// Roles implements office.Roles.
type Roles []string

// Roles implements office.Roles.
func (r Roles) Roles(context.Context) ([]string, error) { return r, nil }

// House is an office with everything around it.
type House struct {
	*office.Service
	People *People
	Audit  *audit.Log
	clock  *clock.Manual
}

// New builds an office on a database, with the roles of a legal-aid procedure.
func New(t testing.TB, db *database.DB) *House {
	t.Helper()
	h := &House{People: &People{}, clock: clock.At(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))}
	store, err := ratelimit.Memory(1000, h.clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	limits, err := ratelimit.New(store, ratelimit.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	h.Audit = audit.New(db, h.clock.Now)
	h.Service = &office.Service{
		DB: db, Log: h.Audit, Accounts: h.People, Studio: h.People, Roles: Roles{"secretariat", "rapporteur", "board"}, Limits: limits, Now: h.clock.Now,
	}
	return h
}

// Advance moves the clock of the house.
func (h *House) Advance(d time.Duration) { h.clock.Advance(d) }

// Administrator makes an active administrator.
func (h *House) Administrator(t testing.TB, account string) office.Actor {
	t.Helper()
	h.Official(account)
	if err := h.DB.Update(context.Background(), func(tx *database.Tx) error {
		return h.AppointFirst(context.Background(), tx, account)
	}); err != nil {
		t.Fatal(err)
	}
	return h.Actor(t, account)
}

// Official makes an active official without a role.
func (h *House) Official(account string) {
	h.People.Put(account, Person{Name: fmt.Sprintf("Persona %s", account), Kind: office.KindOfficial, Active: true})
}

// Actor is an account with its rights of this moment.
func (h *House) Actor(t testing.TB, account string) office.Actor {
	t.Helper()
	a, err := h.ActorOf(context.Background(), account)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
