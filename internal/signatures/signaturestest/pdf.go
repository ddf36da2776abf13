// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package signaturestest

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

const contentsRoom = 12288 // bytes kept for the signature value

var (
	startxrefRE = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
	sizeRE      = regexp.MustCompile(`/Size\s+(\d+)`)
	rootRE      = regexp.MustCompile(`/Root\s+(\d+)\s+0\s+R`)
	fieldsRE    = regexp.MustCompile(`/Fields \[([^\]]*)\]`)
)

// PDF adds a revision with a signature to a PDF that has a plain
// cross-reference table, as the project's own writer makes it. The given bytes
// stay the exact beginning of the result. It may be called again on its own
// result, for a second signature.
func (s *Signer) PDF(document []byte) ([]byte, error) {
	return AddRevision(document, fmt.Sprintf("/Type /Sig /SubFilter /ETSI.CAdES.detached /M (D:%sZ)", s.at.UTC().Format("20060102150405")), s.Detached)
}

// AddRevision adds a signature of which entries stand in its dictionary; sign
// makes its value of what is covered.
func AddRevision(document []byte, entries string, sign func(covered []byte) ([]byte, error)) ([]byte, error) {
	rev, err := newRevision(document)
	if err != nil {
		return nil, err
	}
	signature, field := rev.size, rev.size+1
	rev.object(signature, fmt.Sprintf("<< %s /Filter /Adobe.PPKLite /ByteRange [0 %s %s %s] /Contents <%s> >>", entries, blank, blank, blank, bytes.Repeat([]byte("0"), contentsRoom*2)))
	rev.object(field, fmt.Sprintf("<< /FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /T (Firma%d) /V %d 0 R >>", field, signature))
	if err := rev.catalogWith(field, ""); err != nil {
		return nil, err
	}
	return seal(rev.close(field+1), len(document), sign)
}

// AddValidationData adds a revision with certificates and statements of
// revocation (ISO 32000-2 §12.8.4.3).
func AddValidationData(document []byte, certificates, lists, answers [][]byte) ([]byte, error) {
	rev, err := newRevision(document)
	if err != nil {
		return nil, err
	}
	n := rev.size
	entry := func(name string, all [][]byte) (text string) {
		for _, der := range all {
			rev.object(n, fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(der), der))
			text += fmt.Sprintf("%d 0 R ", n)
			n++
		}
		if text == "" {
			return ""
		}
		return "/" + name + " [" + text + "] "
	}
	dss := "<< /Type /DSS " + entry("Certs", certificates) + entry("CRLs", lists) + entry("OCSPs", answers) + ">>"
	rev.object(n, dss)
	if err := rev.catalogWith(0, fmt.Sprintf(" /DSS %d 0 R", n)); err != nil {
		return nil, err
	}
	return rev.close(n + 1), nil
}

const blank = "0000000000" // overwritten with the ranges, once they are known

// seal writes the ranges into the added revision and signs all but the gap.
func seal(file []byte, from int, sign func([]byte) ([]byte, error)) ([]byte, error) {
	at := from + bytes.Index(file[from:], []byte("/Contents <")) + len("/Contents ")
	gapEnd := at + contentsRoom*2 + 2
	ranges := fmt.Sprintf("[0 %010d %010d %010d]", at, gapEnd, len(file)-gapEnd)
	place := from + bytes.Index(file[from:], []byte("/ByteRange [")) + len("/ByteRange ")
	copy(file[place:], ranges)
	value, err := sign(append(append([]byte{}, file[:at]...), file[gapEnd:]...))
	if err != nil {
		return nil, err
	}
	if len(value) > contentsRoom {
		return nil, errors.New("signaturestest: the signature is longer than its room")
	}
	copy(file[at+1:], hex.EncodeToString(value))
	return file, nil
}

// revision is an incremental update (ISO 32000-1 §7.5.6) while it is written.
type revision struct {
	out     bytes.Buffer
	base    []byte
	prev    int // offset of the cross-reference table before
	size    int // first free object number
	root    int
	objects []int // numbers
	offsets []int
}

func newRevision(document []byte) (*revision, error) {
	start := startxrefRE.FindSubmatch(document)
	sizes := sizeRE.FindAllSubmatch(document, -1)
	roots := rootRE.FindAllSubmatch(document, -1)
	if start == nil || sizes == nil || roots == nil {
		return nil, errors.New("signaturestest: not a PDF with a plain trailer")
	}
	r := &revision{base: document, prev: number(start[1]), size: number(sizes[len(sizes)-1][1]), root: number(roots[len(roots)-1][1])}
	r.out.Write(document)
	if !bytes.HasSuffix(document, []byte("\n")) {
		r.out.WriteByte('\n')
	}
	return r, nil
}

func number(digits []byte) int {
	n, err := strconv.Atoi(string(digits))
	if err != nil {
		return 0 // the caller's patterns admit digits only; too many are no PDF
	}
	return n
}

func (r *revision) object(n int, body string) {
	r.objects = append(r.objects, n)
	r.offsets = append(r.offsets, r.out.Len())
	fmt.Fprintf(&r.out, "%d 0 obj\n%s\nendobj\n", n, body)
}

// catalogWith writes the catalog again with a field added to its form, unless it
// is 0, and with other entries.
func (r *revision) catalogWith(field int, entries string) error {
	head := fmt.Appendf(nil, "\n%d 0 obj", r.root)
	at := bytes.LastIndex(r.base, head)
	if at < 0 {
		return errors.New("signaturestest: the catalog is not in clear")
	}
	body := r.base[at+len(head):]
	end := bytes.Index(body, []byte("endobj"))
	if end < 0 {
		return errors.New("signaturestest: the catalog does not end")
	}
	dict := string(bytes.TrimSpace(body[:end]))
	dict = dict[:len(dict)-len(">>")] + entries + " >>"
	if field == 0 {
		r.object(r.root, dict)
		return nil
	}
	ref := fmt.Sprintf("%d 0 R", field)
	if fieldsRE.MatchString(dict) {
		dict = fieldsRE.ReplaceAllString(dict, "/Fields [$1 "+ref+"]")
	} else {
		dict = dict[:len(dict)-len(">>")] + "/AcroForm << /SigFlags 3 /Fields [" + ref + "] >> >>"
	}
	r.object(r.root, dict)
	return nil
}

// close writes cross-reference table and trailer.
func (r *revision) close(size int) []byte {
	xref := r.out.Len()
	r.out.WriteString("xref\n")
	for i, n := range r.objects {
		fmt.Fprintf(&r.out, "%d 1\n%010d 00000 n \n", n, r.offsets[i])
	}
	fmt.Fprintf(&r.out, "trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n", size, r.root, r.prev, xref)
	return r.out.Bytes()
}
