// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pki

import (
	"encoding/asn1"
	"time"
)

// der encodes a value that encoding/asn1 can always encode.
func der(value any) []byte {
	b, err := asn1.Marshal(value)
	if err != nil {
		panic("pki: " + err.Error()) // a fault of this package, not of its input
	}
	return b
}

// node is an element of definite length.
func node(tag byte, parts ...[]byte) []byte {
	var body []byte
	for _, p := range parts {
		body = append(body, p...)
	}
	n := len(body)
	if n < 0x80 {
		return append([]byte{tag, byte(n)}, body...)
	}
	var length []byte
	for ; n > 0; n >>= 8 {
		length = append([]byte{byte(n)}, length...)
	}
	return append(append([]byte{tag, 0x80 | byte(len(length))}, length...), body...)
}

const (
	tagOctets   = 0x04
	tagSequence = 0x30
	tagSet      = 0x31
	tagContext0 = 0xA0
	tagContext1 = 0xA1
)

// OID is an object identifier, written as usual.
func oid(numbers ...int) []byte { return der(asn1.ObjectIdentifier(numbers)) }

func generalized(t time.Time) []byte { return node(0x18, []byte(t.UTC().Format("20060102150405Z"))) }
