// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cms

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
)

const maxText = 64 << 20 // bytes of a base64 or PEM file, which is decoded in memory

// decodeText decodes base64 with or without the lines of PEM (RFC 7468).
func decodeText(r io.ReaderAt, size int64) ([]byte, error) {
	if size > maxText {
		return nil, ErrMalformed
	}
	if !looksLikeText(r, size) {
		return nil, ErrMalformed
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
		return nil, ErrMalformed
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
		return n, ErrMalformed
	}
	return n, err
}
