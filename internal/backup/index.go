// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"pratica/internal/objects"
	"pratica/internal/problem"
)

// format is what this program writes. A later one reads it too.
const format = 1

// Names on the shelf.
const (
	setsFolder  = "sets/"
	filesFolder = "files/"
	setSuffix   = ".pratica"
	indexSuffix = ".json"
)

// Index is what may be known of a set without a key.
type Index struct {
	Format  int       `json:"format"`
	Name    string    `json:"name"`
	Started time.Time `json:"started"` // the snapshot was taken at or after it
	Ended   time.Time `json:"ended"`
	Release string    `json:"release"` // of the program
	Dialect string    `json:"database"`
	Size    int64     `json:"size"`   // of the set's file
	Digest  string    `json:"sha256"` // of the set's file
	Rows    int64     `json:"rows"`
	Tip     string    `json:"audit_tip"` // number and hash of the last seal of the audit log
	Files   []Copy    `json:"files"`
	Damaged int       `json:"damaged"` // files that could not be copied, because they are not what they were
	Seal    string    `json:"seal"`
}

// Copy is one file of the body on the shelf, encrypted.
type Copy struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	Digest string `json:"sha256"`
}

// Bytes is what the set and the files that it names take on the shelf.
func (x Index) Bytes() int64 {
	total := x.Size
	for _, f := range x.Files {
		total += f.Size
	}
	return total
}

// keys are what the names of copies and the seals of indexes are made with. They
// come from the session key, which is the same on each node and in each set.
type keys struct{ names, seals []byte }

func deriveKeys(secret []byte) (keys, error) {
	names, err := hkdf.Key(sha256.New, secret, nil, "pratica/backup/names", sha256.Size)
	if err != nil {
		return keys{}, err
	}
	seals, err := hkdf.Key(sha256.New, secret, nil, "pratica/backup/seals", sha256.Size)
	return keys{names, seals}, err
}

// copyName is the name on the shelf of the file with a digest.
func (k keys) copyName(digest string) string {
	name := mac(k.names, []byte(digest))
	return filesFolder + name[:2] + "/" + name
}

func mac(key, message []byte) string {
	h := hmac.New(sha256.New, key)
	h.Write(message)
	return hex.EncodeToString(h.Sum(nil))
}

// sealed is the index with its seal.
func (k keys) sealed(x Index) (Index, error) {
	x.Seal = ""
	text, err := json.Marshal(x)
	if err != nil {
		return Index{}, err
	}
	x.Seal = mac(k.seals, text)
	return x, nil
}

// isSealed tells whether the index is as this body wrote it.
func (k keys) isSealed(x Index) bool {
	again, err := k.sealed(x)
	return err == nil && hmac.Equal([]byte(again.Seal), []byte(x.Seal))
}

// maxIndex bounds what is read into memory: room for some millions of files.
const maxIndex = 1 << 30

// readIndex reads the index of a set. Unreadable text is told as such: somebody
// changed it, or the shelf did.
func readIndex(ctx context.Context, shelf objects.Shelf, name string) (x Index, err error) {
	r, err := shelf.Open(ctx, setsFolder+name+indexSuffix)
	if errors.Is(err, objects.ErrNotFound) {
		return x, problem.New(problem.NotFound, "backup.no_such_set", "name", name).Because(err)
	}
	if err != nil {
		return x, err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, maxIndex))
	if err != nil {
		return x, err
	}
	if err := json.Unmarshal(text, &x); err != nil || x.Name != name {
		return x, problem.New(problem.Invalid, "backup.index_unreadable", "name", name).Because(err)
	}
	if x.Format > format {
		return x, problem.New(problem.Invalid, "backup.newer_format", "name", name)
	}
	return x, nil
}

func putIndex(ctx context.Context, shelf objects.Shelf, x Index) error {
	text, err := json.Marshal(x)
	if err != nil {
		return err
	}
	return shelf.Put(ctx, setsFolder+x.Name+indexSuffix, bytes.NewReader(text), int64(len(text)))
}

// setNames lists the sets that have an index, newest first: names begin with
// their instant.
func setNames(ctx context.Context, shelf objects.Shelf) ([]string, error) {
	var names []string
	err := shelf.List(ctx, setsFolder, func(e objects.Entry) error {
		if name, ok := strings.CutSuffix(strings.TrimPrefix(e.Name, setsFolder), indexSuffix); ok {
			names = append(names, name)
		}
		return nil
	})
	slices.Sort(names)
	slices.Reverse(names)
	return names, err
}
