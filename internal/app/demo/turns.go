// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/office"
	"pratica/internal/terms"
)

// doer is who does an act: the one of the cast, or for a rapporteur the one to
// whom the rule gave the case.
func (m *maker) doer(ctx context.Context, id, by string) (office.Actor, error) {
	if by != "rapporteur" {
		return m.people[by], nil
	}
	secretary := m.people["secretary"]
	v, err := m.app.Casework.View(ctx, casework.Actor{Kind: audit.Official, ID: secretary.Account, Roles: secretary.Roles}, id)
	if err != nil {
		return office.Actor{}, err
	}
	for _, a := range v.Assigned {
		for _, who := range m.people {
			if who.Account == a.Account && slices.Contains(who.Roles, by) {
				return who, nil
			}
		}
	}
	return office.Actor{}, fmt.Errorf("demo: case %s has no rapporteur", id)
}

// advice is what the rapporteur does: now and then one abstains, and the case
// goes to the other.
func advice(l life, outcome string) []act {
	script := []act{{by: "secretary", action: "assign", values: values("official", "by_rule")}}
	if l.number%9 == 6 {
		script = append(script, act{by: "rapporteur", action: "abstain", values: values("reason", "Ho difeso la controparte in un'altra causa.")})
	}
	return append(script,
		act{by: "rapporteur", action: "no_conflict", values: values("declared", "yes")},
		act{by: "rapporteur", action: "propose", values: values("outcome", outcome, "reasons", "redditi e documenti sono stati esaminati insieme alle ragioni esposte.")})
}

// extras are what the office does beside the way of a case: a private note, a
// hearing that makes it urgent, and one that the administrator annuls.
func (m *maker) extras(ctx context.Context, l life) error {
	if l.slug != "patrocinio-civile" {
		return nil
	}
	secretary := m.people["secretary"]
	who := casework.Actor{Kind: audit.Official, ID: secretary.Account, Roles: secretary.Roles}
	switch {
	case l.number == annulled:
		return m.annul(ctx, who, l.id)
	case l.number == withdrawn:
		return m.withdraw(ctx, l.id)
	case l.number%10 == 1:
		_, err := m.app.Casework.AddNote(ctx, who, l.id, "Ha telefonato: porta l'originale della dichiarazione lunedì.")
		return err
	case l.number%17 == 2 && l.acts < 9:
		day := terms.DateOf(m.until).AddDays(5 + l.number%7)
		return m.do(ctx, l.id, act{by: "secretary", action: "urgency", values: values("day", day.String(), "reason", "udienza fissata")})
	}
	return nil
}

// annulled is the number of the application that the administrator annuls; its
// case is still open then.
const annulled = 29

// withdrawn is the number of the application that its applicant withdraws.
const withdrawn = 30

func (m *maker) withdraw(ctx context.Context, id string) error {
	applicant := casework.Actor{Kind: audit.Applicant, ID: id}
	if _, err := m.app.Casework.Act(ctx, applicant, id, "withdraw", casework.Command{}); err != nil {
		return err
	}
	return m.do(ctx, id, act{by: "secretary", action: "end_withdrawal"})
}

// oldYears is how long ago the body began: longer than its definitions have requests
// for documents kept.
const oldYears = 6

// makeOld files a request and ends it, so that its time has passed today.
func (m *maker) makeOld(ctx context.Context) error {
	all, err := samples()
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(s sample) bool { return s.slug == "accesso-atti" })
	id, err := m.file(ctx, all[at], 999)
	if err != nil {
		return fmt.Errorf("demo: the old request: %w", err)
	}
	if err := m.app.Jobs.Drain(ctx); err != nil {
		return err
	}
	applicant := casework.Actor{Kind: audit.Applicant, ID: id}
	if _, err := m.app.Casework.Act(ctx, applicant, id, "withdraw", casework.Command{}); err != nil {
		return err
	}
	m.clock.Advance(4 * 24 * time.Hour) // the time to take it back
	return m.app.Jobs.Drain(ctx)
}

func (m *maker) annul(ctx context.Context, reader casework.Actor, id string) error {
	v, err := m.app.Casework.View(ctx, reader, id)
	if err != nil {
		return err
	}
	admin := casework.Actor{Kind: audit.Admin, ID: m.people["administrator2"].Account}
	_, err = m.app.Casework.Annul(ctx, admin, v.Case.Code, "La stessa domanda era stata registrata due volte per un guasto.", v.Case.Version)
	return err
}
