// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package smtpsim

import (
	"crypto/subtle"
	"io"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

var errDropped = &smtp.SMTPError{Code: 421, EnhancedCode: smtp.NoEnhancedCode, Message: "dropped"}

// session is one connection.
type session struct {
	server   *Server
	conn     *smtp.Conn
	stopped  <-chan struct{}
	username string
	from     string
	to       []string
}

func (s *Server) session(conn *smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	c := &session{server: s, conn: conn, stopped: s.served}
	s.mu.Unlock()
	return c, c.act(AtConnect, "")
}

// AuthMechanisms offers a password only where one is asked for.
func (c *session) AuthMechanisms() []string {
	if c.server.options.Username == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (c *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, username, password string) error {
		o := c.server.options
		if username != o.Username || subtle.ConstantTimeCompare([]byte(password), []byte(o.Password)) != 1 {
			return smtp.ErrAuthFailed
		}
		c.username = username
		return nil
	}), nil
}

func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	if c.server.options.Username != "" && c.username == "" {
		return smtp.ErrAuthRequired
	}
	c.from = from
	return c.act(AtMail, "")
}

func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := c.act(AtRcpt, to); err != nil {
		return err
	}
	c.to = append(c.to, to)
	return nil
}

// Data keeps one mail per recipient: each has a box of its own.
func (c *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := c.act(AtData, c.to[0]); err != nil {
		return err
	}
	_, secure := c.conn.TLSConnectionState()
	for _, to := range c.to {
		c.server.keep(Mail{From: c.from, To: to, Username: c.username, Secure: secure, Raw: raw})
	}
	return c.act(AfterData, c.to[0])
}

func (c *session) Reset()        { c.from, c.to = "", nil }
func (c *session) Logout() error { return nil }
