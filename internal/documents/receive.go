// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"pratica/internal/objects"
	"pratica/internal/problem"
)

// Received is a file whose bytes are kept and fit their rule, but which is not
// yet anybody's.
type Received struct {
	Object objects.Object
	Name   string
	Type   Type

	repeats bool // its sender may ask again, not having heard the answer
}

// Receive reads an upload to its end, keeps it and checks it against the rule.
// Problems, each with what to do: documents.empty, too_large, wrong_type,
// extension_mismatch, cut, no_space.
func (s *Service) Receive(ctx context.Context, rule Rule, name string, r io.Reader) (received Received, err error) {
	defer problem.Wrap(&err, "documents.Receive(%s)", rule.Slot)
	object, err := s.receive(ctx, rule, r)
	if err != nil {
		return Received{}, err
	}
	// From here the bytes are noted as nobody's: whatever fails, they are collected.
	if err := s.noteArrival(ctx, object.Digest); err != nil {
		return Received{}, err
	}
	received, err = s.judge(ctx, rule, name, object)
	_, received.repeats = r.(*whole)
	return received, s.dropRefused(ctx, r, err)
}

// receive makes an object of what a reader gives, or of an upload.
func (s *Service) receive(ctx context.Context, rule Rule, r io.Reader) (objects.Object, error) {
	if w, ok := r.(*whole); ok {
		return s.takeWhole(ctx, w, rule)
	}
	object, err := s.Objects.Put(ctx, r, rule.MaxBytes)
	if err != nil {
		return objects.Object{}, receiveError(err, rule)
	}
	return object, nil
}

func (s *Service) judge(ctx context.Context, rule Rule, name string, object objects.Object) (Received, error) {
	if object.Size == 0 {
		return Received{}, problem.New(problem.Invalid, "documents.empty")
	}
	received := Received{Object: object, Name: cleanName(name)}
	var err error
	received.Type, err = s.check(ctx, rule, received)
	return received, err
}

func receiveError(err error, rule Rule) error {
	var read *objects.ReadError
	var tooLong *http.MaxBytesError
	switch {
	case errors.Is(err, objects.ErrTooLarge), errors.As(err, &tooLong):
		return problem.New(problem.Invalid, "documents.too_large", "max", readable(rule.MaxBytes)).Because(err)
	case errors.Is(err, objects.ErrNoSpace):
		return problem.New(problem.Unavailable, "documents.no_space").Because(err)
	case errors.As(err, &read):
		return problem.New(problem.Invalid, "documents.cut").Because(err)
	}
	return problem.New(problem.Unavailable, "documents.store_unavailable").Because(err)
}

// check recognises what was received.
func (s *Service) check(ctx context.Context, rule Rule, received Received) (Type, error) {
	r, object, err := s.Objects.Open(ctx, received.Object.Digest)
	if errors.Is(err, objects.ErrNotFound) { // the collector was faster, by a hair: see collect
		return Type{}, problem.New(problem.Unavailable, "documents.store_unavailable").Because(err)
	}
	if err != nil {
		return Type{}, err
	}
	defer r.Close()
	t, agrees, err := recognise(objects.ReaderAt(r), object.Size, received.Name)
	if err != nil {
		return Type{}, err
	}
	if t.Token == "" && isLocked(objects.ReaderAt(r), object.Size) {
		return Type{}, problem.New(problem.Invalid, "documents.protected")
	}
	if t.Token == "" || !rule.allows(t) {
		return Type{}, problem.New(problem.Invalid, "documents.wrong_type", "types", rule.typeList())
	}
	if !agrees {
		return Type{}, problem.New(problem.Invalid, "documents.extension_mismatch",
			"name", received.Name, "found", strings.ToUpper(t.Token), "extension", t.Extensions[0])
	}
	return t, inspect(objects.ReaderAt(r), object.Size, t)
}

// isLocked says that an unknown file is an office document with a password.
func isLocked(r io.ReaderAt, size int64) bool {
	head := make([]byte, min(size, 8))
	n, _ := r.ReadAt(head, 0) // what cannot be read is not locked
	return isOLE(head[:n]) && isLockedOffice(r, size)
}

func (r Rule) allows(t Type) bool {
	return len(r.Types) == 0 || slices.ContainsFunc(r.Types, func(name string) bool {
		allowed, ok := TypeOf(name)
		return ok && allowed.Token == t.Token
	})
}

// typeList is what a person reads: "PDF, JPG, PNG".
func (r Rule) typeList() string {
	names := r.Types
	if len(names) == 0 {
		for _, t := range types {
			names = append(names, t.Token)
		}
	}
	var list []string
	for _, name := range names {
		if t, ok := TypeOf(name); ok {
			name = t.Token
		}
		list = append(list, strings.ToUpper(name))
	}
	return strings.Join(list, ", ")
}

// readable writes a limit in the units that file managers show.
func readable(bytes int64) string {
	switch {
	case bytes >= 1_000_000:
		return fmt.Sprintf("%d MB", bytes/1_000_000)
	case bytes >= 1_000:
		return fmt.Sprintf("%d kB", bytes/1_000)
	}
	return fmt.Sprintf("%d byte", bytes)
}
