// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package bundle

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"
)

// Entry is one file of a bundle.
type Entry struct {
	Name     string // by rule; see Namer
	Modified time.Time
	Open     func(context.Context) (io.ReadCloser, error)
}

// Text is an entry with ready content.
func Text(name, content string, at time.Time) Entry {
	return Entry{Name: name, Modified: at, Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(content)), nil
	}}
}

// sumsName lists the digests in the form that "sha256sum -c" reads.
const sumsName = "impronte-sha256.txt"

// Write streams the entries, and the list of their digests.
func Write(ctx context.Context, w io.Writer, entries []Entry) error {
	out := zip.NewWriter(w)
	var sums strings.Builder
	for _, e := range entries {
		sum, err := write(ctx, out, e)
		if err != nil {
			return fmt.Errorf("bundle: %s: %w", e.Name, err)
		}
		fmt.Fprintf(&sums, "%s  %s\n", sum, e.Name)
	}
	last := time.Time{}
	if len(entries) > 0 {
		last = entries[len(entries)-1].Modified
	}
	if _, err := write(ctx, out, Text(sumsName, sums.String(), last)); err != nil {
		return err
	}
	return out.Close()
}

func write(ctx context.Context, out *zip.Writer, e Entry) (sum string, err error) {
	content, err := e.Open(ctx)
	if err != nil {
		return "", err
	}
	defer content.Close()
	part, err := out.CreateHeader(&zip.FileHeader{Name: e.Name, Method: zip.Deflate, Modified: e.Modified})
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	if _, err := io.Copy(io.MultiWriter(part, hash), content); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
