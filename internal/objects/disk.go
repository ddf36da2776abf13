// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package objects

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Disk is a Store in a folder:
//
//	<root>/incoming/incoming-*        spool
//	<root>/incoming/incoming-part-*   keys that arrive piece by piece
//	<root>/<2 digits>/<digest>        objects, read-only
type Disk struct {
	root  string
	spool *spool
	*parts
}

// NewDisk opens a store in root, made when missing. minFree is the number of
// bytes that must remain free on the file system: below it nothing is accepted.
func NewDisk(root string, minFree int64) (*Disk, error) {
	s, err := newSpool(filepath.Join(root, "incoming"), minFree)
	if err != nil {
		return nil, err
	}
	d := &Disk{root: root, spool: s}
	d.parts = newParts(s, func(_ context.Context, path string, o Object) error { return d.name(path, o) })
	return d, nil
}

// Put implements Store.
//
//  1. bytes in the spool, hashed and synced; a crash leaves a spool file only
//  2. the folder of the object made and synced in its parent
//  3. rename; a crash leaves the object whole, or not there
//  4. the folder synced: from here the object survives a loss of power
func (d *Disk) Put(ctx context.Context, r io.Reader, limit int64) (Object, error) {
	path, object, err := d.spool.take(ctx, r, limit)
	if err != nil {
		return Object{}, err
	}
	if err := d.name(path, object); err != nil {
		os.Remove(path)
		return Object{}, err
	}
	return object, nil
}

// name gives a spooled file its digest as name, or drops it when the object
// is there already. Two writers of the same bytes may both rename: the
// contents are equal, so it does not matter who is second.
func (d *Disk) name(path string, object Object) error {
	final := d.path(object.Digest)
	dir := filepath.Dir(final)
	if err := d.makeDir(dir); err != nil {
		return err
	}
	present, err := isPresent(final, object)
	if err != nil {
		return err
	}
	if present {
		os.Remove(path)
		return syncDir(dir) // the other writer may not have reached its own sync
	}
	if err := os.Chmod(path, 0o440); err != nil {
		return fmt.Errorf("objects: %w", err)
	}
	if err := os.Rename(path, final); err != nil {
		return spaceError(err)
	}
	return syncDir(dir)
}

func isPresent(final string, object Object) (bool, error) {
	info, err := os.Stat(final)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("objects: %w", err)
	}
	if info.Size() != object.Size {
		return false, fmt.Errorf("%w: %s has %d bytes, not %d", ErrDamaged, object.Digest, info.Size(), object.Size)
	}
	return true, nil
}

func (d *Disk) makeDir(dir string) error {
	err := os.Mkdir(dir, 0o750)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return spaceError(err)
	}
	return syncDir(d.root)
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("objects: %w", err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return spaceError(err)
	}
	return nil
}

func (d *Disk) path(digest string) string {
	return filepath.Join(d.root, digest[:2], digest)
}

// Open implements Store; what it gives is also an io.ReaderAt.
func (d *Disk) Open(ctx context.Context, digest string) (io.ReadSeekCloser, Object, error) {
	if !IsDigest(digest) {
		return nil, Object{}, ErrNotFound
	}
	if err := ctx.Err(); err != nil {
		return nil, Object{}, err
	}
	f, err := os.Open(d.path(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Object{}, fmt.Errorf("%w: %s", ErrNotFound, digest)
	}
	if err != nil {
		return nil, Object{}, fmt.Errorf("objects: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, Object{}, fmt.Errorf("objects: %w", err)
	}
	return f, Object{Digest: digest, Size: info.Size()}, nil
}

// Check implements Store.
func (d *Disk) Check(context.Context) error { return d.spool.probe() }

// Sweep removes what nobody has written to the spool since the given instant,
// and says how much. Choose an instant older than the longest upload.
func (d *Disk) Sweep(ctx context.Context, before time.Time) (int, error) {
	return d.spool.sweepAll(ctx, d.parts, before)
}

// Remove implements Remover.
func (d *Disk) Remove(_ context.Context, digest string) error {
	if !IsDigest(digest) {
		return ErrNotFound
	}
	err := os.Remove(d.path(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("objects: %w", err)
	}
	return syncDir(filepath.Dir(d.path(digest)))
}
