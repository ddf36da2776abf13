// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office_test

import (
	"context"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/office"
	"pratica/internal/office/officetest"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

var ctx = context.Background()

func each(t *testing.T, test func(t *testing.T, h *officetest.House)) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) { test(t, officetest.New(t, db)) })
}

// code checks the code of a problem; "" wants no error.
func code(t *testing.T, what string, err error, want string) {
	t.Helper()
	got := ""
	if p, ok := problem.As(err); ok {
		got = p.Code
	} else if err != nil {
		got = err.Error()
	}
	if got != want {
		t.Errorf("%s: problem %q, want %q", what, got, want)
	}
}

func paths(err error) []string {
	var list []string
	if p, ok := problem.As(err); ok {
		for _, f := range p.Fields {
			list = append(list, f.Path)
		}
	}
	return list
}

func grant(t *testing.T, h *officetest.House, by office.Actor, account, role, unit string) office.Membership {
	t.Helper()
	m, err := h.Grant(ctx, by, account, role, unit)
	code(t, "grant "+role, err, "")
	return m
}

var nowhere netip.Addr

func TestBody(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		admin := h.Administrator(t, "anna")
		b, err := h.Body(ctx)
		if b.Version != 0 || b.TimeZone != "Europe/Rome" || err != nil {
			t.Errorf("before the set-up: %+v, error %v", b, err)
		}
		b.Name, b.TaxCode, b.PEC, b.Website, b.PatronMonth, b.PatronDay = " Ordine degli Avvocati di Esempio ", "80012345678", "ordine@pec.example.org", "https://ordine.example.org", 12, 7
		b.TaxCode = ""
		b.StaffNetworks = []netip.Prefix{netip.MustParsePrefix("192.0.2.77/24")}
		saved, err := h.SaveBody(ctx, admin, b, netip.MustParseAddr("192.0.2.1"))
		code(t, "saved", err, "")
		got, err := h.Body(ctx)
		if diff := cmp.Diff(saved, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" || err != nil {
			t.Errorf("read back (error %v): %s", err, diff)
		}
		if got.Name != "Ordine degli Avvocati di Esempio" || got.Version != 1 || !got.Calendar().IsPatron(terms.NewDate(2026, time.December, 7)) {
			t.Errorf("body %+v", got)
		}
		for addr, want := range map[string]bool{"192.0.2.200": true, "::ffff:192.0.2.3": true, "198.51.100.1": false, "2001:db8::1": false} {
			if got.Admits(netip.MustParseAddr(addr)) != want {
				t.Errorf("admits %s: %v", addr, !want)
			}
		}
		_, err = h.SaveBody(ctx, admin, b, nowhere)
		code(t, "from an older version", err, "office.body_changed")
		_, err = h.SaveBody(ctx, admin, got, netip.MustParseAddr("198.51.100.1"))
		code(t, "from outside the networks", err, "office.body_invalid")
		h.Official("carla")
		_, err = h.SaveBody(ctx, h.Actor(t, "carla"), got, nowhere)
		code(t, "without the right", err, "office.forbidden")
		got.Name = "Ordine di Altrove"
		_, err = h.SaveBody(ctx, admin, got, nowhere)
		code(t, "again", err, "")
		versions, err := h.BodyVersions(ctx, admin)
		if err != nil || len(versions) != 2 || versions[1].Name != saved.Name {
			t.Errorf("versions %+v, error %v", versions, err)
		}
	})
}

