// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

//go:build oracle

package oracle

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"pratica/internal/documents/pdf"
	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/pades"
	"pratica/testpeers/pki"
)

// stamps are made by the world's authority.
type stamps struct{ *pki.World }

func (s stamps) Stamp(_ context.Context, digest [sha256.Size]byte) ([]byte, error) {
	return s.TokenOver(s.World.Stamp, s.Now, digest)
}

// TestDocumentsSignaturesSigned signs a decision once and twice, without and with a
// time stamp: EU DSS calls it what it is and believes it by our lists, and veraPDF
// still finds it conforming.
func TestDocumentsSignaturesSigned(t *testing.T) {
	w, err := pki.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	p, err := w.Qualified.Issue(pki.Spec{Name: "Prova Consigliera", From: w.Now.AddDate(-1, 0, 0), To: w.Now.AddDate(1, 0, 0), Key: pki.RSA2048})
	if err != nil {
		t.Fatal(err)
	}
	writer, err := pdf.New()
	if err != nil {
		t.Fatal(err)
	}
	document, err := writer.Write(t.Context(), pdf.Document{
		Title: "Patrocinio a spese dello Stato", Subtitle: "Provvedimento ABCD-EFGH-J", Lang: "it", Author: "Ordine di Esempio", Created: w.Now,
		Blocks: []pdf.Block{pdf.Paragraph{Text: "Il Consiglio ammette la richiesta."}, pdf.Signature{Labels: []string{"Il consigliere"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var files []string
	for i, with := range []pades.Stamper{nil, stamps{w}} {
		document = sign(t, p, document, w.Now, with)
		files = append(files, write(t, dir, fmt.Sprintf("signed-%d.pdf", i+1), document))
	}
	conform(t, "2a", files)
	conform(t, "ua1", files)
	theirs := ask(t, append([]string{"--lists", w.URL + "/lists/EU.xml", write(t, dir, "signer.cer", w.IndexSigner().Raw), "--at", w.Now.Format(time.RFC3339)}, files...)...)
	for i, levels := range [][]string{{"PAdES-BASELINE-B"}, {"PAdES-BASELINE-B", "PAdES-BASELINE-T"}} {
		said := theirs[filepath.Base(files[i])]
		if len(said) != len(levels) {
			t.Fatalf("EU DSS finds %d signatures", len(said))
		}
		for n, level := range levels {
			if o := said[n]; o.level != level || o.verdict != "TOTAL-PASSED" || o.qualification != "QESig" || o.signer != "Prova Consigliera" {
				t.Errorf("EU DSS says of signature %d of %s: %+v", n+1, files[i], o)
			}
		}
	}
}

func sign(t *testing.T, p *pki.Person, document []byte, at time.Time, with pades.Stamper) []byte {
	t.Helper()
	prepared, err := pades.Prepare(document, pades.Request{Chain: [][]byte{p.Certificate.Raw, p.Issuer.Certificate.Raw}, Time: at})
	if err != nil {
		t.Fatal(err)
	}
	value, err := p.Signer().Sign(rand.Reader, prepared.Digest(), crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := prepared.Complete(t.Context(), value, algorithm.Identifier{OID: "1.2.840.113549.1.1.11", Parameters: []byte{5, 0}}, with)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}
