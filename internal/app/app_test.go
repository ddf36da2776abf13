// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pratica/internal/clock"
	"pratica/internal/config"
)

func TestAFolderKeepsItsMode(t *testing.T) {
	tests := []struct {
		name   string
		files  []string
		before config.Mode
		asked  config.Mode
		ok     bool
	}{
		{"new, ordinary", nil, "", config.Ordinary, true},
		{"new, demo", nil, "", config.Demo, true},
		{"made for demo, opened as demo", nil, config.Demo, config.Demo, true},
		{"made for demo, opened as ordinary", nil, config.Demo, config.Ordinary, false},
		{"ordinary, opened as demo", nil, config.Ordinary, config.Demo, false},
		{"ordinary, opened as training", nil, config.Ordinary, config.Training, false},
		{"data without a mark, opened as demo", []string{"pratica.db"}, "", config.Demo, false},
		{"data without a mark, opened as ordinary", []string{"pratica.db"}, "", config.Ordinary, true},
		{"files without a mark, opened as training", []string{"objects"}, "", config.Training, false},
		{"something else, opened as demo", []string{"texts"}, "", config.Demo, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			if tt.before != "" {
				if err := mark(dir, tt.before); err != nil {
					t.Fatal(err)
				}
			}
			for _, name := range tt.files {
				if err := errors.Join(os.MkdirAll(dir, 0o700), os.WriteFile(filepath.Join(dir, name), nil, 0o600)); err != nil {
					t.Fatal(err)
				}
			}
			err := mark(dir, tt.asked)
			if (err == nil) != tt.ok || err != nil && !errors.Is(err, ErrOtherMode) {
				t.Errorf("mark() = %v", err)
			}
		})
	}
}

// The mark is for the owner alone, as all in the folder; one that cannot be read
// is no licence to go on.
func TestTheMarkIsPrivateAndNeverGuessed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := mark(dir, config.Demo); err != nil {
		t.Fatal(err)
	}
	wantMode(t, dir, 0o700)
	wantMode(t, filepath.Join(dir, markFile), 0o600)
	for _, damaged := range []string{"", "demonstration", "demo ordinary"} {
		if err := os.WriteFile(filepath.Join(dir, markFile), []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := mark(dir, config.Demo); !errors.Is(err, ErrOtherMode) {
			t.Errorf("a mark that says %q: %v", damaged, err)
		}
	}
	if err := errors.Join(os.Remove(filepath.Join(dir, markFile)), os.Mkdir(filepath.Join(dir, markFile), 0o700)); err != nil {
		t.Fatal(err)
	}
	if err := mark(dir, config.Demo); err == nil {
		t.Error("a mark that cannot be read was passed over")
	}
}

func wantMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want {
		t.Errorf("%s has mode %v, want %v", filepath.Base(path), got, want)
	}
}

// The key opens every session and every authenticator: nobody else may read it,
// and nothing of its making may lie about.
func TestKeyIsPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	file := filepath.Join(dir, "session.key")
	first, err := key(file)
	if err != nil {
		t.Fatal(err)
	}
	wantMode(t, dir, 0o700)
	wantMode(t, file, 0o600)
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v (%v), want the key alone", entries, err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	second, err := key(file)
	if err != nil || bytes.Equal(first, second) {
		t.Errorf("a key that was taken away comes back the same (%v)", err)
	}
}

// A key with a wrong size is never replaced: what it encrypted would be lost.
func TestADamagedKeyIsKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "session.key")
	for _, damaged := range [][]byte{{}, make([]byte, keySize-1), make([]byte, keySize+1)} {
		if err := os.WriteFile(file, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := key(file); err == nil {
			t.Errorf("a key of %d bytes was accepted", len(damaged))
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, damaged) {
			t.Errorf("a key of %d bytes was replaced (%v)", len(damaged), err)
		}
	}
}

func TestKeyIsMadeOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "deep", "session.key")
	var wg sync.WaitGroup
	keys := make([][]byte, 8)
	for i := range keys {
		wg.Go(func() {
			var err error
			if keys[i], err = key(file); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, k := range keys {
		if len(k) != keySize || !bytes.Equal(k, keys[0]) {
			t.Fatal("two starts at once made two keys")
		}
	}
	if err := os.WriteFile(file, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := key(file); err == nil {
		t.Error("a damaged key was accepted")
	}
}

// Requests that come at once ask the disk once, and a disk that has room again is
// believed after a second.
func TestGaugeRecovers(t *testing.T) {
	hand := clock.At(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))
	var asked atomic.Int64
	full := errors.New("full")
	g := &gauge{now: hand.Now, check: func(context.Context) error {
		if asked.Add(1) == 1 {
			return full
		}
		return nil
	}}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if err := g.Room(t.Context()); !errors.Is(err, full) {
				t.Errorf("Room() = %v", err)
			}
		})
	}
	wg.Wait()
	hand.Advance(gaugeLasts)
	if err := g.Room(t.Context()); err != nil || asked.Load() != 2 {
		t.Errorf("after a second: %v, asked %d times", err, asked.Load())
	}
}

func TestGaugeAsksOnceASecond(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	asked := 0
	g := &gauge{now: func() time.Time { return now }, check: func(context.Context) error {
		asked++
		return errors.New("full")
	}}
	for range 10 {
		if g.Room(t.Context()) == nil {
			t.Fatal("a full disk was not noticed")
		}
	}
	now = now.Add(2 * time.Second)
	_ = g.Room(t.Context())
	now = now.Add(-time.Hour) // a clock that was set back must not freeze the answer
	_ = g.Room(t.Context())
	if asked != 3 {
		t.Errorf("asked %d times, want 3", asked)
	}
}
