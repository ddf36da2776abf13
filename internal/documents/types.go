// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Type is a kind of file that is recognised from its bytes.
type Type struct {
	Token      string // as definitions name it
	MediaType  string
	Extensions []string // lower case; the first is the usual one
}

// The recognised types.
var (
	PDF  = Type{"pdf", "application/pdf", []string{".pdf"}}
	JPEG = Type{"jpg", "image/jpeg", []string{".jpg", ".jpeg", ".jpe", ".jfif"}}
	PNG  = Type{"png", "image/png", []string{".png"}}
	TIFF = Type{"tiff", "image/tiff", []string{".tif", ".tiff"}}
	P7M  = Type{"p7m", "application/pkcs7-mime", []string{".p7m", ".p7s"}}
	XML  = Type{"xml", "application/xml", []string{".xml"}}
	EML  = Type{"eml", "message/rfc822", []string{".eml"}}
	DOCX = Type{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", []string{".docx"}}
	ODT  = Type{"odt", "application/vnd.oasis.opendocument.text", []string{".odt"}}
	ZIP  = Type{"zip", "application/zip", []string{".zip"}}
	TXT  = Type{"txt", "text/plain", []string{".txt", ".csv"}}
)

var types = []Type{PDF, JPEG, PNG, TIFF, P7M, XML, EML, DOCX, ODT, ZIP, TXT}

// TypeOf finds a type by token, extension or media type.
func TypeOf(name string) (Type, bool) {
	name = strings.ToLower(name)
	for _, t := range types {
		if name == t.Token || name == t.MediaType || slices.Contains(t.Extensions, "."+name) {
			return t, true
		}
	}
	return Type{}, false
}

func (t Type) hasExtension(ext string) bool { return slices.Contains(t.Extensions, ext) }

// recognise says what a file is, and whether its name agrees. Some bytes are of
// several types (a DOCX is a ZIP too): then the name decides among them.
func recognise(r io.ReaderAt, size int64, name string) (t Type, agrees bool, err error) {
	possible, err := candidates(r, size)
	if err != nil || len(possible) == 0 {
		return Type{}, false, err
	}
	ext := strings.ToLower(path.Ext(name))
	for _, t := range possible {
		if t.hasExtension(ext) {
			return t, true, nil
		}
	}
	return possible[0], ext == "", nil
}

const headBytes = 4096

// candidates are the types that the bytes can be, the most particular first.
func candidates(r io.ReaderAt, size int64) ([]Type, error) {
	head := make([]byte, min(size, headBytes))
	if n, err := r.ReadAt(head, 0); n < len(head) {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	switch {
	case isCMS(head):
		return []Type{P7M}, nil
	case bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")):
		return []Type{PDF}, nil
	case bytes.HasPrefix(head, []byte("\xFF\xD8\xFF")):
		return []Type{JPEG}, nil
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return []Type{PNG}, nil
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return []Type{TIFF}, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return archive(r, size), nil
	}
	return text(head, int64(len(head)) < size), nil
}

// archive looks into the directory of a ZIP for what the office formats put
// there.
func archive(r io.ReaderAt, size int64) []Type {
	if hasVastDirectory(r, size) {
		return nil // a list of members made to fill the memory of who reads it
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil // cut or damaged: not a file that anybody can open
	}
	for _, f := range z.File {
		switch f.Name {
		case "word/document.xml":
			return []Type{DOCX, ZIP}
		case "mimetype":
			if memberIs(f, ODT.MediaType) {
				return []Type{ODT, ZIP}
			}
		}
	}
	return []Type{ZIP}
}

func memberIs(f *zip.File, want string) bool {
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, int64(len(want))+1))
	return err == nil && string(b) == want
}

// text tells apart the kinds of text. A head may end inside a character.
func text(head []byte, isCut bool) []Type {
	head = bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))
	if !isText(head, isCut) {
		return nil
	}
	if bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<?xml")) {
		return []Type{XML, TXT}
	}
	if armoured(head) {
		return []Type{P7M, TXT}
	}
	if isMail(head) {
		return []Type{EML, TXT}
	}
	return []Type{TXT}
}

// isText: UTF-8, or a text of a single-byte character set; no control
// characters but those that texts have.
func isText(head []byte, isCut bool) bool {
	if len(head) == 0 {
		return false
	}
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' || c == 0x7F {
			return false
		}
	}
	if utf8.Valid(head) || isCut && utf8.Valid(head[:len(head)-utf8Tail(head)]) {
		return true
	}
	high := 0
	for _, c := range head {
		if c >= 0x80 {
			high++
		}
	}
	return high*3 < len(head) // Latin-1 letters are few among the others
}

// utf8Tail is the number of bytes of a character cut at the end.
func utf8Tail(b []byte) int {
	for n := 1; n <= utf8.UTFMax && n <= len(b); n++ {
		if utf8.RuneStart(b[len(b)-n]) {
			return n
		}
	}
	return 0
}

// isMail: the first lines are header fields, and one of them is one that every
// message has (RFC 5322 §3.6).
func isMail(head []byte) bool {
	known := false
	for line := range bytes.Lines(head) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			return known
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		name, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || len(name) == 0 || bytes.ContainsAny(name, " \t") {
			return false
		}
		switch strings.ToLower(string(name)) {
		case "from", "received", "return-path", "date", "message-id", "mime-version":
			known = true
		}
	}
	return known
}

// oidSignedData is the body of id-signedData (RFC 5652 §5.1).
var oidSignedData = []byte{0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02}

// isCMS: a sequence that begins with the identifier of signed data, after a
// length of at most nine bytes.
func isCMS(head []byte) bool {
	return len(head) > 2 && head[0] == 0x30 && bytes.Contains(head[:min(len(head), 32)], oidSignedData)
}

// armoured: CMS as base64 or PEM, as some signing programs and mail programs
// leave it.
func armoured(head []byte) bool {
	if i := bytes.Index(head, []byte("-----BEGIN ")); i >= 0 {
		if _, rest, ok := bytes.Cut(head[i:], []byte("\n")); ok {
			head = rest
		}
	}
	head = bytes.Join(bytes.Fields(head[:min(len(head), 200)]), nil)
	head = head[:min(len(head)/4*4, 48)]
	decoded := make([]byte, base64.StdEncoding.DecodedLen(len(head)))
	n, err := base64.StdEncoding.Decode(decoded, head)
	return err == nil && isCMS(decoded[:n])
}
