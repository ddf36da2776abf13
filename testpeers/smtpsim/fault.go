// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package smtpsim

import (
	"strings"
	"time"

	"github.com/emersion/go-smtp"
)

// Stage is a step of the conversation.
type Stage int

// The steps at which a fault can strike.
const (
	AtConnect Stage = iota // answer to EHLO; a client that then tries HELO meets the fault again
	AtMail                 // answer to MAIL FROM
	AtRcpt                 // answer to RCPT TO
	AtData                 // answer after the last byte of the mail, which is not kept
	AfterData              // the mail is kept, then the answer is spoilt
)

// Fault is something that goes wrong.
type Fault struct {
	Stage Stage
	To    string        // only for this recipient; "" for all (AtConnect and AtMail know none)
	Delay time.Duration // waits before it answers
	Code  int           // answers with this code; 0 goes on as if nothing was wrong
	Text  string        // with this text, which may begin with an enhanced code
	Drop  bool          // closes the connection instead of answering
	Times int           // how often; 0 is until Heal
}

// Fail makes the following conversations fail. Of several faults that match, the one named first strikes.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, f)
}

// Heal removes all faults.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// strike takes the fault for a step, and counts it.
func (s *Server) strike(stage Stage, to string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if f.Stage != stage || f.To != "" && !strings.EqualFold(f.To, to) {
			continue
		}
		if f.Times == 1 {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
		} else if f.Times > 1 {
			s.faults[i].Times--
		}
		return f, true
	}
	return Fault{}, false
}

// act does what the fault of a step asks; nil goes on.
func (c *session) act(stage Stage, to string) error {
	f, ok := c.server.strike(stage, to)
	if !ok {
		return nil
	}
	if f.Delay > 0 {
		c.pause(f.Delay)
	}
	if f.Drop {
		_ = c.conn.Conn().Close() // the client sees the line go dead, whatever Close says
		return errDropped
	}
	if f.Code == 0 {
		return nil
	}
	return &smtp.SMTPError{Code: f.Code, EnhancedCode: smtp.NoEnhancedCode, Message: f.Text}
}

// pause waits, but not longer than the server runs.
func (c *session) pause(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.stopped:
	}
}
