// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package smtpsim

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Security is how the server protects the line.
type Security int

// The ways. StartTLS offers it and also serves clients that do not ask for it, as real servers do.
const (
	Plain Security = iota
	StartTLS
	Implicit
)

// Options of a server. The zero value is a server without TLS and password on a free port.
type Options struct {
	Addr     string // "" is 127.0.0.1 and a free port
	Security Security
	Username string // "" lets everybody in
	Password string
}

// Server is a mail server. Its methods are safe for concurrent use.
type Server struct {
	options Options
	roots   *x509.CertPool
	tls     *tls.Config

	mu     sync.Mutex
	addr   string // fixed at the first start
	smtp   *smtp.Server
	listen net.Listener
	served chan struct{} // closed when the running server has ended
	mails  []Mail
	faults []Fault
	grown  chan struct{} // closed and replaced at each mail
}

// New starts a server.
func New(o Options) (*Server, error) {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	s := &Server{options: o, addr: o.Addr, grown: make(chan struct{})}
	if o.Security != Plain {
		var err error
		if s.tls, s.roots, err = certificate(); err != nil {
			return nil, err
		}
	}
	return s, s.Start()
}

// Start starts the server again after Stop, at the same address and with the mail it had. On a running server it does nothing.
func (s *Server) Start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.smtp != nil {
		return nil
	}
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		return err
	}
	s.addr = listener.Addr().String()
	if s.options.Security == Implicit {
		listener = tls.NewListener(listener, s.tls)
	}
	s.smtp, s.listen, s.served = s.configured(), listener, make(chan struct{})
	go serve(s.smtp, listener, s.served)
	return nil
}

func serve(server *smtp.Server, listener net.Listener, served chan<- struct{}) {
	defer close(served)
	_ = server.Serve(listener) // ends when Stop closes it
}

func (s *Server) configured() *smtp.Server {
	server := smtp.NewServer(smtp.BackendFunc(s.session))
	server.Domain = "localhost"
	server.MaxLineLength = 1000 // RFC 5321 §4.5.3.1.6: a longer line is the sender's fault, and must show
	server.MaxMessageBytes = 10 << 20
	server.ReadTimeout, server.WriteTimeout = time.Minute, time.Minute
	server.AllowInsecureAuth = s.options.Security == Plain
	server.EnableSMTPUTF8 = true
	server.ErrorLog = log.New(io.Discard, "", 0) // dropped connections are what it is for
	if s.options.Security == StartTLS {
		server.TLSConfig = s.tls
	}
	return server
}

// Stop ends the server and every connection to it, and returns when they are gone. The mail stays.
func (s *Server) Stop() {
	s.mu.Lock()
	server, listener, served := s.smtp, s.listen, s.served
	s.smtp = nil
	s.mu.Unlock()
	if server == nil {
		return
	}
	_ = listener.Close() // the server may not know it yet, when it was started this very moment
	_ = server.Close()
	<-served
}

// Host is the address to connect to, without the port.
func (s *Server) Host() string { host, _ := s.split(); return host }

// Port is the port to connect to.
func (s *Server) Port() int { _, port := s.split(); return port }

func (s *Server) split() (string, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	host, port, _ := net.SplitHostPort(s.addr) // a listener gave it
	n, _ := strconv.Atoi(port)
	return host, n
}

// Roots are the certificates by which a client recognises the server; nil without TLS.
func (s *Server) Roots() *x509.CertPool { return s.roots }

// Mails returns all mail in the order of arrival.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Last returns the newest mail to an address.
func (s *Server) Last(to string) (Mail, bool) {
	mails := s.Mails()
	for i := len(mails) - 1; i >= 0; i-- {
		if strings.EqualFold(mails[i].To, to) {
			return mails[i], true
		}
	}
	return Mail{}, false
}

// ErrNone says that nothing arrived before the context ended.
var ErrNone = errors.New("smtpsim: no such mail arrived")

// Wait returns the newest mail to an address, and waits for one to arrive when there is none.
func (s *Server) Wait(ctx context.Context, to string) (Mail, error) {
	return s.wait(ctx, func() (Mail, bool) { return s.Last(to) })
}

// Find returns the n-th mail, from 1, of those that match, and waits for it to arrive. match is asked about each mail anew
// whenever one arrives.
func (s *Server) Find(ctx context.Context, n int, match func(Mail) bool) (Mail, error) {
	return s.wait(ctx, func() (Mail, bool) {
		found := 0
		for _, m := range s.Mails() {
			if match(m) {
				found++
			}
			if found == n {
				return m, true
			}
		}
		return Mail{}, false
	})
}

// wait asks look until it finds something, anew at each mail that arrives.
func (s *Server) wait(ctx context.Context, look func() (Mail, bool)) (Mail, error) {
	for {
		s.mu.Lock()
		grown := s.grown
		s.mu.Unlock()
		if m, ok := look(); ok {
			return m, nil
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return Mail{}, errors.Join(ErrNone, ctx.Err())
		}
	}
}

func (s *Server) keep(m Mail) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mails = append(s.mails, m)
	close(s.grown)
	s.grown = make(chan struct{})
}
