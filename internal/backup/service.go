// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"filippo.io/age"

	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/lease"
	"pratica/internal/objects"
	"pratica/internal/problem"
)

// Files is asked for the files of the body (documents).
type Files interface {
	// Digests lists the digests after one, in order, at most n; none at the end.
	Digests(ctx context.Context, after string, n int) ([]string, error)
}

// Kept is a small file of the data folder that a restored body needs too.
type Kept struct {
	Name    string // with slashes, relative to the folder
	Content []byte
}

// Deps are what a Service works with.
type Deps struct {
	DB      *database.DB
	Objects objects.Store
	Files   Files
	// Kept gives the keys and texts of the data folder.
	Kept func() ([]Kept, error)
	// Tip gives the last seal of the audit log in words.
	Tip func(context.Context) (string, error)
	// Secret is the key that all nodes share.
	Secret []byte
	// Shelf is where sets go; nil when the operator named no place.
	Shelf      objects.Shelf
	Recipients []string // public halves: age1…
	Spool      string   // local folder where a set is made
	KeepFor    time.Duration
	AlarmAfter time.Duration
	Hour       Hour
	Zone       *time.Location
	Rate       int64 // bytes a second that a run may read; zero for no bound
	Node       string
	Release    string
	Now        func() time.Time
	Log        *slog.Logger
}

// Service makes, lists and checks the sets of one body.
type Service struct {
	Deps
	keys       keys
	recipients []age.Recipient
}

// New checks the recipients. Without a shelf the service answers questions only.
func New(d Deps) (*Service, error) {
	k, err := deriveKeys(d.Secret)
	if err != nil {
		return nil, err
	}
	s := &Service{Deps: d, keys: k}
	for _, text := range d.Recipients {
		r, err := ParseRecipient(text)
		if err != nil {
			return nil, err
		}
		s.recipients = append(s.recipients, r)
	}
	return s, nil
}

// ParseRecipient reads the public half of an identity.
func ParseRecipient(text string) (age.Recipient, error) {
	r, err := age.ParseX25519Recipient(strings.TrimSpace(text))
	if err != nil {
		return nil, problem.New(problem.Invalid, "backup.bad_recipient").Because(err)
	}
	return r, nil
}

// IsConfigured tells whether there is a place for sets and somebody who can open
// them.
func (s *Service) IsConfigured() bool { return s.Shelf != nil && len(s.recipients) > 0 }

// leaseName lets one node at a time make a set or take one away.
const leaseName = "backup"

// leaseTime is long: a run must not be lost because, on a busy day, a renewal
// waits behind many filings. After a crash the next run waits for as long.
const leaseTime = 5 * time.Minute

// Make makes a set now and takes away those whose time is over. It says Conflict
// while another run goes on. A set whose index counts damaged files is made all
// the same, and told as an error.
func (s *Service) Make(ctx context.Context) (x Index, err error) {
	defer problem.Wrap(&err, "backup.Make")
	switch {
	case s.Shelf == nil:
		return x, problem.New(problem.Invalid, "backup.no_place")
	case len(s.recipients) == 0:
		return x, problem.New(problem.Invalid, "backup.no_recipient")
	}
	keeper := lease.Keeper{DB: s.DB, Node: s.Node, Now: s.Now, TTL: leaseTime}
	err = keeper.HoldNow(ctx, leaseName, func(ctx context.Context, _ lease.Held) (err error) {
		x, err = s.run(ctx)
		return err
	})
	if errors.Is(err, lease.ErrHeld) {
		return x, problem.New(problem.Conflict, "backup.busy")
	}
	return x, err
}

