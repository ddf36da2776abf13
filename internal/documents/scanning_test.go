// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"pratica/internal/clock"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/documents"
	"pratica/internal/documents/documentstest"
	"pratica/internal/documents/scan"
	"pratica/internal/documents/scan/scantest"
	"pratica/internal/jobs"
	"pratica/internal/objects"
	"pratica/internal/problem"
)

// scanned runs a test on both databases with a scanner that speaks clamd's
// protocol, and a clock that the test moves.
func scanned(t *testing.T, f func(t *testing.T, s *documents.Service, d *scantest.Daemon, c *clock.Manual)) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		hand, daemon := clock.At(instant), scantest.Start(t)
		s := documentstest.New(t, db, instant)
		s.Now, s.Scanner = hand.Now, scan.NewClamd(daemon.Address, scantest.MaxSize)
		s.Jobs = jobs.New(db, jobs.Options{Now: hand.Now})
		s.Register()
		f(t, s, daemon, hand)
		documentstest.Check(t, s, owner)
	})
}

func anyRule() documents.Rule { return documents.Rule{Slot: "income", MaxBytes: 8 << 20} }

func verdict(t *testing.T, s *documents.Service, id string) documents.Scan {
	t.Helper()
	if err := s.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	f, err := s.Get(t.Context(), owner, id)
	if err != nil {
		t.Fatal(err)
	}
	return f.Scan
}

func TestWhatTheScannerSays(t *testing.T) {
	infected := append([]byte("testo "), scan.Eicar()...)
	large := bytes.Repeat([]byte("testo "), 200_000)
	scanned(t, func(t *testing.T, s *documents.Service, d *scantest.Daemon, _ *clock.Manual) {
		for name, c := range map[string]struct {
			content []byte
			want    documents.Scan
			opens   bool
		}{
			"clean":     {documentstest.PDF(t, "CUD"), documents.Scan{State: documents.Clean}, true},
			"infected":  {infected, documents.Scan{State: documents.Infected, Threat: "Eicar-Test-Signature"}, false},
			"too large": {large, documents.Scan{State: documents.ScanTooLarge}, true},
		} {
			f := upload(t, s, anyRule(), strings.ReplaceAll(name, " ", "_"), c.content)
			waiting, err := s.Get(t.Context(), owner, f.ID)
			if err != nil || waiting.Scan.State != documents.Waiting {
				t.Errorf("%s: before its turn: %+v, %v", name, waiting.Scan, err)
			}
			if got := verdict(t, s, f.ID); got != c.want {
				t.Errorf("%s: %+v, want %+v", name, got, c.want)
			}
			content, _, err := s.Open(t.Context(), owner, f.ID)
			if (err == nil) != c.opens || err != nil && !problem.Is(err, "documents.infected") {
				t.Errorf("%s: Open: %v", name, err)
			}
			if err == nil {
				content.Close()
			}
		}
		made, err := s.List(t.Context(), owner)
		if err != nil || len(made) != 3 {
			t.Errorf("no verdict loses a file: %d, %v", len(made), err)
		}
	})
}

// A scanner that is away loses nothing, and is asked again until it answers,
// however long that takes.
func TestTheScannerComesBack(t *testing.T) {
	scanned(t, func(t *testing.T, s *documents.Service, d *scantest.Daemon, hand *clock.Manual) {
		d.HangsUp(true)
		f := upload(t, s, anyRule(), "a.pdf", documentstest.PDF(t, "CUD"))
		for range jobs.DefaultMaxAttempts + 5 {
			if got := verdict(t, s, f.ID); got.State != documents.ScannerAway {
				t.Fatalf("while it is away: %+v", got)
			}
			hand.Advance(2 * time.Minute)
		}
		if content, _, err := s.Open(t.Context(), owner, f.ID); err != nil {
			t.Errorf("a file that was not looked at must open: %v", err)
		} else {
			content.Close()
		}
		d.HangsUp(false)
		if got := verdict(t, s, f.ID); got.State != documents.Clean {
			t.Errorf("after it came back: %+v", got)
		}
	})
}

