// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/backup"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/lease"
	"pratica/internal/objects"
	"pratica/internal/objects/objectstest"
	"pratica/internal/problem"
)

// body is a body of a few rows and files, with a clock that the test moves.
type body struct {
	*backup.Service
	t        *testing.T
	now      time.Time
	digests  []string
	shelf    string // folder of the shelf
	objects  string // folder of the files
	identity string // file with the private key
}

// Digests implements backup.Files.
func (b *body) Digests(_ context.Context, after string, n int) ([]string, error) {
	slices.Sort(b.digests)
	from, found := slices.BinarySearch(b.digests, after)
	if found {
		from++
	}
	return slices.Clone(b.digests[from:min(len(b.digests), from+n)]), nil
}

func newBody(t *testing.T, db *database.DB) *body {
	t.Helper()
	text, recipient, err := backup.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	b := &body{t: t, now: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC), shelf: filepath.Join(dir, "copies"),
		objects: filepath.Join(dir, "objects"), identity: filepath.Join(dir, "private.key")}
	if err := os.WriteFile(b.identity, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := objects.NewDisk(b.objects, 0)
	if err != nil {
		t.Fatal(err)
	}
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	b.Service, err = backup.New(backup.Deps{
		DB: db, Objects: store, Files: b, Secret: bytes.Repeat([]byte{7}, 32), Shelf: objects.NewFolderShelf(b.shelf),
		Kept: func() ([]backup.Kept, error) {
			return []backup.Kept{{Name: backup.SessionKey, Content: bytes.Repeat([]byte{7}, 32)}}, nil
		},
		Tip:        func(context.Context) (string, error) { return "", nil },
		Recipients: []string{recipient}, Spool: filepath.Join(dir, "spool"), KeepFor: 90 * 24 * time.Hour, AlarmAfter: 36 * time.Hour,
		Hour: 2*60 + 30, Zone: rome, Release: "test", Now: func() time.Time { return b.now }, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		b.put(fmt.Sprintf("allegato %d", i))
	}
	return b
}

func (b *body) put(content string) {
	b.t.Helper()
	o, err := b.Objects.Put(b.t.Context(), strings.NewReader(content), 1<<20)
	if err != nil {
		b.t.Fatal(err)
	}
	b.digests = append(b.digests, o.Digest)
}

func (b *body) make() backup.Index {
	b.t.Helper()
	x, err := b.Make(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return x
}

// restore restores a set into an empty place and gives the store of its files.
func (b *body) restore(name, identity string) (objects.Store, backup.Restored, error) {
	b.t.Helper()
	db, err := database.Open(b.t.Context(), database.Options{URL: "sqlite:" + filepath.Join(b.t.TempDir(), "new.db"), Fast: true})
	if err != nil {
		b.t.Fatal(err)
	}
	defer db.Close()
	identities, err := backup.ReadIdentities(identity)
	if err != nil {
		b.t.Fatal(err)
	}
	store := objectstest.New(b.t)
	r := backup.Restore{Shelf: b.Shelf, Identities: identities, DB: db, Objects: store, Keep: func(backup.Kept) error { return nil }}
	x, err := r.Prove(b.t.Context(), name)
	if err != nil {
		return store, backup.Restored{}, err
	}
	done, err := r.Run(b.t.Context(), x)
	return store, done, err
}

// onShelf lists the files of a folder of the shelf, by what they are.
func (b *body) onShelf(pattern string) []string {
	b.t.Helper()
	names, err := filepath.Glob(filepath.Join(b.shelf, pattern))
	if err != nil {
		b.t.Fatal(err)
	}
	return names
}

const (
	setFile   = "sets/*.pratica"
	indexFile = "sets/*.json"
	copyFile  = "files/*/*"
)

func codeOf(err error) string {
	p, ok := problem.As(err)
	if !ok {
		return fmt.Sprint(err)
	}
	return p.Code
}

func TestSetIsRestored(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBody(t, db)
		x := b.make()
		store, done, err := b.restore(x.Name, b.identity)
		if err != nil {
			t.Fatal(err)
		}
		if done.Files != 3 || done.Rows != x.Rows || done.Forged {
			t.Errorf("restored %+v of %d rows", done, x.Rows)
		}
		for _, digest := range b.digests {
			if err := objects.Verify(t.Context(), store, digest); err != nil {
				t.Error(err)
			}
		}
	})
}

