// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pratica/internal/problem"
)

// TestLockedPDFs reads what qpdf made of a PDF with each revision of the standard
// security handler (r2 to r6), also linearized, with object streams, and with
// metadata in clear: with a user password ("segreto"), and with an owner's only,
// which opens for everyone.
func TestLockedPDFs(t *testing.T) {
	names, err := filepath.Glob("testdata/locked/*.pdf")
	if err != nil || len(names) < 16 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		err = inspectPDF(bytes.NewReader(content), int64(len(content)))
		if asks := strings.Contains(name, "segreto"); asks != problem.Is(err, "documents.protected") || !asks && err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever comes, an inspection ends with a verdict for a person or none.
func FuzzInspect(f *testing.F) {
	names, err := filepath.Glob("testdata/locked/*.pdf")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Add([]byte("%PDF-1.7\n1 0 obj<</R 6/U(\\777/O<>>>endobj trailer<</Encrypt 1 0 R/ID[(>>%%EOF"))
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, kind := range types {
			err := inspect(bytes.NewReader(content), int64(len(content)), kind)
			if _, ok := problem.As(err); err != nil && !ok {
				t.Errorf("%s: %v", kind.Token, err)
			}
		}
		isLocked(bytes.NewReader(content), int64(len(content)))
	})
}