func TestBodyNamesEachWrongField(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		_, err := h.SaveBody(ctx, h.Administrator(t, "anna"), office.Body{
			TaxCode: "1234", Email: "x", PEC: "A <a@example.org>", Website: "http://example.org", PatronMonth: 2, PatronDay: 30,
			TimeZone: "America/New_York", Delegate: office.Delegate{Account: "bruno", Title: "Presidente", Act: "12/2026", From: "2026-12-01", To: "2026-11-01"},
		}, nowhere)
		want := []string{"delegate", "email", "name", "patron", "pec", "tax_code", "time_zone", "website"}
		if diff := cmp.Diff(want, paths(err)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestDelegate(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		admin := h.Administrator(t, "anna")
		h.Official("bruno")
		b := office.Body{Name: "Ente", Delegate: office.Delegate{Account: "anna", Title: "Presidente", Act: "12/2026", From: "2026-12-01"}}
		_, err := h.SaveBody(ctx, admin, b, nowhere)
		code(t, "oneself", err, "office.own_rights")
		b.Delegate.Account = "nobody"
		_, err = h.SaveBody(ctx, admin, b, nowhere)
		code(t, "nobody", err, "identity.no_account")
		b.Delegate.Account = "bruno"
		saved, err := h.SaveBody(ctx, admin, b, nowhere)
		code(t, "another", err, "")
		first := terms.NewDate(2026, time.December, 1)
		if d := saved.Delegate; !d.IsActing("bruno", first) || d.IsActing("bruno", first.AddDays(-1)) || d.IsActing("anna", first) || (office.Delegate{}).IsActing("", first) {
			t.Errorf("delegate %+v acts on the wrong days", d)
		}
	})
}

func TestParseNetworks(t *testing.T) {
	got, err := office.ParseNetworks("192.0.2.0/24, 198.51.100.7\n2001:db8::/32;")
	want := []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.7/32"), netip.MustParsePrefix("2001:db8::/32")}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" || err != nil {
		t.Errorf("error %v: %s", err, diff)
	}
	for _, bad := range []string{"192.0.2.0/33", "office", "192.0.2", "/24"} {
		_, err := office.ParseNetworks(bad)
		code(t, bad, err, "office.network_invalid")
	}
}

func TestUnits(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		admin := h.Administrator(t, "anna")
		h.Official("carla")
		u, err := h.AddUnit(ctx, admin, " Segreteria  centrale ", "segreteria@example.org")
		code(t, "added", err, "")
		_, err = h.AddUnit(ctx, admin, "Segreteria centrale", "")
		code(t, "the same name", err, "office.unit_exists")
		_, err = h.AddUnit(ctx, admin, " ", "")
		code(t, "no name", err, "office.unit_name_invalid")
		_, err = h.AddUnit(ctx, h.Actor(t, "carla"), "Altra", "")
		code(t, "without the right", err, "office.forbidden")
		m := grant(t, h, admin, "carla", "secretariat", u.ID)
		code(t, "close with a member", h.CloseUnit(ctx, admin, u.ID), "office.unit_has_members")
		code(t, "revoke", h.Revoke(ctx, admin, m.ID), "")
		code(t, "close", h.CloseUnit(ctx, admin, u.ID), "")
		code(t, "close again", h.CloseUnit(ctx, admin, u.ID), "office.no_unit")
		_, err = h.Grant(ctx, admin, "carla", "secretariat", u.ID)
		code(t, "grant in a closed unit", err, "office.no_unit")
		_, err = h.AddUnit(ctx, admin, "Segreteria centrale", "")
		code(t, "the name is free again", err, "")
	})
}

func TestGrantAndRevoke(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		admin := h.Administrator(t, "anna")
		h.Official("carla")
		h.People.Put("lawyer", officetest.Person{Name: "L", Kind: office.KindLawyer, Active: true})
		if a := h.Actor(t, "carla"); len(a.Roles) != 0 || office.Can(a, office.DeskEnter, office.Resource{}) {
			t.Errorf("without a grant: %+v", a)
		}
		m := grant(t, h, admin, "carla", "secretariat", "")
		want := office.Actor{Account: "carla", Name: "Persona carla", Kind: "official", Roles: []string{"secretariat"}, Posts: []office.Post{{Role: "secretariat"}}}
		carla := h.Actor(t, "carla")
		if diff := cmp.Diff(want, carla); diff != "" {
			t.Error(diff)
		}
		for _, try := range []struct {
			name                string
			by                  office.Actor
			account, role, unit string
			want                string
		}{
			{"again", admin, "carla", "secretariat", "", "office.already_granted"},
			{"unknown role", admin, "carla", "emperor", "", "office.no_role"},
			{"unknown unit", admin, "carla", "rapporteur", "x", "office.no_unit"},
			{"administrator of a unit", admin, "carla", "administrator", "x", "office.administrator_unit"},
			{"to a lawyer", admin, "lawyer", "secretariat", "", "office.only_officials"},
			{"to nobody", admin, "nobody", "secretariat", "", "identity.no_account"},
			{"to oneself", admin, "anna", "secretariat", "", "office.own_rights"},
			{"by who may not", carla, "anna", "secretariat", "", "office.forbidden"},
		} {
			_, err := h.Grant(ctx, try.by, try.account, try.role, try.unit)
			code(t, try.name, err, try.want)
		}
		code(t, "revoke by who may not", h.Revoke(ctx, carla, m.ID), "office.own_rights")
		code(t, "revoke", h.Revoke(ctx, admin, m.ID), "")
		code(t, "revoke again", h.Revoke(ctx, admin, m.ID), "office.no_membership")
		list, err := h.Members(ctx, admin, "")
		if err != nil || len(list) != 1 || list[0].Account != "anna" {
			t.Errorf("members %+v, error %v", list, err)
		}
	})
}