// Whatever happened to a set on its shelf, it is refused in words, and the check without a key names it too.
func TestSpoiledSets(t *testing.T) {
	cut := func(content []byte) []byte { return content[:len(content)/2] }
	change := func(content []byte) []byte { content[len(content)/2] ^= 1; return content }
	replace := func(old, with string) func([]byte) []byte {
		return func(content []byte) []byte { return bytes.Replace(content, []byte(old), []byte(with), 1) }
	}
	gone := func([]byte) []byte { return nil }
	for _, c := range []struct {
		name    string
		file    string
		spoil   func([]byte) []byte
		refused string // problem of the restore; "" when only the check can know
		check   string // code of the fault
	}{
		{"a set that was cut", setFile, cut, "backup.cut", "cut"},
		{"a set that was changed", setFile, change, "backup.altered", "altered"},
		{"a set that is gone", setFile, gone, "backup.no_such_set", "missing"},
		{"an index that was cut", indexFile, cut, "backup.index_unreadable", "index"},
		{"an index that was changed", indexFile, replace(`"release":"test"`, `"release":"tesT"`), "", "seal"},
		{"an index of the future", indexFile, replace(`"format":1`, `"format":9`), "backup.newer_format", "index"},
		{"a file that was cut", copyFile, cut, "backup.copy_altered", "cut"},
		{"a file that was changed", copyFile, change, "backup.copy_altered", "altered"},
		{"a file that is gone", copyFile, gone, "backup.copy_missing", "missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBody(t, databasetest.SQLite(t))
			x := b.make()
			spoil(t, b.onShelf(c.file)[0], c.spoil)
			_, done, err := b.restore(x.Name, b.identity)
			if c.refused == "" && (err != nil || !done.Forged) {
				t.Errorf("restore: forged %v, %v", done.Forged, err)
			}
			if c.refused != "" && codeOf(err) != c.refused {
				t.Errorf("restore: %v, want %s", err, c.refused)
			}
			checked, err := b.Check(t.Context(), true, true)
			if err != nil || len(checked.Faults) != 1 || checked.Faults[0].Code != c.check {
				t.Errorf("check: %+v, %v; want %s", checked, err, c.check)
			}
		})
	}
}

