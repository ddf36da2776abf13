// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"pratica/internal/objects"
	"pratica/internal/problem"
)

// An upload is a file that arrives piece by piece. Its name is made of what the
// sender knows of the file, so that the same file chosen again after a reload is
// the same upload; it belongs to one owner.

// UploadName names the upload of a file into a place.
func UploadName(place, name string, size, modified int64) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d\x00%d", place, name, size, modified))
	return hex.EncodeToString(sum[:16])
}

// key is the name of an upload in the store.
func key(owner, upload string) string { return owner + "-" + upload }

func (s *Service) parts() (objects.Parts, error) {
	if parts, ok := s.Objects.(objects.Parts); ok {
		return parts, nil
	}
	return nil, problem.New(problem.Unavailable, "documents.store_unavailable")
}

// Arrived says how many bytes of an upload are here; zero for an unknown one.
func (s *Service) Arrived(ctx context.Context, owner, upload string) (n int64, err error) {
	defer problem.Wrap(&err, "documents.Arrived(%s)", owner)
	parts, err := s.parts()
	if err != nil {
		return 0, err
	}
	n, err = parts.Arrived(ctx, key(owner, upload))
	return n, uploadError(err)
}

// Continue adds a piece to an upload and says how many bytes are here then, also
// beside documents.out_of_step (the piece does not begin there) and
// documents.cut (the line broke: go on from there).
func (s *Service) Continue(ctx context.Context, owner, upload string, offset int64, r io.Reader, limit int64) (n int64, err error) {
	defer problem.Wrap(&err, "documents.Continue(%s)", owner)
	parts, err := s.parts()
	if err != nil {
		return 0, err
	}
	n, err = parts.Append(ctx, key(owner, upload), offset, r, limit)
	if err == nil || errors.Is(err, objects.ErrOffset) || errors.Is(err, objects.ErrNotFound) {
		return n, uploadError(err)
	}
	return n, receiveError(err, Rule{MaxBytes: limit})
}

// Forget drops an upload that its sender gave up.
func (s *Service) Forget(ctx context.Context, owner, upload string) (err error) {
	defer problem.Wrap(&err, "documents.Forget(%s)", owner)
	parts, err := s.parts()
	if err != nil {
		return err
	}
	return uploadError(parts.Drop(ctx, key(owner, upload)))
}

func uploadError(err error) error {
	switch {
	case errors.Is(err, objects.ErrOffset):
		return problem.New(problem.Conflict, "documents.out_of_step").Because(err)
	case errors.Is(err, objects.ErrNotFound):
		return notFound()
	}
	return err
}

// Whole is an upload that has arrived, for Receive to take as it takes any
// reader: without reading its bytes again.
func (s *Service) Whole(owner, upload string) io.Reader { return &whole{key: key(owner, upload)} }

type whole struct{ key string }

// Read is never called: Receive looks behind the reader.
func (*whole) Read([]byte) (int, error) {
	return 0, errors.New("documents: an upload is received, not read")
}

// takeWhole makes the bytes an object. What is too large is dropped before.
func (s *Service) takeWhole(ctx context.Context, w *whole, rule Rule) (objects.Object, error) {
	parts, err := s.parts()
	if err != nil {
		return objects.Object{}, err
	}
	n, err := parts.Arrived(ctx, w.key)
	if err != nil {
		return objects.Object{}, uploadError(err)
	}
	if n > rule.MaxBytes {
		return objects.Object{}, errors.Join(receiveError(objects.ErrTooLarge, rule), parts.Drop(ctx, w.key))
	}
	object, err := parts.Settle(ctx, w.key)
	if errors.Is(err, objects.ErrNotFound) {
		return objects.Object{}, problem.New(problem.Invalid, "documents.cut").Because(err)
	}
	if err != nil {
		return objects.Object{}, receiveError(err, rule)
	}
	return object, nil
}

// dropRefused forgets an upload that does not fit its rule: sent again, it would
// be refused again. One that could not be judged stays.
func (s *Service) dropRefused(ctx context.Context, r io.Reader, refused error) error {
	w, ok := r.(*whole)
	if !ok || refused == nil || problem.KindOf(refused) != problem.Invalid {
		return refused
	}
	parts, err := s.parts()
	if err != nil {
		return refused
	}
	return errors.Join(refused, parts.Drop(ctx, w.key))
}
