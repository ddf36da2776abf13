// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pades

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// encode puts an object into its text. Strings become hexadecimal ones: their
// bytes are the same.
func encode(out *bytes.Buffer, o object) {
	switch v := o.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		out.WriteString(strconv.FormatBool(v))
	case number:
		out.WriteString(strconv.FormatFloat(float64(v), 'f', -1, 64))
	case name:
		writeName(out, v)
	case text:
		out.WriteString("<" + hex.EncodeToString(v.value) + ">")
	case ref:
		fmt.Fprintf(out, "%d %d R", v.num, v.gen)
	case raw:
		out.WriteString(string(v))
	case array:
		out.WriteByte('[')
		for i, each := range v {
			if i > 0 {
				out.WriteByte(' ')
			}
			encode(out, each)
		}
		out.WriteByte(']')
	case dict:
		out.WriteString("<<")
		for _, key := range slices.Sorted(maps.Keys(v)) {
			writeName(out, key)
			out.WriteByte(' ')
			encode(out, v[key])
		}
		out.WriteString(">>")
	}
}

// raw is text that is written as it is.
type raw string

func writeName(out *bytes.Buffer, n name) {
	out.WriteByte('/')
	for _, c := range []byte(n) {
		if c <= ' ' || c > '~' || c == '#' || isDelimiter(c) {
			fmt.Fprintf(out, "#%02X", c)
			continue
		}
		out.WriteByte(c)
	}
}

// revision is an incremental update (ISO 32000-1 §7.5.6) while it is written.
type revision struct {
	f       *file
	out     bytes.Buffer // the document, then what is added
	next    int          // the first free object number
	offsets map[int]int
	streams bool // the document's own sections are streams
	prev    int  // where its last section is
}

func newRevision(f *file) (*revision, error) {
	size, ok := f.trailer["Size"].(number)
	tail := bytes.LastIndex(f.data, []byte("startxref"))
	if f.isDamaged || !ok || tail < 0 || f.trailer["Encrypt"] != nil {
		return nil, ErrCannotSign
	}
	l := f.lexer(tail + len("startxref"))
	l.skip()
	at, err := strconv.Atoi(l.word())
	if err != nil || at < 0 || at >= len(f.data) {
		return nil, ErrCannotSign
	}
	r := &revision{f: f, next: int(size), offsets: map[int]int{}, prev: at, streams: !f.lexer(at).keyword("xref")}
	r.out.Grow(len(f.data) + 2*maxValue + 4096)
	r.out.Write(f.data)
	if !bytes.HasSuffix(f.data, []byte("\n")) {
		r.out.WriteByte('\n')
	}
	return r, nil
}

// add writes an object under a new number.
func (r *revision) add(o object) ref {
	n := r.next
	r.next++
	r.put(n, o)
	return ref{n, 0}
}

// put writes an object, in the place of the one of the same number.
func (r *revision) put(n int, o object) {
	r.offsets[n] = r.out.Len()
	fmt.Fprintf(&r.out, "%d 0 obj\n", n)
	encode(&r.out, o)
	r.out.WriteString("\nendobj\n")
}

// close writes the cross-reference section, of the kind that the document has.
func (r *revision) close() []byte {
	trailer := dict{"Root": r.f.trailer["Root"], "Prev": number(r.prev)}
	for _, key := range []name{"Info", "ID"} {
		if o := r.f.trailer[key]; o != nil {
			trailer[key] = o
		}
	}
	start := r.out.Len()
	if r.streams {
		r.closeStream(trailer)
	} else {
		r.closeTable(trailer)
	}
	fmt.Fprintf(&r.out, "startxref\n%d\n%%%%EOF\n", start)
	return r.out.Bytes()
}

func (r *revision) closeTable(trailer dict) {
	r.out.WriteString("xref\n")
	for _, n := range slices.Sorted(maps.Keys(r.offsets)) {
		fmt.Fprintf(&r.out, "%d 1\n%010d 00000 n \n", n, r.offsets[n])
	}
	trailer["Size"] = number(r.next)
	r.out.WriteString("trailer\n")
	encode(&r.out, trailer)
	r.out.WriteByte('\n')
}

func (r *revision) closeStream(trailer dict) {
	own := r.next
	r.next++
	r.offsets[own] = r.out.Len()
	index, rows := array{}, []byte{}
	for _, n := range slices.Sorted(maps.Keys(r.offsets)) {
		index = append(index, number(n), number(1))
		at := r.offsets[n]
		rows = append(rows, 1, byte(at>>24), byte(at>>16), byte(at>>8), byte(at), 0)
	}
	trailer["Type"], trailer["Size"], trailer["Index"] = name("XRef"), number(r.next), index
	trailer["W"], trailer["Length"] = array{number(1), number(4), number(1)}, number(len(rows))
	fmt.Fprintf(&r.out, "%d 0 obj\n", own)
	encode(&r.out, trailer)
	r.out.WriteString("\nstream\n")
	r.out.Write(rows)
	r.out.WriteString("\nendstream\nendobj\n")
}
