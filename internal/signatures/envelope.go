// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package signatures

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"

	"pratica/internal/problem"
)

const (
	maxDepth = 10       // envelopes inside each other
	maxText  = 64 << 20 // bytes of a base64 or PEM file, which is decoded in memory
)

// Envelope is a CAdES file opened by one level.
type Envelope struct {
	Content    *io.SectionReader // nil when the signature is detached
	Signatures int
}

// Open takes the content out of a .p7m, one level deep: DER, BER, base64 or
// PEM. The content is read from r when it is read, so r stays open meanwhile.
// Errors are problems: signatures.unreadable.
func Open(r io.ReaderAt, size int64) (Envelope, error) {
	data, err := open(r, size)
	if err != nil {
		return Envelope{}, asProblem(err)
	}
	return Envelope{Content: data.content, Signatures: data.signers}, nil
}

// Content takes the innermost document out of a .p7m, up to ten levels deep,
// and says how many levels there were. A signed PDF inside is a document, not
// a level. Problems: signatures.not_signed, signatures.unreadable,
// signatures.detached.
func Content(r io.ReaderAt, size int64) (*io.SectionReader, int, error) {
	content := io.NewSectionReader(r, 0, size)
	for depth := 0; ; depth++ {
		kind, err := Recognise(content, content.Size())
		if err != nil {
			return nil, 0, err
		}
		switch {
		case kind == Detached:
			return nil, 0, problem.New(problem.Invalid, codeDetached)
		case kind != CAdES && depth == 0:
			return nil, 0, problem.New(problem.Invalid, codeNotSigned)
		case kind != CAdES:
			return content, depth, nil
		case depth == maxDepth:
			return nil, 0, problem.New(problem.Invalid, codeUnreadable)
		}
		envelope, err := Open(content, content.Size())
		if err != nil {
			return nil, 0, err
		}
		content = envelope.Content
	}
}

// open decodes the text forms, then parses.
func open(r io.ReaderAt, size int64) (signedData, error) {
	if size == 0 {
		return signedData{}, errMalformed
	}
	first := make([]byte, 1)
	if _, err := readAt(r, first, 0); err != nil {
		return signedData{}, err
	}
	if first[0] == tagSequence {
		data, err := parseSignedData(r, size)
		if !errors.Is(err, errMalformed) {
			return data, err
		}
		// '0' is also the first letter of some base64 text: fall through.
	}
	decoded, err := decodeText(r, size)
	if err != nil {
		return signedData{}, err
	}
	return parseSignedData(bytes.NewReader(decoded), int64(len(decoded)))
}

// decodeText decodes base64 with or without the lines of PEM (RFC 7468).
func decodeText(r io.ReaderAt, size int64) ([]byte, error) {
	if size > maxText {
		return nil, errMalformed
	}
	if !looksLikeText(r, size) {
		return nil, errMalformed
	}
	text := make([]byte, size)
	if _, err := readAt(r, text, 0); err != nil {
		return nil, err
	}
	text = withoutArmour(text)
	compact := text[:0]
	for _, c := range text {
		if bytes.IndexByte([]byte(" \t\r\n=\x00"), c) < 0 { // padding is often missing
			compact = append(compact, c)
		}
	}
	decoded := make([]byte, base64.RawStdEncoding.DecodedLen(len(compact)))
	n, err := base64.RawStdEncoding.Decode(decoded, compact)
	if err != nil {
		return nil, errMalformed
	}
	return decoded[:n], nil
}

// looksLikeText spares reading a large binary file whole.
func looksLikeText(r io.ReaderAt, size int64) bool {
	head := make([]byte, min(size, 256))
	if _, err := readAt(r, head, 0); err != nil {
		return false
	}
	return bytes.IndexFunc(head, func(c rune) bool { return c > 0x7E || c < ' ' && c != '\n' && c != '\r' && c != '\t' }) < 0
}

// withoutArmour takes away byte order mark, BEGIN and END lines.
func withoutArmour(text []byte) []byte {
	begin := []byte("-----BEGIN ")
	start := bytes.Index(text, begin)
	if start < 0 {
		return text
	}
	text = text[start+len(begin):]
	if eol := bytes.IndexByte(text, '\n'); eol >= 0 {
		text = text[eol+1:]
	}
	if end := bytes.Index(text, []byte("-----END ")); end >= 0 {
		text = text[:end]
	}
	return text
}

// readAt fills p; a source that is shorter than it said is malformed.
func readAt(r io.ReaderAt, p []byte, off int64) (int, error) {
	n, err := r.ReadAt(p, off)
	if n == len(p) {
		return n, nil
	}
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return n, errMalformed
	}
	return n, err
}

// asProblem tells a person that the file cannot be read; faults of the medium
// stay what they are.
func asProblem(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, errMalformed) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return problem.New(problem.Invalid, codeUnreadable).Because(err)
	}
	return fmt.Errorf("signatures: reading: %w", err)
}
