// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package verdicts

import (
	"context"
	"slices"
	"strings"
	"time"

	"pratica/internal/database"
	"pratica/internal/jobs"
	"pratica/internal/objects"
	"pratica/internal/problem"
	"pratica/internal/signatures"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/revocation"
	"pratica/internal/signatures/validation"
)

// verify judges a file, writes down what it found, and comes again while another
// time may tell more.
func (s *Service) verify(ctx context.Context, job jobs.Job[payload]) error {
	var v Verdict
	err := s.DB.View(ctx, func(tx *database.Tx) (err error) {
		v, err = verdictOn(ctx, tx, job.Payload.Owner, job.Payload.File)
		return err
	})
	if problem.Is(err, codeNotFound) {
		return nil // forgotten meanwhile
	}
	if err != nil {
		return err
	}
	trust, lists, err := s.trust(ctx)
	if err != nil {
		return err
	}
	trust.There = v.ArrivedAt
	if v.Report, err = s.judge(ctx, v.Digest, trust); err != nil {
		return err
	}
	v.JudgedAt, v.Lists = trust.At, lists
	pause, again := pauseFor(trust.At.Sub(v.ArrivedAt))
	again = again && slices.ContainsFunc(v.Report.Signatures, func(sig report.Signature) bool { return sig.Sub == report.TryLater })
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := setVerdict(ctx, tx, v); err != nil || again {
			return err
		}
		return job.Finish(ctx, tx)
	})
	if err == nil && again {
		return jobs.Snooze(pause)
	}
	return err
}

// judge reads a stored file. One that cannot be read is a report without
// signatures.
func (s *Service) judge(ctx context.Context, digest string, trust validation.Trust) (report.Report, error) {
	content, object, err := s.Objects.Open(ctx, digest)
	if err != nil {
		return report.Report{}, err
	}
	defer content.Close()
	found, err := signatures.Inspect(ctx, objects.ReaderAt(content), object.Size, nil, trust)
	if _, ok := problem.As(err); ok {
		return report.Report{Kind: string(signatures.None), Verdict: report.NoSignature, Sub: report.FormatFailure, Signatures: []report.Signature{}}, nil
	}
	if err != nil {
		return report.Report{}, err
	}
	return *found, nil
}

// trust is that of this moment, with the digests of its lists.
func (s *Service) trust(ctx context.Context) (validation.Trust, []string, error) {
	trust := validation.Trust{At: s.Now(), Policy: s.Policy, Revocation: s.Revocation}
	var current []kept
	err := s.DB.View(ctx, func(tx *database.Tx) (err error) {
		current, err = currentLists(ctx, tx)
		return err
	})
	var digests []string
	for _, k := range current {
		if err != nil {
			break
		}
		l, loadErr := s.load(ctx, k.Digest)
		if loadErr != nil {
			err = loadErr
			break
		}
		trust.Lists, digests = append(trust.Lists, l), append(digests, k.Digest)
	}
	trust.Memory = s.memory(digests)
	return trust, digests, err
}

// memory is that of these lists: another set has another.
func (s *Service) memory(digests []string) *validation.Memory {
	s.mu.Lock()
	defer s.mu.Unlock()
	if of := strings.Join(digests, " "); s.remembered == nil || s.rememberedOf != of {
		s.remembered, s.rememberedOf = &validation.Memory{}, of
	}
	return s.remembered
}

// Trust is by whom signatures are believed at this moment, for who judges a file
// that is not stored.
func (s *Service) Trust(ctx context.Context) (trust validation.Trust, err error) {
	defer problem.Wrap(&err, "verdicts.Trust")
	trust, _, err = s.trust(ctx)
	return trust, err
}

// Rejudge finds a verdict again from what was kept with it alone, as of its time:
// nobody is asked. Whoever doubts a verdict years later compares the two.
func (s *Service) Rejudge(ctx context.Context, owner, file string) (then Verdict, again report.Report, err error) {
	defer problem.Wrap(&err, "verdicts.Rejudge")
	var evidence report.Evidence
	err = s.DB.View(ctx, func(tx *database.Tx) (err error) {
		if then, err = verdictOn(ctx, tx, owner, file); err == nil {
			evidence, err = evidenceOf(ctx, tx, owner, file)
		}
		return err
	})
	if err != nil {
		return then, again, err
	}
	trust := validation.Trust{At: then.JudgedAt, There: then.ArrivedAt, Policy: s.Policy, Revocation: revocation.ReadAll(evidence.Statements)}
	for _, digest := range then.Lists {
		l, err := s.load(ctx, digest)
		if err != nil {
			return then, again, err
		}
		trust.Lists = append(trust.Lists, l)
	}
	again, err = s.judge(ctx, then.Digest, trust)
	return then, again, err
}

// since is how far back verdicts are asked again when a list arrives.
const since = 400 * 24 * time.Hour

// askAgain asks again for the verdicts that lacked a list.
func (s *Service) askAgain(ctx context.Context, tx *database.Tx) error {
	all, err := openVerdicts(ctx, tx, s.Now().Add(-since))
	for _, p := range all {
		if err == nil {
			err = s.enqueue(ctx, tx, p.Owner, p.File)
		}
	}
	return err
}

// askWaiting asks for the verdicts that wait: those of files that came before this
// program judged any.
func (s *Service) askWaiting(ctx context.Context) (err error) {
	defer problem.Wrap(&err, "verdicts.askWaiting")
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		all, err := waitingVerdicts(ctx, tx, 500)
		for _, p := range all {
			if err == nil {
				err = s.enqueue(ctx, tx, p.Owner, p.File)
			}
		}
		return err
	})
}
