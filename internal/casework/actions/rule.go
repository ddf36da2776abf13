// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"cmp"
	"slices"
	"time"

	"pratica/internal/casework/workflow"
)

// Candidate is a holder of a role with what the rule of assignment compares.
type Candidate struct {
	Account string    `json:"account"`
	Open    int       `json:"open"`          // cases in his hands that are not over
	Last    time.Time `json:"last,omitzero"` // when a case came to him last; zero for never
	Place   int       `json:"place"`         // in the roll
	Out     string    `json:"out,omitempty"` // why he is not considered; see the Out constants
	Name    string    `json:"-"`             // for the form
}

// Why a candidate is not considered.
const (
	OutAway      = "away"      // absent today
	OutNoNew     = "no_new"    // receives no new cases
	OutAbstained = "abstained" // from this very case
	OutHolds     = "holds"     // has the case already
)

// Selection is the choice of a person for a case and why: it is kept.
type Selection struct {
	Role    string `json:"role"`
	Account string `json:"account"` // "" when nobody could be chosen
	// Rule is the order of the criteria; empty when the definition has none.
	Rule []string `json:"rule,omitempty"`
	// Decisive is the criterion that told the chosen one from the next; empty
	// when he was the only one, or was chosen by hand.
	Decisive   string      `json:"decisive,omitempty"`
	ByHand     bool        `json:"by_hand,omitempty"`
	Reason     string      `json:"reason,omitempty"` // of a choice by hand against the rule
	Candidates []Candidate `json:"candidates,omitempty"`
}

// criteria compare two candidates: the lesser is chosen.
var criteria = map[string]func(a, b Candidate) int{
	workflow.FewestOpen:        func(a, b Candidate) int { return cmp.Compare(a.Open, b.Open) },
	workflow.LongestUnassigned: func(a, b Candidate) int { return a.Last.Compare(b.Last) },
	workflow.Roll:              func(a, b Candidate) int { return cmp.Compare(a.Place, b.Place) },
}

// Select applies a rule to candidates. It depends on nothing else, so that the
// same candidates always give the same choice; of those whom no criterion tells
// apart, the first in the roll is chosen. The candidates are kept in the order
// in which the rule would choose them, those who are out at the end.
func Select(role string, rule []string, candidates []Candidate) Selection {
	ordered := slices.Clone(candidates)
	slices.SortStableFunc(ordered, func(a, b Candidate) int {
		if a.Out != "" || b.Out != "" {
			return cmp.Or(cmp.Compare(bit(a.Out != ""), bit(b.Out != "")), cmp.Compare(a.Place, b.Place))
		}
		_, order := compare(rule, a, b)
		return order
	})
	s := Selection{Role: role, Rule: rule, Candidates: ordered}
	if len(ordered) == 0 || ordered[0].Out != "" {
		return s
	}
	s.Account = ordered[0].Account
	if len(ordered) > 1 && ordered[1].Out == "" {
		s.Decisive, _ = compare(rule, ordered[0], ordered[1])
	}
	return s
}

// compare sets two candidates beside each other and names the criterion that
// told them apart.
func compare(rule []string, a, b Candidate) (string, int) {
	for _, name := range rule {
		if order := criteria[name](a, b); order != 0 {
			return name, order
		}
	}
	return workflow.Roll, cmp.Compare(a.Place, b.Place)
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
