// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"time"
)

// The hashes are SHA-256 over a name that says what is hashed, and over each
// field preceded by its length, so that no two different rows are the same bytes.
// A change of the form needs a new name: old rows are verified for ever.
const (
	entryForm  = "pratica/audit/entry/1"
	memberForm = "pratica/audit/member/1"
	sealForm   = "pratica/audit/seal/1"
)

// genesis is what stands before the first entry of a chain and the first seal.
var genesis = make([]byte, sha256.Size)

// preimage gathers what is hashed.
type preimage struct{ b []byte }

func form(name string) *preimage { return new(preimage).text(name) }

func (p *preimage) bytes(b []byte) *preimage {
	p.b = binary.BigEndian.AppendUint64(p.b, uint64(len(b)))
	p.b = append(p.b, b...)
	return p
}

func (p *preimage) text(s string) *preimage { return p.bytes([]byte(s)) }

func (p *preimage) number(n int64) *preimage {
	p.b = binary.BigEndian.AppendUint64(p.b, uint64(n))
	return p
}

// instant is in microseconds, which both databases keep.
func (p *preimage) instant(t time.Time) *preimage { return p.number(t.UnixMicro()) }

func (p *preimage) sum() []byte {
	sum := sha256.Sum256(p.b)
	return sum[:]
}

// digest is the hash of an entry: of every column of its row but the hash.
func (s stored) digest() []byte {
	return form(entryForm).text(s.chain).number(s.seq).instant(s.at).text(s.actorKind).text(s.actorID).
		text(s.action).text(s.subject).bytes(s.detail).bytes(s.prev).sum()
}

// digest is the hash of a seal.
func (s seal) digest() []byte {
	return form(sealForm).number(s.n).instant(s.at).number(s.count).bytes(s.root).bytes(s.prev).sum()
}

// merkleRoot is the root over the heads, sorted by the bytes of their chains' names
// (databases sort text by their own rules), so that one chain can be proved to be
// under a seal without showing the others. RFC 6962 §2.1.
func merkleRoot(heads []head) []byte {
	heads = slices.SortedFunc(slices.Values(heads), func(a, b head) int { return strings.Compare(a.chain, b.chain) })
	leaves := make([][]byte, len(heads))
	for i, h := range heads {
		leaf := form(memberForm).text(h.chain).number(h.seq).bytes(h.hash)
		leaves[i] = hashNode(0, leaf.b)
	}
	return subtree(leaves)
}

// subtree splits at the largest power of two below the number of leaves. A seal
// has at least one.
func subtree(nodes [][]byte) []byte {
	if len(nodes) == 1 {
		return nodes[0]
	}
	split := 1
	for split*2 < len(nodes) {
		split *= 2
	}
	return hashNode(1, subtree(nodes[:split]), subtree(nodes[split:]))
}

// hashNode hashes a leaf (0) or an inner node (1).
func hashNode(kind byte, parts ...[]byte) []byte {
	sum := sha256.Sum256(append([]byte{kind}, bytes.Join(parts, nil)...))
	return sum[:]
}
