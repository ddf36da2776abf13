// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package bundle

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var at = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func TestWriteListsDigests(t *testing.T) {
	var out bytes.Buffer
	if err := Write(t.Context(), &out, []Entry{Text("a.txt", "uno", at), Text("b/c.txt", "", at)}); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	sums, err := fs.ReadFile(r, sumsName)
	if err != nil || !strings.Contains(string(sums), "  a.txt\n") ||
		!strings.Contains(string(sums), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b/c.txt\n") {
		t.Errorf("digests %q, %v", sums, err)
	}
	if got, err := fs.ReadFile(r, "a.txt"); string(got) != "uno" || err != nil {
		t.Errorf("a.txt is %q, %v", got, err)
	}
}

// A part that cannot be read leaves a file that is not a ZIP.
func TestWriteBreaksOff(t *testing.T) {
	var out bytes.Buffer
	broken := Entry{Name: "b", Open: func(context.Context) (io.ReadCloser, error) { return nil, errors.New("disk") }}
	if err := Write(t.Context(), &out, []Entry{Text("a", "x", at), broken}); err == nil {
		t.Error("no error")
	}
	if _, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len())); err == nil {
		t.Error("half a bundle opens as a whole one")
	}
}

func TestNames(t *testing.T) {
	var n Namer
	for _, test := range []struct{ part, want string }{
		{"../../etc/passwd", "d/01_etc-passwd"},
		{"..", "d/01"},
		{`C:\Users\x.pdf`, "d/01_C-Users-x.pdf"},
		{"D’Amico perché.pdf", "d/01_D-Amico-perché.pdf"},
		{"d’amico PERCHÉ.pdf", "d/01_d-amico-PERCHÉ_2.pdf"},
		{"a\u202egpj.exe", "d/01_agpj.exe"},
		{strings.Repeat("è", 200) + ".pdf", "d/01_" + strings.Repeat("è", 66) + ".pdf"},
	} {
		if got := n.Name("d", "01", test.part); got != test.want {
			t.Errorf("%q becomes %q, want %q", test.part, got, test.want)
		}
	}
	if got := n.Name("", "NUL.txt"); got != "file_NUL.txt" {
		t.Errorf("a device becomes %q", got)
	}
}

// FuzzName: no name leaves its folder, hides or repeats.
func FuzzName(f *testing.F) {
	f.Add("a.pdf", "../x")
	f.Add("", "CON")
	f.Add("\\\\host", ".bashrc")
	f.Fuzz(func(t *testing.T, a, b string) {
		var n Namer
		seen := map[string]bool{}
		for _, name := range []string{n.Name("f", a, b), n.Name("f", a, b), n.Name("f", b, a)} {
			if dir, file := path.Split(name); dir != "f/" || file == "" || strings.HasPrefix(file, ".") || path.Clean(name) != name || !fs.ValidPath(name) ||
				!utf8.ValidString(name) || strings.ContainsAny(name, `\:*?"<>|`) || seen[strings.ToLower(name)] {
				t.Errorf("%q and %q give %q", a, b, name)
			}
			seen[strings.ToLower(name)] = true
		}
	})
}