func spoil(t *testing.T, file string, how func([]byte) []byte) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	spoiled := how(content)
	if spoiled == nil {
		err = os.Remove(file)
	} else {
		err = os.WriteFile(file, spoiled, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnotherKeyOpensNothing(t *testing.T) {
	b := newBody(t, databasetest.SQLite(t))
	x := b.make()
	text, _, err := backup.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other.key")
	if err := os.WriteFile(other, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.restore(x.Name, other); codeOf(err) != "backup.wrong_key" {
		t.Errorf("restore: %v", err)
	}
	if _, err := backup.ReadIdentities(b.onShelf(setFile)[0]); codeOf(err) != "backup.bad_identity" {
		t.Errorf("a file without a key: %v", err)
	}
}

// Nothing of the shelf can be read, nor a known document found by its digest.
func TestShelfTellsNothing(t *testing.T) {
	b := newBody(t, databasetest.SQLite(t))
	b.make()
	for _, pattern := range []string{setFile, indexFile, copyFile} {
		for _, file := range b.onShelf(pattern) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(content, []byte("allegato")) {
				t.Errorf("%s shows what a file says", file)
			}
			for _, digest := range b.digests {
				if strings.Contains(file, digest) || bytes.Contains(content, []byte(digest)) {
					t.Errorf("%s names a file by its digest", file)
				}
			}
		}
	}
}

// A second set copies only what is new, and again what is no longer whole on the shelf.
func TestOnlyNewFilesAreCopied(t *testing.T) {
	b := newBody(t, databasetest.SQLite(t))
	b.make()
	before := modified(t, b)
	spoil(t, b.onShelf(copyFile)[0], func(content []byte) []byte { return content[:10] })
	b.put("un altro allegato")
	b.now = b.now.Add(24 * time.Hour)
	x := b.make()
	if len(x.Files) != 4 || len(b.onShelf(copyFile)) != 4 {
		t.Errorf("%d files in the set, %d on the shelf", len(x.Files), len(b.onShelf(copyFile)))
	}
	same := 0
	for file, at := range modified(t, b) {
		if before[file].Equal(at) {
			same++
		}
	}
	if same != 2 {
		t.Errorf("%d files were left as they were, want 2", same)
	}
	if _, _, err := b.restore(x.Name, b.identity); err != nil {
		t.Error(err)
	}
}

func modified(t *testing.T, b *body) map[string]time.Time {
	t.Helper()
	times := map[string]time.Time{}
	for _, file := range b.onShelf(copyFile) {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		times[file] = info.ModTime()
	}
	return times
}

// After ninety days a set goes, with the files that only it names; the newest stays whatever its age.
func TestOldSetsGo(t *testing.T) {
	b := newBody(t, databasetest.SQLite(t))
	b.now = time.Now() // the shelf has a clock of its own
	first := b.make()
	only := b.digests[0]
	b.digests = b.digests[1:] // no later set names it
	b.now = b.now.Add(89 * 24 * time.Hour)
	second := b.make()
	if got := names(t, b); !slices.Equal(got, []string{second.Name, first.Name}) {
		t.Errorf("after 89 days: %v", got)
	}
	if err := os.WriteFile(filepath.Join(b.shelf, "sets", "cut.pratica"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(2 * 24 * time.Hour)
	third := b.make()
	if got := names(t, b); !slices.Equal(got, []string{third.Name, second.Name}) {
		t.Errorf("after 91 days: %v", got)
	}
	if n := len(b.onShelf(copyFile)); n != 2 {
		t.Errorf("%d copies are left, want 2 (one was only of %s)", n, only)
	}
	if n := len(b.onShelf(setFile)); n != 2 {
		t.Errorf("%d sets are left: one that was cut stays", n)
	}
	b.now = b.now.Add(500 * 24 * time.Hour)
	fourth := b.make()
	if got := names(t, b); !slices.Equal(got, []string{fourth.Name}) {
		t.Errorf("after years: %v", got)
	}
	if _, _, err := b.restore(fourth.Name, b.identity); err != nil {
		t.Error(err)
	}
}

func names(t *testing.T, b *body) []string {
	t.Helper()
	list, err := b.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, x := range list {
		found = append(found, x.Name)
	}
	return found
}

// A file that changed on its medium does not keep the others from being copied, and is told.
func TestDamagedFileIsTold(t *testing.T) {
	b := newBody(t, databasetest.SQLite(t))
	damaged := filepath.Join(b.objects, b.digests[1][:2], b.digests[1])
	if err := os.Chmod(damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	spoil(t, damaged, func(content []byte) []byte { content[0] ^= 1; return content })
	x, err := b.Make(t.Context())
	if codeOf(err) != "backup.damaged_files" || x.Damaged != 1 || len(x.Files) != 2 {
		t.Errorf("made %d files, %d damaged: %v", len(x.Files), x.Damaged, err)
	}
	if _, done, err := b.restore(x.Name, b.identity); err != nil || done.Files != 2 {
		t.Errorf("restored %d files: %v", done.Files, err)
	}
	health, err := b.Health(t.Context())
	if err != nil || health.Good != nil || !health.Alarm || health.Last.Problem != "backup.damaged_files" {
		t.Errorf("health %+v, %v", health, err)
	}
	checked, err := b.Check(t.Context(), false, false)
	if err != nil || len(checked.Faults) != 1 || checked.Faults[0].Code != "in_making" {
		t.Errorf("check %+v, %v", checked, err)
	}
}

// The night is by the clock of Italy; a missed one is made up for, and a failed one is tried again.
func TestNights(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBody(t, db)
		sets := 0
		for _, step := range []struct {
			at   string
			made bool
			why  string
		}{
			{"2026-03-28T12:00:00Z", true, "there is none yet"},
			{"2026-03-28T23:00:00Z", false, "the hour has not come"},
			{"2026-03-29T00:29:00Z", false, "it is 01:29 in Rome"},
			{"2026-03-29T01:31:00Z", true, "the clock went from 2 to 3: half past two is half past three"},
			{"2026-03-29T13:00:00Z", false, "made this night"},
			{"2026-03-30T00:29:00Z", false, "it is 02:29"},
			{"2026-04-02T08:00:00Z", true, "the machine was off"},
			{"2026-04-03T00:31:00Z", true, "it is 02:31"},
		} {
			at, err := time.Parse(time.RFC3339, step.at)
			if err != nil {
				t.Fatal(err)
			}
			b.now = at
			if err := b.Night(t.Context()); err != nil {
				t.Fatal(err)
			}
			if step.made {
				sets++
			}
			if got := len(names(t, b)); got != sets {
				t.Fatalf("%s: %d sets, want %d: %s", step.at, got, sets, step.why)
			}
		}
		b.now = b.now.Add(37 * time.Hour)
		health, err := b.Health(t.Context())
		if err != nil || !health.Alarm || health.Age != 37*time.Hour {
			t.Errorf("after 37 hours: %+v, %v", health, err)
		}
	})
}

// Who has to act is told once a day for as long as there is cause.
func TestAlarmOnceADay(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		b, told := newBody(t, db), 0
		watch := func(after time.Duration) {
			t.Helper()
			b.now = b.now.Add(after)
			err := b.Watch(t.Context(), func(context.Context, *database.Tx, backup.Health) error { told++; return nil })
			if err != nil {
				t.Fatal(err)
			}
		}
		b.make()
		for _, step := range []struct {
			after time.Duration
			told  int
		}{{0, 0}, {36 * time.Hour, 0}, {time.Minute, 1}, {time.Hour, 1}, {24 * time.Hour, 2}} {
			if watch(step.after); told != step.told {
				t.Fatalf("after %s more: told %d times, want %d", step.after, told, step.told)
			}
		}
		b.make()
		if watch(time.Hour); told != 2 {
			t.Errorf("told after a good backup")
		}
	})
}

// Without a place or somebody who could open it nothing is made, and the words say what is missing.
func TestNothingIsMadeInTheOpen(t *testing.T) {
	b := newBody(t, databasetest.SQLite(t))
	d := b.Deps
	d.Recipients = nil
	s, err := backup.New(d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Make(t.Context()); codeOf(err) != "backup.no_recipient" {
		t.Errorf("without a recipient: %v", err)
	}
	d.Shelf = nil
	if s, err = backup.New(d); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Make(t.Context()); codeOf(err) != "backup.no_place" {
		t.Errorf("without a place: %v", err)
	}
	if err := s.Night(t.Context()); err != nil {
		t.Errorf("a body without backups: %v", err)
	}
	d.Recipients = []string{"age1nonsense"}
	if _, err := backup.New(d); codeOf(err) != "backup.bad_recipient" {
		t.Errorf("a recipient that is none: %v", err)
	}
}

// One run at a time: the second is told to wait, and the nightly one leaves it to the first.
func TestOneRunAtATime(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBody(t, db)
		keeper := lease.Keeper{DB: db, Node: "another", Now: b.Now}
		held, err := keeper.Try(t.Context(), "backup")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Make(t.Context()); codeOf(err) != "backup.busy" {
			t.Errorf("beside another: %v", err)
		}
		if err := b.Night(t.Context()); err != nil || len(names(t, b)) > 0 {
			t.Errorf("at night: %v", err)
		}
		if err := keeper.Release(t.Context(), held); err != nil {
			t.Fatal(err)
		}
		b.make()
	})
}

