// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package smtpsim_test

import (
	"context"
	"errors"
	"net"
	"net/smtp"
	"strconv"
	"testing"
	"time"

	"pratica/testpeers/smtpsim"
)

const text = "Subject: =?utf-8?q?Novit=C3=A0?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBuongiorno\r\n"

// give sends with the client of the standard library, which shares no code with the server.
func give(s *smtpsim.Server, to ...string) error {
	return smtp.SendMail(net.JoinHostPort(s.Host(), strconv.Itoa(s.Port())), nil, "from@example.it", to, []byte(text))
}

func start(t *testing.T, o smtpsim.Options) *smtpsim.Server {
	t.Helper()
	s, err := smtpsim.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

func TestKeepsMail(t *testing.T) {
	s := start(t, smtpsim.Options{})
	if err := give(s, "anna@example.org", "bruno@example.org"); err != nil {
		t.Fatal(err)
	}
	m, ok := s.Last("ANNA@example.org")
	if !ok || len(s.Mails()) != 2 {
		t.Fatalf("found %v among %d", ok, len(s.Mails()))
	}
	body, err := m.Text()
	if err != nil || m.Subject() != "Novità" || body != "Buongiorno\n" || m.From != "from@example.it" {
		t.Errorf("subject %q, text %q, from %q, %v", m.Subject(), body, m.From, err)
	}
	if _, ok := s.Last("carla@example.org"); ok {
		t.Error("mail to somebody who got none")
	}
}

func TestWait(t *testing.T) {
	s := start(t, smtpsim.Options{})
	sent := make(chan error, 1)
	go func() { sent <- give(s, "anna@example.org") }()
	if _, err := s.Wait(t.Context(), "anna@example.org"); err != nil {
		t.Error(err)
	}
	if err := <-sent; err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := s.Wait(ctx, "bruno@example.org"); !errors.Is(err, smtpsim.ErrNone) {
		t.Errorf("error %v", err)
	}
}

func TestFindTheNth(t *testing.T) {
	s := start(t, smtpsim.Options{})
	sent := make(chan error, 1)
	go func() {
		sent <- errors.Join(give(s, "anna@example.org"), give(s, "bruno@example.org"), give(s, "carla@example.org"))
	}()
	m, err := s.Find(t.Context(), 2, func(m smtpsim.Mail) bool { return m.To != "bruno@example.org" })
	if err := errors.Join(err, <-sent); err != nil || m.To != "carla@example.org" {
		t.Errorf("found the mail to %q, %v", m.To, err)
	}
}

func TestFaultsCountAndHeal(t *testing.T) {
	s := start(t, smtpsim.Options{})
	s.Fail(smtpsim.Fault{Stage: smtpsim.AtRcpt, To: "anna@example.org", Code: 451, Text: "4.3.0 later", Times: 1})
	s.Fail(smtpsim.Fault{Stage: smtpsim.AtData, To: "bruno@example.org", Code: 554, Text: "5.7.1 no"})
	if give(s, "anna@example.org") == nil || give(s, "anna@example.org") != nil {
		t.Error("the fault must strike once")
	}
	for range 3 {
		if give(s, "bruno@example.org") == nil {
			t.Error("the fault must strike until it is healed")
		}
	}
	s.Heal()
	if err := give(s, "bruno@example.org"); err != nil {
		t.Error(err)
	}
}

func TestStopAndStartAtTheSameAddress(t *testing.T) {
	for range 20 { // also when one follows the other at once
		s := start(t, smtpsim.Options{})
		port := s.Port()
		s.Stop()
		s.Stop()
		if give(s, "anna@example.org") == nil {
			t.Fatal("a stopped server answers")
		}
		if err := s.Start(); err != nil {
			t.Fatal(err)
		}
		if err := give(s, "anna@example.org"); err != nil || s.Port() != port {
			t.Fatalf("port %d became %d: %v", port, s.Port(), err)
		}
	}
}
