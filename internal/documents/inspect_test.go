// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents_test

import (
	"bytes"
	"testing"

	"pratica/internal/documents"
	"pratica/internal/documents/documentstest"
	"pratica/internal/problem"
)

func TestFilesThatNobodyCouldUse(t *testing.T) {
	each(t, func(t *testing.T, s *documents.Service) {
		for _, bad := range documentstest.Bad(t) {
			_, err := s.Upload(t.Context(), owner, anyRule(), bad.Name, bytes.NewReader(bad.Content))
			if bad.Code == "" && err != nil || bad.Code != "" && !problem.Is(err, bad.Code) {
				t.Errorf("%s: %v, want %q", bad.What, err, bad.Code)
			}
		}
	})
}
