// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pades

import (
	"bytes"
	"crypto"
	"io"
	"sort"
	"strconv"
	"time"

	"pratica/internal/signatures/cms"
	"pratica/internal/signatures/report"
)

const (
	maxFile       = 256 << 20
	maxSignatures = 200
	maxHashed     = 2 << 30 // bytes, by all signatures of a file
)

// Warnings of this package.
const (
	WarnRange       report.Warning = "range_does_not_fit"    // what is left out is not just the signature's value
	WarnDictionary  report.Warning = "dictionary_changed"    // the signature's own entry was replaced later
	WarnPages       report.Warning = "pages_changed"         // pages were added, removed or show something else
	WarnChanged     report.Warning = "changed_after_signing" // something else changed
	WarnAnnotations report.Warning = "annotations_added"     // notes, stamps or links were added or changed
	WarnFilled      report.Warning = "form_filled"           // fields of a form were filled
	WarnForbidden   report.Warning = "certification_forbids" // the author allowed no such change
	WarnSigners     report.Warning = "several_signers"       // one value holds more than one signer
	WarnEncrypted   report.Warning = "encrypted"
	WarnDamaged     report.Warning = "damaged" // the file's own index leads nowhere
)

// Signature is one signature of a PDF.
type Signature struct {
	report.Signature
	Message  *cms.Message // nil: its value cannot be read
	Revision int64        // end of the signed revision
	Starts   int64        // where its value begins in the file
}

// Verify judges every signature in a PDF, in the order in which they were made.
func Verify(r io.ReaderAt, size int64) ([]Signature, error) {
	if size > maxFile {
		return nil, ErrUnreadable
	}
	data := make([]byte, size)
	if n, err := r.ReadAt(data, 0); n < len(data) {
		return nil, err
	}
	f, err := parse(data, &spent{})
	if err != nil {
		return nil, err
	}
	found := f.signatures()
	if int64(len(found))*size > maxHashed {
		return nil, ErrUnreadable
	}
	var all []Signature
	for _, s := range found {
		all = append(all, s.verify(f, found))
	}
	certificates, statements, last := f.validationData()
	for i := range all {
		all[i].ID = "S" + strconv.Itoa(i+1)
		all[i].Others = append(all[i].Others, certificates...)
		all[i].Statements = append(all[i].Statements, statements...)
	}
	stampEarlier(all, int64(last))
	return all, nil
}

// stampEarlier: a document time stamp is about every signature that its revision
// holds (EN 319 142-1 §5.4.3), and about the validation data that end before its
// own end.
func stampEarlier(all []Signature, last int64) {
	for i := range all {
		for _, later := range all[i+1:] {
			if later.Role == report.RoleTimestamp && later.Integrity == report.Intact && later.Revision > all[i].Revision {
				all[i].Stamps = append(all[i].Stamps, report.Stamp{Time: later.Claimed.Time, Signature: later.Signature, OverAll: true, OverData: later.Revision > last})
			}
		}
	}
}

// signed is a signature dictionary of the last revision.
type signed struct {
	dict
	num      int // of its object; 0: it stands inside another
	ranges   [4]int
	hasRange bool
	contents text
}

// signatures are the values of signature fields, and others that look like one.
func (f *file) signatures() (all []signed) {
	seen := map[int]bool{}
	add := func(o object) {
		r, _ := o.(ref)
		d := f.dict(o)
		contents, ok := d["Contents"].(text)
		if !ok || r.num != 0 && seen[r.num] || len(all) >= maxSignatures || d["ByteRange"] == nil {
			return
		}
		seen[r.num] = true
		s := signed{dict: d, num: r.num, contents: contents}
		s.ranges, s.hasRange = byteRange(d["ByteRange"])
		all = append(all, s)
	}
	f.eachField(func(field dict) {
		if f.inherited(field, "FT") == name("Sig") {
			add(field["V"])
		}
	})
	for num := range f.entries {
		if d, ok := f.get(num).(dict); ok && (d["Type"] == name("Sig") || d["Type"] == name("DocTimeStamp")) {
			add(ref{num, 0})
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := all[i], all[j]
		if a.end() != b.end() {
			return a.end() < b.end()
		}
		return a.contents.from < b.contents.from
	})
	return all
}

// eachField visits the fields of the document's form.
func (f *file) eachField(visit func(dict)) {
	form := f.dict(f.dict(f.trailer["Root"])["AcroForm"])
	seen := map[int]bool{}
	var walk func(o object, depth int)
	walk = func(o object, depth int) {
		if r, ok := o.(ref); ok {
			if seen[r.num] {
				return
			}
			seen[r.num] = true
		}
		field := f.dict(o)
		if field == nil || depth > maxNesting {
			return
		}
		visit(field)
		for _, kid := range f.array(field["Kids"]) {
			walk(kid, depth+1)
		}
	}
	for _, o := range f.array(form["Fields"]) {
		walk(o, 0)
	}
}

