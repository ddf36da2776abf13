// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/netip"
	"path"
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"

	"pratica/definitions"
	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/documents/pdf"
	"pratica/internal/identity"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// staffed is a body that works already: its people have their accounts, and its
// cases are as far as the test says. What other tests do in the browser, the
// services do here.
type staffed struct {
	*house
	boss    office.Actor // the administrator
	chief   *account     // of the administrator
	holders map[string]casework.Actor
}

// openStaffed opens a body with an administrator, whose window is not open yet.
func openStaffed(t *testing.T, b *e2e.Browser, name, lang string) *staffed {
	t.Helper()
	h := newHouse(t, b, name, lang)
	s := &staffed{house: h, holders: map[string]casework.Actor{}}
	link, err := h.app.FirstAdministrator(t.Context(), "amministratrice@ordine.example", "Amelia Prova")
	h.must("administrator", err)
	var id string
	s.chief, id = s.accept(link, "amministratrice@ordine.example")
	s.boss, err = h.app.Office.ActorOf(t.Context(), id)
	h.must("administrator", err)
	body := office.Body{Name: "Ordine degli Avvocati di Esempio", Address: "Piazza della Prova 1, 00000 Esempio", Email: "segreteria@ordine.example", TimeZone: "Europe/Rome"}
	_, err = h.app.Office.SaveBody(t.Context(), s.boss, body, netip.Addr{})
	h.must("body", err)
	return s
}

// accept takes an invitation; the secret goes into the phone.
func (s *staffed) accept(link, email string) (*account, string) {
	s.t.Helper()
	a := &account{t: s.t, house: s.house, email: email, password: "un cavallo beve al fiume di " + email}
	e, err := s.app.Identity.AcceptInvitation(s.t.Context(), path.Base(link), a.password, netip.MustParseAddr("127.0.0.1"))
	s.must("invitation", err)
	a.secret = bare(e.Secret)
	code, err := totp.GenerateCode(a.secret, s.now())
	s.must("phone", err)
	confirmed, _, err := s.app.Identity.ConfirmEnrolment(s.t.Context(), e.Ticket, code)
	s.must("phone", err)
	return a, confirmed.ID
}

// employ gives somebody an account with a role. enter opens their window.
func (s *staffed) employ(name, role string) *official {
	s.t.Helper()
	email := strings.ToLower(strings.Fields(name)[0]) + "@ordine.example"
	invited, err := s.app.Identity.Invite(s.t.Context(), s.boss.Audit(), identity.NewAccount{Email: email, Name: name, Kind: identity.Official, Lang: s.say.Lang()})
	s.must(name, err)
	a, id := s.accept(s.link(email, delivery.Invitation, 1), email)
	_, err = s.app.Office.Grant(s.t.Context(), s.boss, id, role, "")
	s.must(name, err)
	s.holders[name] = casework.Actor{Kind: audit.Official, ID: invited.ID, Roles: []string{role}}
	return &official{account: a, name: name}
}

// enter opens somebody's window and signs them in; who has one signs in anew.
func (o *official) enter() *official {
	o.t.Helper()
	if o.Person == nil {
		o.Person = o.house.window(o.name)
	}
	o.signIn()
	return o
}

// Figure takes the picture for the manuals, which are in Italian.
func (o *official) Figure(name string) {
	o.t.Helper()
	if o.house.say.Lang() == "it" {
		o.Person.Figure(name)
	}
}

// filed files the answers of a sample, changed, and waits until the case is open and
// in the lists.
func (s *staffed) filed(sample string, changes map[string]any) casework.Case {
	s.t.Helper()
	ctx := s.t.Context()
	a, err := s.app.Intake.Start(ctx, s.def.Slug, s.def.Digest, s.say.Lang())
	s.must("draft", err)
	raw := s.answers(sample, changes)
	_, err = s.app.Intake.SavePage(ctx, a.ID, s.def.Pages[0].ID, 0, func(json.RawMessage) (json.RawMessage, error) { return raw, nil })
	s.must("draft", err)
	_, err = s.app.Intake.SetEmail(ctx, a.ID, martasMail)
	s.must("draft", err)
	var link intake.Link
	s.must("draft", s.app.DB.Update(ctx, func(tx *database.Tx) (err error) {
		link, err = s.app.Intake.AccessLinkTo(ctx, tx, a.ID)
		return err
	}))
	_, err = s.app.Intake.OpenLink(ctx, link.Token)
	s.must("draft", err)
	s.attachAll(a.ID)
	_, err = s.app.Intake.Submit(ctx, a.ID)
	s.must("file", err)
	s.eventually("the case is open", func() bool {
		_, err := s.app.Casework.View(ctx, secretaries, a.ID)
		return err == nil
	})
	s.quiet()
	return s.view(casework.Case{ID: a.ID}).Case
}

// view is what the secretariat sees of a case.
func (s *staffed) view(c casework.Case) casework.View {
	s.t.Helper()
	v, err := s.app.Casework.View(s.t.Context(), secretaries, c.ID)
	s.must("view", err)
	return v
}

