// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"pratica/internal/documents/pdf"
	"pratica/internal/signatures"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/revocation"
	"pratica/internal/signatures/signaturestest"
	"pratica/internal/signatures/trustlist"
	"pratica/internal/signatures/validation"
	"pratica/testpeers/pki"
)

// signed writes a document of so many bytes, and the document in a BER envelope of
// small chunks, as common signing software writes it (FILE.p7m).
func signed(file string, size int) error {
	if size == 0 {
		return errUsage
	}
	document := make([]byte, size)
	if _, err := rand.Read(document); err != nil {
		return err
	}
	signer, err := signaturestest.NewSigner("Prova Firma", time.Now())
	if err != nil {
		return err
	}
	envelope, err := signer.BER(document, 4096)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, document, 0o600); err != nil {
		return err
	}
	return os.WriteFile(file+".p7m", envelope, 0o600)
}

// verifications verifies a small CAdES file n times with trust and revocation in
// memory, and prints the microseconds that one took, and those of the bare RSA
// verification of its value.
func verifications(ctx context.Context, out io.Writer, n int) error {
	if n == 0 {
		return errUsage
	}
	w, err := pki.New(time.Now())
	if err != nil {
		return err
	}
	defer w.Close()
	p, err := w.Qualified.Issue(pki.Spec{Name: "Prova", From: w.Now.AddDate(-1, 0, 0), To: w.Now.AddDate(1, 0, 0), Key: pki.RSA2048})
	if err != nil {
		return err
	}
	file, err := pki.Signing{By: p, At: w.Now}.Sign([]byte("Il documento.\n"))
	if err != nil {
		return err
	}
	trust, err := trustIn(w)
	if err != nil {
		return err
	}
	ours, err := each(n, func() error {
		found, err := signatures.Inspect(ctx, bytes.NewReader(file), int64(len(file)), nil, trust)
		if err == nil && found.Verdict != report.TotalPassed {
			err = fmt.Errorf("the signature is %s %s", found.Verdict, found.Sub)
		}
		return err
	})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(file)
	value, err := p.Signer().Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		return err
	}
	key := p.Certificate.PublicKey.(*rsa.PublicKey)
	bare, err := each(n, func() error { return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], value) })
	fmt.Fprintf(out, "%.1f %.1f\n", ours, bare)
	return err
}

func trustIn(w *pki.World) (validation.Trust, error) {
	trust := validation.Trust{
		At: w.Now, Policy: validation.StandardPolicy(), Memory: &validation.Memory{},
		Revocation: &revocation.Online{Client: &http.Client{Timeout: 5 * time.Second}, Now: func() time.Time { return w.Now }, Patience: 5 * time.Second},
	}
	national, err := w.NationalList()
	if err == nil {
		trust.Lists, err = trustlist.ReadAll(national)
	}
	return trust, err
}

// each is how many microseconds one of n took.
func each(n int, do func() error) (float64, error) {
	if err := do(); err != nil { // what is remembered is remembered now
		return 0, err
	}
	began := time.Now()
	for range n {
		if err := do(); err != nil {
			return 0, err
		}
	}
	return float64(time.Since(began).Microseconds()) / float64(n), nil
}

// trustedList reads and verifies a trusted list n times, and prints the seconds that
// one took.
func trustedList(out io.Writer, file string, n int) error {
	document, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	took, err := each(n, func() error {
		_, err := trustlist.Read(document)
		return err
	})
	fmt.Fprintf(out, "%.4f\n", took/1e6)
	return err
}

// receipts writes n receipts, and prints the microseconds that one took, and its
// bytes.
func receipts(ctx context.Context, out io.Writer, n int) error {
	w, err := pdf.New()
	if err != nil {
		return err
	}
	size, count := 0, 0
	if n == 0 {
		return errUsage
	}
	took, err := each(n, func() error {
		count++
		b, err := w.Write(ctx, receipt(count))
		size = len(b)
		return err
	})
	fmt.Fprintf(out, "%.1f %d\n", took, size)
	return err
}

// receipt says what receipts say; tools/bench/receipt.typ says the same.
func receipt(n int) pdf.Document {
	return pdf.Document{
		Title: "Ricevuta di presentazione", Subtitle: "Ammissione al patrocinio a spese dello Stato in materia civile", Lang: "it", Author: "Ordine degli Avvocati di Esempio",
		Created: time.Date(2026, 11, 24, 10, 30, 0, 0, time.UTC), Letterhead: []string{"Ordine degli Avvocati di Esempio", "Piazza del Tribunale 1, 00000 Esempio", "ordine@pec.example"},
		PageLabel: "Pagina {page} di {pages}", Footer: []string{fmt.Sprintf("Codice ABCD-%04d-J", n), "Impronta SHA-256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
		Blocks: []pdf.Block{
			pdf.Pairs{
				{Label: "Numero", Value: fmt.Sprintf("%d/2026", n)}, {Label: "Codice della domanda", Value: fmt.Sprintf("ABCD-%04d-J", n)}, {Label: "Presentata il", Value: "24 novembre 2026 alle 11:30:00"},
				{Label: "Posta elettronica", Value: "persona.inventata@posta.example"}, {Label: "Impronta SHA-256", Value: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
			},
			pdf.Heading{Text: "Che cosa succede adesso"},
			pdf.Paragraph{Text: "Il Consiglio dell'Ordine verifica l'ammissibilità dell'istanza e decide entro dieci giorni dalla presentazione (D.P.R. 115/2002, art. 126)."},
			pdf.Paragraph{Text: "Se non riceve risposta entro il termine, può chiedere notizie alla segreteria indicando il codice della domanda."},
			pdf.Notice{Title: "Conservi questa ricevuta", Text: "Con il codice e l'indirizzo di posta elettronica può riprendere la domanda e sapere a che punto è."},
		},
	}
}
