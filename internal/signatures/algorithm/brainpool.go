// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package algorithm

import (
	"crypto"
	"math/big"
)

// brainpool is a curve of RFC 5639, which the standard library does not have:
// German and Austrian certificates use them. Only public values are calculated
// with, so that time need not be constant.
type brainpool struct{ p, a, b, x, y, n *big.Int }

var brainpools = map[string]brainpool{
	"1.3.36.3.3.2.8.1.1.7": newBrainpool( // brainpoolP256r1
		"A9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377",
		"7D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9",
		"26DC5C6CE94A4B44F330B5D9BBD77CBF958416295CF7E1CE6BCCDC18FF8C07B6",
		"8BD2AEB9CB7E57CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262",
		"547EF835C3DAC4FD97F8461A14611DC9C27745132DED8E545C1D54C72F046997",
		"A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7"),
	"1.3.36.3.3.2.8.1.1.11": newBrainpool( // brainpoolP384r1
		"8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B412B1DA197FB71123ACD3A729901D1A71874700133107EC53",
		"7BC382C63D8C150C3C72080ACE05AFA0C2BEA28E4FB22787139165EFBA91F90F8AA5814A503AD4EB04A8C7DD22CE2826",
		"04A8C7DD22CE28268B39B55416F0447C2FB77DE107DCD2A62E880EA53EEB62D57CB4390295DBC9943AB78696FA504C11",
		"1D1C64F068CF45FFA2A63A81B7C13F6B8847A3E77EF14FE3DB7FCAFE0CBD10E8E826E03436D646AAEF87B2E247D4AF1E",
		"8ABE1D7520F9C2A45CB1EB8E95CFD55262B70B29FEEC5864E19C054FF99129280E4646217791811142820341263C5315",
		"8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B31F166E6CAC0425A7CF3AB6AF6B7FC3103B883202E9046565"),
	"1.3.36.3.3.2.8.1.1.13": newBrainpool( // brainpoolP512r1
		"AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA703308717D4D9B009BC66842AECDA12AE6A380E62881FF2F2D82C68528AA6056583A48F3",
		"7830A3318B603B89E2327145AC234CC594CBDD8D3DF91610A83441CAEA9863BC2DED5D5AA8253AA10A2EF1C98B9AC8B57F1117A72BF2C7B9E7C1AC4D77FC94CA",
		"3DF91610A83441CAEA9863BC2DED5D5AA8253AA10A2EF1C98B9AC8B57F1117A72BF2C7B9E7C1AC4D77FC94CADC083E67984050B75EBAE5DD2809BD638016F723",
		"81AEE4BDD82ED9645A21322E9C4C6A9385ED9F70B5D916C1B43B62EEF4D0098EFF3B1F78E2D0D48D50D1687B93B97D5F7C6D5047406A5E688B352209BCB9F822",
		"7DDE385D566332ECC0EABFA9CF7822FDF209F70024A57B1AA000C55B881F8111B2DCDE494A5F485E5BCA4BD88A2763AED1CA2B2FA8F0540678CD1E0F3AD80892",
		"AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA70330870553E5C414CA92619418661197FAC10471DB1D381085DDADDB58796829CA90069"),
}

func newBrainpool(p, a, b, x, y, n string) brainpool {
	number := func(text string) *big.Int {
		i, ok := new(big.Int).SetString(text, 16)
		if !ok {
			panic("algorithm: a constant is not a number")
		}
		return i
	}
	return brainpool{number(p), number(a), number(b), number(x), number(y), number(n)}
}

// brainpoolKey is a public key on such a curve.
type brainpoolKey struct {
	brainpool
	q point
}

// Bits is the length of the key.
func (k *brainpoolKey) Bits() int { return k.p.BitLen() }

// point is affine; x is nil at infinity.
type point struct{ x, y *big.Int }

// newBrainpoolKey reads an uncompressed point (SEC 1 §2.3.3).
func newBrainpoolKey(oid string, encoded []byte) (crypto.PublicKey, error) {
	c, ok := brainpools[oid]
	size := 0
	if ok {
		size = (c.p.BitLen() + 7) / 8
	}
	if !ok || len(encoded) != 1+2*size || encoded[0] != 4 {
		return nil, ErrUnsupported
	}
	k := &brainpoolKey{c, point{new(big.Int).SetBytes(encoded[1 : 1+size]), new(big.Int).SetBytes(encoded[1+size:])}}
	if !c.holds(k.q) {
		return nil, ErrUnsupported
	}
	return k, nil
}

// holds says whether a point lies on the curve.
func (c brainpool) holds(p point) bool {
	if p.x.Cmp(c.p) >= 0 || p.y.Cmp(c.p) >= 0 {
		return false
	}
	left := new(big.Int).Mul(p.y, p.y)
	right := new(big.Int).Mul(p.x, p.x)
	right.Add(right, c.a).Mul(right, p.x).Add(right, c.b)
	return left.Sub(left, right).Mod(left, c.p).Sign() == 0
}

// verify is ECDSA (SEC 1 §4.1.4).
func (k *brainpoolKey) verify(digest []byte, r, s *big.Int) bool {
	if r.Sign() <= 0 || s.Sign() <= 0 || r.Cmp(k.n) >= 0 || s.Cmp(k.n) >= 0 {
		return false
	}
	e := new(big.Int).SetBytes(digest)
	if extra := len(digest)*8 - k.n.BitLen(); extra > 0 {
		e.Rsh(e, uint(extra))
	}
	w := new(big.Int).ModInverse(s, k.n)
	u1 := new(big.Int).Mul(e, w)
	u2 := new(big.Int).Mul(r, w)
	sum := k.add(k.times(point{k.x, k.y}, u1.Mod(u1, k.n)), k.times(k.q, u2.Mod(u2, k.n)))
	return sum.x != nil && new(big.Int).Mod(sum.x, k.n).Cmp(r) == 0
}

func (c brainpool) times(p point, n *big.Int) (sum point) {
	for i := n.BitLen() - 1; i >= 0; i-- {
		sum = c.add(sum, sum)
		if n.Bit(i) == 1 {
			sum = c.add(sum, p)
		}
	}
	return sum
}

func (c brainpool) add(p, q point) point {
	if p.x == nil {
		return q
	}
	if q.x == nil {
		return p
	}
	over, under := new(big.Int), new(big.Int) // of the slope
	switch {
	case p.x.Cmp(q.x) != 0:
		over.Sub(q.y, p.y)
		under.Sub(q.x, p.x)
	case p.y.Cmp(q.y) == 0 && p.y.Sign() != 0:
		over.Mul(p.x, p.x).Mul(over, big.NewInt(3)).Add(over, c.a)
		under.Lsh(p.y, 1)
	default:
		return point{}
	}
	slope := over.Mul(over, under.ModInverse(under.Mod(under, c.p), c.p))
	slope.Mod(slope, c.p)
	x := new(big.Int).Mul(slope, slope)
	x.Sub(x, p.x).Sub(x, q.x).Mod(x, c.p)
	y := new(big.Int).Sub(p.x, x)
	y.Mul(y, slope).Sub(y, p.y).Mod(y, c.p)
	return point{x, y}
}
