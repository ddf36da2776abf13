// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package scan

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Clamd is the daemon of ClamAV.
type Clamd struct {
	network, address string
	maxSize          int64
}

// NewClamd names a daemon by its address: the path of a Unix socket, or host and
// port. Files of more than maxSize bytes are not sent. It must not be more than
// clamd's StreamMaxLength, MaxScanSize and MaxFileSize: of a larger file clamd
// reads a part only and calls it clean.
func NewClamd(address string, maxSize int64) *Clamd {
	network := "tcp"
	if strings.HasPrefix(address, "/") {
		network = "unix"
	}
	return &Clamd{network: network, address: address, maxSize: maxSize}
}

// silence is how long the daemon may say nothing while it looks at a file.
const silence = 2 * time.Minute

// Scan implements Scanner.
func (c *Clamd) Scan(ctx context.Context, r io.Reader, size int64) (string, error) {
	if size > c.maxSize {
		return "", ErrTooLarge
	}
	ctx, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	conn, release, err := c.dial(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	source := &source{r: r}
	errSend := send(conn, source)
	if source.err != nil {
		return "", source.err
	}
	answer, err := read(conn)
	if err != nil {
		return "", errors.Join(err, errSend)
	}
	return verdict(answer, errSend)
}

// Check implements Scanner.
func (c *Clamd) Check(ctx context.Context) error {
	conn, release, err := c.dial(ctx)
	if err != nil {
		return err
	}
	defer release()
	if _, err := io.WriteString(conn, "zPING\x00"); err != nil {
		return away(err)
	}
	answer, err := read(conn)
	if err == nil && answer != "PONG" {
		err = fmt.Errorf("%w: it answers %q to PING", ErrAway, answer)
	}
	return err
}

// dial opens a connection that ends with the context.
func (c *Clamd) dial(ctx context.Context) (net.Conn, func(), error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, c.network, c.address)
	if err != nil {
		return nil, nil, away(err)
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	return conn, func() { stop(); conn.Close() }, nil
}

// source remembers that it was the file that could not be read.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

const pieceBytes = 64 << 10

// send streams the file: each piece after its length, none at the end.
func send(conn net.Conn, r io.Reader) error {
	w := bufio.NewWriterSize(conn, pieceBytes)
	if _, err := w.WriteString("zINSTREAM\x00"); err != nil {
		return err
	}
	piece := make([]byte, pieceBytes)
	for {
		n, err := io.ReadFull(r, piece)
		if n > 0 {
			if err := write(w, piece[:n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	if err := write(w, nil); err != nil {
		return err
	}
	return w.Flush()
}

func write(w *bufio.Writer, piece []byte) error {
	var length [4]byte
	binary.BigEndian.PutUint32(length[:], uint32(len(piece)))
	if _, err := w.Write(length[:]); err != nil {
		return err
	}
	_, err := w.Write(piece)
	return err
}

// longestAnswer bounds what is believed to be an answer.
const longestAnswer = 4096

func read(conn net.Conn) (string, error) {
	answer, err := bufio.NewReader(io.LimitReader(conn, longestAnswer)).ReadString(0)
	if err != nil {
		return "", away(err)
	}
	return strings.TrimSuffix(answer, "\x00"), nil
}

// verdict reads an answer. Clamd may refuse before it has read everything; a
// "found" counts then, an "OK" does not.
func verdict(answer string, errSend error) (string, error) {
	text := strings.TrimPrefix(answer, "stream: ")
	if threat, ok := strings.CutSuffix(text, " FOUND"); ok && threat != "" {
		if strings.HasPrefix(threat, "Heuristics.Limits.Exceeded") {
			return "", ErrTooLarge // what is inside is more than clamd unpacks (AlertExceedsMax)
		}
		return threat, nil
	}
	switch {
	case strings.HasPrefix(text, "INSTREAM size limit exceeded"):
		return "", ErrTooLarge
	case errSend != nil:
		return "", away(errSend)
	case text == "OK":
		return "", nil
	}
	return "", fmt.Errorf("%w: it answers %q", ErrAway, text)
}

func away(err error) error { return fmt.Errorf("%w: %w", ErrAway, err) }
