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
	WarnNotYet   report.Warning = "not_yet_valid"
)

// Judge judges the signatures of a file, and keeps what their verdicts rest on.
type Judge struct {
	Trust    Trust
	Evidence report.Evidence
}

// Signature says what a signature is worth. Whatever is known against it stays.
func (j *Judge) Signature(ctx context.Context, s *report.Signature) {
	if s.Certificate == nil || len(j.Trust.Lists) == 0 {
		return
	}
	kind := trustlist.TypeCA
	if s.Role == report.RoleTimestamp {
		kind = trustlist.TypeTimestamp
	}
	if s.Integrity == report.Intact && s.Sub == report.NoCertificateChain {
		j.intact(ctx, s, kind)
		return
	}
	if ch, ok := j.Trust.build(kind, s.Certificate, s.Others); kind == trustlist.TypeCA {
		s.Qualification = qualification(ch, ok, s, j.Trust.At)
	}
}

// intact judges a signature that nothing else speaks against.
func (j *Judge) intact(ctx context.Context, s *report.Signature, kind string) {
	proof, kept, stamped := j.proof(ctx, s)
	if stamped {
		s.Best = report.Time{Time: proof}
	}
	q := question{kind: kind, signer: s.Certificate, others: s.Others, statements: s.Statements, digest: s.Digest, isPSS: s.IsPSS, at: proof, kept: kept}
	a := j.stands(ctx, q)
	s.Sub = a.sub
	for _, w := range a.warnings {
		s.Warn(w)
	}
	if a.sub == "" {
		s.Verdict = report.TotalPassed
		s.Best = report.Time{Time: proof}
	}
	if kind == trustlist.TypeCA {
		s.Qualification = qualification(a.chain, a.chain.certificates != nil, s, proof)
	}
}

// qualification are the words of EU DSS for the findings of TS 119 615: the
// certificate must have been qualified when it was issued, and when it signed.
func qualification(ch chain, listed bool, s *report.Signature, proof time.Time) string {
	if !listed {
		return "N/A"
	}
	issued, then := ch.service.Worth(s.Certificate, s.Certificate.NotBefore), ch.service.Worth(s.Certificate, proof)
	then.Qualified = then.Qualified && issued.Qualified
	switch s.Verdict {
	case report.TotalPassed:
		return then.String()
	case report.TotalFailed:
		return then.WithoutSignature()
	}
	return "Indeterminate " + then.String()
}

// proof is the earliest time at which the signature certainly was there: that of
// a time stamp that stands, or the time of the judgement. kept is that of the
// statements that came with it.
func (j *Judge) proof(ctx context.Context, s *report.Signature) (at, kept time.Time, stamped bool) {
	at = j.Trust.At
	if there := j.Trust.There; !there.IsZero() && there.Before(at) {
		at = there
	}
	kept = at
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
				statements: append(slices.Clone(authority.Statements), s.Statements...), digest: authority.Digest, isPSS: authority.IsPSS, at: covered, kept: kept,
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
		if stamp.OverData {
			kept = stamp.Time
		}
	}
	return at, kept, stamped
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
	isPSS      bool
	at         time.Time
	kept       time.Time // by when the statements certainly were there
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
	if q.kind == trustlist.TypeTimestamp && !q.signer.HasExtUsage(certificate.ForTimestamp) && a.sub == "" {
		a.sub = report.ChainConstraintsFailure // RFC 3161 §2.3
	}
	if a.sub == "" && !j.accepted(q, ch) {
		a.sub = report.CryptoConstraintsNoPOE
	}
	return a
}

// accepted says whether the algorithms were strong enough when the signature
// was there.
func (j *Judge) accepted(q question, ch chain) bool {
	if !j.Trust.Policy.Accepts(q.digest, q.isPSS, q.signer.Key, q.at) {
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
	expired := j.Trust.At.After(c.NotAfter)
	switch {
	case expired:
		warnings = append(warnings, WarnExpired)
	case q.at.Before(c.NotBefore):
		warnings = append(warnings, WarnNotYet)
	}
	said := j.status(ctx, c, issuer, kept, q)
	if !said.known {
		return unsaid(c, expired || q.at.Before(c.NotBefore)), warnings
	}
	is := said.status.State == revocation.Revoked || said.status.State == revocation.OnHold
	switch {
	case is && said.status.RevokedAt.After(q.at):
		warnings = append(warnings, WarnRevoked)
	case said.status.State == revocation.Revoked:
		return revoked(signs), warnings
	case said.status.State == revocation.OnHold:
		return report.TryLater, append(warnings, WarnHold)
	}
	switch {
	case q.at.After(c.NotAfter) && said.proved:
		return report.OutOfBoundsNotRevoked, warnings
	case q.at.After(c.NotAfter), expired && !said.proved:
		return report.OutOfBoundsNoPOE, warnings
	case !said.proved:
		return report.TryLater, warnings
	}
	return "", warnings
}

// unsaid is what follows when nothing that counts is said of a certificate.
// Asking again helps only while there is somebody to ask, and he still answers.
func unsaid(c *certificate.Certificate, outside bool) report.Sub {
	switch {
	case c.NoCheck && !outside:
		return ""
	case outside || len(c.OCSP)+len(c.CRLs) == 0:
		return report.CertificateChainFailure
	}
	return report.TryLater
}

func revoked(signs bool) report.Sub {
	if signs {
		return report.RevokedNoPOE
	}
	return report.RevokedCANoPOE
}

// said is what is known of a certificate's revocation.
type said struct {
	status revocation.Status
	known  bool
	proved bool // who said it was of its period when it certainly was there
}

// status is the newest of what is said of a certificate and counts.
func (j *Judge) status(ctx context.Context, c, issuer *certificate.Certificate, kept revocation.Kept, q question) (best said) {
	consider := func(all []revocation.Statement, there time.Time) {
		for _, each := range all {
			s, ok := each.About(c, issuer)
			if !ok || s.State == revocation.Unknown || !j.counts(s, c, q.at) {
				continue
			}
			found := said{s, true, s.Signer.IsValidAt(there)}
			if !best.known || found.proved && !best.proved || found.proved == best.proved && s.ThisUpdate.After(best.status.ThisUpdate) {
				best = found
			}
		}
	}
	consider(kept, q.kept)
	if j.Trust.Revocation != nil && !(best.proved && best.status.ThisUpdate.After(q.at)) {
		if all, err := j.Trust.Revocation.Statements(ctx, c, issuer); err == nil {
			consider(all, j.Trust.At)
		}
	}
	if best.known {
		j.Evidence.AddStatement(best.status.Raw)
		j.Evidence.AddCertificate(best.status.Signer.Raw)
	}
	return best
}

// counts: said while the certificate was of its period, not after the time of the
// judgement, and about a time that reaches the proof of existence (EN 319 102-1
// §5.2.5).
func (j *Judge) counts(s revocation.Status, c *certificate.Certificate, proof time.Time) bool {
	switch {
	case s.ProducedAt.After(j.Trust.At), s.ThisUpdate.Before(c.NotBefore), s.ThisUpdate.After(c.NotAfter):
		return false // of an expired certificate most issuers say nothing any more
	case s.State != revocation.Good:
		return true // what was revoked stays revoked
	}
	return !s.ThisUpdate.Before(proof) || s.NextUpdate.IsZero() || !s.NextUpdate.Before(proof)
}
