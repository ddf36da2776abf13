// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package objectstest is the suite that every objects.Store must pass, and a
// store on a temporary folder for the tests of other packages.
package objectstest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"pratica/internal/objects"
)

// New is a store in a temporary folder, for tests that need any store.
func New(t testing.TB) objects.Store {
	t.Helper()
	s, err := objects.NewDisk(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Run proves a store. newStore gives an empty one for each sub-test.
func Run(t *testing.T, newStore func(t *testing.T) objects.Store) {
	cases := []struct {
		name string
		test func(t *testing.T, s objects.Store)
	}{
		{"what is put is read back", readBack},
		{"an empty object is an object", empty},
		{"the same bytes are one object", twice},
		{"a limit is exact", limit},
		{"a cut source leaves nothing", cut},
		{"a cancelled put leaves nothing", cancelled},
		{"an unknown digest is not found", unknown},
		{"reading seeks", seek},
		{"writers of the same bytes agree", concurrent},
		{"a large object is kept whole", large},
		{"the store checks itself", check},
		{"pieces make an object", pieces},
		{"pieces have a limit, keys a form", pieceLimit},
		{"a dropped key is gone", dropped},
		{"the newest request writes a key", overtaken},
		{"a late piece stops nobody", late},
		{"what is nobody's can be removed", removed},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.test(t, newStore(t)) })
	}
}

func put(t *testing.T, s objects.Store, content string) objects.Object {
	t.Helper()
	o, err := s.Put(t.Context(), strings.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatalf("Put: %v", err)
	}
	return o
}

func get(t *testing.T, s objects.Store, digest string) string {
	t.Helper()
	r, o, err := s.Open(t.Context(), digest)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("reading: %v", err)
	}
	if int64(len(b)) != o.Size || o.Digest != digest {
		t.Errorf("Open says %+v of %d bytes", o, len(b))
	}
	return string(b)
}

func mustBeAbsent(t *testing.T, s objects.Store, content string) {
	t.Helper()
	r, _, err := s.Open(t.Context(), objects.Digest([]byte(content)))
	if !errors.Is(err, objects.ErrNotFound) {
		t.Errorf("Open of what was refused: %v, want ErrNotFound", err)
	}
	if err == nil {
		r.Close()
	}
}

func readBack(t *testing.T, s objects.Store) {
	const content = "istanza di ammissione"
	o := put(t, s, content)
	want := objects.Object{Digest: objects.Digest([]byte(content)), Size: int64(len(content))}
	if o != want {
		t.Errorf("Put gave %+v, want %+v", o, want)
	}
	if got := get(t, s, o.Digest); got != content {
		t.Errorf("read %q", got)
	}
	if err := objects.Verify(t.Context(), s, o.Digest); err != nil {
		t.Errorf("Verify: %v", err)
	}
}

func empty(t *testing.T, s objects.Store) {
	o := put(t, s, "")
	if got := get(t, s, o.Digest); got != "" || o.Size != 0 {
		t.Errorf("read %q of %+v", got, o)
	}
}

func twice(t *testing.T, s objects.Store) {
	first, second := put(t, s, "due volte"), put(t, s, "due volte")
	if first != second {
		t.Errorf("%+v and %+v", first, second)
	}
	if got := get(t, s, first.Digest); got != "due volte" {
		t.Errorf("read %q", got)
	}
}

func limit(t *testing.T, s objects.Store) {
	if _, err := s.Put(t.Context(), strings.NewReader("12345"), 5); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	if _, err := s.Put(t.Context(), strings.NewReader("123456"), 5); !errors.Is(err, objects.ErrTooLarge) {
		t.Errorf("over the limit: %v, want ErrTooLarge", err)
	}
	mustBeAbsent(t, s, "123456")
}

func cut(t *testing.T, s objects.Store) {
	source := io.MultiReader(strings.NewReader("metà"), failing{io.ErrUnexpectedEOF})
	_, err := s.Put(t.Context(), source, 100)
	var read *objects.ReadError
	if !errors.As(err, &read) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("Put of a cut source: %v, want a ReadError", err)
	}
	mustBeAbsent(t, s, "metà")
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func cancelled(t *testing.T, s objects.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	source := io.MultiReader(strings.NewReader("prima"), readerFunc(func(p []byte) (int, error) {
		cancel()
		return copy(p, "dopo"), nil
	}))
	if _, err := s.Put(ctx, source, 1<<20); !errors.Is(err, context.Canceled) {
		t.Errorf("Put: %v, want context.Canceled", err)
	}
	mustBeAbsent(t, s, "primadopo")
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func unknown(t *testing.T, s objects.Store) {
	digests := []string{objects.Digest([]byte("mai visto")), "", "abc", "../../etc/passwd", strings.Repeat("A", 64)}
	for _, digest := range digests {
		if _, _, err := s.Open(t.Context(), digest); !errors.Is(err, objects.ErrNotFound) {
			t.Errorf("Open(%q): %v, want ErrNotFound", digest, err)
		}
	}
}

func seek(t *testing.T, s objects.Store) {
	o := put(t, s, "0123456789")
	r, _, err := s.Open(t.Context(), o.Digest)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Seek(4, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); err != nil || string(b) != "456789" {
		t.Errorf("after Seek: %q, %v", b, err)
	}
	p := make([]byte, 3)
	if _, err := objects.ReaderAt(r).ReadAt(p, 2); err != nil || string(p) != "234" {
		t.Errorf("ReadAt: %q, %v", p, err)
	}
}

func concurrent(t *testing.T, s objects.Store) {
	const writers = 8
	var wg sync.WaitGroup
	errs := make([]error, writers)
	for i := range writers {
		wg.Go(func() {
			_, err := s.Put(t.Context(), strings.NewReader("stessi byte"), 100)
			errs[i] = err
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	if got := get(t, s, objects.Digest([]byte("stessi byte"))); got != "stessi byte" {
		t.Errorf("read %q", got)
	}
}

// large is over every buffer between here and the medium.
func large(t *testing.T, s objects.Store) {
	var b bytes.Buffer
	for i := 0; b.Len() < 20<<20; i++ {
		fmt.Fprintf(&b, "riga %08d di un allegato lungo\n", i)
	}
	o, err := s.Put(t.Context(), bytes.NewReader(b.Bytes()), 64<<20)
	if err != nil {
		t.Fatal(err)
	}
	if o.Digest != objects.Digest(b.Bytes()) {
		t.Error("digest differs")
	}
	if err := objects.Verify(t.Context(), s, o.Digest); err != nil {
		t.Error(err)
	}
	if _, err := s.Put(t.Context(), bytes.NewReader(b.Bytes()), 64<<20); err != nil {
		t.Errorf("second time: %v", err)
	}
}

func check(t *testing.T, s objects.Store) {
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
