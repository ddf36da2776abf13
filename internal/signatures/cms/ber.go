// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cms

import (
	"errors"
	"io"
)

// ErrMalformed: the bytes are not the ASN.1 that was looked for.
var ErrMalformed = errors.New("cms: malformed ASN.1")

// Limits against hostile files.
const (
	maxNesting  = 32      // elements of indefinite length inside each other
	maxElements = 4 << 20 // elements visited in one file
	windowSize  = 256 << 10
)

// Tags of the universal class that are looked for.
const (
	tagEndOfContents = 0x00
	tagInteger       = 0x02
	tagOctetString   = 0x04
	tagOID           = 0x06
	tagSequence      = 0x30 // constructed
	tagSet           = 0x31 // constructed
	tagContext0      = 0xA0 // constructed
	tagContext1      = 0xA1 // constructed
	constructedBit   = 0x20
)

// element is one BER element: where its header begins, where its body lies.
// end is the end of the body; next the beginning of what follows (after the
// end-of-contents octets of an indefinite length).
type element struct {
	tag             byte // identifier octet; long-form tags are not needed by CMS
	start, body     int64
	end, next       int64
	isIndefinite    bool
	identifierExtra bool // long-form tag: never one that is looked for
}

func (e element) is(tag byte) bool { return !e.identifierExtra && e.tag == tag }

func (e element) isConstructed() bool { return e.tag&constructedBit != 0 }

// ber reads BER (X.690), of which DER is a part, from random-access bytes: .p7m
// files of common Italian tools use indefinite lengths and chunked strings, so
// a DER decoder is not enough.
type ber struct {
	r        *window
	elements int
}

func newBER(r io.ReaderAt, size int64) *ber { return &ber{r: newWindow(r, size)} }

// at reads the element that begins at off and must end by limit.
func (b *ber) at(off, limit int64) (element, error) { return b.element(off, limit, 0) }

func (b *ber) element(off, limit int64, depth int) (element, error) {
	b.elements++
	if b.elements > maxElements || depth > maxNesting {
		return element{}, ErrMalformed
	}
	e, length, err := b.header(off, limit)
	if err != nil {
		return element{}, err
	}
	if !e.isIndefinite {
		if length > limit-e.body {
			return element{}, ErrMalformed
		}
		e.end, e.next = e.body+length, e.body+length
		return e, nil
	}
	if !e.isConstructed() {
		return element{}, ErrMalformed // X.690 8.1.3.2
	}
	e.end, e.next, err = b.endOfContents(e.body, limit, depth)
	return e, err
}

// header reads identifier and length octets.
func (b *ber) header(off, limit int64) (element, int64, error) {
	e := element{start: off}
	first, err := b.byteAt(off, limit)
	if err != nil {
		return e, 0, err
	}
	e.tag = first
	off++
	if first&0x1F == 0x1F {
		e.identifierExtra = true
		if off, err = b.skipLongTag(off, limit); err != nil {
			return e, 0, err
		}
	}
	length, off, err := b.length(off, limit)
	if err != nil {
		return e, 0, err
	}
	e.body = off
	e.isIndefinite = length < 0
	return e, length, nil
}

func (b *ber) skipLongTag(off, limit int64) (int64, error) {
	for range 6 {
		c, err := b.byteAt(off, limit)
		if err != nil {
			return 0, err
		}
		off++
		if c&0x80 == 0 {
			return off, nil
		}
	}
	return 0, ErrMalformed
}

// length reads length octets; -1 stands for the indefinite form.
func (b *ber) length(off, limit int64) (int64, int64, error) {
	first, err := b.byteAt(off, limit)
	if err != nil {
		return 0, 0, err
	}
	off++
	if first < 0x80 {
		return int64(first), off, nil
	}
	if first == 0x80 {
		return -1, off, nil
	}
	var length int64
	for range int(first & 0x7F) {
		c, err := b.byteAt(off, limit)
		if err != nil {
			return 0, 0, err
		}
		if length > 1<<54 {
			return 0, 0, ErrMalformed
		}
		length = length<<8 | int64(c)
		off++
	}
	return length, off, nil
}

// endOfContents walks the children of an element of indefinite length.
func (b *ber) endOfContents(off, limit int64, depth int) (end, next int64, err error) {
	for {
		child, err := b.element(off, limit, depth+1)
		if err != nil {
			return 0, 0, err
		}
		if child.is(tagEndOfContents) && child.body == child.end {
			return child.start, child.next, nil
		}
		off = child.next
	}
}

// child reads the element at off inside parent; ok is false when the parent
// has ended.
func (b *ber) child(parent element, off int64) (e element, ok bool, err error) {
	if off >= parent.end {
		return element{}, false, nil
	}
	e, err = b.at(off, parent.end)
	return e, err == nil, err
}

// expect reads the child at off, which must have the given tag.
func (b *ber) expect(parent element, off int64, tag byte) (element, error) {
	e, ok, err := b.child(parent, off)
	if err != nil {
		return element{}, err
	}
	if !ok || !e.is(tag) {
		return element{}, ErrMalformed
	}
	return e, nil
}

func (b *ber) byteAt(off, limit int64) (byte, error) {
	if off < 0 || off >= limit {
		return 0, ErrMalformed
	}
	return b.r.byteAt(off)
}

// window reads single bytes of a large source through a buffer: a source may be
// an object store where each read is a request.
type window struct {
	r     io.ReaderAt
	size  int64
	start int64
	buf   []byte
}

func newWindow(r io.ReaderAt, size int64) *window { return &window{r: r, size: size} }

func (w *window) byteAt(off int64) (byte, error) {
	if off < w.start || off >= w.start+int64(len(w.buf)) {
		if err := w.fill(off); err != nil {
			return 0, err
		}
	}
	return w.buf[off-w.start], nil
}

// fill moves the window so that it holds off.
func (w *window) fill(off int64) error {
	n := min(windowSize, w.size-off)
	if n <= 0 {
		return ErrMalformed
	}
	if int64(cap(w.buf)) < n {
		w.buf = make([]byte, n)
	}
	w.buf = w.buf[:n]
	w.start = off
	read, err := w.r.ReadAt(w.buf, off)
	w.buf = w.buf[:read]
	if read == 0 && err != nil {
		return err
	}
	return nil
}
