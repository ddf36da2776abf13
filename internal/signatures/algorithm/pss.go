// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package algorithm

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"encoding/binary"
	"math/big"
)

// verifyPSS is RSASSA-PSS (RFC 8017 §8.1.2). The standard library wants the mask
// to be made with the hash of the message; signers are free to take another.
func verifyPSS(k *rsa.PublicKey, p pssParameters, digest, value []byte) error {
	if p.mask == p.hash {
		return rsa.VerifyPSS(k, p.hash, digest, value, &rsa.PSSOptions{SaltLength: p.salt, Hash: p.hash})
	}
	if len(value) != k.Size() || !p.mask.Available() || !p.hash.Available() {
		return ErrMismatch
	}
	m := new(big.Int).Exp(new(big.Int).SetBytes(value), big.NewInt(int64(k.E)), k.N)
	bits := k.N.BitLen() - 1
	encoded := m.FillBytes(make([]byte, (k.N.BitLen()+7)/8))[(k.N.BitLen()+7)/8-(bits+7)/8:]
	size := p.hash.Size()
	if len(encoded) < size+p.salt+2 || encoded[len(encoded)-1] != 0xBC {
		return ErrMismatch
	}
	db, h := bytes.Clone(encoded[:len(encoded)-size-1]), encoded[len(encoded)-size-1:len(encoded)-1]
	unmask(db, h, p.mask)
	db[0] &= 0xFF >> (8*len(encoded) - bits)
	zeros := len(db) - p.salt - 1
	if zeros < 0 || len(bytes.Trim(db[:zeros], "\x00")) > 0 || db[zeros] != 1 {
		return ErrMismatch
	}
	w := p.hash.New()
	w.Write(make([]byte, 8))
	w.Write(digest)
	w.Write(db[zeros+1:])
	if !bytes.Equal(w.Sum(nil), h) {
		return ErrMismatch
	}
	return nil
}

// unmask is MGF1 (RFC 8017 §B.2.1) over seed, applied to data.
func unmask(data, seed []byte, hash crypto.Hash) {
	for counter, at := uint32(0), 0; at < len(data); counter++ {
		w := hash.New()
		w.Write(seed)
		w.Write(binary.BigEndian.AppendUint32(nil, counter))
		for _, c := range w.Sum(nil) {
			if at == len(data) {
				return
			}
			data[at] ^= c
			at++
		}
	}
}
