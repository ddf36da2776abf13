// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"pratica/internal/audit"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// actions are those that the register offers to look for. What a procedure calls
// its own actions is not among them: they are found by the case.
var actions = []string{
	audit.Read,
	"application.started", "application.opened", "application.frozen", "application.thawed", "application.filed", "case.open",
	"identity.invited", "identity.invited_again", "identity.activated", "identity.signed_in", "identity.second_step_failed",
	"identity.recovery_code_used", "identity.recovery_codes_renewed", "identity.authenticator_replaced",
	"identity.authenticator_reset_asked", "identity.authenticator_reset_approved", "identity.authenticator_reset_refused",
	"identity.reset_asked", "identity.password_reset", "identity.password_changed", "identity.suspended", "identity.restored",
	"identity.session_ended", "identity.sessions_ended",
	"office.granted", "office.revoked", "office.body_saved", "office.unit_added", "office.unit_closed", "office.absence_added",
	"office.absence_removed", "office.counsel_imported", "office.counsel_invited", "office.counsel_removed",
	"forms.imported", "forms.published", "forms.retired",
	"delivery.sent", "delivery.failed", "delivery.bounced",
}

// actionText says what was done in words, with the code beside.
func actionText(page kit.Page, action string) string {
	room, act, _ := strings.Cut(action, ".")
	var key string
	switch room {
	case "identity":
		key = "identity.action." + act
	case "office":
		key = "office.action." + act
	default:
		key = "admin.audit.act." + strings.ReplaceAll(action, ".", "_")
	}
	switch {
	case page.Printer.Has(key):
		return page.T("admin.audit.coded", "text", page.T(key), "code", action)
	case room == "case":
		return page.T("admin.audit.coded", "text", page.T("admin.audit.act.case"), "code", action)
	}
	return action
}

// names are the accounts that a page of the register speaks of, by identifier.
type names map[string]string

// namesIn looks the accounts of some acts up. What is no account, such as the part
// of the program that acted, has no name.
func (f *Face) namesIn(ctx context.Context, acts []audit.Recorded) (names, error) {
	known := names{}
	for _, a := range acts {
		for _, id := range append(accountsIn(a.Detail), a.Actor.ID, a.Subject) {
			if err := f.name(ctx, known, id); err != nil {
				return nil, err
			}
		}
	}
	return known, nil
}

// accountKeys are the details that hold an account.
var accountKeys = []string{"account", "asked_by", "substitute", "for"}

func accountsIn(detail map[string]string) []string {
	var ids []string
	for _, key := range accountKeys {
		ids = append(ids, detail[key])
	}
	return ids
}

// name adds one account to those known; "" stands for what is none.
func (f *Face) name(ctx context.Context, known names, id string) error {
	if _, seen := known[id]; seen || id == "" {
		return nil
	}
	a, err := f.Identity.Account(ctx, id)
	if err != nil && problem.KindOf(err) != problem.NotFound {
		return err
	}
	known[id] = a.Name
	return nil
}

// actor says who acted: a person by name, the program by its part.
func (n names) actor(page kit.Page, a audit.Actor) string {
	switch {
	case n[a.ID] != "":
		return n[a.ID]
	case a.Kind == audit.Applicant || a.ID == "":
		return page.T("admin.audit.kind_" + a.Kind)
	}
	return page.T("admin.audit.somebody", "kind", page.T("admin.audit.kind_"+a.Kind), "id", a.ID)
}

// subject says what the act was done to, with the filter that finds what else
// was done to it.
func (n names) subject(page kit.Page, a audit.Recorded) kit.Cell {
	if id, ok := strings.CutPrefix(a.Chain, audit.CaseChain("")); ok {
		return kit.Cell{Text: page.T("admin.audit.case", "id", id), Href: finding("chain", id)}
	}
	return kit.Cell{Text: cmp.Or(n[a.Subject], a.Subject)}
}

// details lists the rest of an act, with names for accounts.
func (n names) details(m map[string]string) string {
	parts := make([]string, 0, len(m))
	for key, value := range m {
		if slices.Contains(accountKeys, key) {
			value = cmp.Or(n[value], value)
		}
		if value != "" {
			parts = append(parts, key+": "+value)
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, "; ")
}

// table shows acts; action, person and case lead to what else they are found in.
func (n names) table(page kit.Page, acts []audit.Recorded) kit.Table {
	rows := make([]kit.Row, len(acts))
	for i, a := range acts {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.Instant(a.At)},
			{Text: n.actor(page, a.Actor), Href: finding("actor", cmp.Or(a.Actor.ID, a.Actor.Kind))},
			{Text: actionText(page, a.Action), Href: finding("action", a.Action)},
			n.subject(page, a),
			{Text: n.details(a.Detail)},
		}}
	}
	table := kit.NewTable(page.T("admin.audit.title"), []kit.Column{
		{Title: page.T("admin.audit.when")}, {Title: page.T("admin.audit.actor")}, {Title: page.T("admin.audit.action")},
		{Title: page.T("admin.audit.subject")}, {Title: page.T("admin.audit.detail")},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("admin.audit.none"), Next: &kit.Link{Text: page.T("admin.audit.all"), Href: registerPath}}
	return table
}
