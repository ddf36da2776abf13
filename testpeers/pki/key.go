// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/asn1"
)

// Key says which key a certificate has.
type Key int

// The keys.
const (
	P256 Key = iota
	RSA2048
	RSA1024
)

func newKey(k Key) (crypto.Signer, error) {
	switch k {
	case RSA2048:
		return rsa.GenerateKey(rand.Reader, 2048)
	case RSA1024:
		return weakRSA()
	}
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

// weakRSA makes a key that the standard library no longer makes by itself.
func weakRSA() (*rsa.PrivateKey, error) {
	for {
		p, err := rand.Prime(rand.Reader, 512)
		if err != nil {
			return nil, err
		}
		q, err := rand.Prime(rand.Reader, 512)
		if err != nil {
			return nil, err
		}
		if key, ok := fromPrimes(p, q); ok {
			return key, nil
		}
	}
}

// digestOID are the identifiers of digests.
var digestOID = map[crypto.Hash][]int{
	crypto.SHA1: {1, 3, 14, 3, 2, 26}, crypto.SHA256: {2, 16, 840, 1, 101, 3, 4, 2, 1},
	crypto.SHA384: {2, 16, 840, 1, 101, 3, 4, 2, 2}, crypto.SHA512: {2, 16, 840, 1, 101, 3, 4, 2, 3},
}

func digestAlgorithm(h crypto.Hash) []byte {
	return node(tagSequence, oid(digestOID[h]...), der(asn1.NullRawValue))
}

// signatureAlgorithm is that of a key with a digest.
func signatureAlgorithm(key crypto.Signer, h crypto.Hash, pss bool) []byte {
	if _, ok := key.Public().(*ecdsa.PublicKey); ok {
		return node(tagSequence, oid(map[crypto.Hash][]int{
			crypto.SHA1: {1, 2, 840, 10045, 4, 1}, crypto.SHA256: {1, 2, 840, 10045, 4, 3, 2}, crypto.SHA384: {1, 2, 840, 10045, 4, 3, 3}, crypto.SHA512: {1, 2, 840, 10045, 4, 3, 4},
		}[h]...))
	}
	if pss {
		return node(tagSequence, oid(1, 2, 840, 113549, 1, 1, 10), node(tagSequence,
			node(tagContext0, digestAlgorithm(h)),
			node(tagContext1, node(tagSequence, oid(1, 2, 840, 113549, 1, 1, 8), digestAlgorithm(h))),
			node(0xA2, der(h.Size())),
		))
	}
	return node(tagSequence, oid(map[crypto.Hash][]int{
		crypto.SHA1: {1, 2, 840, 113549, 1, 1, 5}, crypto.SHA256: {1, 2, 840, 113549, 1, 1, 11}, crypto.SHA384: {1, 2, 840, 113549, 1, 1, 12}, crypto.SHA512: {1, 2, 840, 113549, 1, 1, 13},
	}[h]...), der(asn1.NullRawValue))
}

// sign signs data with a key.
func sign(key crypto.Signer, h crypto.Hash, pss bool, data []byte) ([]byte, error) {
	w := h.New()
	w.Write(data)
	var options crypto.SignerOpts = h
	if pss {
		options = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: h}
	}
	return key.Sign(rand.Reader, w.Sum(nil), options)
}