func (f *file) inherited(field dict, key name) object {
	for range maxNesting {
		if field == nil {
			return nil
		}
		if v := f.resolve(field[key]); v != nil {
			return v
		}
		field = f.dict(field["Parent"])
	}
	return nil
}

// byteRange reads four numbers, written in place.
func byteRange(o object) (r [4]int, ok bool) {
	a, _ := o.(array)
	if len(a) != 4 {
		return r, false
	}
	for i, each := range a {
		n, ok := each.(number)
		if !ok || n < 0 || n > maxFile || n != number(int(n)) {
			return r, false
		}
		r[i] = int(n)
	}
	return r, true
}

func (s signed) end() int { return s.ranges[2] + s.ranges[3] }

// fits: everything from the first byte is covered, but the value itself.
func (s signed) fits(size int) bool {
	gapFrom, gapTo := s.ranges[1], s.ranges[2]
	whole := gapFrom == s.contents.from && gapTo == s.contents.to
	inner := gapFrom == s.contents.from+1 && gapTo == s.contents.to-1 // some leave the brackets signed
	return s.hasRange && s.ranges[0] == 0 && s.end() <= size && (whole || inner)
}

// didFit looks at the same object in the revision that the ranges describe.
func (s signed) didFit(f *file) bool {
	if s.num == 0 || !s.hasRange || s.end() > len(f.data) {
		return false
	}
	then, err := parse(f.data[:s.end()], f.spent)
	if err != nil {
		return false
	}
	old := signed{dict: then.dict(ref{s.num, 0}), num: s.num}
	contents, ok := old.dict["Contents"].(text)
	old.contents = contents
	old.ranges, old.hasRange = byteRange(old.dict["ByteRange"])
	return ok && bytes.Equal(contents.value, s.contents.value) && old.ranges == s.ranges && old.fits(s.end())
}

// isTimestamp: a document time stamp proves a time, nobody's will.
func (s signed) isTimestamp() bool {
	return s.dict["Type"] == name("DocTimeStamp") || s.dict["SubFilter"] == name("ETSI.RFC3161")
}

func (s signed) verify(f *file, all []signed) Signature {
	out := Signature{Revision: int64(s.end()), Starts: int64(s.contents.from)}
	out.Role = report.RoleSignature
	if s.isTimestamp() {
		out.Role = report.RoleTimestamp
	}
	m, err := cms.Read(bytes.NewReader(s.contents.value), int64(len(s.contents.value)))
	if err != nil || len(m.Signers) == 0 {
		out.Level = "PDF-NOT-ETSI"
		out.Judge(report.Broken, report.TotalFailed, report.FormatFailure)
		return out
	}
	out.Message = m
	keep := out
	if s.isTimestamp() {
		out.Signature = s.verifyTimestamp(f)
	} else {
		out.Signature = m.Signers[0].Verify(s.documentOf(m, f))
		out.Level = s.level(m, f, all)
		out.Statements = m.Statements()
		m.Signers[0].Stamp(&out.Signature)
	}
	out.Role = keep.Role
	if claimed := pdfTime(s.dict["M"]); !claimed.IsZero() && !s.isTimestamp() {
		out.Claimed = report.Time{Time: claimed}
	}
	if len(m.Signers) > 1 {
		out.Warn(WarnSigners)
	}
	if f.trailer["Encrypt"] != nil {
		out.Warn(WarnEncrypted)
	}
	s.judgeRevision(&out, f, all)
	return out
}

// documentOf is the digest of what a signature is over: the ranges, or in the
// oldest form a digest that its content holds.
func (s signed) documentOf(m *cms.Message, f *file) cms.Digest {
	if s.dict["SubFilter"] == name("adbe.pkcs7.sha1") && m.Content != nil {
		inner, err := io.ReadAll(io.LimitReader(m.Content, 64))
		sum, err2 := s.digest(f)(crypto.SHA1)
		if err != nil || err2 != nil || !bytes.Equal(inner, sum) {
			return func(h crypto.Hash) ([]byte, error) { return make([]byte, h.Size()), nil } // matches nothing
		}
		return m.Digest
	}
	return s.digest(f)
}

