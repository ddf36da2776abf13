// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lots

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// Archive is a lot that is about to be downloaded.
type Archive struct {
	Lot   Lot
	made  time.Time
	kept  papers
	files []File
	open  Objects
}

// Name is that of the file: the number, the kind, the last day.
func (a Archive) Name() string {
	return fmt.Sprintf("lotto_%d-%04d_%s_%s.zip", a.Lot.Year, a.Lot.Number, plain(a.Lot.Key.Kind), a.Lot.To)
}

// Archive prepares the download of a lot, and records for each case that it was
// read.
func (s *Service) Archive(ctx context.Context, by audit.Actor, id string) (a Archive, err error) {
	defer problem.Wrap(&err, "lots.Archive(%s)", id)
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		l, err := getLot(ctx, tx, id)
		if err != nil {
			return err
		}
		a = Archive{Lot: l, made: l.ClosedAt, open: s.Objects}
		if a.kept, err = papersOf(ctx, tx, id); err != nil {
			return err
		}
		if a.kept.areDiscarded() {
			return problem.New(problem.Gone, "lots.discarded", "lot", l.Name())
		}
		items, err := itemsOf(ctx, tx, id)
		if err != nil {
			return err
		}
		var entries []audit.Entry
		for _, i := range items {
			a.files = append(a.files, i.Content.Files...)
			entries = append(entries, audit.Entry{
				Chain: audit.CaseChain(i.Case), Actor: by, Action: audit.Read, Subject: i.Case, Detail: map[string]string{"lot": l.Name()}, At: s.Now(),
			})
		}
		return s.Audit.Record(ctx, tx, entries...)
	})
	return a, err
}

// WriteTo streams the archive: nothing is held but a buffer. The bytes of a lot
// are always the same.
func (a Archive) WriteTo(ctx context.Context, w io.Writer) error {
	z := zip.NewWriter(w)
	sums := fmt.Sprintf("%s  %s\n%s  %s\n", hash(a.kept.json), manifestName, hash(a.kept.csv), listName)
	for _, f := range a.files {
		sums += f.Digest + "  " + f.Name + "\n"
	}
	for _, part := range []struct{ name, text string }{
		{manifestName, string(a.kept.json)}, {listName, string(a.kept.csv)}, {sumsName, sums},
	} {
		if err := a.add(z, part.name, zip.Deflate, strings.NewReader(part.text)); err != nil {
			return err
		}
	}
	for _, f := range a.files {
		if err := a.addFile(ctx, z, f); err != nil {
			return err
		}
	}
	return z.Close()
}

func (a Archive) addFile(ctx context.Context, z *zip.Writer, f File) error {
	content, _, err := a.open.Open(ctx, f.Digest)
	if err != nil {
		return fmt.Errorf("lots: %s: %w", f.Name, err)
	}
	defer content.Close()
	return a.add(z, f.Name, zip.Store, content) // documents are compressed already
}

func (a Archive) add(z *zip.Writer, name string, method uint16, r io.Reader) error {
	part, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: a.made.UTC()})
	if err != nil {
		return err
	}
	_, err = io.Copy(part, r)
	return err
}

// Verify says what is wrong with a closed lot: a manifest that is not the one
// that was closed, or an item that is not in it as it is stored.
func (s *Service) Verify(ctx context.Context, id string) (faults []string, err error) {
	defer problem.Wrap(&err, "lots.Verify(%s)", id)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		faults = nil
		l, err := getLot(ctx, tx, id)
		if err != nil {
			return err
		}
		kept, err := papersOf(ctx, tx, id)
		if err != nil {
			return err
		}
		items, err := itemsOf(ctx, tx, id)
		if err != nil {
			return err
		}
		faults = compare(l, kept, items)
		return nil
	})
	return faults, err
}

// IDs lists closed lots after one, for those who verify all.
func (s *Service) IDs(ctx context.Context, after string, n int) (all []string, err error) {
	defer problem.Wrap(&err, "lots.IDs")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		all, err = lotIDs(ctx, tx, after, n)
		return err
	})
	return all, err
}

func compare(l Lot, kept papers, items []Item) (faults []string) {
	if kept.areDiscarded() {
		return compareDiscarded(l, items)
	}
	var m manifestJSON
	switch {
	case hash(kept.json) != l.Digest:
		return []string{"the manifest is not the one that was closed"}
	case json.Unmarshal(kept.json, &m) != nil:
		return []string{"the manifest cannot be read"}
	case m.List.Digest != hash(kept.csv):
		faults = append(faults, "the list is not the one of the manifest")
	case len(m.Cases) != len(items) || len(items) != l.Cases:
		return append(faults, "cases are missing, or were added")
	}
	for n, i := range items {
		stored, err := json.Marshal(manifestItem{i.Position, i.Code, i.Correction, i.Withdrawn, i.Content})
		listed, listErr := json.Marshal(m.Cases[n])
		if err != nil || listErr != nil || string(stored) != string(listed) {
			faults = append(faults, fmt.Sprintf("case %d is not as the manifest says", i.Position))
		}
	}
	return faults
}

// areDiscarded tells that a case of the lot was discarded, and the papers with it: they
// name every case.
func (p papers) areDiscarded() bool { return len(p.json) == 0 }

// compareDiscarded says what is wrong with a lot of which only the proof is left.
func compareDiscarded(l Lot, items []Item) (faults []string) {
	if len(items) != l.Cases {
		faults = append(faults, "cases are missing, or were added")
	}
	if !slices.ContainsFunc(items, Item.IsDiscarded) {
		faults = append(faults, "the papers are missing, and none of its cases was discarded")
	}
	return faults
}
