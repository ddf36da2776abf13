// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pki

import (
	"crypto/sha256"
	"io"
	"net/http"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// serveStamp answers as a time-stamp authority (RFC 3161) at /tsa; at /tsa/FAULT it
// fails: away, refuses, nonsense, other-nonce, other-imprint, no-purpose.
func (w *World) serveStamp(rw http.ResponseWriter, r *http.Request) bool {
	fault, ok := strings.CutPrefix(r.URL.Path, "/tsa")
	if !ok {
		return false
	}
	fault = strings.TrimPrefix(fault, "/")
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	imprint, nonce, ok := readQuestion(body)
	if fault == "away" || err != nil || !ok {
		http.Error(rw, "no", http.StatusServiceUnavailable)
		return true
	}
	by := w.Stamp
	var said []byte
	switch fault {
	case "refuses":
		said = node(tagSequence, node(tagSequence, der(2)))
	case "nonsense":
		said = []byte("<html>")
	case "other-nonce":
		nonce = der(7)
	case "other-imprint":
		imprint[0] ^= 1
	case "no-purpose":
		by, err = w.Stamping.Issue(Spec{Name: "Senza scopo", From: w.Now.AddDate(-1, 0, 0), To: w.Now.AddDate(1, 0, 0), Stamps: true, WithoutPurpose: true})
	}
	if said == nil && err == nil {
		var token []byte
		if token, err = w.token(by, w.Now, imprint, nonce); err == nil {
			said = node(tagSequence, node(tagSequence, der(0)), token)
		}
	}
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return true
	}
	rw.Header().Set("Content-Type", "application/timestamp-reply")
	_, _ = rw.Write(said) // who asked may have gone
	return true
}

// readQuestion reads a TimeStampReq with SHA-256; the nonce in DER.
func readQuestion(body []byte) (imprint [sha256.Size]byte, nonce []byte, ok bool) {
	in := cryptobyte.String(body)
	var request, about, digest, number cryptobyte.String
	if !in.ReadASN1(&request, asn1.SEQUENCE) || !request.SkipASN1(asn1.INTEGER) || !request.ReadASN1(&about, asn1.SEQUENCE) ||
		!about.SkipASN1(asn1.SEQUENCE) || !about.ReadASN1(&digest, asn1.OCTET_STRING) || len(digest) != sha256.Size {
		return imprint, nil, false
	}
	copy(imprint[:], digest)
	if request.PeekASN1Tag(asn1.INTEGER) && request.ReadASN1Element(&number, asn1.INTEGER) {
		nonce = number
	}
	return imprint, nonce, true
}
