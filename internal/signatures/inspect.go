// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package signatures

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"pratica/internal/problem"
	"pratica/internal/signatures/asic"
	"pratica/internal/signatures/cms"
	"pratica/internal/signatures/pades"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/validation"
	"pratica/internal/signatures/xades"
)

// Beside is the document that a detached signature is about; nil when there is
// none.
type Beside struct {
	io.ReaderAt
	Size int64
	Name string
}

// maxHeld bounds the documents that are held in memory: XML, and what lies
// beside a signature in XML.
const maxHeld = 64 << 20

// Inspect judges every signature of a file, by its content. Without trust a
// right signature is INDETERMINATE for want of a certificate chain. The error is
// problem signatures.unreadable, or a fault of the medium; a file without
// signatures is a report that says so.
func Inspect(ctx context.Context, r io.ReaderAt, size int64, beside *Beside, trust validation.Trust) (*report.Report, error) {
	i := inspector{ctx: ctx, beside: beside, judge: validation.Judge{Trust: trust}, out: &report.Report{Kind: string(None)}}
	kind, err := i.file(io.NewSectionReader(r, 0, size), "", 0)
	if err != nil {
		return nil, err
	}
	i.out.Kind, i.out.Evidence = kind, i.judge.Evidence
	i.out.Conclude()
	return i.out, nil
}

// inspector gathers the report of a file and of the files inside it.
type inspector struct {
	ctx    context.Context // of this one inspection
	beside *Beside
	judge  validation.Judge
	sum    []byte // SHA-256 of the layer that is looked at, where a signature told it; nil: not known
	out    *report.Report
}

// file judges one layer; prefix names its signatures apart from those around.
func (i *inspector) file(content *io.SectionReader, prefix string, depth int) (kind string, err error) {
	head := make([]byte, min(content.Size(), headSize))
	if _, err := readAt(content, head, 0); err != nil {
		return "", asProblem(err)
	}
	switch {
	case len(head) == 0:
		return string(None), i.document(content)
	case head[0] != '0' && isPDF(head):
		return i.pdf(content, prefix, depth)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return i.zip(content, prefix, depth)
	case isXML(head):
		return i.xml(content, prefix, depth)
	}
	return i.cms(content, prefix, depth)
}

// add keeps the signatures of a layer. Those of a document inside a signed file
// are inner ones: the outer signers signed them too.
func (i *inspector) add(prefix string, depth int, all ...report.Signature) {
	for _, s := range all {
		s.ID = prefix + s.ID
		if s.Parent != "" {
			s.Parent = prefix + s.Parent
		}
		if depth > 0 && s.Role == report.RoleSignature {
			s.Role = report.RoleInner
		}
		i.judge.Signature(i.ctx, &s)
		i.out.Signatures = append(i.out.Signatures, s)
	}
}

// document describes the innermost document.
func (i *inspector) document(content *io.SectionReader) error {
	head := make([]byte, min(content.Size(), 512))
	if _, err := readAt(content, head, 0); err != nil {
		return asProblem(err)
	}
	sum := i.sum
	if sum == nil {
		h := sha256.New()
		if _, err := io.Copy(h, io.NewSectionReader(content, 0, content.Size())); err != nil {
			return asProblem(err)
		}
		sum = h.Sum(nil)
	}
	media, _, _ := strings.Cut(http.DetectContentType(head), ";")
	i.out.Content = &report.Content{SHA256: hex.EncodeToString(sum), MediaType: media, Bytes: content.Size()}
	return nil
}

func (i *inspector) pdf(content *io.SectionReader, prefix string, depth int) (string, error) {
	all, err := pades.Verify(content, content.Size())
	if errors.Is(err, pades.ErrUnreadable) {
		if depth == 0 {
			return "", problem.New(problem.Invalid, codeUnreadable).Because(err)
		}
		return string(None), i.document(content) // a document that was signed, whatever it is
	}
	if err != nil {
		return "", asProblem(err)
	}
	for _, s := range all {
		i.add(prefix, depth, s.Signature)
	}
	return kindOf(PAdES, len(all)), i.document(content)
}

