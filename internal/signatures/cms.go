// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package signatures

import (
	"bytes"
	"io"
	"sort"
)

// oidSignedData is id-signedData of RFC 5652 §5.1 (1.2.840.113549.1.7.2), as
// body of DER.
var oidSignedData = []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02}

const maxChunks = 1 << 20

// signedData is what this package needs of a CMS SignedData (RFC 5652 §5.1).
type signedData struct {
	content *io.SectionReader // nil when the signature is detached
	signers int
}

// parseSignedData reads a ContentInfo with a SignedData, in DER or BER. After
// it only padding may follow: some tools end the file with a line feed or with
// zeros.
func parseSignedData(r io.ReaderAt, size int64) (signedData, error) {
	b := newBER(r, size)
	info, err := b.at(0, size)
	if err != nil {
		return signedData{}, err
	}
	if !info.is(tagSequence) || !b.isPadding(info.next, size) {
		return signedData{}, errMalformed
	}
	kind, err := b.expect(info, info.body, tagOID)
	if err != nil {
		return signedData{}, err
	}
	if !b.holds(kind, oidSignedData) {
		return signedData{}, errMalformed
	}
	wrapper, err := b.expect(info, kind.next, tagContext0)
	if err != nil {
		return signedData{}, err
	}
	signed, err := b.expect(wrapper, wrapper.body, tagSequence)
	if err != nil {
		return signedData{}, err
	}
	return b.signedData(r, signed)
}

func (b *ber) signedData(r io.ReaderAt, signed element) (signedData, error) {
	version, err := b.expect(signed, signed.body, tagInteger)
	if err != nil {
		return signedData{}, err
	}
	digests, err := b.expect(signed, version.next, tagSet)
	if err != nil {
		return signedData{}, err
	}
	encap, err := b.expect(signed, digests.next, tagSequence)
	if err != nil {
		return signedData{}, err
	}
	content, err := b.encapsulated(r, encap)
	if err != nil {
		return signedData{}, err
	}
	signers, err := b.signers(signed, encap.next)
	return signedData{content: content, signers: signers}, err
}

// encapsulated is the eContent of an EncapsulatedContentInfo, nil when absent.
func (b *ber) encapsulated(r io.ReaderAt, encap element) (*io.SectionReader, error) {
	kind, err := b.expect(encap, encap.body, tagOID)
	if err != nil {
		return nil, err
	}
	if kind.next >= encap.end {
		return nil, nil
	}
	wrapper, err := b.expect(encap, kind.next, tagContext0)
	if err != nil {
		return nil, err
	}
	octets, ok, err := b.child(wrapper, wrapper.body)
	if err != nil || !ok {
		return nil, errOr(err, errMalformed)
	}
	var c chunks
	if err := b.collect(octets, &c, 0); err != nil {
		return nil, err
	}
	c.r = r
	return io.NewSectionReader(&c, 0, c.size()), nil
}

func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// collect gathers the primitive parts of an OCTET STRING, which in BER may be
// constructed of OCTET STRINGs, and these again (X.690 8.7.3).
func (b *ber) collect(octets element, c *chunks, depth int) error {
	if octets.is(tagOctetString) {
		return c.add(octets.body, octets.end-octets.body)
	}
	if !octets.is(tagOctetString|constructedBit) || depth > maxNesting {
		return errMalformed
	}
	for off := octets.body; off < octets.end; {
		part, ok, err := b.child(octets, off)
		if err != nil || !ok {
			return errOr(err, errMalformed)
		}
		if err := b.collect(part, c, depth+1); err != nil {
			return err
		}
		off = part.next
	}
	return nil
}

// signers counts the SignerInfos: the last SET of the SignedData, after the
// optional certificates [0] and revocation lists [1].
func (b *ber) signers(signed element, off int64) (int, error) {
	for {
		e, ok, err := b.child(signed, off)
		if err != nil || !ok {
			return 0, errOr(err, errMalformed)
		}
		if e.is(tagSet) {
			return b.count(e)
		}
		off = e.next
	}
}

func (b *ber) count(set element) (int, error) {
	n := 0
	for off := set.body; off < set.end; n++ {
		e, ok, err := b.child(set, off)
		if err != nil || !ok || !e.is(tagSequence) {
			return 0, errOr(err, errMalformed)
		}
		off = e.next
	}
	return n, nil
}

// holds says whether the body of an element is want.
func (b *ber) holds(e element, want []byte) bool {
	if e.end-e.body != int64(len(want)) {
		return false
	}
	for i, w := range want {
		if c, err := b.r.byteAt(e.body + int64(i)); err != nil || c != w {
			return false
		}
	}
	return true
}

func (b *ber) isPadding(off, size int64) bool {
	for ; off < size; off++ {
		c, err := b.r.byteAt(off)
		if err != nil || bytes.IndexByte([]byte("\x00 \t\r\n\x1A"), c) < 0 {
			return false
		}
	}
	return true
}

// chunks is a content that lies in pieces in its source. It implements
// io.ReaderAt, so that a signed file inside a signed file needs no copy.
type chunks struct {
	r     io.ReaderAt
	parts []chunk
}

type chunk struct {
	at    int64 // offset in the content
	off   int64 // offset in the source
	bytes int64
}

func (c *chunks) add(off, n int64) error {
	if n == 0 {
		return nil
	}
	if len(c.parts) == maxChunks {
		return errMalformed
	}
	c.parts = append(c.parts, chunk{at: c.size(), off: off, bytes: n})
	return nil
}

func (c *chunks) size() int64 {
	if len(c.parts) == 0 {
		return 0
	}
	last := c.parts[len(c.parts)-1]
	return last.at + last.bytes
}

// ReadAt implements io.ReaderAt.
func (c *chunks) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= c.size() {
		return 0, io.EOF
	}
	i := sort.Search(len(c.parts), func(i int) bool { return c.parts[i].at+c.parts[i].bytes > off })
	done := 0
	for ; i < len(c.parts) && done < len(p); i++ {
		part := c.parts[i]
		skip := off + int64(done) - part.at
		n := min(int64(len(p)-done), part.bytes-skip)
		read, err := c.r.ReadAt(p[done:done+int(n)], part.off+skip)
		done += read
		if int64(read) < n {
			return done, errOr(err, io.ErrUnexpectedEOF)
		}
	}
	if done < len(p) {
		return done, io.EOF
	}
	return done, nil
}
