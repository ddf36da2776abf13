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
	"testing"
	"time"

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
