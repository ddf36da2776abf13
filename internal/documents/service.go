// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"pratica/internal/database"
	"pratica/internal/documents/pdf"
	"pratica/internal/documents/scan"
	"pratica/internal/ids"
	"pratica/internal/jobs"
	"pratica/internal/objects"
	"pratica/internal/problem"
)

// Service keeps files. Its fields are set once, by app.
type Service struct {
	DB      *database.DB
	Objects objects.Store
	Writer  pdf.Writer
	Now     func() time.Time
	Jobs    *jobs.Queue  // for Register and for scans
	Scanner scan.Scanner // nil: nothing is scanned
	// Infected is told of each stored file in which malware was found, in the
	// transaction that says so; nil: nobody is told.
	Infected func(ctx context.Context, tx *database.Tx, f File) error
	// Attached is told of each file that somebody brought, in the transaction that
	// stores it; nil: nobody is told.
	Attached func(ctx context.Context, tx *database.Tx, f File) error
}

// Upload receives a file and attaches it to its owner. Beside the problems of
// Receive: documents.too_many.
func (s *Service) Upload(ctx context.Context, owner string, rule Rule, name string, r io.Reader) (file File, err error) {
	defer problem.Wrap(&err, "documents.Upload(%s, %s)", owner, rule.Slot)
	if err := s.hasRoom(ctx, owner, rule); err != nil {
		return File{}, err // before megabytes travel in vain
	}
	received, err := s.Receive(ctx, rule, name, r)
	if err != nil {
		return File{}, err
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		file, err = s.Attach(ctx, tx, owner, rule, received)
		return err
	})
	if err != nil {
		return File{}, err
	}
	return file, nil
}

func (s *Service) hasRoom(ctx context.Context, owner string, rule Rule) error {
	return s.DB.View(ctx, func(tx *database.Tx) error { return checkRoom(ctx, tx, owner, rule) })
}

func checkRoom(ctx context.Context, tx *database.Tx, owner string, rule Rule) error {
	if rule.MaxFiles == 0 {
		return nil
	}
	n, err := countStored(ctx, tx, owner, rule.Slot, rule.Item)
	if err == nil && n >= rule.MaxFiles {
		return problem.New(problem.Invalid, "documents.too_many", "count", rule.MaxFiles)
	}
	return err
}

// Attach makes a received file one of its owner's, in the caller's transaction.
// An upload in pieces that is attached again is the file that is there already:
// who did not hear the answer asks again.
func (s *Service) Attach(ctx context.Context, tx *database.Tx, owner string, rule Rule, received Received) (File, error) {
	if err := s.Lock(ctx, tx, owner); err != nil {
		return File{}, err
	}
	if err := deleteArrival(ctx, tx, received.Object.Digest); err != nil {
		return File{}, err
	}
	if there, err := sameFile(ctx, tx, owner, rule, received); err != nil || there.ID != "" {
		return there, err
	}
	if err := checkRoom(ctx, tx, owner, rule); err != nil {
		return File{}, err
	}
	now := s.Now()
	f := File{
		ID: ids.New(), Owner: owner, Slot: rule.Slot, Item: rule.Item, Name: received.Name,
		MediaType: received.Type.MediaType, Digest: received.Object.Digest, Size: received.Object.Size,
		State: Stored, Actor: rule.actor(), UploadedAt: now, ChangedAt: now,
	}
	if err := insertFile(ctx, tx, f); err != nil {
		return File{}, err
	}
	if s.Attached != nil {
		if err := s.Attached(ctx, tx, f); err != nil {
			return File{}, err
		}
	}
	return f, s.askScan(ctx, tx, f.Digest)
}

func sameFile(ctx context.Context, tx *database.Tx, owner string, rule Rule, received Received) (File, error) {
	if !received.repeats {
		return File{}, nil
	}
	stored, err := filesIn(ctx, tx, Stored, owner)
	for _, f := range stored {
		if f.Slot == rule.Slot && f.Item == rule.Item && f.Digest == received.Object.Digest && f.Name == received.Name {
			return f, err
		}
	}
	return File{}, err
}