// run makes a set and records how it went.
func (s *Service) run(ctx context.Context) (Index, error) {
	started := s.Now()
	x, copied, err := s.makeSet(ctx, started)
	if err == nil && x.Damaged > 0 {
		err = problem.New(problem.Internal, DamagedFiles, "count", x.Damaged)
	}
	if x.Digest == "" { // no set was made
		x.Name = ""
	}
	record := Run{
		ID: ids.New(), Name: x.Name, Started: started, Ended: s.Now(), Bytes: copied.bytes,
		Rows: x.Rows, Files: int64(len(x.Files)), Copied: copied.files, Problem: codeOf(err),
	}
	if x.Size > 0 {
		record.Bytes += x.Size
	}
	late := context.WithoutCancel(ctx) // a run that was stopped is on record too
	if saved := s.record(late, record); saved != nil && err == nil {
		return x, saved
	}
	if err != nil {
		return x, err
	}
	s.Log.InfoContext(ctx, "backup made", "bytes", record.Bytes, "files", record.Copied)
	return x, s.prune(ctx)
}

// DamagedFiles is the problem of a set that was made, but lacks files.
const DamagedFiles = "backup.damaged_files"

// codeOf is what the record says of an error.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	if p, ok := problem.As(err); ok {
		return p.Code
	}
	return "backup.failed"
}

// makeSet goes through the steps of doc.go.
func (s *Service) makeSet(ctx context.Context, started time.Time) (x Index, done copied, err error) {
	if err := os.MkdirAll(s.Spool, 0o700); err != nil {
		return x, done, err
	}
	file, err := os.CreateTemp(s.Spool, "backup-*")
	if err != nil {
		return x, done, err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	name := started.UTC().Format("2006-01-02T150405.000Z") + "-" + strings.ToLower(ids.Code()[:4])
	x = Index{Format: format, Name: name, Started: started.UTC(), Release: s.Release, Dialect: string(s.DB.Dialect())}
	p, err := newPacker(file, s.recipients, started)
	if err != nil {
		return x, done, err
	}
	slow := &pace{rate: s.Rate}
	if err := s.packRecords(ctx, p, &x, slow); err != nil {
		return x, done, err
	}
	if done, err = s.copyFiles(ctx, p, &x, slow); err != nil {
		return x, done, err
	}
	if err := p.close(); err != nil {
		return x, done, err
	}
	x.Rows = p.end.rows()
	return x, done, s.putSet(ctx, file, &x)
}

// packRecords writes what the database holds at one instant, and the kept files.
func (s *Service) packRecords(ctx context.Context, p *packer, x *Index, slow *pace) error {
	kept, err := s.Kept()
	if err != nil {
		return err
	}
	if x.Tip, err = s.Tip(ctx); err != nil {
		return err
	}
	return s.DB.View(ctx, func(tx *database.Tx) error {
		applied, err := tx.Applied(ctx)
		if err != nil {
			return err
		}
		m := manifest{Format: format, Name: x.Name, Started: x.Started, Release: x.Release, Dialect: x.Dialect, Applied: applied}
		if err := p.json(manifestEntry, m); err != nil {
			return err
		}
		for _, k := range kept {
			if err := p.kept(k.Name, k.Content); err != nil {
				return err
			}
		}
		tables, err := tx.Tables(ctx)
		if err != nil {
			return err
		}
		for _, t := range tables {
			if err := p.table(ctx, tx, t, slow); err != nil {
				return fmt.Errorf("%s: %w", t.Name, err)
			}
		}
		return nil
	})
}

// putSet brings the finished set and then its index to the shelf.
func (s *Service) putSet(ctx context.Context, file *os.File, x *Index) error {
	size, digest, err := measure(file)
	if err != nil {
		return err
	}
	x.Size, x.Digest = size, digest
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := s.Shelf.Put(ctx, setsFolder+x.Name+setSuffix, file, size); err != nil {
		return err
	}
	x.Ended = s.Now().UTC()
	sealed, err := s.keys.sealed(*x)
	if err != nil {
		return err
	}
	*x = sealed
	return putIndex(ctx, s.Shelf, sealed)
}

// List gives the index of each set, newest first. One that cannot be read is
// left out: Check tells of it.
func (s *Service) List(ctx context.Context) (list []Index, err error) {
	defer problem.Wrap(&err, "backup.List")
	if s.Shelf == nil {
		return nil, problem.New(problem.Invalid, "backup.no_place")
	}
	names, err := setNames(ctx, s.Shelf)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		x, err := readIndex(ctx, s.Shelf, name)
		if problem.KindOf(err) == problem.Invalid && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	return list, nil
}
