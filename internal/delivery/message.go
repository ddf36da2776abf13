// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"strings"
	"time"
)

// Message is what a caller wants to be said.
type Message struct {
	Owner    string              // application or case it speaks of; "" for messages about an account
	To       string              // one e-mail address
	Lang     string              // language of the reader; one without templates falls back to Italian
	Template Kind                // which text
	Args     map[string]string   // values of the text, already formatted for the reader: dates, amounts, links
	Lists    map[string][]string // values shown one per line
	Via      string              // name of the channel; "" is EMail
}

// State says what became of a message.
type State string

// The states of a message; the package comment draws how they follow each other.
const (
	StateQueued   State = "queued"   // not tried yet
	StateDeferred State = "deferred" // tried, will be tried again
	StateSent     State = "sent"     // the next mail system took charge of it
	StateFailed   State = "failed"   // could not be handed over and will not be tried again
	StateBounced  State = "bounced"  // reported back as undeliverable
)

// IsFinal says whether no further attempt follows.
func (s State) IsFinal() bool { return s != StateQueued && s != StateDeferred }

// IsLost says whether the reader certainly did not get the message, so that somebody has to act.
func (s State) IsLost() bool { return s == StateFailed || s == StateBounced }

// Record is a message as it was recorded.
type Record struct {
	ID        string
	Owner     string
	Kind      Kind
	Lang      string
	Channel   string
	To        string
	MessageID string // with its angle brackets, as in the header
	Subject   string
	Body      string // as sent; links that open something are blanked once the message left
	State     State
	Reason    string // last answer of the other side, such as "550 5.1.1 no such user"; "" when there was none
	Attempts  int
	CreatedAt time.Time
	ChangedAt time.Time
	SentAt    time.Time // zero until it is handed over

	secrets []string
}

// mail is the record in the form a channel takes.
func (r Record) mail() Mail {
	return Mail{MessageID: r.MessageID, To: r.To, Lang: r.Lang, Subject: r.Subject, Text: r.Body, Date: r.CreatedAt}
}

// blank is what the record shows where a link stood that opens something.
const blank = "[…]"

// redacted returns the body without the parts that open something.
func (r Record) redacted() string {
	body := r.Body
	for _, secret := range r.secrets {
		body = strings.ReplaceAll(body, secret, blank)
	}
	return body
}
