// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pades

import "pratica/internal/signatures/certificate"

// maxKept bounds the certificates and statements that a document keeps.
const maxKept = 1000

// validationData are the certificates and the statements of revocation that the
// document keeps (EN 319 142-1 §5.4.2), and where the last of them begins. What
// cannot be read is left out.
func (f *file) validationData() (certificates []*certificate.Certificate, statements [][]byte, last int) {
	dss := f.dict(f.dict(f.trailer["Root"])["DSS"])
	for _, der := range f.streams(dss["Certs"], &last) {
		if c, err := certificate.Parse(der); err == nil {
			certificates = append(certificates, c)
		}
	}
	return certificates, append(f.streams(dss["CRLs"], &last), f.streams(dss["OCSPs"], &last)...), last
}

func (f *file) streams(o object, last *int) (all [][]byte) {
	for _, each := range f.array(o) {
		s, ok := f.resolve(each).(stream)
		if !ok || len(all) == maxKept {
			continue
		}
		if content, err := f.inflate(s); err == nil {
			all = append(all, content)
			*last = max(*last, s.from)
		}
	}
	return all
}
