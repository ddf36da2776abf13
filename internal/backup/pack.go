// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"filippo.io/age"

	"pratica/internal/database"
)

// A set is a tar archive, compressed and encrypted, so that ordinary tools open
// it too: age --decrypt -i KEY SET | tar tz. Its entries, in this order:
//
//	manifest.json             what the set is of
//	kept/<path>               a file of the data folder: session.key, mode, texts/…
//	tables/<name>/table.json  columns of a table, in the order of foreign keys
//	tables/<name>/<n>.jsonl   rows, a part of about a megabyte each
//	files/<n>.jsonl           digest of each file, and the name of its copy
//	end.json                  what all of it must add up to
const (
	manifestEntry = "manifest.json"
	keptEntries   = "kept/"
	tableEntries  = "tables/"
	fileEntries   = "files/"
	endEntry      = "end.json"
)

// partSize is about how large a part of rows or files is: what is held in memory.
const partSize = 1 << 20

// manifest is what a set is of.
type manifest struct {
	Format  int       `json:"format"`
	Name    string    `json:"name"`
	Started time.Time `json:"started"`
	Release string    `json:"release"`
	Dialect string    `json:"database"`
	Applied []int64   `json:"migrations"`
}

// listed is one file of the body.
type listed struct {
	Digest string `json:"digest"`
	Copy   string `json:"copy"`
}

// end closes a set.
type end struct {
	Tables map[string]Sum `json:"tables"`
	Files  int64          `json:"files"`
	Kept   []string       `json:"kept"`
}

func (e end) rows() (n int64) {
	for _, sum := range e.Tables {
		n += sum.Rows
	}
	return n
}

// packer writes a set.
type packer struct {
	at   time.Time
	age  io.WriteCloser
	gzip *gzip.Writer
	tar  *tar.Writer
	end  end
}

func newPacker(to io.Writer, recipients []age.Recipient, at time.Time) (*packer, error) {
	sealed, err := age.Encrypt(to, recipients...)
	if err != nil {
		return nil, fmt.Errorf("backup: encrypt: %w", err)
	}
	compressed, err := gzip.NewWriterLevel(sealed, gzip.BestSpeed) // the office works meanwhile
	if err != nil {
		return nil, err
	}
	return &packer{at: at, age: sealed, gzip: compressed, tar: tar.NewWriter(compressed), end: end{Tables: map[string]Sum{}}}, nil
}

func (p *packer) entry(name string, content []byte) error {
	err := p.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(content)), ModTime: p.at, Format: tar.FormatPAX})
	if err != nil {
		return err
	}
	_, err = p.tar.Write(content)
	return err
}

func (p *packer) json(name string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return p.entry(name, text)
}

func (p *packer) kept(name string, content []byte) error {
	p.end.Kept = append(p.end.Kept, name)
	return p.entry(keptEntries+name, content)
}

// parts writes lines in entries of about partSize, named by number below a folder.
type parts struct {
	p      *packer
	folder string
	n      int
	buffer bytes.Buffer
}

// flush writes what has gathered, when it is enough or the last.
func (w *parts) flush(last bool) error {
	if w.buffer.Len() == 0 || !last && w.buffer.Len() < partSize {
		return nil
	}
	w.n++
	err := w.p.entry(fmt.Sprintf("%s%06d.jsonl", w.folder, w.n), w.buffer.Bytes())
	w.buffer.Reset()
	return err
}

// table writes every row of a table.
func (p *packer) table(ctx context.Context, tx *database.Tx, t database.Table, pace *pace) error {
	folder := tableEntries + t.Name + "/"
	if err := p.json(folder+"table.json", t); err != nil {
		return err
	}
	w := &parts{p: p, folder: folder}
	sum := &summer{table: t}
	err := tx.Rows(ctx, t, func(values []any) error {
		if _, err := sum.add(values); err != nil {
			return err
		}
		before := w.buffer.Len()
		if err := appendRow(&w.buffer, values); err != nil {
			return err
		}
		if err := pace.spend(ctx, w.buffer.Len()-before); err != nil {
			return err
		}
		return w.flush(false)
	})
	p.end.Tables[t.Name] = sum.Sum
	if err != nil {
		return err
	}
	return w.flush(true)
}

// file writes one line of the list of files.
func (w *parts) file(f listed) error {
	text, err := json.Marshal(f)
	if err != nil {
		return err
	}
	w.buffer.Write(append(text, '\n'))
	w.p.end.Files++
	return w.flush(false)
}

// close ends the set. Only then do its last bytes exist.
func (p *packer) close() error {
	if err := p.json(endEntry, p.end); err != nil {
		return err
	}
	for _, layer := range []io.Closer{p.tar, p.gzip, p.age} {
		if err := layer.Close(); err != nil {
			return err
		}
	}
	return nil
}
