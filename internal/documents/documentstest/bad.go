// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documentstest

import (
	"archive/zip"
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"encoding/hex"
	"fmt"
	"io"
	"testing"
	"unicode/utf16"
)

// Sample is a file with what must be said of it.
type Sample struct {
	What, Name string
	Content    []byte
	Code       string // of the problem; "" where it is taken by a rule that allows every type
}

// Bad are files as people send them by mistake or by malice, and some that only
// look so.
func Bad(t testing.TB) []Sample {
	pdf, png, jpeg := PDF(t, "CUD"), PNG(t), JPEG(t)
	return []Sample{
		{"PDF that asks for a password", "a.pdf", LockedPDF("segreto"), "documents.protected"},
		{"PDF that only forbids changes", "a.pdf", LockedPDF(""), ""},
		{"DOCX with a password", "a.docx", ole("EncryptedPackage"), "documents.protected"},
		{"old DOC", "a.doc", ole("WordDocument"), "documents.wrong_type"},
		{"ZIP with a password", "a.zip", lockedZip(t), "documents.protected"},
		{"ODT with a password", "a.odt", Zip(t, "mimetype", odt, "META-INF/manifest.xml", "<manifest:encryption-data/>"), "documents.protected"},
		{"DOCX with macros", "a.docx", Zip(t, "word/document.xml", "<w/>", "word/vbaProject.bin", "x"), "documents.macro"},
		{"ODT with macros", "a.odt", Zip(t, "mimetype", odt, "Basic/Standard/Modulo1.xml", "x"), "documents.macro"},
		{"zip bomb", "a.zip", bomb(t), "documents.bomb"},
		{"PDF cut in two", "a.pdf", pdf[:len(pdf)/2], "documents.damaged"},
		{"PNG cut in two", "a.png", png[:len(png)-10], "documents.damaged"},
		{"JPEG cut in two", "a.jpg", jpeg[:len(jpeg)-10], "documents.damaged"},
		{"JPEG of zeros", "a.jpg", append([]byte{0xFF, 0xD8, 0xFF}, make([]byte, 100)...), "documents.damaged"},
		{"ZIP cut in two", "a.zip", Zip(t, "a.txt", "x")[:40], "documents.wrong_type"},
		{"renamed", "foto.jpg", pdf, "documents.extension_mismatch"},
		{"program", "a.pdf", []byte("MZ\x90\x00\x03"), "documents.wrong_type"},
		{"empty", "a.pdf", nil, "documents.empty"},
		{"one byte", "a.txt", []byte("x"), ""},
	}
}

const odt = "application/vnd.oasis.opendocument.text"

// ole begins like a container of the older office formats, with one stream.
func ole(stream string) []byte {
	b := append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 1024)...)
	for _, unit := range utf16.Encode([]rune(stream)) {
		b = append(b, byte(unit), byte(unit>>8))
	}
	return append(b, make([]byte, 1024)...)
}

func lockedZip(t testing.TB) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "a.txt", Flags: 1, CompressedSize64: 13, UncompressedSize64: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 13)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is small, and 256 MB of zeros when it is opened.
func bomb(t testing.TB) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("zeri")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(w, zeros{}, 256<<20); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// LockedPDF is encrypted with a user password (ISO 32000-1 §7.6.3, revision 2);
// an empty one only forbids changes.
func LockedPDF(password string) []byte {
	padding := []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")
	owner, id := bytes.Repeat([]byte{7}, 32), []byte("identifier")
	h := md5.New()
	h.Write(append([]byte(password), padding...)[:32])
	h.Write(owner)
	h.Write([]byte{0xC4, 0xFF, 0xFF, 0xFF}) // -60
	h.Write(id)
	user := make([]byte, 32)
	if c, err := rc4.NewCipher(h.Sum(nil)[:5]); err == nil {
		c.XORKeyStream(user, padding)
	}
	return fmt.Appendf(nil, "%%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"+
		"5 0 obj\n<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -60>>\nendobj\ntrailer\n<</Root 1 0 R/Encrypt 5 0 R/ID[<%s><%s>]>>\nstartxref\n0\n%%%%EOF\n",
		hex.EncodeToString(owner), hex.EncodeToString(user), hex.EncodeToString(id), hex.EncodeToString(id))
}
