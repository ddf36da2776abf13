// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package report

import "bytes"

// Evidence is what verdicts rest on, beside the file and the trusted lists: with
// it the same verdict can be found again when nobody answers any more.
type Evidence struct {
	Certificates [][]byte `json:"certificates"` // in DER, each once
	Statements   [][]byte `json:"statements"`   // of revocation, in DER
}

// AddCertificate keeps a certificate once.
func (e *Evidence) AddCertificate(der []byte) { e.Certificates = addOnce(e.Certificates, der) }

// AddStatement keeps a statement once.
func (e *Evidence) AddStatement(der []byte) { e.Statements = addOnce(e.Statements, der) }

func addOnce(all [][]byte, der []byte) [][]byte {
	for _, each := range all {
		if bytes.Equal(each, der) {
			return all
		}
	}
	return append(all, der)
}