// Lock keeps the files of an owner as they are until the transaction ends: a
// freeze takes it before it reads the manifest.
func (s *Service) Lock(ctx context.Context, tx *database.Tx, owner string) error {
	return touchOwner(ctx, tx, owner)
}

// Print turns a document into a PDF and keeps its bytes; Keep then makes it a
// file. The same document is the same object.
func (s *Service) Print(ctx context.Context, d pdf.Document) (object objects.Object, err error) {
	defer problem.Wrap(&err, "documents.Print")
	b, err := s.Writer.Write(ctx, d)
	if err != nil {
		return objects.Object{}, err
	}
	object, err = s.Objects.Put(ctx, bytes.NewReader(b), int64(len(b)))
	if errors.Is(err, objects.ErrNoSpace) {
		return objects.Object{}, problem.New(problem.Unavailable, "documents.no_space").Because(err)
	}
	return object, err
}

// Keep makes an object that the house itself made a file of the owner. It may
// be repeated: a stored file of the same slot and bytes is given back.
func (s *Service) Keep(ctx context.Context, tx *database.Tx, owner, slot, name, mediaType string, object objects.Object) (file File, err error) {
	defer problem.Wrap(&err, "documents.Keep(%s, %s)", owner, slot)
	if err := s.Lock(ctx, tx, owner); err != nil {
		return File{}, err
	}
	stored, err := filesIn(ctx, tx, Stored, owner)
	if err != nil {
		return File{}, err
	}
	for _, f := range stored {
		if f.Slot == slot && f.Digest == object.Digest {
			return f, nil
		}
	}
	now := s.Now()
	f := File{
		ID: ids.New(), Owner: owner, Slot: slot, Name: cleanName(name), MediaType: mediaType,
		Digest: object.Digest, Size: object.Size, State: Stored, Actor: "system", UploadedAt: now, ChangedAt: now,
	}
	return f, insertFile(ctx, tx, f)
}

// List gives the stored files of an owner, by slot, item and time.
func (s *Service) List(ctx context.Context, owner string) (files []File, err error) {
	defer problem.Wrap(&err, "documents.List(%s)", owner)
	return s.list(ctx, owner, Stored)
}

// Removed gives the files that can be restored.
func (s *Service) Removed(ctx context.Context, owner string) (files []File, err error) {
	defer problem.Wrap(&err, "documents.Removed(%s)", owner)
	return s.list(ctx, owner, Removed)
}

func (s *Service) list(ctx context.Context, owner string, state State) (files []File, err error) {
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		if files, err = filesIn(ctx, tx, state, owner); err != nil {
			return err
		}
		return withScans(ctx, tx, files)
	})
	return files, err
}

// ListAll gives the stored files of owners as the transaction sees them, each
// list by slot, item and id: the order in which a freeze pins them.
func (s *Service) ListAll(ctx context.Context, tx *database.Tx, owners []string) (_ map[string][]File, err error) {
	defer problem.Wrap(&err, "documents.ListAll")
	files, err := filesIn(ctx, tx, Stored, owners...)
	if err == nil {
		err = withScans(ctx, tx, files)
	}
	by := map[string][]File{}
	for _, f := range files {
		by[f.Owner] = append(by[f.Owner], f)
	}
	return by, err
}

// Get gives a file of an owner in any state. A file of somebody else is as
// unknown as one that never was: documents.not_found.
func (s *Service) Get(ctx context.Context, owner, id string) (file File, err error) {
	defer problem.Wrap(&err, "documents.Get(%s)", id)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		found, err := getFile(ctx, tx, owner, id)
		if err != nil {
			return err
		}
		one := []File{found}
		err = withScans(ctx, tx, one)
		file = one[0]
		return err
	})
	return file, err
}

