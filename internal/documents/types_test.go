// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func zipOf(t testing.TB, members ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, err := z.Create(members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(members[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRecognise(t *testing.T) {
	cms := "\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02\xA0\x80\x30\x80" + strings.Repeat("\x02\x01\x01", 30)
	encoded := base64.StdEncoding.EncodeToString([]byte(cms))
	cases := []struct {
		name, file, content string
		want                Type
		agrees              bool
	}{
		{"pdf", "a.PDF", "%PDF-1.7\n", PDF, true},
		{"pdf after a byte order mark", "a.pdf", "\xEF\xBB\xBF%PDF-1.4\n", PDF, true},
		{"pdf without extension", "scansione", "%PDF-1.7\n", PDF, true},
		{"jpeg", "a.jpeg", "\xFF\xD8\xFF\xE0", JPEG, true},
		{"tiff of either byte order", "a.tif", "MM\x00*", TIFF, true},
		{"png named jpg", "a.jpg", "\x89PNG\r\n\x1a\n", PNG, false},
		{"cms in BER", "a.pdf.p7m", cms, P7M, true},
		{"cms with a PDF inside", "a.pdf", cms + "%PDF-1.7", P7M, false},
		{"cms in base64", "a.p7m", encoded, P7M, true},
		{"cms in PEM", "a.p7m", "-----BEGIN PKCS7-----\n" + encoded[:64] + "\n" + encoded[64:] + "\n-----END PKCS7-----\n", P7M, true},
		{"xml", "a.xml", "<?xml version=\"1.0\"?><a/>", XML, true},
		{"xml as text", "a.txt", "<?xml version=\"1.0\"?><a/>", TXT, true},
		{"mail", "a.eml", "Received: from a\r\n by b\r\nSubject: c\r\n\r\nd", EML, true},
		{"docx", "a.docx", zipOf(t, "[Content_Types].xml", "", "word/document.xml", ""), DOCX, true},
		{"docx as zip", "a.zip", zipOf(t, "word/document.xml", ""), ZIP, true},
		{"odt", "a.odt", zipOf(t, "mimetype", ODT.MediaType), ODT, true},
		{"zip named docx", "a.docx", zipOf(t, "a", "b"), ZIP, false},
		{"cut zip", "a.zip", zipOf(t, "a", "b")[:40], Type{}, false},
		{"text in Latin-1", "a.txt", "perch\xE9 no, gi\xE0 fatto prima di sera", TXT, true},
		{"text cut inside a character", "a.txt", strings.Repeat("x", headBytes-1) + "è e poi", TXT, true},
		{"program", "a.txt", "\x7FELF\x02\x01\x01\x00", Type{}, false},
		{"nothing", "a.pdf", "", Type{}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, agrees, err := recognise(strings.NewReader(c.content), int64(len(c.content)), c.file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" || agrees != c.agrees {
				t.Errorf("agrees %v, want %v (-want +got)\n%s", agrees, c.agrees, diff)
			}
		})
	}
}

func TestTypeOf(t *testing.T) {
	for name, want := range map[string]Type{"jpg": JPEG, "JPEG": JPEG, "image/jpeg": JPEG, "tif": TIFF, "p7m": P7M} {
		if got, ok := TypeOf(name); !ok || got.Token != want.Token {
			t.Errorf("TypeOf(%q) = %v, %v", name, got.Token, ok)
		}
	}
	if _, ok := TypeOf("exe"); ok {
		t.Error("TypeOf knows exe")
	}
}

func TestCleanName(t *testing.T) {
	cases := []struct{ name, typed, want string }{
		{"as typed", "Certificato di famiglia (2026) – però.pdf", "Certificato di famiglia (2026) – però.pdf"},
		{"folders", "../../etc/passwd", "passwd"},
		{"folders of Windows", `C:\Users\x\a.pdf`, "a.pdf"},
		{"a reversed direction", "fattura\u202Efdp.exe", "fatturafdp.exe"},
		{"line feeds would break headers", "a\r\nb: c.pdf", "ab c.pdf"},
		{"refused by file systems", `a<b>"c"|?*.pdf`, "abc.pdf"},
		{"decomposed", "perche\u0301.pdf", "perché.pdf"},
		{"hidden", " .profile ", "profile"},
		{"nothing left", "../", "documento"},
		{"long keeps its extension", strings.Repeat("è", 400) + ".pdf.p7m", strings.Repeat("è", 146) + ".p7m"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := cleanName(c.typed); got != c.want {
				t.Errorf("cleanName(%q) = %q, want %q", c.typed, got, c.want)
			}
		})
	}
}

func TestRuleSaysItsLimits(t *testing.T) {
	r := Rule{Types: []string{"pdf", "image/jpeg"}}
	if got := r.typeList(); got != "PDF, JPG" {
		t.Errorf("typeList() = %q", got)
	}
	for bytes, want := range map[int64]string{10_000_000: "10 MB", 500_000: "500 kB", 12: "12 byte"} {
		if got := readable(bytes); got != want {
			t.Errorf("readable(%d) = %q, want %q", bytes, got, want)
		}
	}
}

func FuzzRecognise(f *testing.F) {
	f.Add([]byte("%PDF-1.7"), "a.pdf")
	f.Add([]byte(zipOf(f, "mimetype", ODT.MediaType)), "a.odt")
	f.Add([]byte("From: a\n\nb"), "a.eml")
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		kind, agrees, err := recognise(bytes.NewReader(content), int64(len(content)), name)
		if err != nil {
			t.Errorf("a fault of the medium where there is none: %v", err)
		}
		if agrees && kind.Token == "" {
			t.Error("a name agrees with an unknown type")
		}
		clean := cleanName(name)
		if clean == "" || strings.ContainsAny(clean, "/\\\r\n\x00") || !utf8.ValidString(clean) || utf8.RuneCountInString(clean) > maxNameRunes {
			t.Errorf("cleanName(%q) = %q", name, clean)
		}
		if again := cleanName(clean); again != clean {
			t.Errorf("cleanName is not stable: %q, %q", clean, again)
		}
	})
}
