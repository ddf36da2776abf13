// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package discard

import (
	"context"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/jobs"
	"pratica/internal/problem"
)

const (
	runKind = "discard.run"
	// perJob is how many cases one job takes before others have their turn.
	perJob = 50
)

type runJob struct {
	List string `json:"list"`
}

func (s *Service) enqueue(ctx context.Context, tx *database.Tx, list string) error {
	return s.Queue.Enqueue(ctx, tx, jobs.Insert{Kind: runKind, Payload: runJob{list}, Priority: jobs.Bulk})
}

// run discards the next cases of a list, and leaves the rest to a job after it.
func (s *Service) run(ctx context.Context, j jobs.Job[runJob]) (err error) {
	defer problem.Wrap(&err, "discard.run(%s)", j.Payload.List)
	for range perJob {
		more, err := s.next(ctx, j.Payload.List)
		if err != nil {
			return err
		}
		if !more {
			return nil
		}
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := s.enqueue(ctx, tx, j.Payload.List); err != nil {
			return err
		}
		return j.Finish(ctx, tx)
	})
}

// next discards one case, or ends the list when there is none left.
func (s *Service) next(ctx context.Context, id string) (more bool, err error) {
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		more = false
		l, err := lockList(ctx, tx, id)
		if err != nil || l.State != Running {
			return err
		}
		item, err := firstListed(ctx, tx, id)
		if err != nil {
			return err
		}
		if item == nil {
			l.State, l.EndedAt = Done, database.T(s.Now()).Time
			if err := updateList(ctx, tx, l); err != nil {
				return err
			}
			return s.record(ctx, tx, audit.Actor{Kind: audit.System, ID: "discard"}, "done", l.ID, map[string]string{"list": l.Label()})
		}
		more = true
		return s.discard(ctx, tx, l, *item)
	})
	return more, err
}

// discard makes an end of one case, unless something came between.
func (s *Service) discard(ctx context.Context, tx *database.Tx, l List, i Item) error {
	i.DoneAt = database.T(s.Now()).Time
	closed, err := s.Cases.StillClosed(ctx, tx, i.Case, begins(l.Before))
	if err != nil {
		return err
	}
	if i.Why = WhyTouched; closed != nil {
		if i.Why, err = s.hinders(ctx, tx, i.Case, l.ID); err != nil {
			return err
		}
	}
	if i.Why != "" {
		i.Fate = Left
		return updateItem(ctx, tx, l.ID, i)
	}
	for _, part := range s.Parts {
		if err := part.DiscardIn(ctx, tx, i.Case, i.DoneAt); err != nil {
			return err
		}
	}
	files, err := s.Files.ForgetIn(ctx, tx, i.Case)
	if err != nil {
		return err
	}
	i.Fate, i.Proof = Discarded, proofOf(files)
	if err := updateItem(ctx, tx, l.ID, i); err != nil {
		return err
	}
	by := audit.Actor{Kind: audit.Admin, ID: l.StartedBy}
	return s.recordCase(ctx, tx, by, "discarded", i.Case, map[string]string{"list": l.Label()})
}

func proofOf(files []documents.File) (p Proof) {
	for _, f := range files {
		p.Files = append(p.Files, ProofFile{Slot: f.Slot, Digest: f.Digest, Size: f.Size})
	}
	return p
}
