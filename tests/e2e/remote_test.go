// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"pratica/internal/config"
	"pratica/internal/signatures/certificate"
	"pratica/testpeers/cscsim"
	"pratica/testpeers/pki"
)

// signing is the service that holds the key of an official, in a world of trust
// services.
type signing struct {
	world   *pki.World
	service *cscsim.Service
}

const signingPIN = "739162"

// signs lets one official sign at a distance; it is set before the house opens.
func (h *house) signs(name, version string) {
	h.t.Helper()
	world, err := pki.New(h.now())
	h.must("trust services", err)
	h.t.Cleanup(world.Close)
	person, err := world.Qualified.Issue(pki.Spec{Name: name, From: world.Now.AddDate(-1, 0, 0), To: world.Now.AddDate(1, 0, 0), Key: pki.RSA2048})
	h.must("certificate", err)
	service := cscsim.Start(h.now, cscsim.Holder{Person: person, PIN: signingPIN, Most: 20})
	h.t.Cleanup(service.Close)
	h.signing = &signing{world, service}
	h.config.Signing = config.Signing{Service: service.URL, Version: version, ClientID: "ordine", ClientSecret: "prova", Stamps: config.Words{world.URL + "/tsa"}}
}

// trusts imports the lists of that world, as an operator does.
func (h *house) trusts() {
	h.t.Helper()
	index, err := h.signing.world.ListOfLists()
	h.must("list of lists", err)
	national, err := h.signing.world.NationalList()
	h.must("national list", err)
	signer, err := certificate.Parse(h.signing.world.IndexSigner().Raw)
	h.must("signer", err)
	h.must("import", h.app.Verdicts.Import(h.t.Context(), []*certificate.Certificate{signer}, index, national))
}

// signAtADistance connects the service, mistakes the PIN once, and issues the
// decision, which is then read as signed and valid.
func (o *official) signAtADistance() {
	o.t.Helper()
	say, service := o.house.say, o.house.signing.service
	o.Click(say.T("office.remote.connect"))
	o.See(say.T("office.remote.connected"))
	send := func(pin string) {
		o.t.Helper()
		o.Click(say.T("office.remote.send"))
		o.See(say.T("office.remote.sent"))
		o.Fill(say.T("office.remote.pin"), pin)
		o.Fill(say.T("office.remote.otp"), service.Code(0))
		o.Click(say.T("office.remote.sign"))
	}
	send("000000")
	o.See(say.T("problem.signing.wrong_code"))
	if o.Value(say.T("office.remote.pin")) != "" {
		o.t.Error("the page shows a PIN")
	}
	service.Fail(cscsim.Away)
	o.Fill(say.T("office.remote.pin"), signingPIN)
	o.Click(say.T("office.remote.sign"))
	o.See(say.T("office.remote.connect")) // who does not answer takes nothing else away
	service.Fail(cscsim.Works)
	o.Click(say.T("office.draft.show"))
	send(signingPIN)
	o.See(say.T("office.act.done"))
	o.house.quiet()
	o.Goto(o.Path())
	o.See(say.T("papers.signature.valid", "who", "Franca Consiglio"))
}
