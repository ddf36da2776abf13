// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package deliverytest reads mail in the place of the people to whom it was sent.
package deliverytest

import (
	"context"
	"regexp"
	"strings"
	"sync"
	"testing"

	"pratica/internal/delivery"
)

// Box is a channel that keeps what it is given, for tests that need no mail server. The zero value takes everything under the
// name of e-mail.
type Box struct {
	mu      sync.Mutex
	mails   []delivery.Mail
	failure error
}

// Name returns the name of the e-mail channel.
func (b *Box) Name() string { return delivery.EMail }

// Send keeps the mail, or answers what Fail said.
func (b *Box) Send(_ context.Context, m delivery.Mail) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failure != nil {
		return b.failure
	}
	b.mails = append(b.mails, m)
	return nil
}

// Fail makes the following sends fail; nil heals.
func (b *Box) Fail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failure = err
}

// All returns all mail to an address, in the order of sending; "" is everybody's.
func (b *Box) All(to string) []delivery.Mail {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []delivery.Mail
	for _, m := range b.mails {
		if to == "" || strings.EqualFold(m.To, to) {
			found = append(found, m)
		}
	}
	return found
}

// Last returns the newest mail to an address and fails the test when there is none.
func (b *Box) Last(t testing.TB, to string) delivery.Mail {
	t.Helper()
	all := b.All(to)
	if len(all) == 0 {
		t.Fatal("no mail was sent to this address")
	}
	return all[len(all)-1]
}

// LastRecord returns the newest message of a service to an address and fails the test when there is none: the way to read the outbox of a demo.
func LastRecord(t testing.TB, s *delivery.Service, to string) delivery.Record {
	t.Helper()
	const n = 200
	before := ""
	for {
		records, err := s.Page(t.Context(), before, n)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			if strings.EqualFold(r.To, to) {
				return r
			}
			before = r.ID
		}
		if len(records) < n {
			t.Fatal("no message to this address was recorded")
		}
	}
}

var links = regexp.MustCompile(`(?m)^https?://\S+$`)

// Link returns the link that a text asks to open: the first that stands on a line of its own. The address of the body in the footer comes after it.
func Link(t testing.TB, text string) string {
	t.Helper()
	found := links.FindString(strings.ReplaceAll(text, "\r\n", "\n"))
	if found == "" {
		t.Fatal("the text has no link")
	}
	return found
}
