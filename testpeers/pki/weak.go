// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pki

import (
	"crypto/rsa"
	"math/big"
)

// fromPrimes is the key of two primes; not ok when they do not fit the usual
// exponent.
func fromPrimes(p, q *big.Int) (*rsa.PrivateKey, bool) {
	one := big.NewInt(1)
	phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	e := 65537
	d := new(big.Int).ModInverse(big.NewInt(int64(e)), phi)
	n := new(big.Int).Mul(p, q)
	if d == nil || p.Cmp(q) == 0 || n.BitLen() != 1024 {
		return nil, false
	}
	key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: n, E: e}, D: d, Primes: []*big.Int{p, q}}
	key.Precompute()
	return key, true
}