// digest is that of the ranges. Those that lead out of the file cover nothing.
func (s signed) digest(f *file) cms.Digest {
	return func(h crypto.Hash) ([]byte, error) {
		w := h.New()
		if s.hasRange && s.end() <= len(f.data) && s.ranges[0]+s.ranges[1] <= len(f.data) {
			w.Write(f.data[s.ranges[0] : s.ranges[0]+s.ranges[1]])
			w.Write(f.data[s.ranges[2]:s.end()])
		}
		return w.Sum(nil), nil
	}
}

func (s signed) verifyTimestamp(f *file) report.Signature {
	t, err := cms.ReadToken(s.contents.value)
	if err != nil {
		return report.Signature{Level: "PDF-NOT-ETSI", Integrity: report.Broken, Verdict: report.TotalFailed, Sub: report.FormatFailure}
	}
	return t.Verify(s.digest(f))
}

// judgeRevision looks at the ranges and at what came after them.
func (s signed) judgeRevision(out *Signature, f *file, all []signed) {
	if !s.fits(len(f.data)) {
		if s.didFit(f) { // the entry was replaced by another; the signature is over the old one
			out.Warn(WarnDictionary)
			out.Verdict, out.Sub, out.CoversAll = report.TotalFailed, report.FormatFailure, false
			return
		}
		out.Warn(WarnRange)
		out.Judge(report.Broken, report.TotalFailed, report.FormatFailure)
		return
	}
	rest := f.data[s.end():]
	out.CoversAll = len(bytes.TrimRight(rest, " \t\r\n\x00")) == 0
	if out.CoversAll {
		return
	}
	c := changesSince(f, s, all)
	for _, w := range c.warnings {
		out.Warn(w)
	}
	if out.Verdict == report.TotalFailed {
		return
	}
	switch {
	case c.fails:
		out.Verdict, out.Sub = report.TotalFailed, report.FormatFailure
	case c.doubts && out.Verdict == report.Indeterminate && out.Sub == report.NoCertificateChain:
		out.Sub = report.FormatFailure
	}
}

// level names what a signature carries, as EU DSS names it.
func (s signed) level(m *cms.Message, f *file, all []signed) string {
	signer := m.Signers[0]
	isPAdES := s.dict["SubFilter"] == name("ETSI.CAdES.detached")
	if !isPAdES || !signer.NamesCertificate() {
		return s.legacy(signer, f)
	}
	isBaseline := !pdfTime(s.dict["M"]).IsZero() && signer.IsPAdESBaseline(m)
	stamped := signer.CarriesToken()
	switch {
	case !stamped && isBaseline && !s.hasLaterTimestamp(all):
		return "PAdES-BASELINE-B"
	case !stamped && !s.hasLaterTimestamp(all) && signer.HasPolicy():
		return "PAdES-EPES"
	case !stamped && !s.hasLaterTimestamp(all):
		return "PAdES-BES"
	case isBaseline && f.hasValidationData() && s.hasLaterTimestamp(all):
		return "PAdES-BASELINE-LTA"
	case isBaseline && f.hasValidationData():
		return "PAdES-BASELINE-LT"
	case isBaseline:
		return "PAdES-BASELINE-T"
	case f.hasValidationData():
		return "PAdES-LTV"
	}
	return "PAdES-BES"
}

// legacy are the levels of signatures that are not PAdES.
func (s signed) legacy(signer *cms.Signer, f *file) string {
	switch {
	case signer.CarriesToken() && f.hasValidationData():
		return "PKCS7-LT"
	case signer.CarriesToken():
		return "PKCS7-T"
	}
	return "PKCS7-B"
}

func (s signed) hasLaterTimestamp(all []signed) bool {
	for _, each := range all {
		if each.isTimestamp() && each.end() > s.end() {
			return true
		}
	}
	return false
}

// hasValidationData: certificates and what is said of their revocation are kept
// in the document (EN 319 142-1 §5.4.2).
func (f *file) hasValidationData() bool {
	dss := f.dict(f.dict(f.trailer["Root"])["DSS"])
	return len(f.array(dss["CRLs"]))+len(f.array(dss["OCSPs"])) > 0
}

// pdfTime reads a date (ISO 32000-1 §7.9.4).
func pdfTime(o object) time.Time {
	t, ok := o.(text)
	if !ok {
		return time.Time{}
	}
	s := string(bytes.ReplaceAll(bytes.TrimPrefix(t.value, []byte("D:")), []byte("'"), nil))
	for _, layout := range []string{"20060102150405Z0700", "20060102150405-0700", "20060102150405Z", "20060102150405", "200601021504", "20060102"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.UTC()
		}
	}
	if len(s) > 15 && s[14] == 'Z' {
		return pdfTime(text{value: []byte(s[:15])})
	}
	return time.Time{}
}