// secretaries sees every case of legal aid.
var secretaries = casework.Actor{Kind: audit.Official, ID: "nobody", Roles: []string{"secretary"}}

func (s *staffed) answers(sample string, changes map[string]any) json.RawMessage {
	s.t.Helper()
	raw, err := fs.ReadFile(definitions.Files, "samples/"+sample+".json")
	s.must("sample", err)
	var answers map[string]any
	s.must("sample", json.Unmarshal(raw, &answers))
	for name, value := range changes {
		if value == nil {
			delete(answers, name)
		} else {
			answers[name] = value
		}
	}
	raw, err = json.Marshal(answers)
	s.must("sample", err)
	return raw
}

// attachAll attaches what is asked for, and the signed page.
func (s *staffed) attachAll(id string) {
	s.t.Helper()
	ctx := s.t.Context()
	a, err := s.app.Intake.Get(ctx, id)
	s.must("attachments", err)
	_, e, err := s.app.Evaluate(ctx, a)
	s.must("attachments", err)
	scan, err := s.app.Documents.Writer.Write(ctx, pdf.Document{
		Title: "Documento di prova", Lang: "it", Created: s.now(), Blocks: []pdf.Block{pdf.Paragraph{Text: "Persone e fatti sono inventati."}},
	})
	s.must("scan", err)
	for _, slot := range e.Slots {
		if slot.Required {
			s.must(slot.Slot, s.app.Attach(ctx, id, slot.Slot, slot.ID+".pdf", bytes.NewReader(scan)))
		}
	}
	_, err = s.app.Intake.Freeze(ctx, id, "handwritten")
	s.must("freeze", err)
	way, _ := s.def.Way("handwritten")
	for _, file := range way.Files {
		s.must(file.ID, s.app.AttachSigned(ctx, id, file.ID, file.ID+".pdf", bytes.NewReader(scan)))
	}
}

// do acts as somebody of the house; pairs are names and values.
func (s *staffed) do(who, id, action string, pairs ...string) {
	s.t.Helper()
	in := actions.Input{Values: map[string][]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		in.Values[pairs[i]] = []string{pairs[i+1]}
	}
	s.act(who, id, action, in)
}

func (s *staffed) act(who, id, action string, in actions.Input) {
	s.t.Helper()
	_, err := s.app.Casework.Act(s.t.Context(), s.holders[who], id, action, casework.Command{Input: in})
	s.must(fmt.Sprintf("%s: %s", who, action), err)
}

// checked leads a case to where a rapporteur is chosen for it.
func (s *staffed) checked(secretary string, c casework.Case) casework.Case {
	s.t.Helper()
	s.do(secretary, c.ID, "take_charge", "code", c.Code)
	points := []string{}
	for _, point := range s.flow.Checklist {
		points = append(points, "point."+point.Name, "ok")
	}
	s.do(secretary, c.ID, "check", points...)
	s.do(secretary, c.ID, "conclude_check")
	return c
}

// assigned gives a case to a rapporteur.
func (s *staffed) assigned(secretary, rapporteur string, c casework.Case) casework.Case {
	s.t.Helper()
	s.checked(secretary, c)
	s.do(secretary, c.ID, "assign", "official", s.holders[rapporteur].ID, "reason", "scelta di prova")
	return c
}

// proposed leads a case before the board.
func (s *staffed) proposed(secretary, rapporteur string, c casework.Case, outcome string) casework.Case {
	s.t.Helper()
	s.assigned(secretary, rapporteur, c)
	s.do(rapporteur, c.ID, "no_conflict", "declared", "yes")
	s.do(rapporteur, c.ID, "propose", "outcome", outcome, "reasons", reasons)
	return c
}

// decided leads a case to its signed decision.
func (s *staffed) decided(secretary, rapporteur, board string, c casework.Case, outcome string) casework.Case {
	s.t.Helper()
	s.proposed(secretary, rapporteur, c, outcome)
	s.do(board, c.ID, "resolve", "outcome", outcome, "number", "12/2026", "date", terms.DateOf(s.now()).String(), "presided", "Avv. Franca Consiglio")
	in := actions.Input{Values: map[string][]string{"outcome": {outcome}, "data.reasons": {reasons}}}
	ctx, who := s.t.Context(), s.holders[board]
	printed, err := s.app.PrintDecision(ctx, who, c.ID, "decide", in)
	s.must("print", err)
	document, _, err := s.app.Documents.Read(ctx, c.ID, printed.ID)
	s.must("print", err)
	file, err := s.app.ReceiveFile(ctx, who, c.ID, actions.DecisionSlot, "provvedimento.pdf", bytes.NewReader(signedPDF(s.t, "Franca Consiglio", document)))
	s.must("sign", err)
	in.Files = []actions.File{file}
	s.act(board, c.ID, "decide", in)
	return c
}
