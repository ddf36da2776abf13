// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package objects_test

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/objects"
	"pratica/internal/objects/objectstest"
)

func TestShelves(t *testing.T) {
	t.Run("folder", func(t *testing.T) { proveShelf(t, objects.NewFolderShelf(filepath.Join(t.TempDir(), "copies"))) })
	t.Run("bucket", func(t *testing.T) {
		shelf, err := objects.NewBucketShelf(objectstest.Gateway(t).Next(t))
		if err != nil {
			t.Fatal(err)
		}
		proveShelf(t, shelf)
	})
}

func proveShelf(t *testing.T, s objects.Shelf) {
	ctx := t.Context()
	if got := namesOf(t, s, ""); len(got) > 0 {
		t.Errorf("a new shelf holds %v", got)
	}
	large := bytes.Repeat([]byte("copia di notte\n"), 2<<20) // over every buffer and part
	for name, content := range map[string][]byte{"sets/uno": []byte("1"), "sets/due": nil, "files/aa/tre": large} {
		if err := s.Put(ctx, name, bytes.NewReader(content), int64(len(content))); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := readShelf(t, s, name); !bytes.Equal(got, content) {
			t.Errorf("%s: %d bytes are read back, not %d", name, len(got), len(content))
		}
	}
	want := map[string]int64{"sets/uno": 1, "sets/due": 0}
	if diff := cmp.Diff(want, namesOf(t, s, "sets/")); diff != "" {
		t.Error(diff)
	}
	if err := s.Put(ctx, "sets/corto", io.LimitReader(strings.NewReader("corto"), 3), 5); err == nil {
		t.Error("a file that was cut is kept")
	}
	if err := s.Put(ctx, "sets/uno", strings.NewReader("uno"), 3); err != nil || string(readShelf(t, s, "sets/uno")) != "uno" {
		t.Errorf("a file is not replaced: %v", err)
	}
	for _, name := range []string{"sets/due", "sets/mai"} {
		if err := s.Remove(ctx, name); err != nil {
			t.Errorf("remove %s: %v", name, err)
		}
	}
	if _, err := s.Open(ctx, "sets/due"); !errors.Is(err, objects.ErrNotFound) {
		t.Errorf("open what was removed: %v", err)
	}
	for _, name := range []string{"", "../fuori", "/etc/passwd", "a/../b", "a//b"} {
		if err := s.Put(ctx, name, strings.NewReader(""), 0); err == nil {
			t.Errorf("%q is taken for a name", name)
		}
		if _, err := s.Open(ctx, name); !errors.Is(err, objects.ErrNotFound) {
			t.Errorf("open %q: %v", name, err)
		}
	}
	if diff := cmp.Diff(map[string]int64{"sets/uno": 3, "files/aa/tre": int64(len(large))}, namesOf(t, s, "")); diff != "" {
		t.Error(diff)
	}
}

func namesOf(t *testing.T, s objects.Shelf, prefix string) map[string]int64 {
	t.Helper()
	found := map[string]int64{}
	err := s.List(t.Context(), prefix, func(e objects.Entry) error { found[e.Name] = e.Size; return nil })
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func readShelf(t *testing.T, s objects.Shelf, name string) []byte {
	t.Helper()
	r, err := s.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
