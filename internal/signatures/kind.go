// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package signatures

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"

	"pratica/internal/signatures/cms"
)

// Kind is how a file is signed, by its content: names and declared media types
// are not asked.
type Kind string

// The kinds.
const (
	None     Kind = "none"     // no signature that is known here
	CAdES    Kind = "cades"    // CMS envelope with its content (.p7m)
	Detached Kind = "detached" // CMS without content (.p7s)
	PAdES    Kind = "pades"    // signature inside a PDF
	XAdES    Kind = "xades"    // signature inside an XML document
	ASiC     Kind = "asic"     // container of files and signatures (ETSI EN 319 162)
)

// Key names the kind's text in the catalogue.
func (k Kind) Key() string { return "signatures.kind." + string(k) }

const headSize = 4 << 10

// Recognise says how a file is signed. The error is a fault of the medium only:
// a file that cannot be understood is None.
func Recognise(r io.ReaderAt, size int64) (Kind, error) {
	head := make([]byte, min(size, headSize))
	if _, err := readAt(r, head, 0); err != nil {
		return None, onlyFaults(err)
	}
	switch {
	case len(head) == 0:
		return None, nil
	case head[0] != '0' && isPDF(head): // an envelope may begin with the PDF in it
		return recognisePDF(r, size)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return recogniseZip(r, size), nil
	case isXML(head):
		return recogniseXML(r, size)
	}
	m, err := cms.Read(r, size)
	switch {
	case err != nil:
		return None, onlyFaults(err)
	case len(m.Signers) == 0:
		return None, nil // a bag of certificates
	case m.Content == nil:
		return Detached, nil
	}
	return CAdES, nil
}

func onlyFaults(err error) error {
	if errors.Is(err, errMalformed) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return asProblem(err)
}

// isPDF allows some bytes before the header, as readers of PDF do.
func isPDF(head []byte) bool {
	return bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-"))
}

func isXML(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))
	return bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<"))
}

// recogniseZip looks for the signature files of a container (EN 319 162-1 §4.3
// and §4.4); signed OpenDocument files keep theirs in the same folder.
func recogniseZip(r io.ReaderAt, size int64) Kind {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return None
	}
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		if strings.HasPrefix(name, "meta-inf/") && strings.Contains(name, "signature") {
			return ASiC
		}
	}
	return None
}

func recogniseXML(r io.ReaderAt, size int64) (Kind, error) {
	at, err := find(r, 0, size, []byte("http://www.w3.org/2000/09/xmldsig#"))
	if err != nil || at < 0 {
		return None, onlyFaults(err)
	}
	at, err = find(r, 0, size, []byte("SignatureValue"))
	if err != nil || at < 0 {
		return None, onlyFaults(err)
	}
	return XAdES, nil
}

func recognisePDF(r io.ReaderAt, size int64) (Kind, error) {
	found, err := pdfSignatures(r, 0, size)
	if err != nil {
		return None, onlyFaults(err)
	}
	for _, s := range found {
		if s.isWhole && !s.isTimestamp {
			return PAdES, nil
		}
	}
	return None, nil
}

// find is the offset of the first occurrence of what in [from, to), or -1. It
// reads in pieces.
func find(r io.ReaderAt, from, to int64, what []byte) (int64, error) {
	buf := make([]byte, min(windowSize, max(to-from, 0)))
	for from+int64(len(what)) <= to {
		n := min(int64(len(buf)), to-from)
		if _, err := readAt(r, buf[:n], from); err != nil {
			return -1, err
		}
		if i := bytes.Index(buf[:n], what); i >= 0 {
			return from + int64(i), nil
		}
		from += max(1, n-int64(len(what))+1)
	}
	return -1, nil
}
