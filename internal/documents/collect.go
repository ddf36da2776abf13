// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"context"
	"errors"
	"io"
	"time"

	"pratica/internal/database"
	"pratica/internal/objects"
	"pratica/internal/problem"
)

// grace is how long received bytes may be nobody's. It is longer than any
// request, and than an applicant who leaves the form and tries again.
const grace = 48 * time.Hour

// Collect removes the objects of uploads that were refused or lost before they
// became a file. Bytes that some file has, in any state, stay.
func (s *Service) Collect(ctx context.Context) (err error) {
	defer problem.Wrap(&err, "documents.Collect")
	remover, ok := s.Objects.(objects.Remover)
	if !ok {
		return nil
	}
	before := s.Now().Add(-grace)
	for {
		var page []string
		err := s.DB.View(ctx, func(tx *database.Tx) (err error) {
			page, err = arrivalsBefore(ctx, tx, before, 100)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for _, digest := range page {
			if err := s.collect(ctx, remover, digest, before); err != nil {
				return err
			}
		}
	}
}

// collect removes one object. The note of its arrival is locked meanwhile: who
// receives the same bytes now waits to write his note, and then looks whether
// the object is there.
func (s *Service) collect(ctx context.Context, remover objects.Remover, digest string, before time.Time) error {
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		isOld, err := lockArrival(ctx, tx, digest, before)
		if err != nil || !isOld {
			return err
		}
		isUsed, err := hasFile(ctx, tx, digest)
		if err != nil {
			return err
		}
		if !isUsed {
			if err := remover.Remove(ctx, digest); err != nil {
				return err
			}
		}
		return deleteArrival(ctx, tx, digest)
	})
}

// noteArrival remembers bytes until Attach makes them somebody's.
func (s *Service) noteArrival(ctx context.Context, digest string) error {
	return s.DB.Update(ctx, func(tx *database.Tx) error { return upsertArrival(ctx, tx, digest, s.Now()) })
}

// Store keeps bytes that the house itself makes piece by piece, until Keep makes
// them a file; of what never becomes one Collect makes an end.
func (s *Service) Store(ctx context.Context, r io.Reader, limit int64) (object objects.Object, err error) {
	defer problem.Wrap(&err, "documents.Store")
	object, err = s.Objects.Put(ctx, r, limit)
	if errors.Is(err, objects.ErrNoSpace) {
		return object, problem.New(problem.Unavailable, "documents.no_space").Because(err)
	}
	if err != nil {
		return object, err
	}
	return object, s.noteArrival(ctx, object.Digest)
}
