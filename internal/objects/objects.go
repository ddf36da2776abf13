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
	"sync"
)

// Errors that a caller tells apart with errors.Is.
var (
	// ErrNotFound: no object has this digest.
	ErrNotFound = errors.New("objects: no such object")
	// ErrTooLarge: the reader held more bytes than the limit given to Put.
	ErrTooLarge = errors.New("objects: larger than the limit")
	// ErrNoSpace: the disk is full, or has less free space than the reserve.
	ErrNoSpace = errors.New("objects: not enough free space")
	// ErrDamaged: the bytes that the store holds are not those of the digest.
	ErrDamaged = errors.New("objects: stored bytes do not match their digest")
)

// Object names bytes that are kept.
type Object struct {
	Digest string // SHA-256, 64 lower-case hexadecimal digits
	Size   int64  // bytes
}

// Remover takes an object away for good. Whoever calls it has proved that no
// row of any table names the digest; an object that is not there is no error.
type Remover interface {
	Remove(ctx context.Context, digest string) error
}

// Store keeps objects. It is safe for concurrent use by many goroutines and,
// on the same folder or bucket, by many processes.
type Store interface {
	// Put reads r to its end and keeps the bytes durably. It answers
	// ErrTooLarge when r holds more than limit bytes, ErrNoSpace when they
	// cannot be kept, and a *ReadError when r itself failed.
	Put(ctx context.Context, r io.Reader, limit int64) (Object, error)
	// Open gives the bytes of a digest; the caller closes them. It answers
	// ErrNotFound for an unknown digest and for a text that is not a digest.
	Open(ctx context.Context, digest string) (io.ReadSeekCloser, Object, error)
	// Check says whether the store can take an object now (readiness).
	Check(ctx context.Context) error
}

// ReadError says that the source of the bytes failed, not the store: an upload
// that was cut, a client that went away.
type ReadError struct{ Err error }

func (e *ReadError) Error() string { return "objects: reading the source: " + e.Err.Error() }

// Unwrap gives the error of the reader.
func (e *ReadError) Unwrap() error { return e.Err }

// IsDigest says whether s has the form of a digest. Only such texts ever
// become part of a path or key.
func IsDigest(s string) bool {
	if len(s) != sha256.Size*2 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// Digest is the digest of bytes held in memory.
func Digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Verify reads an object again and recomputes its digest; it answers
// ErrDamaged when the bytes changed on the medium.
func Verify(ctx context.Context, s Store, digest string) error {
	r, object, err := s.Open(ctx, digest)
	if err != nil {
		return err
	}
	defer r.Close()
	h := sha256.New()
	n, err := io.Copy(h, contextReader{ctx, r})
	if err != nil {
		return fmt.Errorf("objects: verify %s: %w", digest, err)
	}
	if n != object.Size || hex.EncodeToString(h.Sum(nil)) != digest {
		return fmt.Errorf("%w: %s", ErrDamaged, digest)
	}
	return nil
}

// ReaderAt gives random access to what Open returned. The reading position of
// r is then no longer the caller's.
func ReaderAt(r io.ReadSeeker) io.ReaderAt {
	if at, ok := r.(io.ReaderAt); ok {
		return at
	}
	return &seekReaderAt{r: r}
}

type seekReaderAt struct {
	mu sync.Mutex // ReadAt may be called from several goroutines
	r  io.ReadSeeker
}

func (s *seekReaderAt) ReadAt(p []byte, off int64) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.r.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(s.r, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}

// contextReader ends a long copy when its context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
