// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package audit

import (
	"bytes"
	"context"
	"fmt"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// FaultKind says what sort of change was found.
type FaultKind string

// The faults.
const (
	Altered     FaultKind = "altered"      // an entry is not what was hashed
	Unlinked    FaultKind = "unlinked"     // an entry does not follow the one before it
	Gap         FaultKind = "gap"          // entries are missing before this one
	HeadWrong   FaultKind = "head_wrong"   // a chain does not end where its head says
	Headless    FaultKind = "headless"     // a chain has no head
	Truncated   FaultKind = "truncated"    // a sealed entry is missing, or not the one that was sealed
	SealAltered FaultKind = "seal_altered" // a seal or its members are not what was hashed
	SealGap     FaultKind = "seal_gap"     // seals are missing
	TipWrong    FaultKind = "tip_wrong"    // a seal is not the one that was kept elsewhere
)

// Fault is one thing that is wrong, and where.
type Fault struct {
	Kind  FaultKind
	Chain string // of an entry or head
	Seq   int64
	Seal  int64 // of a seal, or of the seal that shows the fault
}

// Key is the text that explains the fault to a person.
func (f Fault) Key() string { return "audit.fault." + string(f.Kind) }

// String is the fault for logs and tests.
func (f Fault) String() string {
	return fmt.Sprintf("%s: chain %q seq %d seal %d", f.Kind, f.Chain, f.Seq, f.Seal)
}

// Report is the outcome of Verify.
type Report struct {
	Chains  int
	Entries int
	Seals   int
	Faults  []Fault // the first thousand
	More    int     // faults beyond those
	Tip     Tip     // the last seal; worth keeping elsewhere
}

// IsSound tells that nothing was found wrong.
func (r *Report) IsSound() bool { return len(r.Faults) == 0 }

const maxFaults = 1000

func (r *Report) fault(f Fault) {
	if len(r.Faults) == maxFaults {
		r.More++
		return
	}
	r.Faults = append(r.Faults, f)
}

// verifyPage is how many rows one read-only transaction looks at: writers go on
// meanwhile, and the write-ahead log is not kept from shrinking.
const verifyPage = 1000

// Verify recomputes every hash and compares all that must agree. Tips that were
// kept elsewhere are compared too. The error is of the database; what is wrong
// with the record is in the report.
func (l *Log) Verify(ctx context.Context, kept ...Tip) (report Report, err error) {
	defer problem.Wrap(&err, "audit.Verify")
	for _, part := range []func(context.Context, *Report) error{
		l.verifyChains, l.verifyHeads,
		func(ctx context.Context, r *Report) error { return l.verifySeals(ctx, r, kept) },
	} {
		if err := part(ctx, &report); err != nil {
			return Report{}, err
		}
	}
	return report, nil
}

// walked is an entry met on the way along all chains.
type walked struct {
	stored
	hasHead bool
}

// verifyChains walks all entries in the order of the table.
func (l *Log) verifyChains(ctx context.Context, r *Report) error {
	var last head
	for {
		var page []walked
		err := l.db.View(ctx, func(tx *database.Tx) (err error) {
			page, err = entryPage(ctx, tx, last.chain, last.seq, verifyPage)
			return err
		})
		if err != nil {
			return err
		}
		for _, w := range page {
			last = r.entry(last, w)
		}
		if len(page) < verifyPage {
			return nil
		}
	}
}

// entry judges one entry after the one before it and returns it as the next last.
func (r *Report) entry(last head, w walked) head {
	r.Entries++
	if last.chain != w.chain {
		r.Chains++
		last = head{w.chain, 0, genesis}
		if !w.hasHead {
			r.fault(Fault{Kind: Headless, Chain: w.chain, Seq: w.seq})
		}
	}
	if !bytes.Equal(w.hash, w.digest()) {
		r.fault(Fault{Kind: Altered, Chain: w.chain, Seq: w.seq})
	}
	switch {
	case w.seq != last.seq+1:
		r.fault(Fault{Kind: Gap, Chain: w.chain, Seq: w.seq})
	case !bytes.Equal(w.prev, last.hash):
		r.fault(Fault{Kind: Unlinked, Chain: w.chain, Seq: w.seq})
	}
	return head{w.chain, w.seq, w.hash}
}

// comparedHead is a head beside what it should agree with.
type comparedHead struct {
	head
	sealed                int64
	entryHash             []byte // of the entry that it names; nil if there is none
	lastEntry, lastMember int64
}

func (l *Log) verifyHeads(ctx context.Context, r *Report) error {
	last := ""
	for {
		var page []comparedHead
		err := l.db.View(ctx, func(tx *database.Tx) (err error) {
			page, err = headPage(ctx, tx, last, verifyPage)
			return err
		})
		if err != nil {
			return err
		}
		for _, h := range page {
			r.head(h)
			last = h.chain
		}
		if len(page) < verifyPage {
			return nil
		}
	}
}

func (r *Report) head(h comparedHead) {
	if h.lastEntry != h.seq || !bytes.Equal(h.entryHash, h.hash) {
		r.fault(Fault{Kind: HeadWrong, Chain: h.chain, Seq: h.seq})
	}
	if h.lastMember != h.sealed {
		r.fault(Fault{Kind: SealGap, Chain: h.chain, Seq: h.sealed})
	}
}

// member is a head as a seal has it, beside the hash that its entry has now.
type member struct {
	head
	entryHash []byte
}

func (l *Log) verifySeals(ctx context.Context, r *Report, kept []Tip) error {
	known := map[int64][]byte{}
	for _, tip := range kept {
		known[tip.Seal] = tip.Hash
	}
	r.Tip = Tip{Hash: genesis}
	for {
		more, err := l.verifySealPage(ctx, r, known)
		if err != nil {
			return err
		}
		if !more {
			break
		}
	}
	delete(known, 0) // a tip that was kept before the first seal says nothing
	for n := range known {
		if n > r.Tip.Seal {
			r.fault(Fault{Kind: SealGap, Seal: n})
		}
	}
	return nil
}

// verifySealPage looks at few seals at a time: each may have thousands of members.
func (l *Log) verifySealPage(ctx context.Context, r *Report, kept map[int64][]byte) (more bool, err error) {
	const page = 10
	err = l.db.View(ctx, func(tx *database.Tx) error {
		seals, err := sealPage(ctx, tx, r.Tip.Seal, page)
		if err != nil {
			return err
		}
		for _, s := range seals {
			of, err := members(ctx, tx, s.n)
			if err != nil {
				return err
			}
			r.seal(s, of, kept[s.n])
		}
		if more = len(seals) == page; more {
			return nil
		}
		stray, err := strayMembers(ctx, tx)
		if stray > 0 {
			r.fault(Fault{Kind: SealGap, Seal: r.Tip.Seal + 1})
		}
		return err
	})
	return more, err
}

// seal judges one seal after the one before it, which is the report's tip.
func (r *Report) seal(s seal, of []member, kept []byte) {
	r.Seals++
	heads := make([]head, len(of))
	for i, m := range of {
		heads[i] = m.head
		if !bytes.Equal(m.hash, m.entryHash) {
			r.fault(Fault{Kind: Truncated, Chain: m.chain, Seq: m.seq, Seal: s.n})
		}
	}
	if len(of) == 0 || int64(len(of)) != s.count || !bytes.Equal(merkleRoot(heads), s.root) || !bytes.Equal(s.digest(), s.hash) {
		r.fault(Fault{Kind: SealAltered, Seal: s.n})
	}
	if s.n != r.Tip.Seal+1 || !bytes.Equal(s.prev, r.Tip.Hash) {
		r.fault(Fault{Kind: SealGap, Seal: s.n})
	}
	if kept != nil && !bytes.Equal(kept, s.hash) {
		r.fault(Fault{Kind: TipWrong, Seal: s.n})
	}
	r.Tip = Tip{s.n, s.hash}
}
