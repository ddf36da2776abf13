// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package scantest

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"path/filepath"
	"sync"
	"testing"

	"pratica/internal/documents/scan"
)

// Daemon speaks clamd's protocol: PING and INSTREAM, commands that begin with z.
type Daemon struct {
	Address string // path of its Unix socket

	mu      sync.Mutex
	answer  string // to every file; "" for an honest one
	hangsUp bool
	limit   int64
}

// Start runs a daemon until the test ends.
func Start(t testing.TB) *Daemon {
	t.Helper()
	d := &Daemon{Address: filepath.Join(t.TempDir(), "clamd"), limit: MaxSize}
	l, err := net.Listen("unix", d.Address)
	if err != nil {
		t.Fatal(err)
	}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { d.serve(conn) })
		}
	})
	t.Cleanup(func() { l.Close(); open.Wait() })
	return d
}

// Answers makes it answer every file so, whatever is in it; "" makes it honest.
func (d *Daemon) Answers(text string) { d.mu.Lock(); d.answer = text; d.mu.Unlock() }

// HangsUp makes it close each connection without an answer, or stop doing so.
func (d *Daemon) HangsUp(does bool) { d.mu.Lock(); d.hangsUp = does; d.mu.Unlock() }

// Takes sets its StreamMaxLength.
func (d *Daemon) Takes(bytes int64) { d.mu.Lock(); d.limit = bytes; d.mu.Unlock() }

func (d *Daemon) orders() (answer string, hangsUp bool, limit int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.answer, d.hangsUp, d.limit
}

func (d *Daemon) serve(conn net.Conn) {
	defer conn.Close()
	told, hangsUp, limit := d.orders()
	if hangsUp {
		return
	}
	r := bufio.NewReader(conn)
	command, err := r.ReadString(0)
	if err != nil {
		return
	}
	answer := "UNKNOWN COMMAND"
	switch command {
	case "zPING\x00":
		answer = "PONG"
	case "zINSTREAM\x00":
		answer = judge(r, limit)
		if told != "" {
			answer = told
		}
	}
	_, _ = io.WriteString(conn, answer+"\x00") // the client may have left
}

var errLimit = errors.New("over the limit")

// judge reads a file as clamd does.
func judge(r io.Reader, limit int64) string {
	content, err := stream(r, limit)
	switch {
	case errors.Is(err, errLimit):
		return "INSTREAM size limit exceeded. ERROR"
	case err != nil:
		return "INSTREAM: Error reading. ERROR"
	case bytes.Contains(content, scan.Eicar()):
		return "stream: Eicar-Test-Signature FOUND"
	}
	return "stream: OK"
}

func stream(r io.Reader, limit int64) ([]byte, error) {
	var content bytes.Buffer
	for {
		var length uint32
		if err := binary.Read(r, binary.BigEndian, &length); err != nil {
			return nil, err
		}
		if length == 0 {
			return content.Bytes(), nil
		}
		if int64(content.Len())+int64(length) > limit {
			return nil, errLimit
		}
		if _, err := io.CopyN(&content, r, int64(length)); err != nil {
			return nil, err
		}
	}
}
