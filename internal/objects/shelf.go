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
	"path"
	"path/filepath"
	"strings"
	"time"
)

// Entry is one file on a shelf.
type Entry struct {
	Name string // with slashes, never beginning with one
	Size int64
	At   time.Time // when it was put there
}

// Shelf keeps files under names that the caller chooses, for what is not of the
// body's records: backups. Unlike in a Store, a file may be replaced and taken
// away.
type Shelf interface {
	// Put reads size bytes of r and keeps them durably under the name, whole or
	// not at all.
	Put(ctx context.Context, name string, r io.Reader, size int64) error
	// Open gives a file to read; ErrNotFound when there is none.
	Open(ctx context.Context, name string) (io.ReadCloser, error)
	// List visits the files whose name begins with prefix.
	List(ctx context.Context, prefix string, visit func(Entry) error) error
	// Remove takes a file away; that there is none is no error.
	Remove(ctx context.Context, name string) error
	// String says where the shelf is, for the operator.
	String() string
}

// isShelfName keeps names inside of the shelf.
func isShelfName(name string) bool {
	return name != "" && fs.ValidPath(name) && path.Clean(name) == name && !strings.Contains(name, `\`)
}

func badName(name string) error { return fmt.Errorf("objects: %q is not a name on a shelf", name) }

// FolderShelf is a Shelf in a folder.
type FolderShelf struct{ root string }

// NewFolderShelf makes a shelf of a folder, which is made at the first Put.
func NewFolderShelf(root string) *FolderShelf { return &FolderShelf{root: root} }

// String implements Shelf.
func (f *FolderShelf) String() string { return f.root }

// syncEvery bounds what waits to be written: a large file that is forced out at
// once would make everybody's small commits wait behind it.
const syncEvery = 8 << 20

// Put implements Shelf.
//
//  1. the bytes beside their place, synced; a crash leaves a file that List does not show
//  2. rename, and the folder synced
func (f *FolderShelf) Put(ctx context.Context, name string, r io.Reader, size int64) (err error) {
	if !isShelfName(name) {
		return badName(name)
	}
	final := filepath.Join(f.root, filepath.FromSlash(name))
	dir := filepath.Dir(final)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return spaceError(err)
	}
	temp, err := os.CreateTemp(dir, hiddenPrefix+"*")
	if err != nil {
		return spaceError(err)
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
		}
	}()
	err = errors.Join(copySynced(ctx, temp, r, size), temp.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), final); err != nil {
		return spaceError(err)
	}
	return syncDir(dir)
}

// hiddenPrefix marks files that are not whole yet.
const hiddenPrefix = ".incoming-"

func copySynced(ctx context.Context, to *os.File, from io.Reader, size int64) error {
	source := &sourceReader{r: contextReader{ctx, from}}
	var total int64
	for {
		n, err := io.CopyN(to, source, syncEvery)
		total += n
		if err != nil && err != io.EOF {
			if source.err != nil {
				return &ReadError{Err: source.err}
			}
			return spaceError(err)
		}
		if errSync := to.Sync(); errSync != nil {
			return spaceError(errSync)
		}
		if err == io.EOF {
			break
		}
	}
	if total != size {
		return fmt.Errorf("objects: %d bytes came for a file of %d", total, size)
	}
	return nil
}

// Open implements Shelf.
func (f *FolderShelf) Open(_ context.Context, name string) (io.ReadCloser, error) {
	if !isShelfName(name) {
		return nil, fmt.Errorf("%w: %s", ErrNotFound, name)
	}
	file, err := os.Open(filepath.Join(f.root, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrNotFound, name)
	}
	if err != nil {
		return nil, fmt.Errorf("objects: %w", err)
	}
	return file, nil
}

// List implements Shelf. The prefix is a folder, with its slash, or "".
func (f *FolderShelf) List(ctx context.Context, prefix string, visit func(Entry) error) error {
	start := filepath.Join(f.root, filepath.FromSlash(prefix))
	err := filepath.WalkDir(start, func(at string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), hiddenPrefix) {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(f.root, at)
		if err != nil {
			return err
		}
		return visit(Entry{Name: filepath.ToSlash(name), Size: info.Size(), At: info.ModTime()})
	})
	if errors.Is(err, fs.ErrNotExist) { // nothing was put there yet
		return nil
	}
	return err
}

// Remove implements Shelf.
func (f *FolderShelf) Remove(_ context.Context, name string) error {
	if !isShelfName(name) {
		return badName(name)
	}
	err := os.Remove(filepath.Join(f.root, filepath.FromSlash(name)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("objects: %w", err)
	}
	return nil
}
