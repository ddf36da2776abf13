// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pki

import (
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"sort"
	"time"
)

// Signing says how a CMS signature is made.
type Signing struct {
	By       *Person
	At       time.Time   // claimed; zero: not said, as in a PDF
	Hash     crypto.Hash // 0: SHA-256
	PSS      bool
	Detached bool
	Naming   *x509.Certificate // whose certificate the signature names; nil: the signer's
	Others   []*x509.Certificate
	Answers  [][]byte // OCSP, kept in the message
	Lists    [][]byte
	Stamp    func(value []byte) ([]byte, error) // makes a token over the value
	Counter  *Signing
}

// Sign makes a CMS signature of a document (RFC 5652, ETSI EN 319 122-1).
func (s Signing) Sign(document []byte) ([]byte, error) {
	info, err := s.info(document, oid(1, 2, 840, 113549, 1, 7, 1), false)
	if err != nil {
		return nil, err
	}
	var content [][]byte
	if !s.Detached {
		content = append(content, node(tagContext0, node(tagOctets, document)))
	}
	return s.message(node(tagSequence, append([][]byte{oid(1, 2, 840, 113549, 1, 7, 1)}, content...)...), 1, info), nil
}

func (s Signing) hash() crypto.Hash {
	if s.Hash == 0 {
		return crypto.SHA256
	}
	return s.Hash
}

// message is the ContentInfo around signers.
func (s Signing) message(encapsulated []byte, version int, infos ...[]byte) []byte {
	certificates := [][]byte{s.By.Certificate.Raw}
	for _, c := range s.Others {
		certificates = append(certificates, c.Raw)
	}
	if s.Counter != nil {
		certificates = append(certificates, s.Counter.By.Certificate.Raw)
	}
	parts := [][]byte{der(version), node(tagSet, digestAlgorithm(s.hash())), encapsulated, node(tagContext0, certificates...)}
	var kept [][]byte
	kept = append(kept, s.Lists...)
	for _, a := range s.Answers {
		kept = append(kept, node(tagContext1, oid(1, 3, 6, 1, 5, 5, 7, 16, 2), wrapped(a)))
	}
	if len(kept) > 0 {
		parts = append(parts, node(tagContext1, kept...))
	}
	parts = append(parts, node(tagSet, infos...))
	return node(tagSequence, oid(1, 2, 840, 113549, 1, 7, 2), node(tagContext0, node(tagSequence, parts...)))
}

// info is a SignerInfo over a document, or over the value of another signature.
func (s Signing) info(document, kind []byte, counter bool) ([]byte, error) {
	w := s.hash().New()
	w.Write(document)
	named := s.Naming
	if named == nil {
		named = s.By.Certificate
	}
	fingerprint := sha256.Sum256(named.Raw)
	attributes := [][]byte{
		attribute(oid(1, 2, 840, 113549, 1, 9, 4), node(tagOctets, w.Sum(nil))),
		attribute(oid(1, 2, 840, 113549, 1, 9, 16, 2, 47), node(tagSequence, node(tagSequence, node(tagSequence, node(tagOctets, fingerprint[:]))))),
	}
	if !counter {
		attributes = append(attributes, attribute(oid(1, 2, 840, 113549, 1, 9, 3), kind))
	}
	if !s.At.IsZero() {
		attributes = append(attributes, attribute(oid(1, 2, 840, 113549, 1, 9, 5), der(s.At.UTC())))
	}
	sort.Slice(attributes, func(i, j int) bool { return string(attributes[i]) < string(attributes[j]) })
	value, err := sign(s.By.key, s.hash(), s.PSS, node(tagSet, attributes...))
	if err != nil {
		return nil, err
	}
	var unsigned [][]byte
	if s.Stamp != nil {
		token, err := s.Stamp(value)
		if err != nil {
			return nil, err
		}
		unsigned = append(unsigned, attribute(oid(1, 2, 840, 113549, 1, 9, 16, 2, 14), token))
	}
	if s.Counter != nil {
		info, err := s.Counter.info(value, nil, true)
		if err != nil {
			return nil, err
		}
		unsigned = append(unsigned, attribute(oid(1, 2, 840, 113549, 1, 9, 6), info))
	}
	parts := [][]byte{
		der(1), node(tagSequence, s.By.Certificate.RawIssuer, der(s.By.Certificate.SerialNumber)), digestAlgorithm(s.hash()),
		node(tagContext0, attributes...), signatureAlgorithm(s.By.key, s.hash(), s.PSS), node(tagOctets, value),
	}
	if len(unsigned) > 0 {
		parts = append(parts, node(tagContext1, unsigned...))
	}
	return node(tagSequence, parts...), nil
}

func attribute(kind, value []byte) []byte { return node(tagSequence, kind, node(tagSet, value)) }

// Token is a time-stamp token over data, at a time (RFC 3161 §2.4.2).
func (w *World) Token(by *Person, at time.Time, data []byte) ([]byte, error) {
	return w.TokenOver(by, at, sha256.Sum256(data))
}

// TokenOver is a token over data of which this is the digest.
func (w *World) TokenOver(by *Person, at time.Time, imprint [sha256.Size]byte) ([]byte, error) {
	return w.token(by, at, imprint, nil)
}

// token repeats a nonce, an INTEGER in DER.
func (w *World) token(by *Person, at time.Time, imprint [sha256.Size]byte, nonce []byte) ([]byte, error) {
	info := node(tagSequence,
		der(1), oid(1, 3, 6, 1, 4, 1, 99999, 1),
		node(tagSequence, digestAlgorithm(crypto.SHA256), node(tagOctets, imprint[:])),
		der(w.serial()), generalized(at), nonce,
	)
	kind := oid(1, 2, 840, 113549, 1, 9, 16, 1, 4)
	s := Signing{By: by, At: at}
	signer, err := s.info(info, kind, false)
	if err != nil {
		return nil, err
	}
	return s.message(node(tagSequence, kind, node(tagContext0, node(tagOctets, info))), 3, signer), nil
}
