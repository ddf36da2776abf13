// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// TLSMode says how the line to the mail server is protected.
type TLSMode string

// The modes. A certificate is always verified.
const (
	TLSStart         TLSMode = "starttls"      // STARTTLS or nothing is sent; port 587
	TLSOpportunistic TLSMode = "opportunistic" // STARTTLS where it is offered; never with a password, which a stranger could then ask for
	TLSImplicit      TLSMode = "implicit"      // TLS from the first byte; port 465
	TLSNone          TLSMode = "none"          // only to a server on this machine
)

// SMTPOptions describe the body's outgoing mail server.
type SMTPOptions struct {
	Host     string
	Port     int
	TLS      TLSMode
	Roots    *x509.CertPool // who signs the server's certificate; nil for the authorities of the system
	Username string         // "" for a server that asks for none
	Password string
	From     string        // address in the header
	FromName string        // name beside it
	Bounces  string        // address that gets what could not be delivered; "" is From
	Hello    string        // our name in the conversation; "" is "localhost"
	Timeout  time.Duration // for one whole message; 0 is 45 seconds
}

const smtpTimeout = 45 * time.Second // shorter than an attempt of a job, so that the answer is still recorded

// SMTP is the channel of ordinary e-mail: it gives each message to one server, over a new connection.
type SMTP struct {
	options SMTPOptions
	from    mail.Address
	tls     *tls.Config
}

// NewSMTP checks the options and connects to nothing.
func NewSMTP(o SMTPOptions) (*SMTP, error) {
	from, err := ParseAddress(o.From)
	if err != nil {
		return nil, fmt.Errorf("mail: the sender is not an address: %w", err)
	}
	if o.Bounces == "" {
		o.Bounces = from
	}
	if o.Bounces, err = ParseAddress(o.Bounces); err != nil {
		return nil, fmt.Errorf("mail: the return address is not an address: %w", err)
	}
	if o.Hello == "" {
		o.Hello = "localhost"
	}
	if o.Timeout <= 0 {
		o.Timeout = smtpTimeout
	}
	s := &SMTP{
		options: o, from: mail.Address{Name: oneLine(o.FromName), Address: from},
		tls: &tls.Config{ServerName: o.Host, RootCAs: o.Roots, MinVersion: tls.VersionTLS12},
	}
	return s, o.checkLine()
}

func (o SMTPOptions) checkLine() error {
	if o.Host == "" || strings.ContainsFunc(o.Host+o.Hello, isBlankOrControl) || o.Port < 1 || o.Port > 65535 {
		return errors.New("mail: host and port of the server are missing or wrong")
	}
	switch o.TLS {
	case TLSStart, TLSImplicit:
		return nil
	case TLSOpportunistic:
		if o.Username != "" {
			return errors.New("mail: a password needs the mode starttls or implicit")
		}
		return nil
	case TLSNone:
		if !isLoopback(o.Host) {
			return errors.New("mail: the mode none is only for a server on this machine")
		}
		return nil
	}
	return fmt.Errorf("mail: unknown mode %q: use starttls, opportunistic, implicit or none", o.TLS)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Name returns EMail.
func (s *SMTP) Name() string { return EMail }

// Send gives one message to the server. Refused for good is only what the server answered with 5yz to the recipient or to the
// text; the same code before that speaks of us (password, sender, permission) and is tried again, because an administrator can mend it.
func (s *SMTP) Send(ctx context.Context, m Mail) error {
	msg, err := s.compose(m)
	if err != nil {
		return &Failure{Permanent: true, Text: "the message cannot be written as mail", Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, s.options.Timeout)
	defer cancel()
	c, err := s.dial(ctx)
	if err != nil {
		return notNow(err)
	}
	defer c.close()
	return c.hand(msg, s.options.Bounces, m.To)
}

func (s *SMTP) compose(m Mail) (*gomail.Msg, error) {
	to, err := ParseAddress(m.To)
	if err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP), gomail.WithCharset(gomail.CharsetUTF8))
	msg.FromMailAddress(&s.from)
	msg.ToMailAddress(&mail.Address{Address: to})
	msg.Subject(oneLine(m.Subject))
	msg.SetMessageIDWithValue(strings.Trim(oneLine(m.MessageID), "<>"))
	msg.SetDateWithValue(m.Date)
	msg.SetGenHeader(gomail.HeaderContentLang, m.Lang)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: holiday notices must not answer
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	return msg, nil
}
