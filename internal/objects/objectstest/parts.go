// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package objectstest

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"pratica/internal/objects"
)

func partsOf(t *testing.T, s objects.Store) objects.Parts {
	t.Helper()
	p, ok := s.(objects.Parts)
	if !ok {
		t.Fatal("the store takes no pieces")
	}
	return p
}

func add(t *testing.T, p objects.Parts, key string, offset int64, piece string) int64 {
	t.Helper()
	n, err := p.Append(t.Context(), key, offset, strings.NewReader(piece), 1<<20)
	if err != nil {
		t.Fatalf("Append at %d: %v", offset, err)
	}
	return n
}

func pieces(t *testing.T, s objects.Store) {
	p := partsOf(t, s)
	n := add(t, p, "a-1", 0, "prima ")
	n = add(t, p, "a-1", n, "seconda ")
	if _, err := p.Append(t.Context(), "a-1", 6, strings.NewReader("seconda "), 1<<20); !errors.Is(err, objects.ErrOffset) {
		t.Errorf("the same piece again: %v, want ErrOffset", err)
	}
	cut := io.MultiReader(strings.NewReader("ter"), failing{io.ErrUnexpectedEOF})
	n, err := p.Append(t.Context(), "a-1", n, cut, 1<<20)
	var read *objects.ReadError
	if !errors.As(err, &read) || n != 17 {
		t.Errorf("a cut piece: %d bytes, %v", n, err)
	}
	if at, err := p.Arrived(t.Context(), "a-1"); at != 17 || err != nil {
		t.Errorf("Arrived: %d, %v", at, err)
	}
	add(t, p, "a-1", 17, "za")
	o, err := p.Settle(t.Context(), "a-1")
	if err != nil {
		t.Fatal(err)
	}
	const whole = "prima seconda terza"
	if want := (objects.Object{Digest: objects.Digest([]byte(whole)), Size: int64(len(whole))}); o != want {
		t.Errorf("Settle gave %+v, want %+v", o, want)
	}
	if got := get(t, s, o.Digest); got != whole {
		t.Errorf("read %q", got)
	}
	if again, err := p.Settle(t.Context(), "a-1"); again != o || err != nil {
		t.Errorf("settled again: %+v, %v", again, err)
	}
	if _, err := p.Append(t.Context(), "a-1", o.Size, strings.NewReader("x"), 1<<20); !errors.Is(err, objects.ErrOffset) {
		t.Errorf("a piece after the end: %v, want ErrOffset", err)
	}
}

func pieceLimit(t *testing.T, s objects.Store) {
	p := partsOf(t, s)
	if n, err := p.Append(t.Context(), "a-1", 0, strings.NewReader("123456"), 5); !errors.Is(err, objects.ErrTooLarge) || n != 0 {
		t.Errorf("over the limit: %d, %v", n, err)
	}
	if _, err := p.Settle(t.Context(), "b-1"); !errors.Is(err, objects.ErrNotFound) {
		t.Errorf("settling what never came: %v, want ErrNotFound", err)
	}
	for _, key := range []string{"", "../b", "A", strings.Repeat("a", 201)} {
		if _, err := p.Arrived(t.Context(), key); !errors.Is(err, objects.ErrNotFound) {
			t.Errorf("key %q: %v, want ErrNotFound", key, err)
		}
	}
}

func dropped(t *testing.T, s objects.Store) {
	p := partsOf(t, s)
	add(t, p, "a-1", 0, "da dimenticare")
	if err := p.Drop(t.Context(), "a-1"); err != nil {
		t.Fatal(err)
	}
	if n, err := p.Arrived(t.Context(), "a-1"); n != 0 || err != nil {
		t.Errorf("after Drop: %d, %v", n, err)
	}
}

// deadLine gives its first bytes, says when it is asked for more, and gives the
// rest only when it is let go.
type deadLine struct {
	first, rest string
	asked, let  chan struct{}
	reads       int
}

func (d *deadLine) Read(b []byte) (int, error) {
	d.reads++
	switch d.reads {
	case 1:
		return copy(b, d.first), nil
	case 2:
		close(d.asked)
		<-d.let
		return copy(b, d.rest), nil
	}
	return 0, io.EOF
}

// overtaken: a request whose line is dead must not stop the one that goes on.
func overtaken(t *testing.T, s objects.Store) {
	p := partsOf(t, s)
	line := &deadLine{first: "inizio ", rest: "in ritardo", asked: make(chan struct{}), let: make(chan struct{})}
	ended := make(chan error, 1)
	go func() {
		_, err := p.Append(context.Background(), "a-1", 0, line, 1<<20)
		ended <- err
	}()
	<-line.asked
	n, err := p.Arrived(t.Context(), "a-1")
	if n != 7 || err != nil {
		t.Errorf("Arrived: %d, %v", n, err)
	}
	n = add(t, p, "a-1", n, "fine")
	close(line.let)
	if err := <-ended; !errors.Is(err, objects.ErrOffset) {
		t.Errorf("the dead line ended with %v, want ErrOffset", err)
	}
	if got, err := p.Arrived(t.Context(), "a-1"); got != n || err != nil {
		t.Errorf("late bytes were taken: %d, want %d (%v)", got, n, err)
	}
}

// late: a piece that comes after the bytes it holds stops nobody who writes.
func late(t *testing.T, s objects.Store) {
	p := partsOf(t, s)
	line := &deadLine{first: "inizio ", rest: "e fine", asked: make(chan struct{}), let: make(chan struct{})}
	type end struct {
		n   int64
		err error
	}
	ended := make(chan end, 1)
	go func() {
		n, err := p.Append(context.Background(), "a-1", 0, line, 1<<20)
		ended <- end{n, err}
	}()
	<-line.asked
	if n, err := p.Append(t.Context(), "a-1", 0, strings.NewReader("inizio"), 1<<20); n != 7 || !errors.Is(err, objects.ErrOffset) {
		t.Errorf("the late piece: %d, %v, want ErrOffset at 7", n, err)
	}
	close(line.let)
	if e := <-ended; e.n != 13 || e.err != nil {
		t.Errorf("the one that writes ended at %d with %v", e.n, e.err)
	}
}

func removed(t *testing.T, s objects.Store) {
	r, ok := s.(objects.Remover)
	if !ok {
		t.Fatal("the store removes nothing")
	}
	o := put(t, s, "di nessuno")
	for range 2 { // the second time there is nothing, which is no error
		if err := r.Remove(t.Context(), o.Digest); err != nil {
			t.Fatal(err)
		}
	}
	mustBeAbsent(t, s, "di nessuno")
}
