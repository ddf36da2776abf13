// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/netip"
	"path"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	"pratica/internal/identity"
	"pratica/internal/office"
)

// member is an official of the body; the first of a cast is its first
// administrator. The names are those of nobody.
type member struct {
	id, name, email string
	roles           []string
}

// cast are the officials of the demonstration.
var cast = []member{
	{"administrator", "Amelia Prova", "amministratrice@ordine.example", nil},
	{"administrator2", "Bruno Collaudo", "amministratore@ordine.example", []string{office.Administrator}},
	{"secretary", "Carla Segreti", "segreteria@ordine.example", []string{"secretary", "desk"}},
	{"rapporteur", "Dario Relatore", "relatore@ordine.example", []string{"rapporteur"}},
	{"rapporteur2", "Elisa D'Esempio", "relatrice@ordine.example", []string{"rapporteur"}},
	{"board", "Franca Consiglio", "consiglio@ordine.example", []string{"board"}},
	{"keeper", "Giulio Archivi", "atti@ordine.example", []string{"keeper"}},
}

// loopback is where the people of the demonstration sit.
var loopback = netip.MustParseAddr("127.0.0.1")

func (m *maker) makePeople(ctx context.Context, cast []member) error {
	link, err := m.app.FirstAdministrator(ctx, cast[0].email, cast[0].name)
	if err != nil {
		return err
	}
	first, err := m.activate(ctx, path.Base(link))
	if err != nil {
		return err
	}
	admin, err := m.app.Office.ActorOf(ctx, first.ID)
	if err != nil {
		return err
	}
	m.people[cast[0].id] = admin
	if err := m.saveBody(ctx, admin); err != nil {
		return err
	}
	for _, person := range cast[1:] {
		if m.people[person.id], err = m.invite(ctx, admin, person.email, person.name, person.roles); err != nil {
			return fmt.Errorf("demo: %s: %w", person.id, err)
		}
	}
	return m.inviteLawyer(ctx, admin)
}

func (m *maker) saveBody(ctx context.Context, admin office.Actor) error {
	_, err := m.app.Office.SaveBody(ctx, admin, office.Body{
		Name: "Ordine degli Avvocati di Esempio", Address: "Piazza della Prova 1, 00000 Esempio", Email: "segreteria@ordine.example",
		PEC: "ordine@pec.example", Phone: "+39 000 000000", Website: "https://www.ordine.example", LogoText: "Ordine di Esempio",
		PatronMonth: 6, PatronDay: 24, TimeZone: "Europe/Rome",
	}, loopback)
	return err
}

func (m *maker) invite(ctx context.Context, admin office.Actor, email, name string, roles []string) (office.Actor, error) {
	a, err := m.app.Identity.Invite(ctx, admin.Audit(), identity.NewAccount{Email: email, Name: name, Kind: identity.Official, Lang: "it"})
	if err != nil {
		return office.Actor{}, err
	}
	token, err := m.mailedToken(ctx, email)
	if err != nil {
		return office.Actor{}, err
	}
	if _, err := m.activate(ctx, token); err != nil {
		return office.Actor{}, err
	}
	for _, role := range roles {
		if _, err := m.app.Office.Grant(ctx, admin, a.ID, role, ""); err != nil {
			return office.Actor{}, err
		}
	}
	return m.app.Office.ActorOf(ctx, a.ID)
}

// activate goes through an invitation as its owner would. Nobody needs the
// password afterwards: the tour lets people in.
func (m *maker) activate(ctx context.Context, token string) (identity.Account, error) {
	e, err := m.app.Identity.AcceptInvitation(ctx, token, rand.Text(), loopback)
	if err != nil {
		return identity.Account{}, err
	}
	code, err := totp.GenerateCode(strings.ReplaceAll(e.Secret, " ", ""), m.clock.Now())
	if err != nil {
		return identity.Account{}, err
	}
	a, _, err := m.app.Identity.ConfirmEnrolment(ctx, e.Ticket, code)
	m.clock.Advance(time.Minute)
	return a, err
}

// mailedToken finds the link in the last mail to an address.
func (m *maker) mailedToken(ctx context.Context, to string) (string, error) {
	if err := m.app.Jobs.Drain(ctx); err != nil {
		return "", err
	}
	list, err := m.app.Delivery.Page(ctx, "", 20)
	if err != nil {
		return "", err
	}
	for _, mail := range list {
		if mail.To != to {
			continue
		}
		for _, word := range strings.Fields(mail.Body) {
			if strings.HasPrefix(word, "http") && strings.Contains(word, "/accesso/") {
				return path.Base(word), nil
			}
		}
	}
	return "", fmt.Errorf("demo: no link was mailed to %s", to)
}

// counselCSV is a list of counsel as a council would import it.
const counselCSV = `avvocato;codice fiscale;ordine;pec;email;iscritto dal
Avv. Livia Difesa;%s;Esempio;difesa@pec.example;avvocata@studio.example;2015-03-01
`

// LawyerCode is the tax code of the invented lawyer, whom the samples name as
// counsel.
const LawyerCode = "DFSLVI80A41H501T"

func (m *maker) inviteLawyer(ctx context.Context, admin office.Actor) error {
	if _, err := m.app.Office.ImportCounsel(ctx, admin, strings.NewReader(fmt.Sprintf(counselCSV, LawyerCode)), false); err != nil {
		return err
	}
	counsel, err := m.app.Office.CounselByFiscalCode(ctx, LawyerCode)
	if err != nil {
		return err
	}
	if m.lawyer, err = m.app.Office.InviteCounsel(ctx, admin, counsel.ID, "it"); err != nil {
		return err
	}
	token, err := m.mailedToken(ctx, counsel.Address())
	if err != nil {
		return err
	}
	if _, err = m.activate(ctx, token); err != nil {
		return err
	}
	return m.inviteHelper(ctx)
}

// inviteHelper gives the lawyer a trainee, with every right that can be given.
func (m *maker) inviteHelper(ctx context.Context) error {
	const address = "praticante@studio.example"
	lawyer, err := m.app.Office.ActorOf(ctx, m.lawyer)
	if err != nil {
		return err
	}
	help, err := m.app.Office.InviteHelper(ctx, lawyer, address, "Pia Pratica", "it", office.HelperRights())
	if err != nil {
		return err
	}
	m.helper = help.Account
	token, err := m.mailedToken(ctx, address)
	if err != nil {
		return err
	}
	_, err = m.activate(ctx, token)
	return err
}