func kindOf(k Kind, found int) string {
	if found == 0 {
		return string(None)
	}
	return string(k)
}

func (i *inspector) zip(content *io.SectionReader, prefix string, depth int) (string, error) {
	found, err := asic.Verify(content, content.Size())
	if errors.Is(err, asic.ErrUnreadable) {
		if depth == 0 {
			return "", problem.New(problem.Invalid, codeUnreadable).Because(err)
		}
		return string(None), i.document(content)
	}
	if err != nil {
		return "", asProblem(err)
	}
	i.add(prefix, depth, found.Signatures...)
	return kindOf(ASiC, len(found.Signatures)), i.document(content)
}

func (i *inspector) xml(content *io.SectionReader, prefix string, depth int) (string, error) {
	kind, err := recogniseXML(content, content.Size())
	if err != nil || kind == None || content.Size() > maxHeld {
		return string(None), errOr(err, i.document(content))
	}
	text := make([]byte, content.Size())
	if _, err := readAt(content, text, 0); err != nil {
		return "", asProblem(err)
	}
	all, err := xades.Verify(text, i.external)
	if err != nil {
		return "", problem.New(problem.Invalid, codeUnreadable).Because(err)
	}
	for _, s := range all {
		i.add(prefix, depth, s.Signature)
	}
	return kindOf(XAdES, len(all)), i.document(content)
}

// external is the document beside the signature, whatever it is called there:
// people rename files.
func (i *inspector) external(string) ([]byte, bool) {
	if i.beside == nil || i.beside.Size > maxHeld {
		return nil, false
	}
	content := make([]byte, i.beside.Size)
	_, err := readAt(i.beside, content, 0)
	return content, err == nil
}

func (i *inspector) cms(content *io.SectionReader, prefix string, depth int) (string, error) {
	m, err := cms.Read(content, content.Size())
	if errors.Is(err, cms.ErrMalformed) {
		if kind, ok := i.token(content); ok {
			return kind, nil
		}
		if looksLikeBrokenCMS(content) && depth == 0 {
			return "", asProblem(err)
		}
		return string(None), i.document(content)
	}
	if err != nil {
		return "", asProblem(err)
	}
	if m.ContentType == cms.TypeTimestamp {
		if kind, ok := i.token(content); ok {
			return kind, nil
		}
	}
	document := cms.Digest(m.Digest)
	if m.Content == nil && i.beside != nil {
		document = digestOf(i.beside)
	}
	i.add(prefix, depth, m.Verify(document)...)
	switch {
	case m.Content == nil:
		return kindOf(CAdES, len(m.Signers)), i.document(content)
	case depth == maxDepth:
		return "", problem.New(problem.Invalid, codeUnreadable)
	}
	i.sum = nil
	if slices.ContainsFunc(m.Signers, func(s *cms.Signer) bool { return s.Digest == crypto.SHA256 }) {
		if i.sum, err = m.Digest(crypto.SHA256); err != nil { // was computed for the signer
			return "", asProblem(err)
		}
	}
	if _, err := i.file(m.Content, prefix+"inner.", depth+1); err != nil {
		return "", err
	}
	return kindOf(CAdES, len(m.Signers)), nil
}

// token judges a time-stamp token, or the answer around one.
func (i *inspector) token(content *io.SectionReader) (string, bool) {
	const most = 1 << 20
	if content.Size() > most {
		return "", false
	}
	raw := make([]byte, content.Size())
	if _, err := readAt(content, raw, 0); err != nil {
		return "", false
	}
	t, err := cms.ReadToken(raw)
	if err != nil {
		return "", false
	}
	var over cms.Digest
	if i.beside != nil {
		over = digestOf(i.beside)
	}
	s := t.Verify(over)
	s.ID = "T1"
	i.add("", 0, s)
	return "timestamp", true
}

// digestOf hashes a document from end to end, once for each hash.
func digestOf(b *Beside) cms.Digest {
	return func(h crypto.Hash) ([]byte, error) {
		w := h.New()
		if _, err := io.Copy(w, io.NewSectionReader(b, 0, b.Size)); err != nil {
			return nil, err
		}
		return w.Sum(nil), nil
	}
}

func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
