// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

// request is one as it goes over the line. It is written beforehand, and the client reads no more of an answer than it
// must: what the clients use of the machine is missing to the server, and the quicker of two servers would lose more.
type request struct {
	host string
	line []byte
	of   *http.Request
}

func written(r *http.Request) (request, error) {
	var line bytes.Buffer
	err := r.Write(&line)
	return request{host: r.URL.Host, line: line.Bytes(), of: r}, err
}

// answerWait bounds one answer.
const answerWait = time.Minute

// client is one connection that is kept, with one request at a time. It follows no redirect.
type client struct {
	ctx  context.Context
	conn net.Conn
	in   *bufio.Reader
}

func (c *client) ask(s Scenario, r request) (err error) {
	if err := c.connect(r.host); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			c.close() // whatever is still on the line belongs to this answer
		}
	}()
	if err := c.conn.SetDeadline(time.Now().Add(answerWait)); err != nil {
		return err
	}
	if _, err := c.conn.Write(r.line); err != nil {
		return err
	}
	answer, err := http.ReadResponse(c.in, r.of)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(answer.Body)
	if err = errors.Join(err, answer.Body.Close()); err != nil {
		return err
	}
	if answer.Close {
		c.close()
	}
	return s.Accept(answer.StatusCode, body)
}

func (c *client) connect(host string) (err error) {
	if c.conn != nil {
		return nil
	}
	var d net.Dialer
	if c.conn, err = d.DialContext(c.ctx, "tcp", host); err != nil {
		c.conn = nil
		return err
	}
	c.in = bufio.NewReader(c.conn)
	return nil
}

func (c *client) close() {
	if c.conn != nil {
		_ = c.conn.Close() // nothing is lost: the answer was read or given up
		c.conn = nil
	}
}
