// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"pratica/internal/database"
)

// shelf keeps the thresholds as they were read last, and the definitions made
// with them. What somebody else adds counts from tomorrow at the earliest, so a
// reading of a minute ago is as good as one of now; see fresh and margin.
type shelf struct {
	known    atomic.Pointer[reading]
	reading  sync.Mutex
	extended sync.Map // digest → *extended
}

// spoil makes the next one read anew.
func (s *shelf) spoil() {
	if known := s.known.Load(); known != nil {
		s.known.Store(&reading{all: known.all})
	}
}

// reading is what was read at an instant.
type reading struct {
	at  time.Time
	all map[string][]Threshold // by slug
}

// extended is a definition with the thresholds of its procedure.
type extended struct {
	stamp string
	def   *Definition
}

// read answers from memory while it is fresh. One reads anew and the others go on
// with what there is, because some of them hold a connection already.
func (s *Service) read(ctx context.Context) (*reading, error) {
	known := s.thresholds.known.Load()
	if known != nil {
		age := s.Now().Sub(known.at)
		if age >= 0 && age < fresh || !s.thresholds.reading.TryLock() {
			return known, nil
		}
		defer s.thresholds.reading.Unlock()
	}
	got := &reading{at: s.Now(), all: map[string][]Threshold{}}
	err := s.DB.View(ctx, func(tx *database.Tx) error {
		list, err := allThresholds(ctx, tx)
		for _, t := range list {
			got.all[t.Slug] = append(got.all[t.Slug], t)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	s.thresholds.known.Store(got)
	return got, nil
}

// extended is the definition with the values of now; most have no tables.
func (s *Service) extended(ctx context.Context, def *Definition) (*Definition, error) {
	if len(def.tables) == 0 {
		return def, nil
	}
	got, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	added := got.all[def.Slug]
	if len(added) == 0 {
		return def, nil
	}
	stamp := ""
	for _, t := range added {
		stamp += t.ID
	}
	if kept, ok := s.thresholds.extended.Load(def.Digest); ok && kept.(*extended).stamp == stamp {
		return kept.(*extended).def, nil
	}
	// Compiled anew, because the expressions of a definition hold its tables.
	made, err := s.compile(ctx, def.Digest)
	if err != nil {
		return nil, err
	}
	made.extend(added)
	s.thresholds.extended.Store(def.Digest, &extended{stamp, made})
	return made, nil
}