func TestAnAdministratorRemains(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		anna := h.Administrator(t, "anna")
		h.People.Put("bruno", officetest.Person{Name: "B", Kind: office.KindOfficial}) // invited, not active
		own := mustMembers(t, h, anna, "anna")[0]
		pending := grant(t, h, anna, "bruno", "administrator", "")
		code(t, "oneself", h.Revoke(ctx, anna, own.ID), "office.own_rights")
		spare := func(account string) error {
			return h.DB.Update(ctx, func(tx *database.Tx) error { return h.Spare(ctx, tx, account) })
		}
		code(t, "spare the only active one", spare("anna"), "office.last_administrator")
		code(t, "spare an official", spare("carla"), "")
		code(t, "revoke the one who is not active", h.Revoke(ctx, anna, pending.ID), "")
		code(t, "first again is no second", h.DB.Update(ctx, func(tx *database.Tx) error { return h.AppointFirst(ctx, tx, "anna") }), "")
		if n := len(mustMembers(t, h, anna, "anna")); n != 1 {
			t.Errorf("%d memberships", n)
		}
	})
}

// TestTwoAdministratorsRevokeEachOther lets both act at the same instant, each with rights read before: one must lose.
func TestTwoAdministratorsRevokeEachOther(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		anna, bruno := h.Administrator(t, "anna"), h.Administrator(t, "bruno")
		his, hers := mustMembers(t, h, anna, "bruno")[0].ID, mustMembers(t, h, anna, "anna")[0].ID
		var revoked atomic.Int64
		var group sync.WaitGroup
		for _, act := range []func() error{
			func() error { return h.Revoke(ctx, anna, his) }, func() error { return h.Revoke(ctx, bruno, hers) },
		} {
			group.Go(func() {
				if act() == nil {
					revoked.Add(1)
				}
			})
		}
		group.Wait()
		var left int
		if err := h.DB.View(ctx, func(tx *database.Tx) (err error) { left, err = h.ActiveAdministrators(ctx, tx); return err }); err != nil {
			t.Fatal(err)
		}
		if revoked.Load() != 1 || left != 1 {
			t.Errorf("%d revocations succeeded, %d administrators left", revoked.Load(), left)
		}
	})
}

func mustMembers(t *testing.T, h *officetest.House, by office.Actor, account string) []office.Membership {
	t.Helper()
	list, err := h.Members(ctx, by, account)
	code(t, "members", err, "")
	return list
}

func TestRequire(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		h.Administrator(t, "anna")
		h.Official("carla")
		for _, try := range []struct{ name, account, verb, subject, want string }{
			{"administrator", "anna", "users.manage", "carla", ""},
			{"on oneself", "anna", "users.manage", "anna", "office.forbidden"},
			{"no role", "carla", "users.manage", "anna", "office.forbidden"},
			{"no such verb", "anna", "users.destroy", "", "office.forbidden"},
			{"no such account", "nobody", "users.read", "", "office.forbidden"},
		} {
			code(t, try.name, h.Require(ctx, try.account, try.verb, try.subject), try.want)
		}
		p, _ := h.People.Get("anna")
		p.Active = false
		h.People.Put("anna", p)
		code(t, "suspended", h.Require(ctx, "anna", "users.read", ""), "office.forbidden")
		h.People.Put("lawyer", officetest.Person{Name: "L", Kind: office.KindLawyer})
		code(t, "suspended lawyer", h.Require(ctx, "lawyer", "lawyer.enter", ""), "office.forbidden")
	})
}

