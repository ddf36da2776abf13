// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package objects

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func newDisk(t *testing.T) *Disk {
	t.Helper()
	d, err := NewDisk(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// files are the paths of all files below the root of a store.
func files(t *testing.T, d *Disk) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(d.root, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestDiskLeavesNothingOfWhatFailed(t *testing.T) {
	cut := errors.New("client went away")
	cases := []struct {
		name   string
		source io.Reader
		fault  func(d *Disk)
		want   error
	}{
		{name: "cut at once", source: iotest.ErrReader(cut), want: cut},
		{name: "cut in the middle", source: io.MultiReader(strings.NewReader("metà"), iotest.ErrReader(cut)), want: cut},
		{name: "cut with the last byte", source: iotest.DataErrReader(io.MultiReader(strings.NewReader("metà"), iotest.ErrReader(cut))), want: cut},
		{name: "over the limit", source: strings.NewReader(strings.Repeat("x", 200)), want: ErrTooLarge},
		{name: "disk full while writing", source: strings.NewReader("x"), fault: fullDevice, want: ErrNoSpace},
		{name: "below the reserve", source: iotest.ErrReader(errors.New("must not be read")), fault: noReserve, want: ErrNoSpace},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := newDisk(t)
			if c.fault != nil {
				c.fault(d)
			}
			if _, err := d.Put(t.Context(), c.source, 100); !errors.Is(err, c.want) {
				t.Errorf("Put: %v, want %v", err, c.want)
			}
			if left := files(t, d); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// fullDevice makes every write fail as on a full disk: a spool file that is a
// link to /dev/full.
func fullDevice(d *Disk) {
	d.spool.create = func(dir string) (*os.File, error) {
		path := filepath.Join(dir, spoolPrefix+"full")
		if err := os.Symlink("/dev/full", path); err != nil {
			return nil, err
		}
		return os.OpenFile(path, os.O_WRONLY, 0)
	}
}

func noReserve(d *Disk) {
	d.spool.minFree = 1 << 20
	d.spool.free = func(string) (int64, error) { return 1<<20 - 1, nil }
}

func TestDiskCheckSeesAFullDisk(t *testing.T) {
	d := newDisk(t)
	noReserve(d)
	if err := d.Check(t.Context()); !errors.Is(err, ErrNoSpace) {
		t.Errorf("Check: %v, want ErrNoSpace", err)
	}
}

// A crash between any two steps of Put leaves a spool file and perhaps the
// folder; the same bytes can be put again, and Sweep tidies up.
func TestDiskRecoversFromACrashInPut(t *testing.T) {
	d := newDisk(t)
	left, object, err := d.spool.take(t.Context(), strings.NewReader("interrotto"), 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.makeDir(filepath.Dir(d.path(object.Digest))); err != nil {
		t.Fatal(err)
	}
	again, err := d.Put(t.Context(), strings.NewReader("interrotto"), 100)
	if err != nil || again != object {
		t.Fatalf("Put after the crash: %+v, %v", again, err)
	}
	if n, err := d.Sweep(t.Context(), time.Now().Add(-time.Hour)); err != nil || n != 0 {
		t.Errorf("Sweep of the young: %d, %v", n, err)
	}
	if n, err := d.Sweep(t.Context(), time.Now().Add(time.Hour)); err != nil || n != 1 {
		t.Errorf("Sweep: %d, %v", n, err)
	}
	if got := files(t, d); len(got) != 1 || got[0] != d.path(object.Digest) {
		t.Errorf("files %v; the spool file was %s", got, left)
	}
}

func TestDiskNeverOverwrites(t *testing.T) {
	d := newDisk(t)
	o, err := d.Put(t.Context(), strings.NewReader("originale"), 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(d.path(o.Digest), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.path(o.Digest), []byte("guasto"), 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Put(t.Context(), strings.NewReader("originale"), 100); !errors.Is(err, ErrDamaged) {
		t.Errorf("Put over a damaged object: %v, want ErrDamaged", err)
	}
	if err := Verify(t.Context(), d, o.Digest); !errors.Is(err, ErrDamaged) {
		t.Errorf("Verify: %v, want ErrDamaged", err)
	}
	if b, err := os.ReadFile(d.path(o.Digest)); err != nil || string(b) != "guasto" {
		t.Errorf("the object was changed: %q, %v", b, err)
	}
}

func TestDiskObjectsAreReadOnly(t *testing.T) {
	d := newDisk(t)
	o, err := d.Put(t.Context(), strings.NewReader("sola lettura"), 100)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(d.path(o.Digest))
	if err != nil || info.Mode().Perm() != 0o440 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestReaderAtOverASeeker(t *testing.T) {
	at := ReaderAt(struct{ io.ReadSeeker }{strings.NewReader("0123456789")})
	p := make([]byte, 4)
	if n, err := at.ReadAt(p, 8); n != 2 || err != io.EOF || string(p[:n]) != "89" {
		t.Errorf("ReadAt past the end: %d %q %v", n, p[:n], err)
	}
	if n, err := at.ReadAt(p, 3); n != 4 || err != nil || string(p) != "3456" {
		t.Errorf("ReadAt: %d %q %v", n, p[:n], err)
	}
}
