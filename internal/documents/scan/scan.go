// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package scan

import (
	"context"
	"errors"
	"io"
)

// Errors that a caller tells apart with errors.Is.
var (
	// ErrTooLarge: the scanner does not look at so many bytes.
	ErrTooLarge = errors.New("scan: larger than the scanner takes")
	// ErrAway: the scanner gave no verdict, and may give one later.
	ErrAway = errors.New("scan: the scanner is away")
)

// Scanner looks for malware. It is safe for concurrent use.
type Scanner interface {
	// Scan reads r, of the given size, and names the threat that it found; ""
	// says that it looked at every byte and found none. It answers ErrTooLarge,
	// ErrAway, or the error of r.
	Scan(ctx context.Context, r io.Reader, size int64) (threat string, err error)
	// Check says whether the scanner answers now.
	Check(ctx context.Context) error
}
