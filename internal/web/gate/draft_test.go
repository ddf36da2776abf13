// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package gate_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/identity"
	"pratica/internal/office"
	"pratica/internal/web/gate"
	"pratica/internal/web/gate/gatetest"
	"pratica/internal/web/kit"
)

// areas are drafts by the account in whose area they are.
type areas map[string]string

func (a areas) Area(_ context.Context, application string) (string, error) {
	return a[application], nil
}

// studio is a site with a draft of a lawyer, and a page behind each verb of drafts.
func studio(t *testing.T) (s *gatetest.Site, lawyer *gatetest.Person) {
	t.Helper()
	s = site(t)
	lawyer = s.Person(t, "avvocata@studio.example", identity.Lawyer)
	s.Gate.Areas, s.Gate.Helpers = areas{"bozza": lawyer.ID}, s.Office
	hello := func(w http.ResponseWriter, r *http.Request) error {
		return kit.JSON(w, r, http.StatusOK, gate.Actor(r.Context()).Account)
	}
	for _, verb := range draftVerbs {
		s.Kit.Mount(s.Mux, "", []kit.Route{{Pattern: "GET /t/" + string(verb) + "/{id}", Handler: hello}}, s.Gate.Draft(verb))
	}
	return s, lawyer
}

var draftVerbs = []office.Verb{office.DraftRead, office.DraftPrepare, office.DraftAttach, office.DraftFile}

// helperWith is somebody who helps a lawyer, with some rights.
func helperWith(t *testing.T, s *gatetest.Site, lawyer *gatetest.Person, email string, rights []office.HelperRight) (*gatetest.Person, office.Help) {
	t.Helper()
	p := s.Person(t, email, identity.Helper)
	s.Advance(24 * time.Hour) // past the limit on invitations
	h, err := s.Office.InviteHelper(t.Context(), s.Actor(t, lawyer), email, "Pia Prova", "it", rights)
	if err != nil {
		t.Fatal(err)
	}
	return p, h
}

// subsets are all sets of rights that a lawyer can give.
func subsets() [][]office.HelperRight {
	all := office.HelperRights()
	var sets [][]office.HelperRight
	for bits := 1; bits < 1<<len(all); bits++ {
		var set []office.HelperRight
		for i, right := range all {
			if bits>>i&1 == 1 {
				set = append(set, right)
			}
		}
		sets = append(sets, set)
	}
	return sets
}

// TestWhoReachesADraft asks for a draft in an area with every verb, as everybody:
// the owner, each set of a helper's rights, and those who have none.
func TestWhoReachesADraft(t *testing.T) {
	s, lawyer := studio(t)
	ask := func(t *testing.T, b *gatetest.Browser, want map[office.Verb]int) {
		t.Helper()
		for _, verb := range draftVerbs {
			if page := b.Get("/t/" + string(verb) + "/bozza"); page.Status != want[verb] {
				t.Errorf("%s: status %d, want %d", verb, page.Status, want[verb])
			}
		}
	}
	all := func(status int) map[office.Verb]int {
		m := map[office.Verb]int{}
		for _, verb := range draftVerbs {
			m[verb] = status
		}
		return m
	}
	t.Run("owner", func(t *testing.T) { ask(t, s.SignedIn(t, lawyer), all(http.StatusOK)) })
	for i, rights := range subsets() {
		t.Run(fmt.Sprint("helper who may ", rights), func(t *testing.T) {
			p, _ := helperWith(t, s, lawyer, fmt.Sprintf("aiuto%d@studio.example", i), rights)
			want := all(http.StatusForbidden)
			prepares, attaches := slices.Contains(rights, office.MayPrepare), slices.Contains(rights, office.MayAttach)
			if prepares {
				want[office.DraftPrepare] = http.StatusOK
			}
			if attaches {
				want[office.DraftAttach] = http.StatusOK
			}
			if prepares || attaches {
				want[office.DraftRead] = http.StatusOK
			}
			b := s.SignedIn(t, p)
			ask(t, b, want)
			b.Post("/t/apri/bozza") // the link, too, gives a helper no more
			ask(t, b, want)
		})
	}
	for name, p := range map[string]*gatetest.Person{
		"another lawyer": s.Person(t, "altro@studio.example", identity.Lawyer), "a helper of nobody": s.Person(t, "libero@studio.example", identity.Helper),
		"an administrator": s.Administrator(t, "admin@ente.example"), "nobody": nil,
	} {
		t.Run(name, func(t *testing.T) {
			b := s.Browser(t)
			if p != nil {
				b = s.SignedIn(t, p)
			}
			ask(t, b, all(http.StatusNotFound))
			b.Post("/t/apri/bozza")
			ask(t, b, all(http.StatusOK))
		})
	}
}

// A refusal names who can do it; what was done is recorded as the helper's; when
// the lawyer takes the rights back the session ends.
func TestHelperIsRefusedRecordedAndRevoked(t *testing.T) {
	s, lawyer := studio(t)
	p, help := helperWith(t, s, lawyer, "aiuto@studio.example", []office.HelperRight{office.MayPrepare})
	b := s.SignedIn(t, p)
	if page := b.Get("/t/draft.file/bozza"); page.Status != http.StatusForbidden || !strings.Contains(page.Text("main"), lawyer.Name) {
		t.Errorf("status %d, %s", page.Status, page.Text("main"))
	}
	b.Get("/t/draft.prepare/bozza")
	entries, err := s.Audit.Entries(t.Context(), audit.CaseChain("bozza"), 0, 10)
	if err != nil || len(entries) != 1 || entries[0].Actor != (audit.Actor{Kind: audit.Helper, ID: p.ID}) {
		t.Errorf("recorded %+v, %v", entries, err)
	}
	if err := s.Office.EndHelper(t.Context(), s.Actor(t, lawyer), help.ID); err != nil {
		t.Fatal(err)
	}
	if page := b.Get("/t/draft.prepare/bozza"); page.Status != http.StatusNotFound {
		t.Errorf("after the end: status %d", page.Status)
	}
	if page := b.Get("/t/own"); page.Path != "/accesso" {
		t.Errorf("the session goes on at %s", page.Path)
	}
	again := s.SignedIn(t, p)
	if page := again.Get("/t/draft.prepare/bozza"); page.Status != http.StatusNotFound {
		t.Errorf("after signing in again: status %d", page.Status)
	}
}

// Nobody works for a lawyer who is suspended.
func TestHelpEndsWithTheLawyer(t *testing.T) {
	s, lawyer := studio(t)
	p, _ := helperWith(t, s, lawyer, "aiuto@studio.example", office.HelperRights())
	b := s.SignedIn(t, p)
	admin := s.Administrator(t, "admin@ente.example")
	if err := s.Service.Suspend(t.Context(), audit.Actor{Kind: audit.Admin, ID: admin.ID}, lawyer.ID); err != nil {
		t.Fatal(err)
	}
	if page := b.Get("/t/draft.prepare/bozza"); page.Status != http.StatusForbidden {
		t.Errorf("status %d", page.Status)
	}
}
