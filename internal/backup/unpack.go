// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// receiver is who takes what a set holds, in its order.
type receiver interface {
	manifest(m manifest) error
	kept(name string, content []byte) error
	table(t database.Table) error
	rows(rows [][]any) error // of the table before
	file(f listed) error
	end(e end) error
}

// maxKept bounds a kept file, and each entry that is held in memory whole.
const maxKept = 64 << 20

// decrypted is what a set holds, for who has one of its keys.
func decrypted(from io.Reader, identities []age.Identity) (io.Reader, error) {
	plain, err := age.Decrypt(bufio.NewReaderSize(from, 1<<16), identities...)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, problem.New(problem.Invalid, "backup.wrong_key").Because(err)
	}
	if err != nil {
		return nil, altered(err)
	}
	return plain, nil
}

// unpack decrypts a set and hands it over. It says what is wrong in words: the
// wrong key, or bytes that are not those of the set.
func unpack(from io.Reader, identities []age.Identity, to receiver) error {
	plain, err := decrypted(from, identities)
	if err != nil {
		return err
	}
	compressed, err := gzip.NewReader(plain)
	if err != nil {
		return altered(err)
	}
	u := &unpacker{tar: tar.NewReader(compressed), to: to}
	for {
		header, err := u.tar.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return altered(err)
		}
		if err := u.entry(header); err != nil {
			return err
		}
	}
	if !u.ended {
		return altered(io.ErrUnexpectedEOF)
	}
	return nil
}

func altered(err error) error {
	return problem.New(problem.Invalid, "backup.altered").Because(err)
}

type unpacker struct {
	tar   *tar.Reader
	to    receiver
	table *rowReader
	begun bool // the manifest was seen, which says whether the rest can be read
	ended bool
}

func (u *unpacker) entry(h *tar.Header) error {
	if !u.begun && h.Name != manifestEntry {
		return altered(fmt.Errorf("%s stands before %s", h.Name, manifestEntry))
	}
	switch {
	case h.Name == manifestEntry:
		var m manifest
		u.begun = true
		return u.decode(&m, func() error { return u.to.manifest(m) })
	case h.Name == endEntry:
		var e end
		u.ended = true
		return u.decode(&e, func() error { return u.to.end(e) })
	case strings.HasPrefix(h.Name, keptEntries):
		return u.kept(strings.TrimPrefix(h.Name, keptEntries))
	case strings.HasPrefix(h.Name, fileEntries):
		return u.files()
	case strings.HasPrefix(h.Name, tableEntries) && strings.HasSuffix(h.Name, "/table.json"):
		var t database.Table
		return u.decode(&t, func() error {
			u.table = newRowReader(t, nil)
			return u.to.table(t)
		})
	case strings.HasPrefix(h.Name, tableEntries):
		return u.rows(h.Name)
	}
	return altered(fmt.Errorf("%s is no entry of a set", h.Name))
}

func (u *unpacker) decode(into any, then func() error) error {
	if err := json.NewDecoder(u.tar).Decode(into); err != nil {
		return altered(err)
	}
	return then()
}

func (u *unpacker) kept(name string) error {
	content, err := io.ReadAll(io.LimitReader(u.tar, maxKept))
	if err != nil {
		return altered(err)
	}
	return u.to.kept(name, content)
}

func (u *unpacker) rows(name string) error {
	if u.table == nil || !strings.HasPrefix(name, tableEntries+u.table.table.Name+"/") {
		return altered(fmt.Errorf("%s stands at the wrong place", name))
	}
	lines := newRowReader(u.table.table, u.tar)
	var rows [][]any
	for {
		values, err := lines.next()
		if err == io.EOF {
			return u.to.rows(rows)
		}
		if err != nil {
			return altered(err)
		}
		rows = append(rows, values)
	}
}

func (u *unpacker) files() error {
	for d := json.NewDecoder(u.tar); ; {
		var f listed
		err := d.Decode(&f)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return altered(err)
		}
		if err := u.to.file(f); err != nil {
			return err
		}
	}
}
