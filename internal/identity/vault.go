// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// KeySize is the length of the key of the installation, in bytes.
const KeySize = 32

const sealVersion = 1 // first byte of what is sealed, for the day on which the form changes

// ErrSealed means that a stored secret was sealed with another key, or changed.
var ErrSealed = errors.New("identity: a stored secret does not open with the key of this installation")

// Vault protects what is secret at rest with keys derived from the key of the installation, which is not in the database: a copy
// of the database alone shows no authenticator secret and lets no recovery code be guessed.
type Vault struct {
	aead cipher.AEAD
	mac  []byte
}

// NewVault derives the keys; key has KeySize bytes.
func NewVault(key []byte) (*Vault, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("identity: the key has %d bytes, want %d", len(key), KeySize)
	}
	seal, err := hkdf.Key(sha256.New, key, nil, "pratica identity seal v1", 32)
	if err != nil {
		return nil, err
	}
	mac, err := hkdf.Key(sha256.New, key, nil, "pratica identity mac v1", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(seal)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &Vault{aead: aead, mac: mac}, err
}

// seal encrypts a secret of an account; it opens for that account only.
func (v *Vault) seal(account string, secret []byte) []byte {
	nonce := make([]byte, v.aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails: crypto/rand ends the process instead
	out := append([]byte{sealVersion}, nonce...)
	return v.aead.Seal(out, nonce, secret, []byte(account))
}

func (v *Vault) open(account string, sealed []byte) ([]byte, error) {
	head := 1 + v.aead.NonceSize()
	if len(sealed) < head || sealed[0] != sealVersion {
		return nil, ErrSealed
	}
	secret, err := v.aead.Open(nil, sealed[1:head], sealed[head:], []byte(account))
	if err != nil {
		return nil, ErrSealed
	}
	return secret, nil
}

// code is what is stored of a recovery code: it has too few bits for a plain hash.
func (v *Vault) code(account, code string) string {
	h := hmac.New(sha256.New, v.mac)
	fmt.Fprintf(h, "%d:%s%s", len(account), account, code)
	return hex.EncodeToString(h.Sum(nil))
}
