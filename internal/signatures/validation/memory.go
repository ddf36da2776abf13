// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package validation

import (
	"crypto/sha256"
	"sync"

	"pratica/internal/signatures/certificate"
)

// Memory remembers which certificates were issued by services of the lists, so
// that the same signer's next file needs no look through them again. It belongs to
// one set of lists. It is safe for concurrent use; nil remembers nothing.
type Memory struct {
	mu     sync.Mutex
	chains map[remembered]chain
}

// remembered names a certificate by its bytes, and what it was looked up for.
type remembered struct {
	kind string
	sum  [sha256.Size]byte
}

const maxRemembered = 4096

func nameOf(kind string, c *certificate.Certificate) remembered {
	return remembered{kind, sha256.Sum256(c.Raw)}
}

func (m *Memory) recall(kind string, c *certificate.Certificate) (chain, bool) {
	if m == nil {
		return chain{}, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	ch, ok := m.chains[nameOf(kind, c)]
	return ch, ok
}

// keep remembers a chain that the lists alone explain: one that goes over
// certificates of a file holds for that file only.
func (m *Memory) keep(kind string, c *certificate.Certificate, ch chain) {
	const direct = 2
	if m == nil || len(ch.certificates) > direct {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.chains == nil || len(m.chains) >= maxRemembered {
		m.chains = map[remembered]chain{}
	}
	m.chains[nameOf(kind, c)] = ch
}
