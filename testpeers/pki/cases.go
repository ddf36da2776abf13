// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pki

import (
	"crypto"
	"crypto/x509"
	"fmt"
	"time"

	"pratica/internal/signatures/signaturestest"
)

// Case is a signed file and what a validator says of it, in the words of ETSI EN
// 319 102-1 and TS 119 615.
type Case struct {
	Name          string // with the extension of its file
	File          []byte
	Verdict, Sub  string
	Qualification string // "" when it does not matter
	Stamped       bool   // the best signature time is that of a time stamp
}

// fate is what happened around a signature; each is met in both formats.
type fate struct {
	name                        string
	by                          func(w *World) *Authority // nil: Qualified
	spec                        Spec
	sign                        Signing
	stamp                       time.Duration // before now; 0: none
	stampBy                     func(w *World) (*Person, error)
	strangeStamp                bool
	revoked                     time.Duration // before now; 0: not revoked
	suspended                   bool
	kept                        bool // statements of the time of the stamp are kept in the file
	archived                    bool // and stamped a day later
	others                      func(w *World) []*x509.Certificate
	alter                       func(file []byte) []byte
	verdict, sub, qualification string
	only                        string // one format only
}

const (
	passed  = "TOTAL-PASSED"
	open    = "INDETERMINATE"
	failed  = "TOTAL-FAILED"
	day     = 24 * time.Hour
	qesig   = "QESig"
	content = "Il documento che è stato firmato.\n"
)

// Cases are the signed files of the world.
func (w *World) Cases() ([]Case, error) {
	var all []Case
	for _, f := range w.fates() {
		for _, format := range []string{"p7m", "pdf"} {
			if f.only != "" && f.only != format {
				continue
			}
			c, err := w.make(f, format)
			if err != nil {
				return nil, fmt.Errorf("%s.%s: %w", f.name, format, err)
			}
			all = append(all, c)
		}
	}
	return all, nil
}

