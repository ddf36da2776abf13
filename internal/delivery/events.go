// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import "time"

// Delivered says that the next mail system took charge of a message.
type Delivered struct {
	Message string // id
	Owner   string // application or case; "" for messages about accounts
	Kind    Kind
	At      time.Time
}

// EventKind names the event.
func (Delivered) EventKind() string { return "delivery.delivered" }

// Bounced says that a message certainly did not arrive, at once (State is StateFailed) or by a later report (StateBounced). It
// carries neither address nor text: who needs them asks the service.
type Bounced struct {
	Message string // id
	Owner   string
	Kind    Kind
	State   State
	At      time.Time
}

// EventKind names the event.
func (Bounced) EventKind() string { return "delivery.bounced" }
