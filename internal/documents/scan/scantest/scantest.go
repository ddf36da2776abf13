// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package scantest is the suite that every scan.Scanner must pass, and a daemon
// that speaks clamd's protocol on loopback as it is told to.
package scantest

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"pratica/internal/documents/scan"
)

// MaxSize is the limit that a scanner under test is given.
const MaxSize = 1 << 20

// Run proves a scanner that finds the EICAR test file.
func Run(t *testing.T, s scan.Scanner) {
	if err := s.Check(t.Context()); err != nil {
		t.Fatalf("Check: %v", err)
	}
	padding := bytes.Repeat([]byte("documento "), 9000)
	infected := scan.Eicar()
	cases := []struct {
		name    string
		content []byte
		found   bool
		err     error
	}{
		{name: "nothing", content: nil},
		{name: "one byte", content: []byte("x")},
		{name: "a clean file", content: padding},
		{name: "the test file", content: infected, found: true},
		{name: "the test file after two pieces", content: append(bytes.Clone(padding[:65500]), infected...), found: true},
		{name: "at the limit", content: make([]byte, MaxSize)},
		{name: "over the limit", content: make([]byte, MaxSize+1), err: scan.ErrTooLarge},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			threat, err := s.Scan(t.Context(), bytes.NewReader(c.content), int64(len(c.content)))
			if !errors.Is(err, c.err) || (threat != "") != c.found {
				t.Errorf("Scan: %q, %v", threat, err)
			}
		})
	}
	t.Run("a file that cannot be read", func(t *testing.T) { unreadable(t, s) })
	t.Run("many at once", func(t *testing.T) { together(t, s) })
}

func unreadable(t *testing.T, s scan.Scanner) {
	damaged := errors.New("the disk is damaged")
	_, err := s.Scan(t.Context(), io.MultiReader(strings.NewReader("prima"), failing{damaged}), 100)
	if !errors.Is(err, damaged) || errors.Is(err, scan.ErrAway) {
		t.Errorf("Scan: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func together(t *testing.T, s scan.Scanner) {
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			content := []byte("pulito")
			if i%2 == 1 {
				content = scan.Eicar()
			}
			threat, err := s.Scan(t.Context(), bytes.NewReader(content), int64(len(content)))
			if err != nil || (threat != "") != (i%2 == 1) {
				t.Errorf("Scan %d: %q, %v", i, threat, err)
			}
		})
	}
	all.Wait()
}
