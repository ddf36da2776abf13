// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/pem"
	"fmt"
	"net/http"
	"os"
	"slices"
	"time"

	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/revocation"
	"pratica/internal/signatures/validation"
	"pratica/internal/signatures/verdicts"
)

// Patience with those who are asked about signatures of others: nobody waits for
// them at a page.
const (
	patienceWithAuthorities = 20 * time.Second
	patienceWithLists       = 2 * time.Minute
)

// buildVerdicts makes the service that judges the signatures of stored files.
func (a *App) buildVerdicts() (err error) {
	c := a.Config.Signatures
	s := &verdicts.Service{
		DB: a.DB, Jobs: a.Jobs, Objects: a.Objects, Now: a.now, Log: a.log, Policy: validation.StandardPolicy(),
		Index: c.Lists, Countries: c.Countries, Client: &http.Client{Timeout: patienceWithLists},
	}
	if c.Policy != "" {
		text, err := os.ReadFile(c.Policy)
		if err != nil {
			return fmt.Errorf("signatures.policy: %w", err)
		}
		if s.Policy, err = validation.ReadPolicy(text); err != nil {
			return err
		}
	}
	if s.Accepted, err = ReadCertificates(c.Signers...); err != nil {
		return fmt.Errorf("signatures.signers: %w", err)
	}
	if c.Online {
		s.Revocation = &revocation.Online{Client: &http.Client{Timeout: patienceWithAuthorities}, Now: a.now, Patience: patienceWithAuthorities}
	}
	a.Verdicts = s
	a.Documents.Attached = a.askVerdict
	s.Register()
	return nil
}

// signable are the types of file in which a signature may be.
var signable = []string{documents.P7M.MediaType, documents.PDF.MediaType, documents.XML.MediaType, documents.ZIP.MediaType, documents.ODT.MediaType}

// askVerdict asks for the verdict on what somebody brought.
func (a *App) askVerdict(ctx context.Context, tx *database.Tx, f documents.File) error {
	if !slices.Contains(signable, f.MediaType) {
		return nil
	}
	return a.Verdicts.Ask(ctx, tx, f.Owner, f.ID, f.Digest)
}

// ReadCertificates reads files with one certificate each, or several in PEM.
func ReadCertificates(files ...string) (all []*certificate.Certificate, err error) {
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		found, err := parseCertificates(content)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, found...)
	}
	return all, nil
}

func parseCertificates(content []byte) (all []*certificate.Certificate, err error) {
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		c, err := certificate.Parse(block.Bytes)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	if len(all) > 0 {
		return all, nil
	}
	c, err := certificate.Parse(content)
	return []*certificate.Certificate{c}, err
}
