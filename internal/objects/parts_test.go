// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package objects

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func begin(t *testing.T, d *Disk, key, content string) {
	t.Helper()
	if _, err := d.Append(t.Context(), key, 0, strings.NewReader(content), 1<<20); err != nil {
		t.Fatal(err)
	}
}

func TestPiecesOutliveTheProcess(t *testing.T) {
	d := newDisk(t)
	begin(t, d, "a-1", "prima ")
	later, err := NewDisk(d.root, 0)
	if err != nil {
		t.Fatal(err)
	}
	n, err := later.Arrived(t.Context(), "a-1")
	if n != 6 || err != nil {
		t.Fatalf("after the restart: %d, %v", n, err)
	}
	if _, err := later.Append(t.Context(), "a-1", n, strings.NewReader("dopo"), 1<<20); err != nil {
		t.Fatal(err)
	}
	o, err := later.Settle(t.Context(), "a-1")
	if err != nil || o.Digest != Digest([]byte("prima dopo")) {
		t.Errorf("Settle: %+v, %v", o, err)
	}
}

func TestPiecesOfAFullDiskAreCutBack(t *testing.T) {
	d := newDisk(t)
	begin(t, d, "a-1", "prima ")
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full")
	}
	defer full.Close()
	one := d.find("a-1")
	if _, err := one.write(full, one.turn, []byte("dopo"), 1<<20); !errors.Is(err, ErrNoSpace) {
		t.Errorf("write: %v, want ErrNoSpace", err)
	}
	if n, err := d.Arrived(t.Context(), "a-1"); n != 6 || err != nil {
		t.Errorf("after the failure: %d, %v", n, err)
	}
}

func TestAnOwnerHasSoManyPiecesAtOnce(t *testing.T) {
	d := newDisk(t)
	begin(t, d, "b-1", "di un altro")
	for i := range together + 2 {
		key := fmt.Sprintf("a-%d", i)
		begin(t, d, key, "x")
		at := time.Date(2026, 1, 1, 0, i, 0, 0, time.UTC)
		if err := os.Chtimes(d.parts.path(key), at, at); err != nil {
			t.Fatal(err)
		}
	}
	for key, want := range map[string]int64{"a-0": 0, "a-1": 0, "a-2": 1, "b-1": 11} {
		if n, err := d.Arrived(t.Context(), key); n != want || err != nil {
			t.Errorf("%s: %d, %v, want %d", key, n, err, want)
		}
	}
}

func TestSweepDropsStalePieces(t *testing.T) {
	d := newDisk(t)
	old, limit := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	begin(t, d, "a-1", "vecchio")
	begin(t, d, "a-2", "nuovo")
	begin(t, d, "a-3", "tenuto")
	if err := os.Chtimes(d.parts.path("a-1"), old, old); err != nil {
		t.Fatal(err)
	}
	kept, err := d.Settle(t.Context(), "a-3")
	if err != nil {
		t.Fatal(err)
	}
	for turn, want := range []int{1, 0, 0} {
		if n, err := d.Sweep(t.Context(), limit); n != want || err != nil {
			t.Errorf("sweep %d: %d, %v, want %d", turn, n, err, want)
		}
	}
	if len(d.parts.all) != 1 {
		t.Errorf("%d keys are remembered, want the one that waits", len(d.parts.all))
	}
	if n, err := d.Append(t.Context(), "a-1", 7, strings.NewReader("coda"), 1<<20); !errors.Is(err, ErrOffset) || n != 0 {
		t.Errorf("going on with what was swept: %d, %v", n, err)
	}
	if err := Verify(t.Context(), d, kept.Digest); err != nil {
		t.Errorf("a sweep hurt an object: %v", err)
	}
}