func TestAbsence(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		anna := h.Administrator(t, "anna")
		h.Official("carla")
		h.Official("dario")
		h.Official("outsider")
		grant(t, h, anna, "carla", "rapporteur", "")
		grant(t, h, anna, "dario", "secretariat", "")
		carla, dario := h.Actor(t, "carla"), h.Actor(t, "dario")
		from := terms.NewDate(2026, time.November, 25) // tomorrow
		days := func(account, substitute string) office.Absence {
			return office.Absence{Account: account, From: from, To: from.AddDays(1), Substitute: substitute}
		}
		for _, try := range []struct {
			name string
			by   office.Actor
			office.Absence
			want string
		}{
			{"of another, by an official", dario, days("carla", ""), "office.forbidden"},
			{"backwards", carla, office.Absence{Account: "carla", From: from, To: from.AddDays(-1)}, "office.absence_days"},
			{"oneself as substitute", carla, days("carla", "carla"), "office.substitute_is_absent"},
			{"an administrator names himself", anna, days("carla", "anna"), "office.own_rights"},
			{"somebody without a role", carla, days("carla", "outsider"), "office.not_active_official"},
			{"no new cases for oneself", carla, office.Absence{Account: "carla", From: from, To: from, OnlyNew: true}, "office.forbidden"},
			{"a substitute for who works", anna, office.Absence{Account: "carla", From: from, To: from, OnlyNew: true, Substitute: "dario"}, "office.no_substitute_needed"},
			{"somebody unknown", carla, days("carla", "nobody"), "identity.no_account"},
		} {
			_, err := h.AddAbsence(ctx, try.by, try.Absence)
			code(t, try.name, err, try.want)
		}
		a, err := h.AddAbsence(ctx, carla, days("carla", "dario"))
		code(t, "carla goes away", err, "")
		_, err = h.AddAbsence(ctx, anna, days("anna", "dario"))
		code(t, "the administrator too", err, "")
		stands := func(when string, want ...string) {
			t.Helper()
			if diff := cmp.Diff(want, h.Actor(t, "dario").Roles); diff != "" {
				t.Errorf("%s: %s", when, diff)
			}
		}
		stands("today", "secretariat")
		h.Advance(14*time.Hour - time.Minute) // 23:59 in Rome
		stands("a minute to midnight", "secretariat")
		h.Advance(time.Minute)
		stands("tomorrow", "rapporteur", "secretariat") // and not administrator
		holders, err := h.Holders(ctx, "rapporteur")
		if diff := cmp.Diff([]office.Holder{{Account: "carla", Name: "Persona carla", Away: true, Substitute: "dario"}}, holders); diff != "" || err != nil {
			t.Errorf("holders (error %v): %s", err, diff)
		}
		list, err := h.Absences(ctx, carla, "carla")
		if diff := cmp.Diff([]office.Absence{a}, list, cmp.Comparer(func(a, b terms.Date) bool { return a.Compare(b) == 0 })); diff != "" || err != nil {
			t.Errorf("absences (error %v): %s", err, diff)
		}
		code(t, "taken back", h.RemoveAbsence(ctx, carla, a.ID), "")
		stands("after that", "secretariat")
		only, err := h.AddAbsence(ctx, anna, office.Absence{Account: "carla", From: from, To: from, OnlyNew: true})
		code(t, "no new cases", err, "")
		holders, err = h.Holders(ctx, "rapporteur")
		if diff := cmp.Diff([]office.Holder{{Account: "carla", Name: "Persona carla", Excluded: true}}, holders); diff != "" || err != nil {
			t.Errorf("holders (error %v): %s", err, diff)
		}
		code(t, "taken back by herself", h.RemoveAbsence(ctx, carla, only.ID), "office.forbidden")
		people, err := h.Colleagues(ctx, carla)
		if err != nil || len(people) != 3 {
			t.Errorf("colleagues: %v, %v", people, err)
		}
	})
}
