// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package smtpsim

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // mail in every charset can be read
)

// Mail is what one recipient was given.
type Mail struct {
	From, To string // of the envelope
	Username string // who signed in; "" for nobody
	Secure   bool   // it came over TLS
	Raw      []byte
}

// Header returns a header field, decoded; "" when there is none.
func (m Mail) Header(name string) string {
	entity, err := message.Read(bytes.NewReader(m.Raw))
	if err != nil {
		return ""
	}
	value, err := entity.Header.Text(name)
	if err != nil {
		return ""
	}
	return value
}

// Subject returns the subject, decoded.
func (m Mail) Subject() string { return m.Header("Subject") }

// Text returns the text of a mail that has no parts, decoded, with "\n" line ends.
func (m Mail) Text() (string, error) {
	entity, err := message.Read(bytes.NewReader(m.Raw))
	if err != nil {
		return "", fmt.Errorf("smtpsim: %w", err)
	}
	body, err := io.ReadAll(entity.Body)
	if err != nil {
		return "", fmt.Errorf("smtpsim: %w", err)
	}
	return strings.ReplaceAll(string(body), "\r\n", "\n"), nil
}
