// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package revocation

import (
	"context"
	"errors"

	"pratica/internal/signatures/certificate"
)

// ErrAway: nobody answered whether the certificate was revoked. Another time
// somebody may.
var ErrAway = errors.New("revocation: nobody answers")

// Source finds what is said of a certificate. Callers ask only about those
// whose issuer they trust: the addresses in a certificate are the issuer's.
type Source interface {
	Statements(ctx context.Context, c, issuer *certificate.Certificate) ([]Statement, error)
}

// Kept are statements in hand; the certificate decides which of them speak of it.
type Kept []Statement

// ReadAll reads statements, and leaves out what is none.
func ReadAll(raw [][]byte) (kept Kept) {
	for _, der := range raw {
		if s, err := Read(der); err == nil {
			kept = append(kept, s)
		}
	}
	return kept
}

// Statements implements Source.
func (k Kept) Statements(context.Context, *certificate.Certificate, *certificate.Certificate) ([]Statement, error) {
	return k, nil
}
