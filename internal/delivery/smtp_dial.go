// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/textproto"
	"slices"
	"strconv"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// conversation is one connection to the server.
type conversation struct {
	*smtp.Client
	conn   net.Conn
	unhook func() bool
}

func (c *conversation) close() {
	if c.conn == nil {
		return
	}
	c.unhook()
	_ = c.conn.Close() // what mattered was answered before
}

// dial connects, greets, protects the line and signs in. The library watches the context only while it connects and keeps
// the connection when a later step fails; so the connection is ours, and it closes when the context ends, whatever step it is at.
func (s *SMTP) dial(ctx context.Context) (*conversation, error) {
	c := &conversation{}
	dialer, err := gomail.NewClient(s.options.Host, s.clientOptions(func(dialing context.Context, _, _ string) (net.Conn, error) {
		conn, err := s.connect(dialing)
		if err == nil {
			c.conn = conn
			c.unhook = context.AfterFunc(ctx, func() { _ = conn.Close() })
		}
		return conn, err
	})...)
	if err != nil {
		return nil, err
	}
	if c.Client, err = dialer.DialToSMTPClientWithContext(ctx); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func (s *SMTP) connect(ctx context.Context) (net.Conn, error) {
	addr := net.JoinHostPort(s.options.Host, strconv.Itoa(s.options.Port))
	if s.options.TLS == TLSImplicit {
		return (&tls.Dialer{Config: s.tls}).DialContext(ctx, "tcp", addr)
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", addr)
}

func (s *SMTP) clientOptions(connect gomail.DialContextFunc) []gomail.Option {
	o := s.options
	options := []gomail.Option{
		gomail.WithPort(o.Port), gomail.WithTimeout(o.Timeout), gomail.WithHELO(o.Hello), gomail.WithTLSConfig(s.tls),
		gomail.WithTLSPolicy(policyOf(o.TLS)), gomail.WithDialContextFunc(connect), gomail.WithoutSMTPUTF8(),
	}
	if o.Username != "" {
		options = append(options, gomail.WithSMTPAuthCustom(&login{user: o.Username, password: o.Password, host: o.Host}))
	}
	return options
}

// policyOf says what the library does once it is connected; under TLSImplicit the line is safe by then.
func policyOf(mode TLSMode) gomail.TLSPolicy {
	switch mode {
	case TLSImplicit, TLSNone:
		return gomail.NoTLS
	case TLSOpportunistic:
		return gomail.TLSOpportunistic
	}
	return gomail.TLSMandatory
}

// login signs in by the best way that the server offers. PLAIN and LOGIN show the password to the server, so they refuse a line without
// TLS, except on this machine.
type login struct {
	user, password, host string
	chosen               smtp.Auth
}

// Start chooses the way.
func (l *login) Start(server *smtp.ServerInfo) (string, []byte, error) {
	switch {
	case slices.Contains(server.Auth, "SCRAM-SHA-256"):
		l.chosen = smtp.ScramSHA256Auth(l.user, l.password)
	case slices.Contains(server.Auth, "PLAIN"):
		l.chosen = smtp.PlainAuth("", l.user, l.password, l.host, false)
	case slices.Contains(server.Auth, "LOGIN"):
		l.chosen = smtp.LoginAuth(l.user, l.password, l.host, false)
	default:
		return "", nil, errors.New("the mail server offers no way to sign in that we know")
	}
	return l.chosen.Start(server)
}

// Next goes on in the chosen way.
func (l *login) Next(fromServer []byte, more bool) ([]byte, error) {
	return l.chosen.Next(fromServer, more)
}

// hand goes through the steps of RFC 5321 §3.3.
func (c *conversation) hand(msg *gomail.Msg, from, to string) error {
	if err := c.Mail("<" + from + ">"); err != nil {
		return notNow(err)
	}
	if err := c.Rcpt("<" + to + ">"); err != nil {
		return asAnswered(err)
	}
	w, err := c.Data()
	if err != nil {
		return asAnswered(err)
	}
	if _, err := msg.WriteTo(w); err != nil {
		return notNow(err) // without the final dot nothing was sent
	}
	if err := w.Close(); err != nil {
		return asAnswered(err) // no answer: perhaps it was taken, perhaps not
	}
	_ = c.Quit() // the server has answered for the message; how it says good-bye changes nothing
	return nil
}

// asAnswered is the failure that the server's answer means; without an answer it is temporary.
func asAnswered(err error) error {
	if reply := (*textproto.Error)(nil); errors.As(err, &reply) {
		return &Failure{Permanent: reply.Code >= 500, Code: reply.Code, Text: reply.Msg, Err: err}
	}
	return &Failure{Text: "no answer from the mail server", Err: err}
}

// notNow is a failure that does not depend on this message.
func notNow(err error) error {
	failure := asAnswered(err).(*Failure)
	failure.Permanent = false
	if failure.Code == 0 {
		failure.Text = lineTrouble(err)
	}
	return failure
}

// lineTrouble says what an administrator looks at first. The error itself may name hosts and is only for the log.
func lineTrouble(err error) string {
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate):
		return "the certificate of the mail server is not valid"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.Is(err, net.ErrClosed):
		return "the mail server did not answer in time"
	case errors.Is(err, smtp.ErrUnencrypted):
		return "the mail server offers no protected line"
	}
	return "no connection to the mail server"
}
