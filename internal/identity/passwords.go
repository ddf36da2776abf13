// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost is what one password hash costs (RFC 9106 §3.1).
type Cost struct {
	Memory  uint32 // KiB
	Time    uint32
	Threads uint8
}

// DefaultCost is above OWASP's floor and took 85 ms on a two-core machine.
var DefaultCost = Cost{Memory: 47104, Time: 1, Threads: 1}

const (
	saltBytes = 16
	tagBytes  = 32
	maxMemory = 1 << 20 // KiB; a stored string that asks for more was not written by us
)

var errHash = errors.New("identity: not a password hash of ours")

// Passwords hashes and checks passwords with argon2id. A semaphore bounds the memory that concurrent sign-ins take; who finds it
// full waits, until the request's context ends.
type Passwords struct {
	cost    Cost
	slots   chan struct{}
	dummy   string
	derived atomic.Int64
}

// NewPasswords allows parallel hashes at once.
func NewPasswords(cost Cost, parallel int) (*Passwords, error) {
	if parallel < 1 || cost.Memory < 8 || cost.Memory > maxMemory || cost.Time < 1 || cost.Threads < 1 {
		return nil, fmt.Errorf("identity: impossible password cost %+v with %d at once", cost, parallel)
	}
	// A tag drawn by lot is the tag of no password, and takes no memory to make.
	dummy := phc{cost, random(saltBytes), random(tagBytes)}
	return &Passwords{cost: cost, slots: make(chan struct{}, parallel), dummy: dummy.String()}, nil
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the process instead
	return b
}

// Hash returns the PHC string of a password.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	salt := random(saltBytes)
	tag, err := p.derive(ctx, password, salt, p.cost, tagBytes)
	if err != nil {
		return "", err
	}
	return phc{p.cost, salt, tag}.String(), nil
}

// Check compares a password with a stored hash. Without one ("") it spends the same work and answers no, so that an unknown
// account cannot be told from a wrong password by the time of the answer. stale asks for a new hash at today's cost.
func (p *Passwords) Check(ctx context.Context, stored, password string) (ok, stale bool, err error) {
	known := stored != ""
	if !known {
		stored = p.dummy
	}
	h, err := parsePHC(stored)
	if err != nil {
		return false, false, err
	}
	tag, err := p.derive(ctx, password, h.salt, h.cost, len(h.tag))
	if err != nil {
		return false, false, err
	}
	same := subtle.ConstantTimeCompare(tag, h.tag) == 1
	return same && known, h.cost != p.cost, nil
}

func (p *Passwords) derive(ctx context.Context, password string, salt []byte, c Cost, length int) ([]byte, error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-p.slots }()
	p.derived.Add(1)
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, c.Time, c.Memory, c.Threads, uint32(length)), nil
}

// phc is a hash in the string format of the password hashing competition.
type phc struct {
	cost Cost
	salt []byte
	tag  []byte
}

func (h phc) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.cost.Memory, h.cost.Time, h.cost.Threads,
		b64.EncodeToString(h.salt), b64.EncodeToString(h.tag))
}

func parsePHC(s string) (phc, error) {
	var h phc
	var version int
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return h, errHash
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return h, errHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.cost.Memory, &h.cost.Time, &h.cost.Threads); err != nil {
		return h, errHash
	}
	var err1, err2 error
	h.salt, err1 = base64.RawStdEncoding.DecodeString(parts[4])
	h.tag, err2 = base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || !h.plausible() {
		return h, errHash
	}
	return h, nil
}

func (h phc) plausible() bool {
	return h.cost.Memory >= 8 && h.cost.Memory <= maxMemory && h.cost.Time >= 1 && h.cost.Time <= 16 &&
		h.cost.Threads >= 1 && len(h.salt) >= 8 && len(h.tag) >= 16 && len(h.tag) <= 64
}
