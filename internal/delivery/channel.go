// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
)

// Names of the channels of this package.
const (
	EMail      = "email"  // ordinary e-mail
	OutboxName = "outbox" // kept in the record only
)

// Mail is one message ready for a channel.
type Mail struct {
	MessageID string // with angle brackets; the same at each attempt
	To        string // checked by ParseAddress
	Lang      string
	Subject   string // one line
	Text      string // lines end with "\n"
	Date      time.Time
}

// Channel hands messages to the outside.
//
// Send returns nil when, and only when, the other side has taken charge of the message durably. It returns a *Failure with Permanent
// set when the same message would be refused again tomorrow. Each other error means "not now": the same mail is given again later,
// also when Send cannot know whether the other side took it. Send is called from several goroutines at once, honours the
// context, and keeps nothing of a mail after it returned.
type Channel interface {
	Name() string
	Send(ctx context.Context, m Mail) error
}

// Failure is the answer of the other side, in a form an official can read.
type Failure struct {
	Permanent bool   // trying again is useless
	Code      int    // SMTP reply code, RFC 5321 §4.2; 0 when the other side did not answer
	Text      string // what it said, or what went wrong; never a password
	Err       error
}

// Error joins code and text as SMTP shows them.
func (f *Failure) Error() string {
	if f.Code == 0 {
		return f.Text
	}
	return strconv.Itoa(f.Code) + " " + f.Text
}

// Unwrap returns the cause, which may be nil.
func (f *Failure) Unwrap() error { return f.Err }

// reasonLimit bounds what a stranger's server can write on our pages.
const reasonLimit = 500

// reasonOf is the line kept with the message. An error that is not a Failure did not come from the other side: its text may hold
// addresses of our own network, so the page shows only that there was no answer.
func reasonOf(err error) string {
	failure := (*Failure)(nil)
	if !errors.As(err, &failure) {
		return "no answer"
	}
	return clip(oneLine(failure.Error()), reasonLimit)
}

// oneLine replaces each run of blanks and control characters by one blank.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, isBlankOrControl), " ")
}

func clip(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return string(runes[:limit]) + "…"
}

// Outbox is the channel of a demo and of training: it takes each message and hands over nothing. The record is the mail box.
type Outbox struct{}

// Name returns OutboxName.
func (Outbox) Name() string { return OutboxName }

// Send does nothing: the row of the message is already what the outbox shows.
func (Outbox) Send(context.Context, Mail) error { return nil }
