// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package validation

import (
	"cmp"
	"context"
	"slices"
	"time"

	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/revocation"
	"pratica/internal/signatures/trustlist"
)

// Warnings of this package.
const (
	WarnStamp    report.Warning = "stamp_not_trusted" // a time stamp that proves nothing here
	WarnKeyUsage report.Warning = "key_usage"         // the certificate is not made for signatures of will
	WarnRevoked  report.Warning = "revoked_later"     // after the signature was proved to be there
	WarnExpired  report.Warning = "expired_later"
	WarnHold     report.Warning = "suspended"
)

// Judge judges the signatures of a file, and keeps what their verdicts rest on.
type Judge struct {
	Trust    Trust
	Evidence report.Evidence
}

// Signature says what an intact signature is worth. Whatever is known against it
// stays.
func (j *Judge) Signature(ctx context.Context, s *report.Signature) {
	if s.Integrity != report.Intact || s.Sub != report.NoCertificateChain || s.Certificate == nil {
		return
	}
	kind := trustlist.TypeCA
	if s.Role == report.RoleTimestamp {
		kind = trustlist.TypeTimestamp
	}
	proof, stamped := j.proof(ctx, s)
	if stamped {
		s.Best = report.Time{Time: proof}
	}
	q := question{kind: kind, signer: s.Certificate, others: s.Others, statements: s.Statements, digest: s.Digest, at: proof}
	a := j.stands(ctx, q)
	s.Sub = a.sub
	for _, w := range a.warnings {
		s.Warn(w)
	}
	if a.sub == "" {
		s.Verdict = report.TotalPassed
		s.Best = report.Time{Time: proof}
	}
	if a.chain.certificates != nil && kind == trustlist.TypeCA {
		s.Qualification = qualification(a.chain.service, s.Certificate, proof, s.Verdict)
	}
}

// qualification are the words of EU DSS for the findings of TS 119 615: the
// certificate must have been qualified when it was issued, and when it signed.
func qualification(s trustlist.Service, c *certificate.Certificate, proof time.Time, v report.Verdict) string {
	issued, then := s.Worth(c, c.NotBefore), s.Worth(c, proof)
	then.Qualified = then.Qualified && issued.Qualified
	if v == report.TotalPassed {
		return then.String()
	}
	return "Indeterminate " + then.String()
}

// proof is the earliest time at which the signature certainly was there: that of
// a time stamp that stands, or the time of the judgement.
func (j *Judge) proof(ctx context.Context, s *report.Signature) (at time.Time, stamped bool) {
	at = j.Trust.At
	covered := at // of the time stamps that are still to be looked at
	stamps := slices.SortedStableFunc(slices.Values(s.Stamps), func(a, b report.Stamp) int {
		return cmp.Or(boolFirst(a.OverAll, b.OverAll), b.Time.Compare(a.Time))
	})
	for _, stamp := range stamps {
		authority := stamp.Signature
		a := answer{sub: authority.Sub}
		if authority.Certificate != nil && authority.Sub == report.NoCertificateChain {
			a = j.stands(ctx, question{
				kind: trustlist.TypeTimestamp, signer: authority.Certificate, others: append(slices.Clone(authority.Others), s.Others...),
				statements: append(slices.Clone(authority.Statements), s.Statements...), digest: authority.Digest, at: covered,
			})
		}
		if a.sub != "" || stamp.Time.After(covered) || !authority.Certificate.IsValidAt(stamp.Time) {
			s.Warn(WarnStamp)
			continue
		}
		stamped = true
		if stamp.Time.Before(at) {
			at = stamp.Time
		}
		if stamp.OverAll {
			covered = stamp.Time
		}
	}
	return at, stamped
}

func boolFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// question asks whether a certificate stands at a time.
type question struct {
	kind       string
	signer     *certificate.Certificate
	others     []*certificate.Certificate
	statements [][]byte
	digest     string // of the signature
	at         time.Time
}

// answer is "" as its sub-indication when nothing speaks against it.
type answer struct {
	sub      report.Sub
	chain    chain
	warnings []report.Warning
}

