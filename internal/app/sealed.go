// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
)

// sealedQueries carry what an official looked for in the address of a page: names
// and tax codes must stand in no address, because addresses end in the logs of
// proxies and in the histories of browsers (ASVS 5.0, 14.2.1).
type sealedQueries struct{ aead cipher.AEAD }

func newSealedQueries(secret []byte) (*sealedQueries, error) {
	derived, err := hkdf.Key(sha256.New, secret, nil, "pratica search query v1", keySize)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return &sealedQueries{aead}, err
}

// SealQuery hides a text so that only the same account can open it.
func (q *sealedQueries) SealQuery(account, text string) string {
	return base64.RawURLEncoding.EncodeToString(q.aead.Seal(nil, nil, []byte(text), []byte(account)))
}

// OpenQuery gives the text back; false when it was not sealed for the account.
func (q *sealedQueries) OpenQuery(account, sealed string) (string, bool) {
	data, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return "", false
	}
	text, err := q.aead.Open(nil, nil, data, []byte(account))
	return string(text), err == nil
}
