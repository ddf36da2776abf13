// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package documentstest gives tests of other packages a documents.Service on a
// real database and a temporary folder, small files of each type, and the
// checker of what must hold of the files of an owner.
package documentstest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"time"

	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/documents/pdf"
	"pratica/internal/objects"
	"pratica/internal/objects/objectstest"
)

// New is a service with a clock that stands at the given instant.
func New(t testing.TB, db *database.DB, at time.Time) *documents.Service {
	t.Helper()
	w, err := pdf.New()
	if err != nil {
		t.Fatal(err)
	}
	return &documents.Service{DB: db, Objects: objectstest.New(t), Writer: w, Now: func() time.Time { return at }}
}

// PDF is a small real PDF with the given title.
func PDF(t testing.TB, title string) []byte {
	t.Helper()
	w, err := pdf.New()
	if err != nil {
		t.Fatal(err)
	}
	b, err := w.Write(t.Context(), pdf.Document{Title: title, Lang: "it", Created: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func picture() image.Image {
	img := image.NewGray(image.Rect(0, 0, 8, 8))
	img.Set(3, 3, color.White)
	return img
}

// PNG is a small real picture.
func PNG(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// JPEG is a small real picture.
func JPEG(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Zip is an archive with the given members, alternating name and content.
func Zip(t testing.TB, members ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(members); i += 2 {
		w, err := z.Create(members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := strings.NewReader(members[i+1]).WriteTo(w); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Check proves what must hold of the files of an owner at any moment: the bytes
// of each are there, whole, and of the size that the row says.
func Check(t testing.TB, s *documents.Service, owner string) {
	t.Helper()
	stored, err := s.List(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	removed, err := s.Removed(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(stored, removed...) {
		if err := checkFile(t, s, f); err != nil {
			t.Errorf("file %s (%s): %v", f.ID, f.Slot, err)
		}
	}
}

func checkFile(t testing.TB, s *documents.Service, f documents.File) error {
	r, object, err := s.Objects.Open(t.Context(), f.Digest)
	if err != nil {
		return err
	}
	defer r.Close()
	if object.Size != f.Size || f.Size == 0 || f.MediaType == "" || f.Name == "" {
		return fmt.Errorf("the row %+v does not fit its object %+v", f, object)
	}
	return objects.Verify(t.Context(), s.Objects, f.Digest)
}
