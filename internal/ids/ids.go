// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package ids

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/google/uuid"
)

// New returns a UUIDv7 as text: unique, and sorted by the time it was made.
func New() string { return uuid.Must(uuid.NewV7()).String() }

// Crockford's alphabet: no I, L, O, U, so that nothing is misread.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const codeLength = 8 // random symbols: 40 bits; a ninth checks them

// Code returns a new short code, shown as "ABCD-EFGH-J": eight random symbols
// and one that checks them (any single wrong symbol, and any two swapped
// neighbours, are noticed).
func Code() string {
	var raw [codeLength]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand ends the process instead
	symbols := make([]byte, codeLength)
	for i, b := range raw {
		symbols[i] = alphabet[b&31]
	}
	return format(string(symbols) + string(check(string(symbols))))
}

// ParseCode reads a code as a person types it: any case, spaces and hyphens
// anywhere, O for 0, I and L for 1. ok is false when it cannot be a code.
func ParseCode(typed string) (code string, ok bool) {
	var symbols []byte
	for _, r := range strings.ToUpper(typed) {
		switch r {
		case ' ', '-', '–', '_', '.', '\t', '\u00a0':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if r > 'Z' || !strings.ContainsRune(alphabet, r) || len(symbols) > codeLength {
			return "", false
		}
		symbols = append(symbols, byte(r))
	}
	if len(symbols) != codeLength+1 {
		return "", false
	}
	if check(string(symbols[:codeLength])) != symbols[codeLength] {
		return "", false
	}
	return format(string(symbols)), true
}

func format(symbols string) string {
	return symbols[:4] + "-" + symbols[4:8] + "-" + symbols[8:]
}

// check is the ninth symbol: a weighted sum in GF(32), weights the powers of
// the generator. Every weight differs and none is zero, so a wrong symbol or a
// swap always changes it.
func check(symbols string) byte {
	var sum byte
	weight := byte(2)
	for i := range len(symbols) {
		sum ^= multiply(byte(strings.IndexByte(alphabet, symbols[i])), weight)
		weight = multiply(weight, 2)
	}
	return alphabet[sum]
}

// multiply is the product in GF(2^5) modulo x^5+x^2+1.
func multiply(a, b byte) byte {
	var p byte
	for b > 0 {
		if b&1 == 1 {
			p ^= a
		}
		a <<= 1
		if a&32 != 0 {
			a ^= 0b100101
		}
		b >>= 1
	}
	return p
}

// Token returns a new secret of 256 bits, for links and sessions.
func Token() string {
	var raw [32]byte
	_, _ = rand.Read(raw[:])
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// HashToken is what is stored of a token: its SHA-256 in hex.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
