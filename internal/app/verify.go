// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"fmt"

	"pratica/internal/objects"
)

// Report is what Verify found.
type Report struct {
	Checked []string // one line for each thing checked
	Faults  []string
}

// Verify recomputes everything that is meant to be provable: the audit chains
// and their seals, the numbers and fingerprints of filings, the life of each
// case, and the bytes of each file.
func (a *App) Verify(ctx context.Context) (r Report, err error) {
	p := a.Texts.For("en")
	chains, err := a.Audit.Verify(ctx)
	if err != nil {
		return r, err
	}
	r.line("audit: %d chains, %d entries, %d seals", chains.Chains, chains.Entries, chains.Seals)
	for _, f := range chains.Faults {
		r.fault("audit %s #%d: %s", f.Chain, f.Seq, p.T(f.Key()))
	}
	filings, err := a.Intake.Verify(ctx)
	if err != nil {
		return r, err
	}
	r.line("intake: %d filings", filings.Filings)
	for _, f := range filings.Faults {
		r.fault("intake %s: %s", f.Application, f.What)
	}
	if err := a.verifyCases(ctx, &r); err != nil {
		return r, err
	}
	if err := a.verifyLots(ctx, &r); err != nil {
		return r, err
	}
	if err := a.verifyDiscarded(ctx, &r); err != nil {
		return r, err
	}
	return r, a.verifyFiles(ctx, &r)
}

func (r *Report) line(format string, args ...any) {
	r.Checked = append(r.Checked, fmt.Sprintf(format, args...))
}

func (r *Report) fault(format string, args ...any) {
	r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
}

func (a *App) verifyCases(ctx context.Context, r *Report) error {
	kept, err := a.verifyEach(ctx, r, a.Casework.CaseIDs)
	if err != nil {
		return err
	}
	discarded, err := a.verifyEach(ctx, r, a.Casework.DiscardedIDs)
	r.line("casework: %d cases, %d of them discarded", kept+discarded, discarded)
	return err
}

// verifyEach verifies the cases that next lists, and says how many they are.
func (a *App) verifyEach(ctx context.Context, r *Report, next func(ctx context.Context, after string, n int) ([]string, error)) (n int, err error) {
	for after := ""; ; {
		page, err := next(ctx, after, 200)
		if err != nil || len(page) == 0 {
			return n, err
		}
		for _, id := range page {
			faults, err := a.Casework.Verify(ctx, id)
			if err != nil {
				return n, err
			}
			for _, f := range faults {
				r.fault("case %s: %s", id, f)
			}
			n, after = n+1, id
		}
	}
}

func (a *App) verifyDiscarded(ctx context.Context, r *Report) error {
	n, unproven, err := a.Discard.Verify(ctx)
	for _, id := range unproven {
		r.fault("discard %s: no list and no audit entry proves it", id)
	}
	r.line("discard: %d cases", n)
	return err
}

func (a *App) verifyFiles(ctx context.Context, r *Report) error {
	n, after := 0, ""
	for {
		page, err := a.Documents.Digests(ctx, after, 500)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		for _, digest := range page {
			if err := objects.Verify(ctx, a.Objects, digest); err != nil {
				r.fault("file %s: %v", digest, err)
			}
			n, after = n+1, digest
		}
	}
	r.line("documents: %d files", n)
	return nil
}
