// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/documents"
	"pratica/internal/documents/documentstest"
	"pratica/internal/documents/pdf"
	"pratica/internal/objects"
	"pratica/internal/problem"
)

var instant = time.Date(2026, 11, 24, 10, 30, 0, 0, time.UTC)

const owner = "01900000-0000-7000-8000-000000000001"

func incomeRule() documents.Rule {
	return documents.Rule{Slot: "income", MaxBytes: 100_000, Types: []string{"pdf", "jpg"}, MaxFiles: 2}
}

// each runs a test on both databases, and the checker after it.
func each(t *testing.T, f func(t *testing.T, s *documents.Service)) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := documentstest.New(t, db, instant)
		f(t, s)
		documentstest.Check(t, s, owner)
	})
}

func upload(t *testing.T, s *documents.Service, rule documents.Rule, name string, content []byte) documents.File {
	t.Helper()
	f, err := s.Upload(t.Context(), owner, rule, name, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func names(t *testing.T, s *documents.Service) []string {
	t.Helper()
	files, err := s.List(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	return names
}

func TestUploadKeepsTheFile(t *testing.T) {
	each(t, func(t *testing.T, s *documents.Service) {
		content := documentstest.PDF(t, "CUD")
		f := upload(t, s, incomeRule(), `C:\Documenti\Dichiarazione però.PDF`, content)
		want := documents.File{
			ID: f.ID, Owner: owner, Slot: "income", Name: "Dichiarazione però.PDF", MediaType: "application/pdf",
			Digest: objects.Digest(content), Size: int64(len(content)), State: documents.Stored, Actor: "applicant",
			UploadedAt: instant, ChangedAt: instant,
		}
		got, err := s.Get(t.Context(), owner, f.ID)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("Get: %v (-want +got)\n%s", err, diff)
		}
		if b, _, err := s.Read(t.Context(), owner, f.ID); err != nil || !bytes.Equal(b, content) {
			t.Errorf("Read: %d bytes, %v", len(b), err)
		}
	})
}

func TestUploadRefusals(t *testing.T) {
	document := documentstest.PDF(t, "CUD")
	cases := []struct {
		name string
		file string
		body io.Reader
		code string
	}{
		{"nothing", "a.pdf", strings.NewReader(""), "documents.empty"},
		{"too large", "a.pdf", bytes.NewReader(make([]byte, 100_001)), "documents.too_large"},
		{"another type", "a.png", bytes.NewReader(documentstest.PNG(t)), "documents.wrong_type"},
		{"unknown bytes", "a.pdf", bytes.NewReader([]byte{1, 2, 3, 4, 0}), "documents.wrong_type"},
		{"renamed", "busta.jpg", bytes.NewReader(document), "documents.extension_mismatch"},
		{"renamed to a program", "busta.exe", bytes.NewReader(document), "documents.extension_mismatch"},
		{"cut", "a.pdf", io.MultiReader(bytes.NewReader(document[:99]), iotest.ErrReader(io.ErrUnexpectedEOF)), "documents.cut"},
		{"cut by the server's limit", "a.pdf", http.MaxBytesReader(httptest.NewRecorder(), io.NopCloser(bytes.NewReader(document)), 10), "documents.too_large"},
	}
	each(t, func(t *testing.T, s *documents.Service) {
		for _, c := range cases {
			_, err := s.Upload(t.Context(), owner, incomeRule(), c.file, c.body)
			if !problem.Is(err, c.code) {
				t.Errorf("%s: %v, want %s", c.name, err, c.code)
			}
			if seeker, ok := c.body.(io.Seeker); ok {
				seeker.Seek(0, io.SeekStart)
			}
		}
		if got := names(t, s); len(got) != 0 {
			t.Errorf("refused uploads left %v", got)
		}
	})
}

type fullStore struct{ objects.Store }

func (fullStore) Put(ctx context.Context, r io.Reader, limit int64) (objects.Object, error) {
	return objects.Object{}, fmt.Errorf("%w: test", objects.ErrNoSpace)
}

func TestUploadOnAFullDisk(t *testing.T) {
	each(t, func(t *testing.T, s *documents.Service) {
		s.Objects = fullStore{s.Objects}
		_, err := s.Upload(t.Context(), owner, incomeRule(), "a.pdf", strings.NewReader("x"))
		if !problem.Is(err, "documents.no_space") || problem.KindOf(err) != problem.Unavailable {
			t.Errorf("Upload: %v", err)
		}
	})
}

func TestASlotNeverHoldsMoreThanAllowed(t *testing.T) {
	each(t, func(t *testing.T, s *documents.Service) {
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			content := documentstest.PDF(t, fmt.Sprint(i))
			wg.Go(func() {
				_, errs[i] = s.Upload(t.Context(), owner, incomeRule(), "a.pdf", bytes.NewReader(content))
			})
		}
		wg.Wait()
		refused := 0
		for _, err := range errs {
			if problem.Is(err, "documents.too_many") {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		}
		if refused != 6 || len(names(t, s)) != 2 {
			t.Errorf("%d refused, %d stored", refused, len(names(t, s)))
		}
		other := incomeRule()
		other.Item = "figlio-2"
		upload(t, s, other, "altro.pdf", documentstest.PDF(t, "altro"))
	})
}

func TestRemoveAndRestore(t *testing.T) {
	each(t, func(t *testing.T, s *documents.Service) {
		rule := incomeRule()
		rule.MaxFiles = 1
		first := upload(t, s, rule, "primo.pdf", documentstest.PDF(t, "1"))
		for range 2 { // pressing twice is no error
			if err := s.Remove(t.Context(), owner, first.ID); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := s.Open(t.Context(), owner, first.ID); !problem.Is(err, "documents.not_found") {
			t.Errorf("Open of a removed file: %v", err)
		}
		second := upload(t, s, rule, "secondo.pdf", documentstest.PDF(t, "2"))
		if err := s.Restore(t.Context(), owner, first.ID, rule); !problem.Is(err, "documents.too_many") {
			t.Errorf("Restore into a full slot: %v", err)
		}
		if err := s.Remove(t.Context(), owner, second.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.Restore(t.Context(), owner, first.ID, rule); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"primo.pdf"}, names(t, s)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestFilesOfOthersDoNotExist(t *testing.T) {
	each(t, func(t *testing.T, s *documents.Service) {
		f := upload(t, s, incomeRule(), "a.pdf", documentstest.PDF(t, "1"))
		_, getErr := s.Get(t.Context(), "another", f.ID)
		_, _, openErr := s.Open(t.Context(), "another", f.ID)
		for _, err := range []error{getErr, openErr, s.Remove(t.Context(), "another", f.ID), s.Restore(t.Context(), "another", f.ID, incomeRule())} {
			if !problem.Is(err, "documents.not_found") {
				t.Errorf("%v, want documents.not_found", err)
			}
		}
	})
}

func TestKeepListAndVoid(t *testing.T) {
	each(t, func(t *testing.T, s *documents.Service) {
		upload(t, s, incomeRule(), "b.pdf", documentstest.PDF(t, "b"))
		upload(t, s, documents.Rule{Slot: "Home", MaxBytes: 1 << 20}, "z.pdf", documentstest.PDF(t, "z"))
		object, err := s.Print(t.Context(), pdf.Document{Title: "Istanza", Created: instant})
		if err != nil {
			t.Fatal(err)
		}
		frozen := keep(t, s, object)
		if again := keep(t, s, object); again.ID != frozen.ID {
			t.Errorf("Keep again made %s beside %s", again.ID, frozen.ID)
		}
		var manifest []string
		err = s.DB.Update(t.Context(), func(tx *database.Tx) error {
			files, err := s.ListAll(t.Context(), tx, []string{owner, "another"})
			for _, f := range files[owner] {
				manifest = append(manifest, f.Slot+" "+f.Digest[:4])
			}
			return errors.Join(err, s.VoidSigning(t.Context(), tx, owner))
		})
		want := []string{"Home " + objects.Digest(documentstest.PDF(t, "z"))[:4], documents.SlotFrozen + " " + object.Digest[:4], "income " + objects.Digest(documentstest.PDF(t, "b"))[:4]}
		if diff := cmp.Diff(want, manifest); diff != "" || err != nil {
			t.Errorf("%v (-want +got)\n%s", err, diff)
		}
		got, err := s.Get(t.Context(), owner, frozen.ID)
		if err != nil || got.State != documents.Void || got.Reason != "freeze_ended" {
			t.Errorf("after VoidSigning: %+v, %v", got, err)
		}
		if err := s.Restore(t.Context(), owner, frozen.ID, documents.Rule{}); !problem.Is(err, "documents.not_found") {
			t.Errorf("a void file was restored: %v", err)
		}
	})
}

func keep(t *testing.T, s *documents.Service, object objects.Object) (f documents.File) {
	t.Helper()
	err := s.DB.Update(t.Context(), func(tx *database.Tx) (err error) {
		f, err = s.Keep(t.Context(), tx, owner, documents.SlotFrozen, "istanza.pdf", "application/pdf", object)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A crash between the object and its row leaves an object only; the same upload
// can be repeated.
func TestACrashBeforeTheRowIsHarmless(t *testing.T) {
	each(t, func(t *testing.T, s *documents.Service) {
		content := documentstest.PDF(t, "crash")
		received, err := s.Receive(t.Context(), incomeRule(), "a.pdf", bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		boom := errors.New("crash")
		err = s.DB.Update(t.Context(), func(tx *database.Tx) error {
			if _, err := s.Attach(t.Context(), tx, owner, incomeRule(), received); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) || len(names(t, s)) != 0 {
			t.Errorf("%v, files %v", err, names(t, s))
		}
		upload(t, s, incomeRule(), "a.pdf", content)
	})
}
