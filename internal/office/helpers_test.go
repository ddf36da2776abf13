// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/audit"
	"pratica/internal/office"
	"pratica/internal/office/officetest"
)

func actor(t *testing.T, h *officetest.House, account string) office.Actor {
	t.Helper()
	a, err := h.ActorOf(ctx, account)
	code(t, "actor", err, "")
	return a
}

// A lawyer names a helper, changes what he may do, reads what he did, and ends it:
// each counts from the next request on.
func TestHelpers(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		for _, id := range []string{"lea", "ugo"} {
			h.People.Put(id, officetest.Person{Name: id, Kind: office.KindLawyer, Active: true})
		}
		lea, ugo := actor(t, h, "lea"), actor(t, h, "ugo")
		const helper = "helper-pia@studio.example"
		given, err := h.InviteHelper(ctx, lea, "pia@studio.example", "Pia", "it", []office.HelperRight{office.MayPrepare})
		code(t, "invite", err, "")
		_, err = h.InviteHelper(ctx, ugo, "pia@studio.example", "Pia", "it", []office.HelperRight{office.MayReadCases})
		code(t, "a second lawyer invites", err, "")
		may := func(verb office.Verb, lawyer string, want bool) {
			t.Helper()
			if got := office.Can(actor(t, h, helper), verb, office.Resource{Account: lawyer}); got != want {
				t.Errorf("%s for %s: %v", verb, lawyer, got)
			}
		}
		may(office.DraftPrepare, "lea", true)
		may(office.DraftPrepare, "ugo", false)
		may(office.StudioCases, "ugo", true)
		may(office.DraftFile, "lea", false)

		code(t, "another changes", h.ChangeHelper(ctx, ugo, given.ID, office.HelperRights()), "office.no_helper")
		code(t, "the helper changes", h.ChangeHelper(ctx, actor(t, h, helper), given.ID, office.HelperRights()), "office.no_helper")
		code(t, "no such right", h.ChangeHelper(ctx, lea, given.ID, []office.HelperRight{"file"}), "office.helper_rights")
		code(t, "change", h.ChangeHelper(ctx, lea, given.ID, []office.HelperRight{office.MayAttach}), "")
		may(office.DraftPrepare, "lea", false)
		may(office.DraftAttach, "lea", true)

		pia := actor(t, h, helper)
		for range 3 {
			code(t, "did", h.HelperDid(ctx, pia, "lea", "attach", "application"), "")
			h.Advance(5 * time.Minute)
		}
		h.Advance(time.Hour)
		code(t, "did later", h.HelperDid(ctx, pia, "lea", "attach", "application"), "")
		acts, err := h.HelperActs(ctx, lea, given.ID, "", 10)
		code(t, "acts", err, "")
		if len(acts) != 2 || acts[1].Times != 3 || acts[0].Times != 1 {
			t.Errorf("acts %+v", acts)
		}
		_, err = h.HelperActs(ctx, ugo, given.ID, "", 10)
		code(t, "another reads what he did", err, "office.no_helper")
		entries, err := h.Audit.Entries(ctx, audit.CaseChain("application"), 0, 10)
		if err != nil || len(entries) != 2 || entries[0].Actor != (audit.Actor{Kind: audit.Helper, ID: helper}) {
			t.Errorf("recorded %+v, %v", entries, err)
		}

		code(t, "another ends", h.EndHelper(ctx, ugo, given.ID), "office.no_helper")
		code(t, "end", h.EndHelper(ctx, lea, given.ID), "")
		code(t, "end twice", h.EndHelper(ctx, lea, given.ID), "office.no_helper")
		may(office.DraftAttach, "lea", false)
		may(office.StudioCases, "ugo", true)
		if !slices.Equal(h.People.Ended, []string{helper}) {
			t.Errorf("sessions ended of %v", h.People.Ended)
		}
		code(t, "did after the end", h.HelperDid(ctx, actor(t, h, helper), "lea", "attach", "application"), "office.forbidden")
		left, err := h.Helpers(ctx, ugo)
		code(t, "helpers", err, "")
		if len(left) != 1 || left[0].Name != "Pia" || !left[0].Active {
			t.Errorf("helpers %+v", left)
		}
		served, err := h.HelpedBy(ctx, actor(t, h, helper))
		code(t, "served", err, "")
		if diff := cmp.Diff([]string{"ugo"}, names(served)); diff != "" {
			t.Error(diff)
		}
	})
}

func names(list []office.Help) (names []string) {
	for _, h := range list {
		names = append(names, h.Name)
	}
	return names
}

func TestHelpersAreBounded(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		h.People.Put("lea", officetest.Person{Name: "lea", Kind: office.KindLawyer, Active: true})
		lea := actor(t, h, "lea")
		invite := func(name string) error {
			h.Advance(24 * time.Hour) // past the limit on invitations
			_, err := h.InviteHelper(ctx, lea, name+"@studio.example", name, "it", office.HelperRights())
			return err
		}
		for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"} {
			code(t, name, invite(name), "")
		}
		code(t, "eleventh", invite("k"), "office.helpers_full")
		code(t, "one again", invite("a"), "")
		h.Official("olga")
		_, err := h.InviteHelper(ctx, actor(t, h, "olga"), "x@studio.example", "X", "it", office.HelperRights())
		code(t, "an official invites", err, "office.forbidden")
		_, err = h.InviteHelper(ctx, lea, "x@studio.example", "X", "it", nil)
		code(t, "no right", err, "office.helper_rights")
	})
}

func TestInvitationsAreLimited(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		h.People.Put("lea", officetest.Person{Name: "lea", Kind: office.KindLawyer, Active: true})
		var err error
		n := 0
		for ; err == nil && n < 50; n++ {
			_, err = h.InviteHelper(ctx, actor(t, h, "lea"), "a@studio.example", "A", "it", office.HelperRights())
		}
		if n != 6 {
			t.Errorf("refused at attempt %d: %v", n, err)
		}
	})
}
