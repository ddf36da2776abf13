// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package scan

import (
	"bytes"
	"context"
	"errors"
	"io"
)

// Standin takes the place of a scanner in demonstrations. It finds the EICAR
// test file, which is harmless and which every scanner knows, and nothing else.
type Standin struct {
	MaxSize int64 // bytes; larger files are not looked at
}

// StandinThreat is the name that it gives to the EICAR test file.
const StandinThreat = "EICAR-Test-File"

// eicar is the test file, kept in two halves so that no scanner takes this
// program, or its source, for infected.
var eicar = []byte(`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-` + "ANTIVIRUS-TEST-FILE!$H+H*")

// Eicar is the test file.
func Eicar() []byte { return bytes.Clone(eicar) }

// Scan implements Scanner.
func (s Standin) Scan(ctx context.Context, r io.Reader, size int64) (string, error) {
	if size > s.MaxSize {
		return "", ErrTooLarge
	}
	window := make([]byte, 0, pieceBytes+len(eicar))
	piece := make([]byte, pieceBytes)
	for {
		n, err := r.Read(piece)
		window = append(window, piece[:n]...)
		if bytes.Contains(window, eicar) {
			return StandinThreat, nil
		}
		if keep := len(eicar) - 1; len(window) > keep {
			window = append(window[:0], window[len(window)-keep:]...) // the string may lie across two pieces
		}
		if errors.Is(err, io.EOF) {
			return "", ctx.Err()
		}
		if err != nil {
			return "", err
		}
	}
}

// Check implements Scanner: what is built in is always there.
func (Standin) Check(context.Context) error { return nil }