func (w *World) fates() []fate {
	of := func(a *Authority) func(w *World) *Authority { return func(*World) *Authority { return a } }
	stranger := func(w *World) (*Person, error) {
		return w.Unlisted.Issue(Spec{Name: "Marca di nessuno", From: w.Now.AddDate(-9, 0, 0), To: w.Now.AddDate(9, 0, 0), Stamps: true})
	}
	stampOf := func(s Spec) func(w *World) (*Person, error) {
		return func(w *World) (*Person, error) {
			s.Stamps = true
			if s.From.IsZero() {
				s.From, s.To = w.Now.AddDate(-9, 0, 0), w.Now.AddDate(9, 0, 0)
			}
			s.Name = "Unità di marcatura " + s.Name
			return w.Stamping.Issue(s)
		}
	}
	ago := func(years int) time.Time { return w.Now.AddDate(-years, 0, 0) }
	expired := Spec{From: ago(5), To: ago(1)}
	return []fate{
		{name: "good", verdict: passed, qualification: qesig},
		{name: "good-list", spec: Spec{Told: ByList}, verdict: passed, qualification: qesig},
		{name: "good-rsa", spec: Spec{Key: RSA2048}, verdict: passed, qualification: qesig},
		{name: "good-pss", spec: Spec{Key: RSA2048}, sign: Signing{PSS: true}, verdict: passed, qualification: qesig},
		{name: "good-sha512", sign: Signing{Hash: crypto.SHA512}, verdict: passed, qualification: qesig},
		{name: "good-stamped", stamp: 5 * day, verdict: passed, qualification: qesig},
		{name: "good-kept", stamp: 5 * day, kept: true, verdict: passed, qualification: qesig},
		{name: "revoked-before", revoked: 30 * day, sign: Signing{At: w.Now.Add(-5 * day)}, verdict: open, sub: "REVOKED_NO_POE"},
		{name: "revoked-after", revoked: 2 * day, sign: Signing{At: w.Now.Add(-5 * day)}, verdict: open, sub: "REVOKED_NO_POE"},
		{name: "revoked-after-stamp", revoked: 2 * day, stamp: 5 * day, verdict: passed, qualification: qesig},
		{name: "revoked-before-stamp", revoked: 30 * day, stamp: 5 * day, verdict: open, sub: "REVOKED_NO_POE"},
		{name: "suspended", revoked: 2 * day, suspended: true, verdict: open, sub: "TRY_LATER"},
		{name: "suspended-list", revoked: 2 * day, suspended: true, spec: Spec{Told: ByList}, verdict: open, sub: "TRY_LATER"},
		{name: "expired", spec: expired, sign: Signing{At: ago(2)}, verdict: open, sub: "CERTIFICATE_CHAIN_GENERAL_FAILURE"},
		{name: "expired-stamped-kept", spec: expired, stamp: 2 * 365 * day, kept: true, verdict: open, sub: "OUT_OF_BOUNDS_NO_POE"},
		{name: "expired-archived", spec: expired, stamp: 2 * 365 * day, kept: true, archived: true, verdict: passed, qualification: qesig, only: "pdf"},
		{name: "expired-stamped", spec: expired, stamp: 2 * 365 * day, verdict: open, sub: "CERTIFICATE_CHAIN_GENERAL_FAILURE"},
		{name: "stamped-after-expiry", spec: expired, stamp: 100 * day, kept: true, verdict: open, sub: "CERTIFICATE_CHAIN_GENERAL_FAILURE"},
		{name: "not-yet-valid", spec: Spec{From: w.Now.AddDate(0, 1, 0), To: w.Now.AddDate(3, 0, 0)}, verdict: open, sub: "CERTIFICATE_CHAIN_GENERAL_FAILURE"},
		{name: "key-usage", spec: Spec{Usage: x509.KeyUsageDigitalSignature}, verdict: passed, qualification: qesig},
		{name: "no-device", spec: Spec{NoDevice: true}, verdict: passed, qualification: "AdESig-QC"},
		{name: "seal", spec: Spec{Seal: true}, verdict: passed, qualification: "QESeal"},
		{name: "not-qualified", spec: Spec{NotQualified: true}, verdict: passed, qualification: "Unknown"},
		{name: "list-says-not-qualified", spec: Spec{Policy: Policy}, verdict: passed, qualification: "AdESig"},
		{name: "withdrawn", by: of(w.Withdrawn), spec: Spec{From: w.Now.AddDate(0, -6, 0), To: w.Now.AddDate(2, 0, 0)}, verdict: passed, qualification: "AdESig"},
		{name: "withdrawn-after-stamp", by: of(w.Withdrawn), spec: Spec{From: ago(3), To: w.Now.AddDate(1, 0, 0)}, stamp: 2 * 365 * day, verdict: passed, qualification: qesig},
		{name: "unlisted", by: of(w.Unlisted), verdict: open, sub: "NO_CERTIFICATE_CHAIN_FOUND"},
		{name: "below-root", by: of(w.Middle), others: func(w *World) []*x509.Certificate { return []*x509.Certificate{w.Middle.Certificate} }, verdict: passed, qualification: qesig},
		{name: "below-revoked", by: of(w.Fallen), others: func(w *World) []*x509.Certificate { return []*x509.Certificate{w.Fallen.Certificate} }, verdict: open, sub: "REVOKED_CA_NO_POE"},
		{name: "nobody-answers", by: of(w.Silent), verdict: open, sub: "TRY_LATER"},
		{name: "stranger-answers", by: of(w.Strange), verdict: open, sub: "TRY_LATER"},
		{name: "unknown-there", by: of(w.Ignorant), spec: Spec{Told: ByAnswer}, verdict: open, sub: "TRY_LATER"},
		{name: "nobody-told", spec: Spec{Told: Nobody}, verdict: open, sub: "CERTIFICATE_CHAIN_GENERAL_FAILURE"},
		{name: "strange-stamp", stamp: 5 * day, strangeStamp: true, verdict: passed, qualification: qesig, only: "p7m"},
		{name: "stamp-of-nobody", stamp: 5 * day, stampBy: stranger, verdict: passed, qualification: qesig},
		{name: "stamp-without-purpose", stamp: 5 * day, stampBy: stampOf(Spec{Name: "senza scopo", WithoutPurpose: true}), verdict: passed, qualification: qesig},
		{name: "revoked-after-bad-stamp", revoked: 2 * day, stamp: 5 * day, stampBy: stranger, verdict: open, sub: "REVOKED_NO_POE"},
		{name: "sha1", sign: Signing{Hash: crypto.SHA1}, verdict: open, sub: "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"},
		{name: "rsa-1024", spec: Spec{Key: RSA1024}, verdict: open, sub: "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"},
		{name: "other-named", sign: Signing{Naming: w.Stamp.Certificate}, verdict: open, sub: "NO_SIGNING_CERTIFICATE_FOUND"},
		{name: "content-altered", alter: flip(content[:10]), verdict: failed, sub: "HASH_FAILURE", only: "p7m"},
		{name: "text-altered", alter: flip("/MediaBox [0 0 5"), verdict: failed, sub: "HASH_FAILURE", only: "pdf"},
		{name: "counter-signed", sign: Signing{Counter: &Signing{}}, verdict: passed, qualification: qesig, only: "p7m"},
	}
}

