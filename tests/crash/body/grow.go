// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"pratica/internal/app"
	"pratica/internal/problem"
)

// Of what a body holds, a fifth is in the database; the rest are files.
const (
	draftSize = 50_000
	fileSize  = 10_000_000
	inFiles   = 0.8
)

// grow adds drafts and files of so many bytes in all.
func grow(ctx context.Context, bytes int) (err error) {
	if bytes < 1 {
		return errUsage
	}
	a, err := openBody(ctx, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	files := int(float64(bytes) * inFiles)
	for written := 0; written < files; written += fileSize {
		if _, err := a.Objects.Put(ctx, io.LimitReader(rand.Reader, fileSize), fileSize); err != nil {
			return err
		}
	}
	return drafts(ctx, a, bytes-files)
}

// drafts compiles applications whose one answer is long.
func drafts(ctx context.Context, a *app.App, bytes int) (err error) {
	defer problem.Wrap(&err, "drafts")
	long := strings.Repeat("Parole della prova. ", draftSize/20)
	for written := 0; written < bytes; written += draftSize {
		draft, err := a.Intake.Start(ctx, slug, "none", "it")
		if err != nil {
			return err
		}
		_, err = a.Intake.SavePage(ctx, draft.ID, "request", 0, func(json.RawMessage) (json.RawMessage, error) {
			return json.Marshal(map[string]string{"subject": long})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
