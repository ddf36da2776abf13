// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pki

import (
	"crypto"
	"crypto/rand"
	"crypto/sha1"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"time"
)

// Answer is an OCSP answer of the authority about a certificate, as of a time
// (RFC 6960 §4.2.1), signed by one whom it lets answer.
func (a *Authority) Answer(serial *big.Int, at time.Time) ([]byte, error) {
	a.mu.Lock()
	revoked, isRevoked := a.revoked[serial.String()]
	fault := a.fault
	a.mu.Unlock()
	signer := a
	if fault == Stranger {
		signer = a.world.Unlisted
	}
	if fault == Stale {
		at = at.AddDate(0, -6, 0)
	}
	responder, err := signer.Issue(Spec{Name: "Risponditore OCSP", From: at.Add(-time.Hour), To: at.AddDate(0, 1, 0), Answers: true})
	if err != nil {
		return nil, err
	}
	status := node(0x80)
	switch {
	case fault == Ignorant:
		status = node(0x82)
	case isRevoked && !revoked.At.After(at):
		status = node(tagContext1, generalized(revoked.At), node(tagContext0, node(0x0A, []byte{byte(revoked.Reason)})))
	}
	name, key := sha1.Sum(a.Certificate.RawSubject), sha1.Sum(keyBits(a.Certificate))
	single := node(tagSequence,
		node(tagSequence, digestAlgorithm(crypto.SHA1), node(tagOctets, name[:]), node(tagOctets, key[:]), der(serial)),
		status, generalized(at), node(tagContext0, generalized(at.Add(12*time.Hour))),
	)
	data := node(tagSequence, node(tagContext1, responder.Certificate.RawSubject), generalized(at), node(tagSequence, single))
	value, err := sign(responder.key, crypto.SHA256, false, data)
	if err != nil {
		return nil, err
	}
	return node(tagSequence, data, signatureAlgorithm(responder.key, crypto.SHA256, false), node(0x03, []byte{0}, value),
		node(tagContext0, node(tagSequence, responder.Certificate.Raw))), nil
}

// wrapped is the OCSPResponse around an answer.
func wrapped(basic []byte) []byte {
	return node(tagSequence, node(0x0A, []byte{0}), node(tagContext0, node(tagSequence, oid(1, 3, 6, 1, 5, 5, 7, 48, 1, 1), node(tagOctets, basic))))
}

func keyBits(c *x509.Certificate) []byte {
	var info struct {
		Algorithm asn1.RawValue
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(c.RawSubjectPublicKeyInfo, &info); err != nil {
		panic("pki: " + err.Error()) // made by this package
	}
	return info.Key.Bytes
}

// List is the CRL of the authority as of a time.
func (a *Authority) List(at time.Time) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	signer := a
	if a.fault == Stranger {
		signer = a.world.Unlisted
	}
	if a.fault == Stale {
		at = at.AddDate(0, -6, 0)
	}
	list := &x509.RevocationList{Number: big.NewInt(at.Unix()), ThisUpdate: at, NextUpdate: at.Add(24 * time.Hour)}
	for serial, r := range a.revoked {
		n, _ := new(big.Int).SetString(serial, 10)
		if !r.At.After(at) {
			list.RevokedCertificateEntries = append(list.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: n, RevocationTime: r.At, ReasonCode: r.Reason})
		}
	}
	return x509.CreateRevocationList(rand.Reader, list, signer.Certificate, signer.key)
}
