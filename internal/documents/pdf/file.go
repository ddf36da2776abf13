// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"
	"unicode/utf16"
)

// file is the numbered objects of a PDF (ISO 32000-1 7.5). They stand in clear
// with a plain table of references, which every program that signs can go on
// from.
type file struct{ objects [][]byte }

// ref is the number of an object.
type ref int

func (r ref) String() string { return fmt.Sprintf("%d 0 R", int(r)) }

// reserve gives a number to an object that is set later.
func (f *file) reserve() ref {
	f.objects = append(f.objects, nil)
	return ref(len(f.objects))
}

func (f *file) set(r ref, object []byte) { f.objects[r-1] = object }

func (f *file) add(object []byte) ref {
	r := f.reserve()
	f.set(r, object)
	return r
}

// stream adds a stream; entries are those of its dictionary beside the length.
func (f *file) stream(entries string, data []byte) ref {
	b := make([]byte, 0, len(data)+len(entries)+64)
	b = fmt.Appendf(b, "<<%s/Length %d>>stream\n", entries, len(data))
	return f.add(append(append(b, data...), "\nendstream"...))
}

// packed adds a stream that is compressed.
func (f *file) packed(entries string, data []byte) ref {
	return f.stream(entries+"/Filter/FlateDecode", compress(data))
}

// close is the whole file. Its identifier is made of its content, so that the
// same document has the same one.
func (f *file) close(root, info ref) []byte {
	size := 256
	for _, o := range f.objects {
		size += len(o) + 48
	}
	out := make([]byte, 0, size)
	out = append(out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"...)
	offsets := make([]int, len(f.objects))
	for i, o := range f.objects {
		offsets[i] = len(out)
		out = fmt.Appendf(out, "%d 0 obj\n", i+1)
		out = append(append(out, o...), "\nendobj\n"...)
	}
	id := sha256.Sum256(out)
	start := len(out)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		out = fmt.Appendf(out, "%010d 00000 n \n", at)
	}
	return fmt.Appendf(out, "trailer\n<</Size %d/Root %s/Info %s/ID[<%X><%X>]>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, root, info, id[:16], id[:16], start)
}

// compressors are kept: each holds most of a megabyte.
var compressors = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

func compress(data []byte) []byte {
	var out bytes.Buffer
	w := compressors.Get().(*zlib.Writer)
	defer compressors.Put(w)
	w.Reset(&out)
	_, err := w.Write(data)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic("pdf: a buffer in memory refused to be written: " + err.Error())
	}
	return out.Bytes()
}

// textString is a text string (7.9.2.2) as it is written: literally where it is ASCII,
// else in hexadecimal digits.
func textString(s string) string {
	b := textBytes(s)
	if !isPlain(s) {
		return fmt.Sprintf("<%X>", b)
	}
	return "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s) + ")"
}

// textBytes is a text string as it is read: ASCII, or UTF-16 behind its mark.
func textBytes(s string) []byte {
	if isPlain(s) {
		return []byte(s)
	}
	b := []byte{0xFE, 0xFF}
	for _, unit := range utf16.Encode([]rune(s)) {
		b = append(b, byte(unit>>8), byte(unit))
	}
	return b
}

func isPlain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

// nameObject is a name object (7.3.5).
func nameObject(s string) string {
	b := []byte{'/'}
	for i := range len(s) {
		c := s[i]
		if c > ' ' && c <= '~' && !strings.ContainsRune("#()<>[]{}/%", rune(c)) {
			b = append(b, c)
			continue
		}
		b = fmt.Appendf(b, "#%02X", c)
	}
	return string(b)
}