// flip turns the last bit of what follows some text.
func flip(after string) func([]byte) []byte {
	return func(file []byte) []byte {
		for i := range file {
			if i+len(after) < len(file) && string(file[i:i+len(after)]) == after {
				file[i+len(after)] ^= 1
				return file
			}
		}
		return file
	}
}

// make signs a document as a fate says.
func (w *World) make(f fate, format string) (Case, error) {
	c := Case{Name: f.name + "." + format, Verdict: f.verdict, Sub: f.sub, Qualification: f.qualification, Stamped: f.stamp > 0 && f.stampBy == nil && !f.strangeStamp}
	authority := w.Qualified
	if f.by != nil {
		authority = f.by(w)
	}
	spec := f.spec
	spec.Name, spec.FiscalCode = "Prova Firma "+f.name, "PRVFRM80A01H501R"
	if spec.From.IsZero() {
		spec.From, spec.To = w.Now.AddDate(-2, 0, 0), w.Now.AddDate(1, 0, 0)
	}
	person, err := authority.Issue(spec)
	if err != nil {
		return c, err
	}
	s := f.sign
	s.By = person
	if s.At.IsZero() {
		s.At = w.Now.Add(-f.stamp).Add(-time.Minute)
	}
	if f.others != nil {
		s.Others = f.others(w)
	}
	if f.revoked > 0 {
		reason := 1
		if f.suspended {
			reason = 6
		}
		authority.Revoke(person.Certificate, Revocation{w.Now.Add(-f.revoked), reason})
	}
	if s.Counter != nil {
		other, err := w.Qualified.Issue(Spec{Name: "Prova Controfirma", From: spec.From, To: spec.To})
		if err != nil {
			return c, err
		}
		s.Counter = &Signing{By: other, At: s.At}
	}
	stamper := w.Stamp
	if f.stampBy != nil {
		if stamper, err = f.stampBy(w); err != nil {
			return c, err
		}
	}
	if f.stamp > 0 {
		s.Stamp = func(value []byte) ([]byte, error) {
			if f.strangeStamp {
				value = []byte("something else")
			}
			return w.Token(stamper, w.Now.Add(-f.stamp), value)
		}
	}
	var answers [][]byte
	if f.kept {
		answer, err := authority.Answer(person.Certificate.SerialNumber, w.Now.Add(-f.stamp).Add(time.Hour))
		if err != nil {
			return c, err
		}
		answers = append(answers, answer)
		if answer, err = w.Stamping.Answer(stamper.Certificate.SerialNumber, w.Now.Add(-f.stamp).Add(time.Hour)); err != nil {
			return c, err
		}
		answers = append(answers, answer)
	}
	switch format {
	case "pdf":
		c.File, err = pdf(s, answers, person, authority)
		if err == nil && f.archived {
			c.File, err = signaturestest.AddRevision(c.File, "/Type /DocTimeStamp /SubFilter /ETSI.RFC3161", func(covered []byte) ([]byte, error) {
				return w.Token(stamper, w.Now.Add(-f.stamp).Add(day), covered)
			})
		}
	default:
		s.Answers = answers
		if f.kept {
			s.Others = append(s.Others, authority.Certificate, stamper.Certificate, w.Stamping.Certificate)
		}
		c.File, err = s.Sign([]byte(content))
	}
	if err == nil && f.alter != nil {
		c.File = f.alter(c.File)
	}
	return c, err
}

// pdf signs a small PDF (ETSI EN 319 142-1).
func pdf(s Signing, answers [][]byte, person *Person, authority *Authority) ([]byte, error) {
	claimed := s.At
	s.At, s.Detached = time.Time{}, true
	file, err := signaturestest.AddRevision(signaturestest.Page(), fmt.Sprintf("/Type /Sig /SubFilter /ETSI.CAdES.detached /M (D:%sZ)", claimed.UTC().Format("20060102150405")), s.Sign)
	if err != nil || answers == nil {
		return file, err
	}
	for i := range answers {
		answers[i] = wrapped(answers[i])
	}
	return signaturestest.AddValidationData(file, [][]byte{person.Certificate.Raw, authority.Certificate.Raw}, nil, answers)
}
