// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/textproto"
)

// Limits of what is read of a stranger's mail.
const (
	reportLimit     = 10 << 20 // bytes; a report carries our own message, which is short
	recipientsLimit = 100
	partsLimit      = 20
)

// Report is a delivery status notification, RFC 3464.
type Report struct {
	MessageID  string // of the message it speaks of, with angle brackets
	Recipients []ReportedRecipient
}

// ReportedRecipient is what a report says of one recipient.
type ReportedRecipient struct {
	Address    string // as the reporting system knows it; an alias may have changed it
	Action     string // failed, delayed, delivered, relayed, expanded
	Status     string // enhanced status code, RFC 3463, such as "5.1.1"
	Diagnostic string // what the other system answered
}

// failure returns the reason of the first recipient who was given up. Our messages have one recipient each; an address that is a list
// may report several, and one of them is enough to have a person look.
func (r Report) failure() (string, bool) {
	for _, recipient := range r.Recipients {
		if recipient.Action == "failed" {
			return recipient.reason(), true
		}
	}
	return "", false
}

// reason never is empty.
func (r ReportedRecipient) reason() string {
	reason := r.Diagnostic
	if !strings.Contains(reason, r.Status) || reason == "" {
		reason = r.Status + " " + reason
	}
	if reason = oneLine(reason); reason == "" {
		reason = "failed"
	}
	return clip(reason, reasonLimit)
}

var errNoReport = errors.New("delivery: not a delivery status notification")

// ParseDSN reads a report of non-delivery, delay or success. It wants what RFC 3464 §2 demands, the part message/delivery-status, and what
// lets the report be matched, the header of the original message; it is lenient about all else.
func ParseDSN(r io.Reader) (Report, error) {
	entity, err := message.Read(io.LimitReader(r, reportLimit))
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return Report{}, fmt.Errorf("%w: %w", errNoReport, err)
	}
	parts := entity.MultipartReader()
	if parts == nil {
		return Report{}, errNoReport
	}
	defer parts.Close()
	var report Report
	for range partsLimit {
		part, err := parts.NextPart()
		if err != nil {
			break // the end, or a report cut short: what was read decides
		}
		report.read(part)
	}
	if report.MessageID == "" || len(report.Recipients) == 0 {
		return Report{}, errNoReport
	}
	return report, nil
}

// read takes from one part what it has to say. The original comes whole or as its header only (RFC 6522 §4), in the forms for ASCII or for UTF-8
// (RFC 6533).
func (r *Report) read(part *message.Entity) {
	kind, _, err := part.Header.ContentType()
	if err != nil {
		return
	}
	body := bufio.NewReader(part.Body)
	switch strings.ToLower(kind) {
	case "message/delivery-status", "message/global-delivery-status":
		r.Recipients = append(r.Recipients, recipients(body)...)
	case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
		header, _ := textproto.ReadHeader(body) // what could be read of a cut header is enough
		if r.MessageID == "" {
			r.MessageID = messageIDOf(header)
		}
	}
}

func messageIDOf(h textproto.Header) string {
	id := strings.TrimSpace(h.Get("Message-Id"))
	if !strings.HasPrefix(id, "<") || !strings.HasSuffix(id, ">") || len(id) > addressLimit {
		return ""
	}
	return id
}

// recipients reads the groups of fields: the first is about the message, each further one about a recipient.
func recipients(body *bufio.Reader) []ReportedRecipient {
	var all []ReportedRecipient
	for len(all) < recipientsLimit {
		group, err := textproto.ReadHeader(body)
		if group.Has("Action") {
			all = append(all, recipientOf(group))
		}
		if err != nil || group.Len() == 0 && atEnd(body) {
			return all
		}
	}
	return all
}

func atEnd(body *bufio.Reader) bool {
	_, err := body.Peek(1)
	return err != nil
}

func recipientOf(group textproto.Header) ReportedRecipient {
	address := group.Get("Original-Recipient")
	if address == "" {
		address = group.Get("Final-Recipient")
	}
	return ReportedRecipient{
		Address:    afterType(address),
		Action:     strings.ToLower(strings.TrimSpace(group.Get("Action"))),
		Status:     strings.TrimSpace(firstWord(group.Get("Status"))),
		Diagnostic: afterType(group.Get("Diagnostic-Code")),
	}
}

// afterType drops the type that stands before an address or a code: "rfc822; anna@example.org".
func afterType(field string) string {
	if _, value, ok := strings.Cut(field, ";"); ok {
		field = value
	}
	return strings.TrimSpace(field)
}

// firstWord drops a comment: "5.1.1 (no such user)".
func firstWord(field string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(field), " ")
	return word
}
