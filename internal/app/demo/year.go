// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"pratica/internal/app"
	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/clock"
	"pratica/internal/config"
	"pratica/internal/problem"
	"pratica/internal/worklist"
)

// Year is a year of a large council, played fast: applications arrive day by
// day, and twelve officials work on them at once, each on the part that is theirs.
type Year struct {
	Applications int
	Months       int  // of it that are played, with as large a part of the applications
	Fast         bool // without durability: not for measuring
	// Month is told of the end of each month, when nobody works.
	Month func(ctx context.Context, a *app.App, secretary casework.Actor, p Played) error
}

// Played is what happened so far.
type Played struct {
	Month   int
	Filed   int
	Acts    int
	Waits   int // acts that had to wait: the case was in somebody else's hands
	Running int // cases that are not at their end
}

const (
	monthsPerYear = 12
	daysPerMonth  = 21 // on which the office is open
	applicants    = 2  // who file at once
	jobsEvery     = 10 * time.Millisecond
)

// council are the officials of the year.
func council() []member {
	all := []member{{"administrator", "Amelia Prova", "amministratrice@ordine.example", nil}}
	add := func(role string, n int, roles ...string) {
		for i := range n {
			id := role
			if i > 0 {
				id = fmt.Sprintf("%s%d", role, i+1)
			}
			all = append(all, member{id, "Persona " + id, id + "@ordine.example", roles})
		}
	}
	add("secretary", 6, "secretary", "desk")
	add("rapporteur", 4, "rapporteur")
	add("board", 1, "board")
	add("keeper", 1, "keeper")
	return all
}

// Play plays the year into a new body. Whatever goes wrong ends it.
func (y Year) Play(ctx context.Context, c *config.Config, log *slog.Logger, from time.Time) (p Played, err error) {
	at := clock.At(from)
	a, err := app.OpenWith(ctx, c, app.Options{Log: log, Now: at.Now, Fast: y.Fast})
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.Migrate(ctx); err != nil {
		return p, err
	}
	s := &season{maker: newMaker(a, at, from, func(string) {}), year: y}
	if s.samples, err = samples(); err != nil {
		return p, err
	}
	if err := s.found(ctx, council()); err != nil {
		return p, err
	}
	return s.play(ctx, from)
}

// season is a year that is being played.
type season struct {
	*maker
	year    Year
	samples []sample

	mu     sync.Mutex
	cases  []*running
	played Played
}

// running is a case on its way.
type running struct {
	life
	script []act
	next   int
	ready  time.Time // when its next act may be done
	taken  bool      // somebody works on it
}

// integrationWait is longer than an applicant may take to answer.
const integrationWait = 75 * 24 * time.Hour

func (s *season) play(ctx context.Context, from time.Time) (Played, error) {
	const days = monthsPerYear * daysPerMonth
	for day := range s.year.Months * daysPerMonth {
		s.clock.Reach(from.AddDate(0, 0, day*365/days))
		if err := s.day(ctx, s.year.Applications*day/days, s.year.Applications*(day+1)/days); err != nil {
			return s.played, fmt.Errorf("demo: day %d: %w", day+1, err)
		}
		if err := s.app.Jobs.Drain(ctx); err != nil { // a night is longer than its work
			return s.played, err
		}
		if (day+1)%daysPerMonth != 0 {
			continue
		}
		s.played.Month, s.played.Running = (day+1)/daysPerMonth, len(s.cases)
		if err := s.year.Month(ctx, s.app, s.actor("secretary"), s.played); err != nil {
			return s.played, err
		}
	}
	return s.played, nil
}

// day lets applications arrive while every official does what there is to do,
// and the jobs run.
func (s *season) day(ctx context.Context, from, to int) error {
	over, end := context.WithCancel(ctx)
	jobs := make(chan error, 1)
	go func() { jobs <- s.background(ctx, over) }()
	err := s.people(ctx, from, to)
	end()
	return errors.Join(err, <-jobs)
}

func (s *season) background(ctx, over context.Context) error {
	tick := time.NewTicker(jobsEvery)
	defer tick.Stop()
	for {
		select {
		case <-over.Done():
			return nil
		case <-tick.C:
			if err := s.app.Jobs.Drain(ctx); err != nil {
				return err
			}
		}
	}
}

func (s *season) people(ctx context.Context, from, to int) error {
	group, ctx := errgroup.WithContext(ctx)
	for lane := range applicants {
		group.Go(func() error {
			for i := from + lane; i < to; i += applicants {
				if err := s.arrive(ctx, i); err != nil {
					return fmt.Errorf("application %d: %w", i, err)
				}
			}
			return nil
		})
	}
	for _, who := range council()[1:] {
		group.Go(func() error { return s.work(ctx, who) })
	}
	err := group.Wait()
	s.cases = slices.DeleteFunc(s.cases, func(c *running) bool { return c.next == len(c.script) })
	return err
}

func (s *season) arrive(ctx context.Context, i int) error {
	sample := s.samples[i%len(s.samples)]
	id, err := s.file(ctx, sample, i)
	if err != nil {
		return err
	}
	c := &running{life: life{id: id, slug: sample.slug, number: i, kind: i / len(s.samples)}}
	c.script = s.whole(c.life)
	s.mu.Lock()
	defer s.mu.Unlock()
	c.ready = s.clock.Now().Add(12 * time.Hour) // tomorrow: it comes to the office by a job
	s.cases = append(s.cases, c)
	s.played.Filed++
	return nil
}

// whole is the life of a case to its end: after an integration that nobody
// answers the office goes on.
func (s *season) whole(l life) []act {
	if l.slug == "accesso-atti" {
		return s.access(l)
	}
	asks := l.kind%3 == 1
	script := s.legalAid(l)
	if !asks {
		return script
	}
	l.kind++
	rest := s.legalAid(l)
	start := slices.IndexFunc(rest, func(a act) bool { return a.action == "conclude_check" })
	return append(script, rest[start:]...)
}

// work does all acts of a day that are an official's.
func (s *season) work(ctx context.Context, who member) error {
	if _, err := s.app.Worklist.List(ctx, s.actor(who.id), worklist.Query{}); err != nil {
		return err
	}
	for c := s.take(who); c != nil; c = s.take(who) {
		err := s.do(ctx, c.id, c.script[c.next])
		if err != nil && problem.KindOf(err) != problem.Conflict {
			return fmt.Errorf("case %d, %s by %s: %w", c.number, c.script[c.next].action, who.id, err)
		}
		s.clock.Advance(20 * time.Second)
		s.done(c, err == nil)
	}
	return ctx.Err()
}

// take gives the official a case whose next act is one of his role's.
func (s *season) take(who member) *running {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	for _, c := range s.cases {
		if !c.taken && c.next < len(c.script) && slices.Contains(who.roles, c.script[c.next].by) && !c.ready.After(now) {
			c.taken = true
			return c
		}
	}
	return nil
}

// done puts a case back: for the next act, or for the same another day.
func (s *season) done(c *running, did bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.taken = false
	if !did {
		s.played.Waits++
		c.ready = s.clock.Now().Add(12 * time.Hour)
		return
	}
	if c.script[c.next].action == "request_integration" {
		c.ready = s.clock.Now().Add(integrationWait)
	}
	c.next++
	s.played.Acts++
}

func (s *season) actor(id string) casework.Actor {
	who := s.maker.people[id]
	return casework.Actor{Kind: audit.Official, ID: who.Account, Roles: who.Roles}
}
