// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package revocation

import (
	"errors"
	"time"

	"pratica/internal/signatures/certificate"
)

// ErrMalformed: these bytes are neither a list nor an answer.
var ErrMalformed = errors.New("revocation: malformed")

// State is what is said of a certificate.
type State int

// The states. Unknown is also that of a certificate of which an issuer does not
// know.
const (
	Unknown State = iota
	Good
	Revoked
	OnHold // suspended: it may become good again
)

// Status is what a statement says of one certificate.
type Status struct {
	State     State
	RevokedAt time.Time
	Reason    int // CRLReason (RFC 5280 §5.3.1)

	ProducedAt time.Time // when it was signed
	ThisUpdate time.Time // of when it speaks
	NextUpdate time.Time // zero: not said

	Answers bool                     // it is an answer about this certificate, and no list
	Signer  *certificate.Certificate // whose key signed it
	Raw     []byte
}

// Statement is a list or an answer.
type Statement interface {
	// About is what it says of a certificate with this issuer. It is not ok when
	// it speaks of others, or is not signed by whom it must be.
	About(c, issuer *certificate.Certificate) (s Status, ok bool)
	// Certificates are those that came with it.
	Certificates() []*certificate.Certificate
}

// Read reads a statement in DER.
func Read(der []byte) (Statement, error) {
	if l, err := readList(der); err == nil {
		return l, nil
	}
	a, err := readAnswer(der)
	if err != nil {
		return nil, err
	}
	return a, nil
}

// reasons that matter (RFC 5280 §5.3.1).
const (
	reasonHold   = 6
	reasonRemove = 8
)

func stateOf(reason int) State {
	switch reason {
	case reasonHold:
		return OnHold
	case reasonRemove:
		return Good
	}
	return Revoked
}
