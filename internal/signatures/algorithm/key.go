// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package algorithm

import (
	"crypto"
	//lint:ignore SA1019 signatures of the first years have it
	"crypto/dsa"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

var curves = map[string]elliptic.Curve{
	"1.2.840.10045.3.1.7": elliptic.P256(),
	"1.3.132.0.33":        elliptic.P224(),
	"1.3.132.0.34":        elliptic.P384(),
	"1.3.132.0.35":        elliptic.P521(),
}

// PublicKey reads a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), and is more
// patient than the standard library: keys in real trusted lists lack the NULL
// of RSA, or the leading zero of the modulus.
func PublicKey(der []byte) (crypto.PublicKey, error) {
	in := cryptobyte.String(der)
	var body cryptobyte.String
	if !in.ReadASN1(&body, asn1.SEQUENCE) {
		return nil, ErrUnsupported
	}
	id, ok := ReadIdentifier(&body)
	var unused byte
	var bits cryptobyte.String
	if !ok || !body.ReadASN1(&bits, asn1.BIT_STRING) || !bits.ReadUint8(&unused) {
		return nil, ErrUnsupported
	}
	switch id.OID {
	case "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10":
		return rsaKey(bits)
	case "1.2.840.10045.2.1":
		return curveKey(id.Parameters, bits)
	case "1.3.101.112":
		if len(bits) == ed25519.PublicKeySize {
			return ed25519.PublicKey(bits), nil
		}
	case "1.2.840.10040.4.1":
		return dsaKey(id.Parameters, bits)
	}
	return nil, ErrUnsupported
}

func rsaKey(bits cryptobyte.String) (crypto.PublicKey, error) {
	var body, modulus cryptobyte.String
	var e int
	if !bits.ReadASN1(&body, asn1.SEQUENCE) || !body.ReadASN1(&modulus, asn1.INTEGER) || !body.ReadASN1Integer(&e) {
		return nil, ErrUnsupported
	}
	n := new(big.Int).SetBytes(modulus) // without its sign: a modulus is never negative
	const most = 16384                  // bits: a larger one is there to make us calculate
	if n.Sign() == 0 || n.BitLen() > most || e < 2 {
		return nil, ErrUnsupported
	}
	return &rsa.PublicKey{N: n, E: e}, nil
}

func curveKey(parameters, point cryptobyte.String) (crypto.PublicKey, error) {
	oid, ok := ReadOID(&parameters)
	if !ok {
		return nil, ErrUnsupported
	}
	if curve, ok := curves[oid]; ok {
		k, err := ecdsa.ParseUncompressedPublicKey(curve, point)
		if err != nil {
			return nil, ErrUnsupported
		}
		return k, nil
	}
	return newBrainpoolKey(oid, point)
}

func dsaKey(parameters, bits cryptobyte.String) (crypto.PublicKey, error) {
	k := &dsa.PublicKey{Y: new(big.Int)}
	k.P, k.Q, k.G = new(big.Int), new(big.Int), new(big.Int)
	var body cryptobyte.String
	const most = 4096 // bits
	if !parameters.ReadASN1(&body, asn1.SEQUENCE) || !body.ReadASN1Integer(k.P) || !body.ReadASN1Integer(k.Q) ||
		!body.ReadASN1Integer(k.G) || !bits.ReadASN1Integer(k.Y) || k.P.Sign() <= 0 || k.Q.Sign() <= 0 || k.P.BitLen() > most {
		return nil, ErrUnsupported
	}
	return k, nil
}
