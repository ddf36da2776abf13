// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cms

import (
	"bytes"
	"errors"
	"io"

	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/certificate"
)

// Content types (RFC 5652 §4, RFC 3161 §2.4.2).
const (
	TypeData      = "1.2.840.113549.1.7.1"
	TypeSigned    = "1.2.840.113549.1.7.2"
	TypeTimestamp = "1.2.840.113549.1.9.16.1.4"
)

// Limits against hostile files.
const (
	maxTail         = 64 << 20 // bytes of certificates, revocation data and signers, which are held in memory
	maxCertificates = 1000
	maxSigners      = 200
)

// Message is a SignedData.
type Message struct {
	ContentType  string
	Content      *io.SectionReader // of the file, nil when the message is detached
	Certificates []*certificate.Certificate
	CRLs         [][]byte // DER
	OCSP         [][]byte // BasicOCSPResponse or OCSPResponse, DER
	Signers      []*Signer

	HasTrailer bool // bytes follow the message that are no padding: nobody signed them

	content *chunks
	digests map[string][]byte // of the content, by the name of the hash
}

// Read reads a message in DER, BER, base64 or PEM, and of it only the headers:
// the content is read from r when it is asked for, so r stays open meanwhile.
// Some tools end the file with a line feed or with zeros; whatever else follows
// the message is named. ErrMalformed is the one error that is not a fault of
// the medium.
func Read(r io.ReaderAt, size int64) (*Message, error) {
	if size == 0 {
		return nil, ErrMalformed
	}
	first := make([]byte, 1)
	if _, err := readAt(r, first, 0); err != nil {
		return nil, err
	}
	if first[0] == tagSequence {
		m, err := parse(r, size)
		if !errors.Is(err, ErrMalformed) {
			return m, err
		}
		// '0' is also the first letter of some base64 text: fall through.
	}
	decoded, err := decodeText(r, size)
	if err != nil {
		return nil, err
	}
	return parse(bytes.NewReader(decoded), int64(len(decoded)))
}

// parse reads a ContentInfo with a SignedData.
func parse(r io.ReaderAt, size int64) (*Message, error) {
	b := newBER(r, size)
	info, err := b.at(0, size)
	if err != nil {
		return nil, err
	}
	if !info.is(tagSequence) {
		return nil, ErrMalformed
	}
	kind, err := b.expect(info, info.body, tagOID)
	if err != nil {
		return nil, err
	}
	if oid, err := b.oid(kind); err != nil || oid != TypeSigned {
		return nil, errOr(err, ErrMalformed)
	}
	wrapper, err := b.expect(info, kind.next, tagContext0)
	if err != nil {
		return nil, err
	}
	signed, err := b.expect(wrapper, wrapper.body, tagSequence)
	if err != nil {
		return nil, err
	}
	m := &Message{HasTrailer: !b.isPadding(info.next, size)}
	return m, m.readSigned(b, r, signed)
}

// readSigned reads the fields of SignedData (RFC 5652 §5.1).
func (m *Message) readSigned(b *ber, r io.ReaderAt, signed element) error {
	version, err := b.expect(signed, signed.body, tagInteger)
	if err != nil {
		return err
	}
	announced, err := b.expect(signed, version.next, tagSet)
	if err != nil {
		return err
	}
	encap, err := b.expect(signed, announced.next, tagSequence)
	if err != nil {
		return err
	}
	if err := m.readContent(b, r, encap); err != nil {
		return err
	}
	for off := encap.next; ; {
		e, ok, err := b.child(signed, off)
		if err != nil || !ok {
			return errOr(err, ErrMalformed)
		}
		switch {
		case e.is(tagContext0):
			err = b.each(e, m.addCertificate)
		case e.is(tagContext1):
			err = b.each(e, m.addRevocation)
		case e.is(tagSet):
			return b.each(e, m.addSigner)
		default:
			err = ErrMalformed
		}
		if err != nil {
			return err
		}
		off = e.next
	}
}

