// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pades

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"
	"unicode/utf16"

	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/cms"
)

// What can be wrong when a document is signed.
var (
	ErrCannotSign = errors.New("pades: no signature can be added to this document")
	ErrWrongValue = errors.New("pades: the value is not the signature of the document by this certificate")
)

// maxValue is the room for a signature, with its certificates and a time stamp.
const maxValue = 24 << 10

// Request says by whom a document is signed, and what the signature says.
type Request struct {
	Chain  [][]byte // certificates in DER, the signer's first
	Time   time.Time
	Name   string // of the signer; "": that of the certificate
	Reason string
	Place  string
}

// Stamper makes a time-stamp token over a digest (SHA-256).
type Stamper interface {
	Stamp(ctx context.Context, digest [sha256.Size]byte) (token []byte, err error)
}

// Prepared is a document that lacks only the value of its signature.
type Prepared struct {
	file   []byte
	value  int // where the value begins, behind its bracket
	making *cms.Making
}

// Prepare adds the revision of a signature (PAdES baseline, ETSI EN 319 142-1) to
// a document, which stays the exact beginning of the result. Its field has no
// appearance and lies outside the page, so that what was PDF/A and PDF/UA stays it.
func Prepare(document []byte, r Request) (*Prepared, error) {
	f, err := parse(document, &spent{})
	if err != nil {
		return nil, errors.Join(ErrCannotSign, err)
	}
	if len(r.Chain) == 0 {
		return nil, ErrCannotSign
	}
	signer, err := certificate.Parse(r.Chain[0])
	if err != nil {
		return nil, errors.Join(ErrCannotSign, err)
	}
	rev, err := newRevision(f)
	if err != nil {
		return nil, err
	}
	if err := rev.addSignature(r.dictionary(signer)); err != nil {
		return nil, err
	}
	return seal(rev.close(), len(document), r.Chain)
}

const blankRange = "[0 0000000000 0000000000 0000000000]" // overwritten once it is known

func (r Request) dictionary(signer *certificate.Certificate) dict {
	d := dict{
		"Type": name("Sig"), "Filter": name("Adobe.PPKLite"), "SubFilter": name("ETSI.CAdES.detached"),
		"M": text{value: []byte("D:" + r.Time.UTC().Format("20060102150405") + "Z")}, "ByteRange": raw(blankRange), "Contents": raw("<" + strings.Repeat("0", 2*maxValue) + ">"),
	}
	who := r.Name
	if who == "" {
		who = signer.Subject.Display()
	}
	for key, words := range map[name]string{"Name": who, "Reason": r.Reason, "Location": r.Place} {
		if words != "" {
			d[key] = textOf(words)
		}
	}
	return d
}

// textOf is a text string (ISO 32000-1 §7.9.2.2) in UTF-16.
func textOf(words string) text {
	value := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(words)) {
		value = append(value, byte(u>>8), byte(u))
	}
	return text{value: value}
}

// addSignature writes the signature, its field, and the page and the catalog that
// lead to them.
func (r *revision) addSignature(d dict) error {
	root, ok := r.f.trailer["Root"].(ref)
	page, at := r.f.firstPage()
	if !ok || page == nil {
		return ErrCannotSign
	}
	catalog := maps.Clone(r.f.dict(root))
	value := r.add(d)
	field := r.add(dict{
		"Type": name("Annot"), "Subtype": name("Widget"), "FT": name("Sig"), "T": textOf(fmt.Sprintf("Signature%d", r.next)), "V": value,
		"F": number(132), "Rect": array{number(-10), number(-10), number(-10), number(-10)}, "P": ref{at, 0},
	})
	page = maps.Clone(page)
	page["Annots"] = append(append(array{}, r.f.array(page["Annots"])...), field)
	if page["Tabs"] == nil {
		page["Tabs"] = name("S")
	}
	r.put(at, page)

	form := maps.Clone(r.f.dict(catalog["AcroForm"]))
	if form == nil {
		form = dict{}
	}
	form["Fields"] = append(append(array{}, r.f.array(form["Fields"])...), field)
	form["SigFlags"] = number(3) // there are signatures, and the file may only grow
	if at, ok := catalog["AcroForm"].(ref); ok {
		r.put(at.num, form)
		return nil
	}
	catalog["AcroForm"] = form
	r.put(root.num, catalog)
	return nil
}

// firstPage is the first leaf of the tree of pages, with its number.
func (f *file) firstPage() (dict, int) {
	at, _ := f.dict(f.trailer["Root"])["Pages"].(ref)
	for range maxNesting {
		node := f.dict(at)
		if node == nil {
			return nil, 0
		}
		kids := f.array(node["Kids"])
		if node["Type"] == name("Page") {
			return node, at.num
		}
		next, ok := first(kids).(ref)
		if !ok {
			return nil, 0
		}
		at = next
	}
	return nil, 0
}

// seal writes the ranges, and fixes what is to be signed.
func seal(file []byte, from int, chain [][]byte) (*Prepared, error) {
	value := from + bytes.Index(file[from:], []byte("/Contents <")) + len("/Contents <")
	ranges := from + bytes.Index(file[from:], []byte("/ByteRange [")) + len("/ByteRange ")
	gap := value + 2*maxValue + 1
	copy(file[ranges:], fmt.Sprintf("[0 %010d %010d %010d]", value-1, gap, len(file)-gap))
	h := sha256.New()
	h.Write(file[:value-1])
	h.Write(file[gap:])
	making, err := cms.Make([sha256.Size]byte(h.Sum(nil)), chain...)
	if err != nil {
		return nil, err
	}
	return &Prepared{file, value, making}, nil
}

// Digest is what the signer's key signs, with SHA-256.
func (p *Prepared) Digest() []byte {
	sum := p.making.Digest()
	return sum[:]
}

// Complete puts the value into the document, with a time stamp over it where there
// is somebody who makes one. A value that is not the right one is refused.
func (p *Prepared) Complete(ctx context.Context, value []byte, by algorithm.Identifier, stamper Stamper) ([]byte, error) {
	if err := p.making.Verify(by, value); err != nil {
		return nil, errors.Join(ErrWrongValue, err)
	}
	var token []byte
	if stamper != nil {
		var err error
		if token, err = stamper.Stamp(ctx, sha256.Sum256(value)); err != nil {
			return nil, err
		}
	}
	message := p.making.Message(by, value, token)
	if len(message) > maxValue {
		return nil, ErrCannotSign
	}
	file := bytes.Clone(p.file)
	hex.Encode(file[p.value:], message)
	return file, nil
}
