// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"filippo.io/age"

	"pratica/internal/objects"
	"pratica/internal/problem"
)

// copied is what a run brought to the shelf of files.
type copied struct{ files, bytes int64 }

// page is how many digests are asked for at once.
const page = 500

// copyFiles lists every file of the body in the set, and brings those to the
// shelf that are not there. A file that is not what its digest says is counted,
// and the run goes on: the others must not be lost for it.
func (s *Service) copyFiles(ctx context.Context, p *packer, x *Index, slow *pace) (done copied, err error) {
	known, err := s.known(ctx)
	if err != nil {
		return done, err
	}
	w := &parts{p: p, folder: fileEntries}
	for after := ""; ; {
		digests, err := s.Files.Digests(ctx, after, page)
		if err != nil {
			return done, err
		}
		if len(digests) == 0 {
			return done, w.flush(true)
		}
		for _, digest := range digests {
			after = digest
			entry, fresh, err := s.copyFile(ctx, digest, known, slow)
			if errors.Is(err, objects.ErrNotFound) || errors.Is(err, objects.ErrDamaged) {
				s.Log.ErrorContext(ctx, "a file cannot be copied", "digest", digest, "error", err)
				x.Damaged++
				continue
			}
			if err != nil {
				return done, err
			}
			if fresh {
				done.files++
				done.bytes += entry.Size
			}
			x.Files = append(x.Files, entry)
			if err := w.file(listed{Digest: digest, Copy: entry.Name}); err != nil {
				return done, err
			}
		}
	}
}

// known are the copies that need not be made again: those that an index with our
// seal describes, and the shelf holds at that size.
func (s *Service) known(ctx context.Context) (map[string]Copy, error) {
	known := map[string]Copy{}
	names, err := setNames(ctx, s.Shelf)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		x, err := readIndex(ctx, s.Shelf, name)
		if err != nil || !s.keys.isSealed(x) {
			continue // an older one will do, or everything is copied again
		}
		for _, c := range x.Files {
			known[c.Name] = c
		}
		break
	}
	there := make(map[string]int64, len(known))
	err = s.Shelf.List(ctx, filesFolder, func(e objects.Entry) error { there[e.Name] = e.Size; return nil })
	if err != nil {
		return nil, err
	}
	for name, c := range known {
		if size, ok := there[name]; !ok || size != c.Size {
			delete(known, name)
		}
	}
	return known, nil
}

// copyFile encrypts one file to the shelf, unless its copy is known.
func (s *Service) copyFile(ctx context.Context, digest string, known map[string]Copy, slow *pace) (c Copy, fresh bool, err error) {
	name := s.keys.copyName(digest)
	if c, ok := known[name]; ok {
		return c, false, nil
	}
	temp, err := os.CreateTemp(s.Spool, "backup-*")
	if err != nil {
		return c, false, err
	}
	defer os.Remove(temp.Name())
	defer temp.Close()
	if err := s.encrypt(ctx, temp, digest, slow); err != nil {
		return c, false, err
	}
	size, sum, err := measure(temp)
	if err != nil {
		return c, false, err
	}
	if _, err := temp.Seek(0, io.SeekStart); err != nil {
		return c, false, err
	}
	return Copy{name, size, sum}, true, s.Shelf.Put(ctx, name, temp, size)
}

// encrypt writes a file, proving on the way that it is what its digest says.
func (s *Service) encrypt(ctx context.Context, to io.Writer, digest string, slow *pace) (err error) {
	defer problem.Wrap(&err, "backup: file %s", digest)
	from, _, err := s.Objects.Open(ctx, digest)
	if err != nil {
		return err
	}
	defer from.Close()
	sealed, err := age.Encrypt(to, s.recipients...)
	if err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(sealed, h), slow.reader(ctx, from)); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != digest {
		return objects.ErrDamaged
	}
	return sealed.Close()
}

// measure reads a file from its beginning: size and digest.
func measure(f io.ReadSeeker) (size int64, digest string, err error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0, "", err
	}
	return sumOf(f)
}

func sumOf(r io.Reader) (size int64, digest string, err error) {
	h := sha256.New()
	size, err = io.Copy(h, r)
	return size, hex.EncodeToString(h.Sum(nil)), err
}
