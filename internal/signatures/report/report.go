// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package report

import (
	"time"

	"pratica/internal/signatures/certificate"
)

// Report is what is known of a signed file.
type Report struct {
	Kind       string      `json:"kind"` // cades, pades, xades, asic, timestamp or none
	Verdict    Verdict     `json:"verdict"`
	Sub        Sub         `json:"sub_indication"`
	Signatures []Signature `json:"signatures"`
	Content    *Content    `json:"content"` // the signed document, when there is one
	Warnings   []Warning   `json:"warnings,omitempty"`
	Evidence   Evidence    `json:"-"`
}

// Signature is one signature, counter-signature or timestamp of a file.
type Signature struct {
	Format        string    `json:"format"` // set with the verdict: EU DSS prints the format with its level
	Level         string    `json:"level"`  // as EU DSS prints it: CAdES-BASELINE-B
	ID            string    `json:"id"`
	Parent        string    `json:"parent,omitempty"`
	Role          Role      `json:"role"`
	Integrity     Integrity `json:"integrity"`
	Verdict       Verdict   `json:"verdict"`
	Sub           Sub       `json:"sub_indication"`
	CoversAll     bool      `json:"covers_document"`
	Signer        Signer    `json:"signer"`
	Claimed       Time      `json:"claimed_signing_time"`
	Best          Time      `json:"best_signature_time"`   // proved by an authority that is trusted
	Stamped       Time      `json:"stamped_time,omitzero"` // said by an authority whom nobody checked
	Qualification string    `json:"qualification"`
	Digest        string    `json:"digest_algorithm,omitempty"`
	Warnings      []Warning `json:"warnings"`

	IsPSS       bool                       `json:"-"` // the value is one of RSASSA-PSS
	Certificate *certificate.Certificate   `json:"-"` // the signer's; nil: it is not there
	Others      []*certificate.Certificate `json:"-"` // those beside it, by which a chain may be built
	Stamps      []Stamp                    `json:"-"` // time stamps that are about this signature
	Statements  [][]byte                   `json:"-"` // of revocation, that came with it, in DER
}

// Stamp is an authority's word that a signature was there at a time.
type Stamp struct {
	Time      time.Time
	Signature Signature // the authority's
	OverAll   bool      // it is about the other time stamps too, those made before it
	OverData  bool      // and about what is kept of revocation
}

// Signer is whom the signer's certificate names.
type Signer struct {
	CommonName string `json:"common_name"`
	FiscalCode string `json:"fiscal_code"`
}

// Content is the signed document.
type Content struct {
	SHA256    string `json:"sha256"`
	MediaType string `json:"media_type"`
	Bytes     int64  `json:"bytes"`
}

// Warning is a code of something that a person should know; texts of
// the catalogue are "signatures.warning.<code>".
type Warning string

// Time is an instant that may be unknown; in JSON it is then empty.
type Time struct{ time.Time }

// MarshalJSON writes RFC 3339 in UTC, or an empty text.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte(`""`), nil
	}
	return []byte(`"` + t.UTC().Format(time.RFC3339) + `"`), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Time) UnmarshalJSON(b []byte) (err error) {
	if string(b) == `""` {
		t.Time = time.Time{}
		return nil
	}
	t.Time, err = time.Parse(`"`+time.RFC3339+`"`, string(b))
	return err
}

// Judge sets the verdict of one signature from what its verifier found: a
// broken one has failed, one that could not be checked is open.
func (s *Signature) Judge(integrity Integrity, v Verdict, sub Sub) {
	s.Integrity, s.Verdict, s.Sub = integrity, v, sub
}

// Warn adds a warning once.
func (s *Signature) Warn(w Warning) {
	for _, there := range s.Warnings {
		if there == w {
			return
		}
	}
	s.Warnings = append(s.Warnings, w)
}

// Conclude sets the file's verdict: the worst of its signatures. Timestamps
// prove a time and nobody's will: they do not count unless there is nothing
// else.
func (r *Report) Conclude() {
	r.Verdict, r.Sub = NoSignature, ""
	for _, s := range r.Signatures {
		if s.Role != RoleTimestamp && s.Verdict.IsWorseThan(r.Verdict) {
			r.Verdict, r.Sub = s.Verdict, s.Sub
		}
	}
	if r.Signatures == nil {
		r.Signatures = []Signature{}
	}
	for i := range r.Signatures {
		r.Signatures[i].Format = r.Signatures[i].Level
		if r.Signatures[i].Warnings == nil {
			r.Signatures[i].Warnings = []Warning{}
		}
	}
}
