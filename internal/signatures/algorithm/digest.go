// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package algorithm

import (
	"crypto"
	_ "crypto/md5"  // old signatures are read, not made
	_ "crypto/sha1" // old signatures are read, not made
	_ "crypto/sha256"
	_ "crypto/sha3"
	_ "crypto/sha512"
	"errors"
	"strings"

	//lint:ignore SA1019 German signatures of the first years have it
	_ "golang.org/x/crypto/ripemd160"
)

// ErrUnsupported: the algorithm or the parameters are not known here.
var ErrUnsupported = errors.New("algorithm: unsupported")

var digests = map[string]crypto.Hash{
	"1.2.840.113549.2.5":      crypto.MD5,
	"1.3.14.3.2.26":           crypto.SHA1,
	"2.16.840.1.101.3.4.2.4":  crypto.SHA224,
	"2.16.840.1.101.3.4.2.1":  crypto.SHA256,
	"2.16.840.1.101.3.4.2.2":  crypto.SHA384,
	"2.16.840.1.101.3.4.2.3":  crypto.SHA512,
	"2.16.840.1.101.3.4.2.5":  crypto.SHA512_224,
	"2.16.840.1.101.3.4.2.6":  crypto.SHA512_256,
	"2.16.840.1.101.3.4.2.7":  crypto.SHA3_224,
	"2.16.840.1.101.3.4.2.8":  crypto.SHA3_256,
	"2.16.840.1.101.3.4.2.9":  crypto.SHA3_384,
	"2.16.840.1.101.3.4.2.10": crypto.SHA3_512,
	"1.3.36.3.2.1":            crypto.RIPEMD160,
}

// Digest is the hash that an object identifier names.
func Digest(oid string) (crypto.Hash, error) {
	h, ok := digests[oid]
	if !ok || !h.Available() {
		return 0, ErrUnsupported
	}
	return h, nil
}

// DigestOID is the object identifier of a hash, "" when it has none here.
func DigestOID(h crypto.Hash) string {
	for oid, each := range digests {
		if each == h {
			return oid
		}
	}
	return ""
}

// Name is how EU DSS prints a hash: SHA256, SHA3_256.
func Name(h crypto.Hash) string {
	name := h.String()
	if after, ok := strings.CutPrefix(name, "SHA3-"); ok {
		return "SHA3_" + after
	}
	return strings.ReplaceAll(strings.ReplaceAll(name, "-", ""), "/", "_")
}
