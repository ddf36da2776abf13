// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms_test

import (
	"strings"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/audit/audittest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/forms"
	"pratica/internal/problem"
)

func TestVersions(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		log := audit.New(db, time.Now)
		s := &forms.Service{DB: db, Audit: log, Now: time.Now}
		by := audit.Actor{Kind: audit.Admin, ID: "someone"}
		first, err := s.Import(ctx, by, "small", []byte(small))
		if err != nil {
			t.Fatal(err)
		}
		if again, err := s.Import(ctx, by, "small", []byte(small)); err != nil || again.Digest != first.Digest {
			t.Errorf("the same bytes again: %v, %v", again, err)
		}
		if _, err := s.Published(ctx, "prova"); !problem.Is(err, "forms.no_procedure") {
			t.Errorf("before publication: %v", err)
		}
		if err := s.Publish(ctx, by, first.Digest); err != nil {
			t.Fatal(err)
		}
		second, err := s.Import(ctx, by, "small", []byte(strings.Replace(small, `version: "1"`, `version: "2"`, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Publish(ctx, by, second.Digest); err != nil {
			t.Fatal(err)
		}
		if d, err := s.Published(ctx, "prova"); err != nil || d.Version != "2" {
			t.Errorf("Published() = %v, %v", d, err)
		}
		if d, err := s.ByDigest(ctx, first.Digest); err != nil || d.Version != "1" {
			t.Errorf("a draft pinned to the first version finds %v, %v", d, err)
		}
		if list, err := s.Catalogue(ctx); err != nil || len(list) != 1 {
			t.Errorf("Catalogue() = %v, %v", list, err)
		}
		if err := s.Retire(ctx, by, second.Digest); err != nil {
			t.Fatal(err)
		}
		if list, err := s.Catalogue(ctx); err != nil || len(list) != 0 {
			t.Errorf("after retirement: %v, %v", list, err)
		}
		if err := s.Publish(ctx, by, "unknown"); !problem.Is(err, "forms.no_procedure") {
			t.Errorf("publishing what does not exist: %v", err)
		}
		audittest.Check(t, log)
	})
}

func TestABadDefinitionIsNotStored(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := &forms.Service{DB: db, Audit: audit.New(db, time.Now), Now: time.Now}
		_, err := s.Import(t.Context(), audit.Actor{Kind: audit.Admin, ID: "x"}, "bad", []byte(strings.Replace(small, "type: date", "type: dat", 1)))
		p, ok := problem.As(err)
		if !ok || p.Code != "forms.bad_definition" || len(p.Fields) != 1 || p.Fields[0].Path != "23:32" {
			t.Errorf("Import() = %v", err)
		}
	})
}
