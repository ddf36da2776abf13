// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"slices"
	"strings"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/workflow"
)

// seat is a place from which cases are seen; see the package comment.
type seat struct{ audience, account, role string }

// everyone is the account of the seat of those who see all cases of a kind.
const everyone = "*"

// audienceOf names who sees the cases under a definition: the roles that see
// all, a bar, and the roles that see what is assigned to them.
func audienceOf(roles []workflow.Role) string {
	var all, assigned []string
	for _, r := range roles {
		if r.OnlyAssigned {
			assigned = append(assigned, r.Name)
		} else {
			all = append(all, r.Name)
		}
	}
	slices.Sort(all)
	slices.Sort(assigned)
	return strings.Join(all, " ") + "|" + strings.Join(assigned, " ")
}

// access is how much of an audience's cases somebody sees.
type access struct {
	all      bool
	assigned []string // his roles that see what is assigned to them
}

// accessOf is the rule of casework ("sees"), from the audience alone.
func accessOf(actor casework.Actor, audience string) access {
	if actor.Kind != audit.Official {
		return access{}
	}
	all, assigned, _ := strings.Cut(audience, "|")
	var a access
	for _, role := range actor.Roles {
		if slices.Contains(strings.Fields(all), role) {
			a.all = true
		}
		if slices.Contains(strings.Fields(assigned), role) {
			a.assigned = append(a.assigned, role)
		}
	}
	return a
}

// accounts are the actor's own and those in whose place he stands.
func accounts(actor casework.Actor) []string { return append([]string{actor.ID}, actor.For...) }

// sits says whether the actor may look at a list from a seat, when the list is
// of the cases of an assignee ("" for anyone).
func sits(actor casework.Actor, s seat, assignee string) bool {
	a := accessOf(actor, s.audience)
	his := slices.Contains(accounts(actor), s.account)
	switch assignee {
	case Anyone:
		if a.all {
			return s.account == everyone
		}
		return his && slices.Contains(a.assigned, s.role)
	case Nobody:
		return a.all && s.account == ""
	case Me:
		return his && (a.all || slices.Contains(a.assigned, s.role))
	}
	if s.account != assignee || assignee == everyone {
		return false
	}
	return a.all || his && slices.Contains(a.assigned, s.role)
}
