// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package signatures

import (
	"bytes"
	"io"

	"pratica/internal/problem"
)

// Codes of what can be wrong with a signed file, for a person to read.
const (
	codeNotSigned     = "signatures.not_signed"
	codeOtherDocument = "signatures.other_document"
	codeAltered       = "signatures.altered"
	codeDetached      = "signatures.detached"
	codeUnreadable    = "signatures.unreadable"
	codeUnsupported   = "signatures.unsupported"
)

// Match says whether an upload is the signed form of a frozen document.
type Match struct {
	Kind       Kind // of the outermost layer
	Contains   bool // the very bytes that were frozen are what is signed
	Signatures int  // of all layers down to the frozen bytes; not verified
	Depth      int  // envelopes around the document
	Problem    string
}

// Key names the text that a screen shows beside a match: that a signature is
// there, and that nobody has verified it yet.
func (m Match) Key() string { return "signatures.unverified" }

// Err is nil for a match, and otherwise a problem that says what to do.
func (m Match) Err() error {
	if m.Problem == "" {
		return nil
	}
	return problem.New(problem.Invalid, m.Problem)
}

// Contains compares an upload with the document that was frozen. The error is
// a fault of the medium only; what is wrong with the file is in the Match.
//
// The frozen bytes must be the content of a .p7m, at any of ten levels, or the
// exact beginning of a PDF that a signature covers to its end. Both may be
// nested: a signed PDF inside a .p7m matches too.
func Contains(frozen []byte, upload io.ReaderAt, size int64) (Match, error) {
	kind, err := Recognise(upload, size)
	if err != nil {
		return Match{}, err
	}
	m := Match{Kind: kind}
	content := io.NewSectionReader(upload, 0, size)
	for kind == CAdES && m.Depth < maxDepth {
		envelope, err := Open(content, content.Size())
		if err != nil {
			return Match{}, err
		}
		content = envelope.Content
		m.Depth++
		m.Signatures += envelope.Signatures
		same, err := isSame(frozen, content)
		if err != nil {
			return Match{}, asProblem(err)
		}
		if same {
			m.Contains = true
			return m, nil
		}
		if kind, err = Recognise(content, content.Size()); err != nil {
			return Match{}, err
		}
	}
	return m.judge(kind, frozen, content)
}

// judge decides on the innermost layer, which is not an envelope.
func (m Match) judge(kind Kind, frozen []byte, content *io.SectionReader) (Match, error) {
	switch kind {
	case PAdES:
		return m.judgePDF(frozen, content)
	case Detached:
		m.Problem = codeDetached
	case XAdES, ASiC:
		m.Problem = codeUnsupported
	case CAdES: // more envelopes than anybody makes in earnest
		m.Problem = codeUnreadable
	case None:
		return m.judgeUnsigned(frozen, content)
	}
	return m, nil
}

// judgeUnsigned names why a file without a signature of its own is refused.
// Inside an envelope it is a document that was signed, but not ours.
func (m Match) judgeUnsigned(frozen []byte, content *io.SectionReader) (Match, error) {
	altered, err := looksAltered(frozen, content)
	if err != nil {
		return Match{}, asProblem(err)
	}
	switch {
	case m.Depth > 0 && altered:
		m.Problem = codeAltered
	case m.Depth > 0:
		m.Problem = codeOtherDocument
	case looksLikeBrokenCMS(content):
		m.Problem = codeUnreadable
	default:
		m.Problem = codeNotSigned
	}
	return m, nil
}

func (m Match) judgePDF(frozen []byte, content *io.SectionReader) (Match, error) {
	size := content.Size()
	prefix, err := commonPrefix(frozen, content)
	if err != nil {
		return Match{}, asProblem(err)
	}
	if prefix < len(frozen) {
		m.Problem = codeOtherDocument
		if isLikely(prefix, frozen) {
			m.Problem = codeAltered
		}
		return m, nil
	}
	found, err := pdfSignatures(content, int64(len(frozen)), size)
	if err != nil {
		return Match{}, asProblem(err)
	}
	covered := int64(0)
	for _, s := range found {
		if !s.isWhole || s.gapStart < int64(len(frozen)) {
			continue
		}
		covered = max(covered, s.end)
		if !s.isTimestamp {
			m.Signatures++
		}
	}
	if m.Signatures == 0 {
		m.Problem = codeNotSigned
		return m, nil
	}
	harmless, err := isHarmless(content, covered, size)
	if err != nil {
		return Match{}, asProblem(err)
	}
	if !harmless {
		m.Problem = codeAltered
		return m, nil
	}
	m.Contains = true
	return m, nil
}

// isHarmless says whether what follows the last signed byte is nothing, or the
// revision in which software stores certificates and revocation data for later
// (ETSI EN 319 142-1 §5.4.2), which is never signed at level LT.
func isHarmless(content io.ReaderAt, covered, size int64) (bool, error) {
	rest, err := read(content, covered, min(size, covered+headSize))
	if err != nil {
		return false, err
	}
	if size-covered <= headSize && len(bytes.Trim(rest, " \t\r\n\x00")) == 0 {
		return true, nil
	}
	at, err := find(content, covered, size, []byte("/DSS"))
	return at >= 0, err
}

// oidSignedData is id-signedData of RFC 5652 §5.1 (1.2.840.113549.1.7.2), as
// body of DER.
var oidSignedData = []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02}

// looksLikeBrokenCMS: the file begins as a CMS file and cannot be read as one;
// its owner believes it signed.
func looksLikeBrokenCMS(content *io.SectionReader) bool {
	head := make([]byte, min(content.Size(), 32))
	if _, err := readAt(content, head, 0); err != nil || len(head) < 2 {
		return false
	}
	return head[0] == '0' && head[1] >= 0x80 && bytes.Contains(head, oidSignedData) ||
		bytes.HasPrefix(head, []byte("-----BEGIN PKCS7")) || bytes.HasPrefix(head, []byte("-----BEGIN CMS"))
}

// looksAltered: the content begins as the frozen document and then differs.
func looksAltered(frozen []byte, content *io.SectionReader) (bool, error) {
	prefix, err := commonPrefix(frozen, content)
	return isLikely(prefix, frozen), err
}

// isLikely: the first objects of every PDF that we write are alike, so a common
// beginning must reach into the document to mean something.
func isLikely(prefix int, frozen []byte) bool {
	return prefix >= 512 || len(frozen) > 0 && prefix >= len(frozen)/2
}

func isSame(frozen []byte, content *io.SectionReader) (bool, error) {
	if content.Size() != int64(len(frozen)) {
		return false, nil
	}
	n, err := commonPrefix(frozen, content)
	return n == len(frozen), err
}

// commonPrefix is how many bytes both begin with.
func commonPrefix(frozen []byte, content *io.SectionReader) (int, error) {
	limit := int(min(int64(len(frozen)), content.Size()))
	buf := make([]byte, min(limit, windowSize))
	for done := 0; done < limit; {
		n := min(len(buf), limit-done)
		if _, err := readAt(content, buf[:n], int64(done)); err != nil {
			return done, err
		}
		for i := range n {
			if buf[i] != frozen[done+i] {
				return done + i, nil
			}
		}
		done += n
	}
	return limit, nil
}