func TestCompareNamesWhatDiffers(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		a, b := newBody(t, db), newBody(t, databasetest.SQLite(t))
		side := func(b *body) backup.Side { return backup.Side{DB: b.DB, Objects: b.Objects, Files: b} }
		found, err := backup.Compare(t.Context(), side(a), side(b))
		if err != nil || !found.IsEqual() || found.Files != 3 {
			t.Fatalf("two new bodies: %+v, %v", found, err)
		}
		b.put("soltanto qui")
		for _, one := range []*body{a, b} {
			err := one.DB.Update(t.Context(), func(tx *database.Tx) error {
				_, err := tx.Exec(t.Context(), `INSERT INTO office_body (version, data, changed_by, changed_at) VALUES (1, $1, $2, $3)`,
					database.JSON(map[string]any{"b": 1, "a": []int{1}}), fmt.Sprintf("%p", one), database.T(one.now))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		found, err = backup.Compare(t.Context(), side(a), side(b))
		if err != nil {
			t.Fatal(err)
		}
		want := []backup.TableDifference{{Name: "office_body", A: 1, B: 1, OnlyA: 1, OnlyB: 1}}
		if diff := cmp.Diff(want, found.Differences); diff != "" || len(found.FileFaults) != 1 || found.IsEqual() {
			t.Errorf("%s, %v", diff, found.FileFaults)
		}
	})
}
