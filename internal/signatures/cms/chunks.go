// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cms

import (
	"io"
	"sort"
)

const maxChunks = 1 << 20

// chunks is a content that lies in pieces in its source. It implements
// io.ReaderAt, so that a signed file inside a signed file needs no copy.
type chunks struct {
	r     io.ReaderAt
	parts []chunk
}

type chunk struct {
	at    int64 // offset in the content
	off   int64 // offset in the source
	bytes int64
}

func (c *chunks) add(off, n int64) error {
	if n == 0 {
		return nil
	}
	if len(c.parts) == maxChunks {
		return ErrMalformed
	}
	c.parts = append(c.parts, chunk{at: c.size(), off: off, bytes: n})
	return nil
}

func (c *chunks) size() int64 {
	if len(c.parts) == 0 {
		return 0
	}
	last := c.parts[len(c.parts)-1]
	return last.at + last.bytes
}

// ReadAt implements io.ReaderAt.
func (c *chunks) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= c.size() {
		return 0, io.EOF
	}
	i := sort.Search(len(c.parts), func(i int) bool { return c.parts[i].at+c.parts[i].bytes > off })
	done := 0
	for ; i < len(c.parts) && done < len(p); i++ {
		part := c.parts[i]
		skip := off + int64(done) - part.at
		n := min(int64(len(p)-done), part.bytes-skip)
		read, err := c.r.ReadAt(p[done:done+int(n)], part.off+skip)
		done += read
		if int64(read) < n {
			return done, errOr(err, io.ErrUnexpectedEOF)
		}
	}
	if done < len(p) {
		return done, io.EOF
	}
	return done, nil
}

// copyTo writes the content, reading its source once from end to end: in a
// chunked file a read for each chunk would cost more than its digest.
func (c *chunks) copyTo(w io.Writer) error {
	if len(c.parts) == 0 {
		return nil
	}
	last := c.parts[len(c.parts)-1]
	at, end := c.parts[0].off, last.off+last.bytes
	buf := make([]byte, min(windowSize, end-at))
	for i := 0; at < end; {
		n, err := c.r.ReadAt(buf[:min(int64(len(buf)), end-at)], at)
		if n == 0 {
			return errOr(err, io.ErrUnexpectedEOF)
		}
		for ; i < len(c.parts) && c.parts[i].off < at+int64(n); i++ {
			part := c.parts[i]
			from, to := max(part.off, at), min(part.off+part.bytes, at+int64(n))
			if _, err := w.Write(buf[from-at : to-at]); err != nil {
				return err
			}
			if to < part.off+part.bytes {
				break // the rest of it is in the next block
			}
		}
		at += int64(n)
	}
	return nil
}
