// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"cmp"
	"context"
	"maps"
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
	"office.granted", "office.revoked", "office.body_saved", "office.unit_added", "office.unit_closed", "office.absence_added", "office.roll_ordered",
	"office.absence_removed", "office.counsel_imported", "office.counsel_invited", "office.counsel_removed",
	"office.text_saved", "office.feedback_received", "office.feedback_answered", "office.holiday_added", "office.holiday_removed",
	"forms.imported", "forms.published", "forms.retired", "forms.threshold_added", "forms.threshold_removed",
	"worklist.export", "lots.close", "lots.send", "lots.sent", "lots.recipient", "sitting.made", "sitting.arranged", "sitting.corrected", "sitting.cancelled", "sitting.attended", "reason.added", "reason.removed",
	"delivery.sent", "delivery.failed", "delivery.bounced", "delivery.resent", "jobs.retried", "jobs.dismissed",
	"privacy.looked", "privacy.asked", "privacy.prepared", "privacy.taken", "privacy.extended", "privacy.answered",
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

// reader words the acts of one page of the register.
type reader struct {
	wording
	names map[string]string // of accounts; "" for an identifier of something else
}

// readerOf looks the accounts of some acts up.
func (f *Face) readerOf(ctx context.Context, page kit.Page, acts []audit.Recorded) (reader, error) {
	say, err := f.wording(ctx, page)
	read := reader{say, map[string]string{}}
	for _, a := range acts {
		for _, id := range append(accountsIn(a.Detail), a.Actor.ID, a.Subject) {
			if err == nil {
				err = f.learn(ctx, read.names, id)
			}
		}
	}
	return read, err
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

// learn adds the name of an account to those known; "" for what is none, such as
// the part of the program that acted.
func (f *Face) learn(ctx context.Context, names map[string]string, id string) error {
	if _, seen := names[id]; seen || id == "" {
		return nil
	}
	a, err := f.Identity.Account(ctx, id)
	if err != nil && problem.KindOf(err) != problem.NotFound {
		return err
	}
	names[id] = a.Name
	return nil
}

// actor says who acted: a person by name, the program by its part.
func (read reader) actor(a audit.Actor) string {
	kind := read.page.T("admin.audit.kind_" + a.Kind)
	switch {
	case read.names[a.ID] != "":
		return read.names[a.ID]
	case a.Kind == audit.Applicant || a.ID == "":
		return kind
	}
	return read.page.T("admin.audit.somebody", "kind", kind, "id", a.ID)
}

// subject says what the act was done to; a case leads to what else was done to it.
func (read reader) subject(a audit.Recorded) kit.Cell {
	if id, ok := strings.CutPrefix(a.Chain, audit.CaseChain("")); ok {
		return kit.Cell{Text: read.page.T("admin.audit.case", "id", id), Href: finding("chain", id)}
	}
	if name := read.names[a.Subject]; name != "" || a.Subject == "" {
		return kit.Cell{Text: name}
	}
	return kit.Cell{Text: read.unit(a.Subject)}
}

// details lists the rest of an act, with names for accounts, roles and units.
func (read reader) details(m map[string]string) string {
	parts := make([]string, 0, len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		value := read.value(key, m[key])
		if value == "" {
			continue
		}
		if word := "admin.audit.key." + key; read.page.Printer.Has(word) {
			key = read.page.T(word)
		}
		parts = append(parts, key+": "+value)
	}
	return strings.Join(parts, "; ")
}

func (read reader) value(key, value string) string {
	switch {
	case key == "role":
		return read.role(value)
	case key == "unit":
		return read.unit(value)
	case slices.Contains(accountKeys, key):
		return cmp.Or(read.names[value], value)
	}
	return value
}

// table shows acts; action, person and case lead to what else they are found in.
func (read reader) table(acts []audit.Recorded) kit.Table {
	page, rows := read.page, make([]kit.Row, len(acts))
	for i, a := range acts {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.Instant(a.At)},
			{Text: read.actor(a.Actor), Href: finding("actor", cmp.Or(a.Actor.ID, a.Actor.Kind))},
			{Text: actionText(page, a.Action), Href: finding("action", a.Action)},
			read.subject(a),
			{Text: read.details(a.Detail)},
		}}
	}
	table := kit.NewTable(page.T("admin.audit.caption"), []kit.Column{
		{Title: page.T("admin.audit.when")}, {Title: page.T("admin.audit.actor")}, {Title: page.T("admin.audit.action")},
		{Title: page.T("admin.audit.subject")}, {Title: page.T("admin.audit.detail")},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("admin.audit.none"), Next: &kit.Link{Text: page.T("admin.audit.all"), Href: registerPath}}
	return table
}
