// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pades

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strconv"
)

// ErrUnreadable: this is no PDF that could be judged.
var ErrUnreadable = errors.New("pades: the document cannot be read")

// The objects of PDF (ISO 32000-1 §7.3). nil is null.
type (
	object any
	name   string
	number float64
	array  []object
	dict   map[name]object
	ref    struct{ num, gen int }
	text   struct {
		value    []byte
		from, to int // where it stands, with its delimiters
	}
	stream struct {
		dict
		from int // where its bytes begin
	}
)

// Limits against hostile files.
const (
	maxNesting = 100
	maxSteps   = 6_000_000 // objects read in one file, its revisions included
)

// lexer reads objects at a place of a file.
type lexer struct {
	data  []byte
	at    int
	steps *int
}

func (l *lexer) skip() {
	for l.at < len(l.data) {
		c := l.data[l.at]
		if c == '%' {
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
			continue
		}
		if !isSpace(c) {
			return
		}
		l.at++
	}
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// word reads the regular characters at the place.
func (l *lexer) word() string {
	from := l.at
	for l.at < len(l.data) && !isSpace(l.data[l.at]) && !isDelimiter(l.data[l.at]) {
		l.at++
	}
	return string(l.data[from:l.at])
}

// keyword reads a word if it is this one.
func (l *lexer) keyword(word string) bool {
	l.skip()
	if !bytes.HasPrefix(l.data[l.at:], []byte(word)) {
		return false
	}
	l.at += len(word)
	return true
}

func (l *lexer) object(depth int) (object, error) {
	*l.steps++
	if depth > maxNesting || *l.steps > maxSteps {
		return nil, ErrUnreadable
	}
	l.skip()
	if l.at >= len(l.data) {
		return nil, ErrUnreadable
	}
	switch c := l.data[l.at]; {
	case c == '/':
		return l.name(), nil
	case c == '(':
		return l.literal()
	case c == '<' && l.at+1 < len(l.data) && l.data[l.at+1] == '<':
		return l.dict(depth)
	case c == '<':
		return l.hex()
	case c == '[':
		return l.array(depth)
	case c == '+' || c == '-' || c == '.' || c >= '0' && c <= '9':
		return l.number()
	}
	switch w := l.word(); w {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	return nil, ErrUnreadable
}

func (l *lexer) name() name {
	l.at++
	raw := l.word()
	if bytes.IndexByte([]byte(raw), '#') < 0 {
		return name(raw)
	}
	var out []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			if c, err := hex.DecodeString(raw[i+1 : i+3]); err == nil {
				out = append(out, c...)
				i += 2
				continue
			}
		}
		out = append(out, raw[i])
	}
	return name(out)
}

// number reads a number, or a reference where two more words make one.
func (l *lexer) number() (object, error) {
	w := l.word()
	n, err := strconv.ParseFloat(w, 64)
	if err != nil {
		return number(0), nil // as readers do with "--5" and the like
	}
	num, isInt := strconv.Atoi(w)
	if isInt != nil || num < 0 {
		return number(n), nil
	}
	back := l.at
	l.skip()
	gen, err := strconv.Atoi(l.word())
	if err == nil && gen >= 0 {
		l.skip()
		if l.at < len(l.data) && l.data[l.at] == 'R' && (l.at+1 == len(l.data) || isSpace(l.data[l.at+1]) || isDelimiter(l.data[l.at+1])) {
			l.at++
			return ref{num, gen}, nil
		}
	}
	l.at = back
	return number(n), nil
}

// literal reads a string in parentheses.
func (l *lexer) literal() (object, error) {
	from, depth := l.at, 0
	var out []byte
	for l.at < len(l.data) {
		c := l.data[l.at]
		l.at++
		switch {
		case c == '(':
			if depth++; depth > 1 {
				out = append(out, c)
			}
		case c == ')':
			if depth--; depth == 0 {
				return text{out, from, l.at}, nil
			}
			out = append(out, c)
		case c == '\\' && l.at < len(l.data):
			out = l.escape(out)
		default:
			out = append(out, c)
		}
	}
	return nil, ErrUnreadable
}

func (l *lexer) escape(out []byte) []byte {
	c := l.data[l.at]
	l.at++
	switch c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\r':
		if l.at < len(l.data) && l.data[l.at] == '\n' {
			l.at++
		}
		return out
	case '\n':
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	v := int(c - '0')
	for range 2 {
		if l.at < len(l.data) && l.data[l.at] >= '0' && l.data[l.at] <= '7' {
			v = v*8 + int(l.data[l.at]-'0')
			l.at++
		}
	}
	return append(out, byte(v))
}

func (l *lexer) hex() (object, error) {
	from := l.at
	end := bytes.IndexByte(l.data[l.at:], '>')
	if end < 0 {
		return nil, ErrUnreadable
	}
	digits := make([]byte, 0, end)
	for _, c := range l.data[l.at+1 : l.at+end] {
		if !isSpace(c) {
			digits = append(digits, c)
		}
	}
	l.at += end + 1
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	value := make([]byte, len(digits)/2)
	if _, err := hex.Decode(value, digits); err != nil {
		return nil, ErrUnreadable
	}
	return text{value, from, l.at}, nil
}

func (l *lexer) array(depth int) (object, error) {
	l.at++
	all := array{}
	for {
		l.skip()
		if l.at < len(l.data) && l.data[l.at] == ']' {
			l.at++
			return all, nil
		}
		o, err := l.object(depth + 1)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
}

func (l *lexer) dict(depth int) (object, error) {
	l.at += 2
	d := dict{}
	for {
		l.skip()
		if bytes.HasPrefix(l.data[l.at:], []byte(">>")) {
			l.at += 2
			return d, nil
		}
		if l.at >= len(l.data) || l.data[l.at] != '/' {
			return nil, ErrUnreadable
		}
		key := l.name()
		value, err := l.object(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, doubled := d[key]; !doubled { // of two, readers take either: we compare the first and the ranges decide
			d[key] = value
		}
	}
}

// indirect reads "num gen obj … endobj" at the place.
func (l *lexer) indirect() (num int, o object, err error) {
	l.skip()
	num, err = strconv.Atoi(l.word())
	if err != nil {
		return 0, nil, ErrUnreadable
	}
	l.skip()
	if _, err := strconv.Atoi(l.word()); err != nil || !l.keyword("obj") {
		return 0, nil, ErrUnreadable
	}
	if o, err = l.object(0); err != nil {
		return num, nil, err
	}
	d, ok := o.(dict)
	if !ok || !l.keyword("stream") {
		return num, o, nil
	}
	if l.at < len(l.data) && l.data[l.at] == '\r' {
		l.at++
	}
	if l.at < len(l.data) && l.data[l.at] == '\n' {
		l.at++
	}
	return num, stream{d, l.at}, nil
}