func (j *Judge) stands(ctx context.Context, q question) (a answer) {
	ch, ok := j.Trust.build(q.kind, q.signer, q.others)
	if !ok {
		a.sub = report.NoCertificateChain
		return a
	}
	a.chain = ch
	for _, c := range ch.certificates {
		j.Evidence.AddCertificate(c.Raw)
	}
	kept := revocation.ReadAll(q.statements)
	for i, c := range ch.certificates[:len(ch.certificates)-1] {
		sub, warnings := j.certificate(ctx, c, ch.certificates[i+1], kept, q, i == 0)
		a.warnings = append(a.warnings, warnings...)
		if sub != "" && a.sub == "" {
			a.sub = sub
		}
	}
	if q.signer.HasUsage && q.kind == trustlist.TypeCA && q.signer.Usage&certificate.NonRepudiation == 0 {
		a.warnings = append(a.warnings, WarnKeyUsage)
	}
	if a.sub == "" && !j.accepted(q, ch) {
		a.sub = report.CryptoConstraintsNoPOE
	}
	return a
}

// accepted says whether the algorithms were strong enough when the signature
// was there.
func (j *Judge) accepted(q question, ch chain) bool {
	if !j.Trust.Policy.Accepts(q.digest, q.signer.Key, q.at) {
		return false
	}
	for i, c := range ch.certificates[:len(ch.certificates)-1] {
		if !j.Trust.Policy.acceptsCertificate(c, ch.certificates[i+1], q.at) {
			return false
		}
	}
	return true
}

// certificate judges one of a chain at the proof of existence: first whether it
// was revoked, then whether it was within its period.
func (j *Judge) certificate(ctx context.Context, c, issuer *certificate.Certificate, kept revocation.Kept, q question, signs bool) (report.Sub, []report.Warning) {
	var warnings []report.Warning
	if q.at.Before(c.NotBefore) {
		return report.NotYetValid, nil
	}
	status, known := j.status(ctx, c, issuer, kept, q.at)
	expired := j.Trust.At.After(c.NotAfter)
	if expired {
		warnings = append(warnings, WarnExpired)
	}
	switch {
	case known && status.State == revocation.Revoked && !status.RevokedAt.After(q.at):
		return revoked(signs), nil
	case known && status.State == revocation.OnHold && !status.RevokedAt.After(q.at):
		return report.TryLater, []report.Warning{WarnHold}
	case known && (status.State == revocation.Revoked || status.State == revocation.OnHold):
		warnings = append(warnings, WarnRevoked)
	}
	switch {
	case q.at.After(c.NotAfter) && known:
		return report.OutOfBoundsNotRevoked, nil
	case q.at.After(c.NotAfter):
		return report.OutOfBoundsNoPOE, nil
	case !known && !c.NoCheck:
		return report.TryLater, nil
	}
	return "", warnings
}

func revoked(signs bool) report.Sub {
	if signs {
		return report.RevokedNoPOE
	}
	return report.RevokedCANoPOE
}

// status is the newest of what is said of a certificate and counts: said while
// the certificate was of its period, not after the time of the judgement, and
// about a time that reaches the proof of existence (EN 319 102-1 §5.2.5).
func (j *Judge) status(ctx context.Context, c, issuer *certificate.Certificate, kept revocation.Kept, proof time.Time) (best revocation.Status, known bool) {
	consider := func(all []revocation.Statement) {
		for _, each := range all {
			s, ok := each.About(c, issuer)
			if !ok || s.State == revocation.Unknown || !j.counts(s, c, proof) || known && !s.ThisUpdate.After(best.ThisUpdate) {
				continue
			}
			best, known = s, true
		}
	}
	consider(kept)
	if j.Trust.Revocation != nil && !(known && best.ThisUpdate.After(proof)) {
		if all, err := j.Trust.Revocation.Statements(ctx, c, issuer); err == nil {
			consider(all)
		}
	}
	if known {
		j.Evidence.AddStatement(best.Raw)
		j.Evidence.AddCertificate(best.Signer.Raw)
	}
	return best, known
}

func (j *Judge) counts(s revocation.Status, c *certificate.Certificate, proof time.Time) bool {
	switch {
	case s.ProducedAt.After(j.Trust.At), s.ThisUpdate.Before(c.NotBefore):
		return false
	case s.State != revocation.Good:
		return true // what was revoked stays revoked
	case s.ThisUpdate.After(c.NotAfter):
		return false // of an expired certificate most issuers say nothing any more
	}
	return !s.ThisUpdate.Before(proof) || s.NextUpdate.IsZero() || !s.NextUpdate.Before(proof)
}
