// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package signatures

import (
	"errors"
	"fmt"
	"io"

	"pratica/internal/problem"
	"pratica/internal/signatures/cms"
)

const (
	maxDepth   = 10        // envelopes inside each other
	windowSize = 256 << 10 // bytes read at once
)

// errMalformed never leaves the package: callers get a problem.Error.
var errMalformed = cms.ErrMalformed

// Envelope is a CAdES file opened by one level.
type Envelope struct {
	Content    *io.SectionReader // nil when the signature is detached
	Signatures int
}

// Open takes the content out of a .p7m, one level deep: DER, BER, base64 or
// PEM. The content is read from r when it is read, so r stays open meanwhile.
// Errors are problems: signatures.unreadable.
func Open(r io.ReaderAt, size int64) (Envelope, error) {
	m, err := cms.Read(r, size)
	if err != nil {
		return Envelope{}, asProblem(err)
	}
	return Envelope{Content: m.Content, Signatures: len(m.Signers)}, nil
}

// Content takes the innermost document out of a .p7m, up to ten levels deep,
// and says how many levels there were. A signed PDF inside is a document, not
// a level. Problems: signatures.not_signed, signatures.unreadable,
// signatures.detached.
func Content(r io.ReaderAt, size int64) (*io.SectionReader, int, error) {
	content := io.NewSectionReader(r, 0, size)
	for depth := 0; ; depth++ {
		kind, err := Recognise(content, content.Size())
		if err != nil {
			return nil, 0, err
		}
		switch {
		case kind == Detached:
			return nil, 0, problem.New(problem.Invalid, codeDetached)
		case kind != CAdES && depth == 0:
			return nil, 0, problem.New(problem.Invalid, codeNotSigned)
		case kind != CAdES:
			return content, depth, nil
		case depth == maxDepth:
			return nil, 0, problem.New(problem.Invalid, codeUnreadable)
		}
		envelope, err := Open(content, content.Size())
		if err != nil {
			return nil, 0, err
		}
		content = envelope.Content
	}
}

// readAt fills p; a source that is shorter than it said is malformed.
func readAt(r io.ReaderAt, p []byte, off int64) (int, error) {
	n, err := r.ReadAt(p, off)
	if n == len(p) {
		return n, nil
	}
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return n, errMalformed
	}
	return n, err
}

// asProblem tells a person that the file cannot be read; faults of the medium
// stay what they are.
func asProblem(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, errMalformed) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return problem.New(problem.Invalid, codeUnreadable).Because(err)
	}
	return fmt.Errorf("signatures: reading: %w", err)
}
