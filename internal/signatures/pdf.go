// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package signatures

import (
	"bytes"
	"encoding/hex"
	"io"
	"strconv"

	"pratica/internal/signatures/cms"
)

const (
	maxSignatures = 256     // in one PDF
	maxGap        = 4 << 20 // bytes of the hexadecimal string that holds a signature
	dictionaryMax = 16 << 10
)

// pdfSignature is a signature dictionary of a PDF (ISO 32000-1 §12.8.1), as far
// as it can be judged without cryptography.
type pdfSignature struct {
	gapStart, gapEnd int64 // the bytes that the signature leaves out: its own value
	end              int64 // of the second range: up to here the file is signed
	isTimestamp      bool  // a document timestamp: proves a time, nobody's will
	isWhole          bool  // ranges and value fit together and hold a CMS signature
}

// pdfSignatures finds the signatures whose dictionaries begin in [from, size).
// The dictionary of a signature is always in clear: its ranges are written after
// the file was laid out.
func pdfSignatures(r io.ReaderAt, from, size int64) ([]pdfSignature, error) {
	key := []byte("/ByteRange")
	var found []pdfSignature
	for len(found) < maxSignatures {
		at, err := find(r, from, size, key)
		if err != nil {
			return nil, err
		}
		if at < 0 {
			return found, nil
		}
		s, err := pdfSignatureAt(r, at, size)
		if err != nil {
			return nil, err
		}
		found = append(found, s)
		from = at + int64(len(key))
	}
	return found, nil
}

func pdfSignatureAt(r io.ReaderAt, at, size int64) (pdfSignature, error) {
	text := make([]byte, min(256, size-at))
	if _, err := readAt(r, text, at); err != nil {
		return pdfSignature{}, err
	}
	ranges, ok := byteRange(text[len("/ByteRange"):])
	if !ok {
		return pdfSignature{}, nil
	}
	s := pdfSignature{gapStart: ranges[1], gapEnd: ranges[2]}
	if !fits(ranges, at, size) {
		return s, nil
	}
	s.end = ranges[2] + ranges[3]
	var err error
	if s.isWhole, err = holdsSignature(r, s.gapStart, s.gapEnd); err != nil || !s.isWhole {
		return s, err
	}
	s.isTimestamp, err = isTimestamp(r, at, s, size)
	return s, err
}

// byteRange reads "[a b c d]".
func byteRange(text []byte) ([4]int64, bool) {
	var ranges [4]int64
	text = bytes.TrimLeft(text, " \t\r\n\f\x00")
	end := bytes.IndexByte(text, ']')
	if end < 0 || text[0] != '[' {
		return ranges, false
	}
	fields := bytes.Fields(text[1:end])
	if len(fields) != len(ranges) {
		return ranges, false
	}
	for i, f := range fields {
		n, err := strconv.ParseInt(string(f), 10, 64)
		if err != nil || n < 0 || n > 1<<52 {
			return ranges, false
		}
		ranges[i] = n
	}
	return ranges, true
}

// fits: the first range begins with the file, the gap is of a bearable size and
// lies inside the file, and the dictionary itself is signed.
func fits(ranges [4]int64, at, size int64) bool {
	gapStart, gapEnd, end := ranges[1], ranges[2], ranges[2]+ranges[3]
	gap := gapEnd - gapStart
	return ranges[0] == 0 && gap > 2 && gap <= maxGap && end <= size && at < end && (at < gapStart || at >= gapEnd)
}

// holdsSignature says whether the gap is exactly one hexadecimal string with a
// detached CMS signature in it. Anything else in the gap would be content that
// nobody signed (the signature wrapping attack).
func holdsSignature(r io.ReaderAt, from, to int64) (bool, error) {
	text := make([]byte, to-from)
	if _, err := readAt(r, text, from); err != nil {
		return false, err
	}
	if text[0] != '<' || text[len(text)-1] != '>' {
		return false, nil
	}
	digits := bytes.Join(bytes.Fields(text[1:len(text)-1]), nil)
	if len(digits)%2 == 1 {
		digits = append(digits, '0') // ISO 32000-1 §7.3.4.3
	}
	value := make([]byte, len(digits)/2)
	if _, err := hex.Decode(value, digits); err != nil {
		return false, nil
	}
	m, err := cms.Read(bytes.NewReader(value), int64(len(value)))
	return err == nil && len(m.Signers) > 0, nil
}

// isTimestamp reads the dictionary around the gap for the sub-filter of a
// document timestamp (ETSI EN 319 142-1 §5.4.3).
func isTimestamp(r io.ReaderAt, at int64, s pdfSignature, size int64) (bool, error) {
	from := max(0, min(at, s.gapStart)-dictionaryMax)
	to := min(size, max(at, s.gapEnd)+dictionaryMax)
	before, err := read(r, from, min(s.gapStart, to))
	if err != nil {
		return false, err
	}
	after, err := read(r, s.gapEnd, to)
	if err != nil {
		return false, err
	}
	if i := bytes.LastIndex(before, []byte(" obj")); i >= 0 {
		before = before[i:]
	}
	if i := bytes.Index(after, []byte("endobj")); i >= 0 {
		after = after[:i]
	}
	sub := []byte("ETSI.RFC3161")
	return bytes.Contains(before, sub) || bytes.Contains(after, sub), nil
}

func read(r io.ReaderAt, from, to int64) ([]byte, error) {
	p := make([]byte, max(0, to-from))
	if len(p) == 0 {
		return p, nil
	}
	_, err := readAt(r, p, from)
	return p, err
}
