// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/bits"
	"unicode/utf8"

	"pratica/internal/database"
)

// A row is one line: a JSON array of its values, bytes in base64. Text that is
// not UTF-8, which SQLite can hold, is an object {"bytes": base64}.

// rawText is text that JSON cannot say.
type rawText struct {
	Bytes []byte `json:"bytes"`
}

// appendRow writes a row and the end of its line.
func appendRow(to *bytes.Buffer, values []any) error {
	for i, v := range values {
		if text, ok := v.(string); ok && !utf8.ValidString(text) {
			values[i] = rawText{[]byte(text)}
		}
	}
	e := json.NewEncoder(to)
	e.SetEscapeHTML(false)
	return e.Encode(values)
}

// rowReader reads rows of one table from lines.
type rowReader struct {
	table   database.Table
	decoder *json.Decoder
}

func newRowReader(t database.Table, r io.Reader) *rowReader {
	d := json.NewDecoder(r)
	d.UseNumber()
	return &rowReader{t, d}
}

// next gives a row; io.EOF after the last.
func (r *rowReader) next() ([]any, error) {
	var values []any
	if err := r.decoder.Decode(&values); err != nil {
		return nil, err
	}
	if len(values) != len(r.table.Columns) {
		return nil, fmt.Errorf("backup: a row of %s has %d values, not %d", r.table.Name, len(values), len(r.table.Columns))
	}
	for i, v := range values {
		value, err := typed(r.table.Columns[i].Kind, v)
		if err != nil {
			return nil, fmt.Errorf("backup: %s.%s: %w", r.table.Name, r.table.Columns[i].Name, err)
		}
		values[i] = value
	}
	return values, nil
}

// typed is a value that came from JSON as its kind is in Go.
func typed(kind database.Kind, v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case bool:
		if kind == database.Boolean {
			return v, nil
		}
	case json.Number:
		switch kind {
		case database.Integer:
			return v.Int64()
		case database.Real:
			return v.Float64()
		}
	case string:
		switch kind {
		case database.Text, database.Document, database.Instant:
			return v, nil
		case database.Binary:
			return base64.StdEncoding.DecodeString(v)
		}
	case map[string]any:
		text, ok := v["bytes"].(string)
		if ok && kind == database.Text {
			raw, err := base64.StdEncoding.DecodeString(text)
			return string(raw), err
		}
	}
	return nil, fmt.Errorf("%T is no value of kind %s", v, kind)
}

// Sum says what rows a table holds: their number, and the sum of their digests.
// It is the same in whichever order the rows come and on whichever database.
type Sum struct {
	Rows   int64     `json:"rows"`
	Digest rowDigest `json:"digest"`
}

// rowDigest is a number of 256 bits, most significant part first.
type rowDigest [4]uint64

// MarshalText writes the number in hexadecimal.
func (d rowDigest) MarshalText() ([]byte, error) {
	var b [sha256.Size]byte
	for i, part := range d {
		binary.BigEndian.PutUint64(b[i*8:], part)
	}
	return []byte(hex.EncodeToString(b[:])), nil
}

// UnmarshalText reads it back.
func (d *rowDigest) UnmarshalText(text []byte) error {
	b, err := hex.DecodeString(string(text))
	if err != nil || len(b) != sha256.Size {
		return fmt.Errorf("backup: %q is no sum", text)
	}
	*d = partsOf([sha256.Size]byte(b))
	return nil
}

func partsOf(b [sha256.Size]byte) (d rowDigest) {
	for i := range d {
		d[i] = binary.BigEndian.Uint64(b[i*8:])
	}
	return d
}

// summer adds up the rows of one table.
type summer struct {
	table database.Table
	line  bytes.Buffer
	Sum
}

// add counts a row in and gives its digest.
func (s *summer) add(values []any) (rowDigest, error) {
	canonical := make([]any, len(values))
	copy(canonical, values)
	for i, c := range s.table.Columns {
		if text, ok := values[i].(string); ok && c.Kind == database.Document {
			same, err := canonicalJSON(text)
			if err != nil {
				return rowDigest{}, fmt.Errorf("backup: %s.%s: %w", s.table.Name, c.Name, err)
			}
			canonical[i] = same
		}
	}
	s.line.Reset()
	if err := appendRow(&s.line, canonical); err != nil {
		return rowDigest{}, err
	}
	row := partsOf(sha256.Sum256(s.line.Bytes()))
	s.Rows++
	var carry uint64
	for i := len(row) - 1; i >= 0; i-- {
		s.Digest[i], carry = bits.Add64(s.Digest[i], row[i], carry)
	}
	return row, nil
}

// canonicalJSON spells a document in one way, whichever database kept it.
func canonicalJSON(text string) (string, error) {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return "", err
	}
	same, err := json.Marshal(v)
	return string(same), err
}
