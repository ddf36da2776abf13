// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package verdicts_test

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"pratica/internal/clock"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/jobs"
	"pratica/internal/objects"
	"pratica/internal/problem"
	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/revocation"
	"pratica/internal/signatures/validation"
	"pratica/internal/signatures/verdicts"
	"pratica/testpeers/pki"
)

// keeper is the service in a world of trust services.
type keeper struct {
	*verdicts.Service
	t     *testing.T
	world *pki.World
	clock *clock.Manual
	cases map[string]pki.Case
}

func each(t *testing.T, f func(k keeper)) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		world, err := pki.New(now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(world.Close)
		store, err := objects.NewDisk(t.TempDir(), 0)
		if err != nil {
			t.Fatal(err)
		}
		all, err := world.Cases()
		if err != nil {
			t.Fatal(err)
		}
		k := keeper{t: t, world: world, clock: clock.At(now), cases: map[string]pki.Case{}}
		for _, c := range all {
			k.cases[c.Name] = c
		}
		k.Service = &verdicts.Service{
			DB: db, Objects: store, Now: k.clock.Now, Policy: validation.StandardPolicy(), Client: http.DefaultClient, Countries: []string{"IT"},
			Index: world.URL + "/lists/EU.xml", Jobs: jobs.New(db, jobs.Options{Now: k.clock.Now}),
			Revocation: &revocation.Online{Client: http.DefaultClient, Now: k.clock.Now, Patience: 5 * time.Second},
		}
		k.Register()
		f(k)
	})
}

func (k keeper) accept() {
	k.t.Helper()
	c, err := certificate.Parse(k.world.IndexSigner().Raw)
	if err != nil {
		k.t.Fatal(err)
	}
	k.Accepted = []*certificate.Certificate{c}
	if err := k.Fetch(k.t.Context()); err != nil {
		k.t.Fatal(err)
	}
}

const owner = "application"

// bring stores a case's file and asks about it.
func (k keeper) bring(name string) {
	k.t.Helper()
	object, err := k.Objects.Put(k.t.Context(), bytes.NewReader(k.cases[name].File), 1<<20)
	if err == nil {
		err = k.DB.Update(k.t.Context(), func(tx *database.Tx) error { return k.Ask(k.t.Context(), tx, owner, name, object.Digest) })
	}
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k keeper) verdict(name string) verdicts.Verdict {
	k.t.Helper()
	if err := k.Jobs.Drain(k.t.Context()); err != nil {
		k.t.Fatal(err)
	}
	all, err := k.Of(k.t.Context(), owner)
	if err != nil {
		k.t.Fatal(err)
	}
	return all[name]
}

func (k keeper) expect(name string, verdict report.Verdict, sub report.Sub) verdicts.Verdict {
	k.t.Helper()
	v := k.verdict(name)
	if v.Report.Verdict != verdict || v.Report.Sub != sub {
		k.t.Errorf("%s: %s %s, want %s %s", name, v.Report.Verdict, v.Report.Sub, verdict, sub)
	}
	return v
}

// A file that came before the lists is judged again once they are there, and its
// verdict is found again when nobody answers any more.
func TestVerdicts(t *testing.T) {
	each(t, func(k keeper) {
		k.bring("good.p7m")
		k.expect("good.p7m", report.Indeterminate, report.NoCertificateChain)
		k.accept()
		v := k.expect("good.p7m", report.TotalPassed, "")
		if v.Report.Signatures[0].Qualification != "QESig" || len(v.Lists) != 2 {
			t.Errorf("%+v", v)
		}
		k.bring("text-altered.pdf")
		k.expect("text-altered.pdf", report.TotalFailed, report.HashFailure)

		k.world.Qualified.Fail(pki.Away)
		k.clock.Advance(5 * 365 * 24 * time.Hour)
		then, again, err := k.Rejudge(t.Context(), owner, "good.p7m")
		if err != nil {
			t.Fatal(err)
		}
		if again.Verdict != then.Report.Verdict || again.Signatures[0].Qualification != then.Report.Signatures[0].Qualification {
			t.Errorf("five years later: %s, then %s", again.Verdict, then.Report.Verdict)
		}
		err = k.DB.Update(t.Context(), func(tx *database.Tx) error { return k.ForgetIn(t.Context(), tx, owner) })
		if err != nil {
			t.Fatal(err)
		}
		if v := k.verdict("good.p7m"); !v.IsWaiting() || v.File != "" {
			t.Errorf("it is not forgotten: %+v", v)
		}
	})
}

// Who does not answer is asked again; the file was here before the certificate was
// revoked.
func TestAskedAgain(t *testing.T) {
	each(t, func(k keeper) {
		k.accept()
		k.bring("nobody-answers.p7m")
		k.expect("nobody-answers.p7m", report.Indeterminate, report.TryLater)
		k.world.Silent.Fail(pki.Works)
		k.clock.Advance(11 * time.Minute)
		k.world.Now = k.clock.Now()
		k.expect("nobody-answers.p7m", report.TotalPassed, "")

		k.bring("good-rsa.pdf")
		before := k.expect("good-rsa.pdf", report.TotalPassed, "")
		found := before.Report.Signatures[0]
		if found.Signer.CommonName == "" {
			t.Fatal("nobody signed")
		}
		k.clock.Advance(48 * time.Hour)
		k.world.Now = k.clock.Now()
		k.world.RevokeNamed(found.Signer.CommonName, k.clock.Now().Add(-time.Hour))
		if err := k.Again(t.Context(), owner, "good-rsa.pdf"); err != nil {
			t.Fatal(err)
		}
		after := k.expect("good-rsa.pdf", report.TotalPassed, "")
		if !after.JudgedAt.After(before.JudgedAt) {
			t.Error("it was not judged again")
		}
	})
}

func TestLists(t *testing.T) {
	each(t, func(k keeper) {
		index, err := k.world.ListOfLists()
		if err != nil {
			t.Fatal(err)
		}
		national, err := k.world.NationalList()
		if err != nil {
			t.Fatal(err)
		}
		refused := func(code string, documents ...[]byte) {
			t.Helper()
			if err := k.Import(t.Context(), nil, documents...); !problem.Is(err, code) {
				t.Errorf("%v, want %s", err, code)
			}
		}
		refused("signatures.no_index", national)
		refused("signatures.unknown_signer", index)
		refused("signatures.bad_list", []byte("<list/>"))
		refused("signatures.bad_list", bytes.Replace(index, []byte("<tsl:TSLSequenceNumber>7<"), []byte("<tsl:TSLSequenceNumber>8<"), 1))
		signer, err := certificate.Parse(k.world.IndexSigner().Raw)
		if err != nil {
			t.Fatal(err)
		}
		if err := k.Import(t.Context(), []*certificate.Certificate{signer}, national, index); err != nil {
			t.Fatal(err)
		}
		if err := k.Import(t.Context(), nil, index); err != nil { // who signed the one before may sign the next
			t.Error(err)
		}
		lists, err := k.Lists(t.Context())
		if err != nil || len(lists) != 2 || lists[0].Territory != "EU" || lists[1].Sequence != 7 {
			t.Errorf("%+v, %v", lists, err)
		}
		k.world.Sequence = 6
		older, err := k.world.NationalList()
		if err != nil {
			t.Fatal(err)
		}
		refused("signatures.older_list", older)
	})
}
