// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package objects

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const spoolPrefix = "incoming-"

// spool is the folder where bytes wait while they are hashed.
type spool struct {
	dir     string
	minFree int64 // bytes that must stay free after any acceptance

	create func(dir string) (*os.File, error) // a fault is put here by tests
	free   func(dir string) (int64, error)    // bytes free for this user
}

func newSpool(dir string, minFree int64) (*spool, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("objects: spool folder: %w", err)
	}
	return &spool{dir: dir, minFree: minFree, create: createSpoolFile, free: freeSpace}, nil
}

func createSpoolFile(dir string) (*os.File, error) {
	return os.CreateTemp(dir, spoolPrefix+"*")
}

// checkSpace refuses before anything is accepted: a filing that cannot be kept
// must fail at its beginning, not when the disk fills under other filings.
func (s *spool) checkSpace() error {
	free, err := s.free(s.dir)
	if err != nil {
		return fmt.Errorf("objects: free space: %w", err)
	}
	if free < s.minFree {
		return fmt.Errorf("%w: %d bytes free, %d in reserve", ErrNoSpace, free, s.minFree)
	}
	return nil
}

// take reads r into a synced spool file and says what it is. On error nothing
// is left; on success the caller owns the file and removes or renames it.
func (s *spool) take(ctx context.Context, r io.Reader, limit int64) (path string, o Object, err error) {
	if err := s.checkSpace(); err != nil {
		return "", Object{}, err
	}
	f, err := s.create(s.dir)
	if err != nil {
		return "", Object{}, spaceError(err)
	}
	o, err = fill(ctx, f, r, limit)
	if errClose := f.Close(); err == nil && errClose != nil {
		err = spaceError(errClose)
	}
	if err != nil {
		os.Remove(f.Name())
		return "", Object{}, err
	}
	return f.Name(), o, nil
}

// fill copies r to f while hashing, and syncs f.
func fill(ctx context.Context, f *os.File, r io.Reader, limit int64) (Object, error) {
	source := &sourceReader{r: io.LimitReader(contextReader{ctx, r}, limit+1)}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, h), source)
	if source.err != nil {
		return Object{}, &ReadError{Err: source.err}
	}
	if err != nil {
		return Object{}, spaceError(err)
	}
	if n > limit {
		return Object{}, ErrTooLarge
	}
	if err := f.Sync(); err != nil {
		return Object{}, spaceError(err)
	}
	return Object{Digest: hex.EncodeToString(h.Sum(nil)), Size: n}, nil
}

// sourceReader remembers that it was the source that failed.
type sourceReader struct {
	r   io.Reader
	err error
}

func (s *sourceReader) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

func spaceError(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", ErrNoSpace, err)
	}
	return fmt.Errorf("objects: spool: %w", err)
}

// probe writes and removes an empty spool file: the folder is there, writable
// and not full.
func (s *spool) probe() error {
	if err := s.checkSpace(); err != nil {
		return err
	}
	f, err := s.create(s.dir)
	if err != nil {
		return spaceError(err)
	}
	defer os.Remove(f.Name())
	return f.Close()
}

// sweep removes what a crash left in the spool before the given instant.
func (s *spool) sweep(before time.Time) (int, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return 0, fmt.Errorf("objects: sweep: %w", err)
	}
	removed := 0
	for _, e := range entries {
		info, err := e.Info()
		isOurs := strings.HasPrefix(e.Name(), spoolPrefix) && !strings.HasPrefix(e.Name(), partPrefix)
		if err != nil || !isOurs || !info.ModTime().Before(before) {
			continue // gone meanwhile, not ours, or still being written
		}
		if err := os.Remove(filepath.Join(s.dir, e.Name())); err != nil {
			return removed, fmt.Errorf("objects: sweep: %w", err)
		}
		removed++
	}
	return removed, nil
}