// readContent reads EncapsulatedContentInfo. Where PKCS #7 allowed any type
// for a content, its value is what is signed.
func (m *Message) readContent(b *ber, r io.ReaderAt, encap element) error {
	kind, err := b.expect(encap, encap.body, tagOID)
	if err != nil {
		return err
	}
	if m.ContentType, err = b.oid(kind); err != nil {
		return err
	}
	if kind.next >= encap.end {
		return nil
	}
	wrapper, err := b.expect(encap, kind.next, tagContext0)
	if err != nil {
		return err
	}
	value, ok, err := b.child(wrapper, wrapper.body)
	if err != nil || !ok {
		return errOr(err, ErrMalformed)
	}
	c := &chunks{r: r}
	if value.is(tagOctetString) || value.is(tagOctetString|constructedBit) {
		err = b.collect(value, c, 0)
	} else {
		err = c.add(value.body, value.end-value.body)
	}
	m.content, m.Content = c, io.NewSectionReader(c, 0, c.size())
	return err
}

func (m *Message) addCertificate(element []byte) error {
	if len(m.Certificates) == maxCertificates {
		return ErrMalformed
	}
	if element[0] != tagSequence {
		return nil // attribute certificates of other kinds: nobody signs with them
	}
	if c, err := certificate.Parse(element); err == nil {
		m.Certificates = append(m.Certificates, c)
	}
	return nil
}

// addRevocation keeps CRLs, and the OCSP answers that CAdES stores among them
// (RFC 5940).
func (m *Message) addRevocation(element []byte) error {
	switch {
	case len(m.CRLs)+len(m.OCSP) == maxCertificates:
		return ErrMalformed
	case element[0] == tagSequence:
		m.CRLs = append(m.CRLs, element)
	case element[0] == tagContext1:
		if answer, ok := otherRevocation(element); ok {
			m.OCSP = append(m.OCSP, answer)
		}
	}
	return nil
}

func (m *Message) addSigner(element []byte) error {
	if len(m.Signers) == maxSigners {
		return ErrMalformed
	}
	s, err := parseSigner(element, m.Certificates, 0)
	if err != nil {
		return err
	}
	m.Signers = append(m.Signers, s)
	return nil
}

// oid reads an OBJECT IDENTIFIER.
func (b *ber) oid(e element) (string, error) {
	const most = 64
	if e.end-e.start > most {
		return "", ErrMalformed
	}
	raw, err := b.bytes(e)
	if err != nil {
		return "", err
	}
	oid, ok := algorithm.ParseOID(raw)
	if !ok {
		return "", ErrMalformed
	}
	return oid, nil
}

// bytes holds an element in memory.
func (b *ber) bytes(e element) ([]byte, error) {
	if e.next-e.start > maxTail {
		return nil, ErrMalformed
	}
	raw := make([]byte, e.next-e.start)
	_, err := readAt(b.r.r, raw, e.start)
	return raw, err
}

// each gives every element in e to visit, in DER.
func (b *ber) each(e element, visit func([]byte) error) error {
	if e.next-e.start > maxTail {
		return ErrMalformed
	}
	for off := e.body; off < e.end; {
		child, ok, err := b.child(e, off)
		if err != nil || !ok {
			return errOr(err, ErrMalformed)
		}
		raw, err := b.bytes(child)
		if err != nil {
			return err
		}
		if raw, err = der(raw); err != nil {
			return err
		}
		if err := visit(raw); err != nil {
			return err
		}
		off = child.next
	}
	return nil
}

// collect gathers the primitive parts of an OCTET STRING, which in BER may be
// constructed of OCTET STRINGs, and these again (X.690 8.7.3).
func (b *ber) collect(octets element, c *chunks, depth int) error {
	if octets.is(tagOctetString) {
		return c.add(octets.body, octets.end-octets.body)
	}
	if !octets.is(tagOctetString|constructedBit) || depth > maxNesting {
		return ErrMalformed
	}
	for off := octets.body; off < octets.end; {
		part, ok, err := b.child(octets, off)
		if err != nil || !ok {
			return errOr(err, ErrMalformed)
		}
		if err := b.collect(part, c, depth+1); err != nil {
			return err
		}
		off = part.next
	}
	return nil
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

func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