// Open gives the bytes of a stored file; the caller closes them. An infected one
// is in quarantine: documents.infected.
func (s *Service) Open(ctx context.Context, owner, id string) (content io.ReadSeekCloser, file File, err error) {
	defer problem.Wrap(&err, "documents.Open(%s)", id)
	file, err = s.Get(ctx, owner, id)
	if err != nil {
		return nil, File{}, err
	}
	if file.State != Stored {
		return nil, File{}, notFound()
	}
	if file.Scan.State == Infected {
		return nil, File{}, problem.New(problem.Forbidden, "documents.infected", "threat", file.Scan.Threat)
	}
	content, _, err = s.Objects.Open(ctx, file.Digest)
	return content, file, err
}

// Read gives the bytes of a stored file, in memory: for what the house made.
func (s *Service) Read(ctx context.Context, owner, id string) ([]byte, File, error) {
	r, file, err := s.Open(ctx, owner, id)
	if err != nil {
		return nil, File{}, err
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	return content, file, err
}

// Remove takes a stored file away; Restore brings it back.
func (s *Service) Remove(ctx context.Context, owner, id string) error {
	return s.DB.Update(ctx, func(tx *database.Tx) error { return s.RemoveIn(ctx, tx, owner, id) })
}

// RemoveIn is Remove in the caller's transaction. A file that was removed
// already stays removed: pressing twice is no error.
func (s *Service) RemoveIn(ctx context.Context, tx *database.Tx, owner, id string) (err error) {
	defer problem.Wrap(&err, "documents.Remove(%s)", id)
	f, err := s.take(ctx, tx, owner, id)
	if err != nil || f.State == Removed {
		return err
	}
	if f.State == Void {
		return notFound()
	}
	return setState(ctx, tx, f.ID, Removed, "by_owner", s.Now())
}

// Restore brings a removed file back, when its slot still has room for it.
func (s *Service) Restore(ctx context.Context, owner, id string, rule Rule) error {
	return s.DB.Update(ctx, func(tx *database.Tx) error { return s.RestoreIn(ctx, tx, owner, id, rule) })
}

// RestoreIn is Restore in the caller's transaction.
func (s *Service) RestoreIn(ctx context.Context, tx *database.Tx, owner, id string, rule Rule) (err error) {
	defer problem.Wrap(&err, "documents.Restore(%s)", id)
	f, err := s.take(ctx, tx, owner, id)
	if err != nil || f.State == Stored {
		return err
	}
	if f.State == Void {
		return notFound()
	}
	rule.Slot, rule.Item = f.Slot, f.Item
	if err := checkRoom(ctx, tx, owner, rule); err != nil {
		return err
	}
	return setState(ctx, tx, f.ID, Stored, "", s.Now())
}

// take reads a file for changing it.
func (s *Service) take(ctx context.Context, tx *database.Tx, owner, id string) (File, error) {
	if _, err := getFile(ctx, tx, owner, id); err != nil {
		return File{}, err // and no row is made for an owner that does not exist
	}
	if err := s.Lock(ctx, tx, owner); err != nil {
		return File{}, err
	}
	return getFile(ctx, tx, owner, id)
}

// VoidSigning takes away what was made or uploaded for signing, in the
// transaction that ends the freeze. The rows stay as evidence.
func (s *Service) VoidSigning(ctx context.Context, tx *database.Tx, owner string) (err error) {
	defer problem.Wrap(&err, "documents.VoidSigning(%s)", owner)
	if err := s.Lock(ctx, tx, owner); err != nil {
		return err
	}
	return voidSlots(ctx, tx, owner, signing, "freeze_ended", s.Now())
}

func notFound() error { return problem.New(problem.NotFound, "documents.not_found") }

// ListIn is List inside the caller's transaction.
func (s *Service) ListIn(ctx context.Context, tx *database.Tx, owner string) ([]File, error) {
	return filesIn(ctx, tx, Stored, owner)
}

// Digests pages through the digests of all files, each once, in order.
func (s *Service) Digests(ctx context.Context, after string, n int) (page []string, err error) {
	defer problem.Wrap(&err, "documents.Digests")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		page, err = digestsAfter(ctx, tx, after, n)
		return err
	})
	return page, err
}