// What came while there was no scanner is looked at once there is one; the same
// bytes are asked about once; what the house made is not asked about.
func TestFilesThatCameBefore(t *testing.T) {
	scanned(t, func(t *testing.T, s *documents.Service, d *scantest.Daemon, _ *clock.Manual) {
		scanner := s.Scanner
		s.Scanner = nil
		f := upload(t, s, anyRule(), "a.pdf", documentstest.PDF(t, "CUD"))
		if got := verdict(t, s, f.ID); got.State != documents.NotAsked || got.Key() != "" {
			t.Errorf("without a scanner: %+v", got)
		}
		s.Scanner = scanner
		for range 2 {
			if err := s.AskForUnscanned(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := verdict(t, s, f.ID); got.State != documents.Clean {
			t.Errorf("afterwards: %+v", got)
		}
	})
}

func TestUploadsInPieces(t *testing.T) {
	each(t, func(t *testing.T, s *documents.Service) {
		content := documentstest.PDF(t, "CUD")
		name := documents.UploadName("/domanda/x/allegati/income", "a.pdf", int64(len(content)), 1)
		send := func(from int64, piece []byte) (int64, error) {
			return s.Continue(t.Context(), owner, name, from, bytes.NewReader(piece), 1<<20)
		}
		if n, err := send(0, content[:100]); n != 100 || err != nil {
			t.Fatalf("first piece: %d, %v", n, err)
		}
		if n, err := send(0, content[:100]); n != 100 || !problem.Is(err, "documents.out_of_step") {
			t.Errorf("the same piece again: %d, %v", n, err)
		}
		if n, err := s.Arrived(t.Context(), "01900000-0000-7000-8000-000000000002", name); n != 0 || err != nil {
			t.Errorf("somebody else sees it: %d, %v", n, err)
		}
		if _, err := send(100, content[100:]); err != nil {
			t.Fatal(err)
		}
		var first documents.File
		for i := range 2 { // who did not hear the answer asks again
			f, err := s.Upload(t.Context(), owner, incomeRule(), "a.pdf", s.Whole(owner, name))
			if err != nil || f.Digest != objects.Digest(content) {
				t.Fatalf("%+v, %v", f, err)
			}
			if i == 1 && f.ID != first.ID {
				t.Error("the file was taken twice")
			}
			first = f
		}
	})
}

func TestUploadsInPiecesThatAreRefused(t *testing.T) {
	each(t, func(t *testing.T, s *documents.Service) {
		for code, content := range map[string][]byte{"documents.wrong_type": {1, 2, 3, 4, 0}, "documents.too_large": make([]byte, 100_001)} {
			name := documents.UploadName("x", code, 1, 1)
			if _, err := s.Continue(t.Context(), owner, name, 0, bytes.NewReader(content), 1<<20); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Upload(t.Context(), owner, incomeRule(), "a.pdf", s.Whole(owner, name)); !problem.Is(err, code) {
				t.Errorf("%v, want %s", err, code)
			}
			if n, err := s.Arrived(t.Context(), owner, name); n != 0 || err != nil {
				t.Errorf("%s: what was refused waits on: %d, %v", code, n, err)
			}
		}
		if _, err := s.Upload(t.Context(), owner, incomeRule(), "a.pdf", s.Whole(owner, "never-came")); !problem.Is(err, "documents.cut") {
			t.Errorf("an upload that never came: %v", err)
		}
		if _, err := s.Arrived(t.Context(), owner, "../../x"); !problem.Is(err, "documents.not_found") {
			t.Errorf("a name that is a path: %v", err)
		}
	})
}

func TestCollect(t *testing.T) {
	scanned(t, func(t *testing.T, s *documents.Service, _ *scantest.Daemon, hand *clock.Manual) {
		refused, shared, kept := []byte{1, 2, 3, 4, 0}, documentstest.PDF(t, "condiviso"), documentstest.PDF(t, "tenuto")
		if _, err := s.Upload(t.Context(), owner, incomeRule(), "a.pdf", bytes.NewReader(refused)); !problem.Is(err, "documents.wrong_type") {
			t.Fatal(err)
		}
		upload(t, s, incomeRule(), "a.pdf", kept)
		upload(t, s, anyRule(), "b.pdf", shared)
		// The bytes of a file are refused elsewhere: they stay.
		if _, err := s.Upload(t.Context(), owner, incomeRule(), "b.exe", bytes.NewReader(shared)); !problem.Is(err, "documents.extension_mismatch") && !problem.Is(err, "documents.too_many") {
			t.Fatal(err)
		}
		there := func(content []byte) bool {
			r, _, err := s.Objects.Open(t.Context(), objects.Digest(content))
			if err == nil {
				r.Close()
			} else if !errors.Is(err, objects.ErrNotFound) {
				t.Fatal(err)
			}
			return err == nil
		}
		for _, step := range []struct {
			wait time.Duration
			want bool
		}{{time.Hour, true}, {48 * time.Hour, false}, {time.Hour, false}} {
			hand.Advance(step.wait)
			if err := s.Collect(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := there(refused); got != step.want {
				t.Errorf("after %s more: the refused bytes are there: %v", step.wait, got)
			}
		}
		if !there(kept) || !there(shared) {
			t.Error("bytes of a file were collected")
		}
	})
}
