// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/casework/workflow"
)

var fairRule = []string{workflow.FewestOpen, workflow.LongestUnassigned, workflow.Roll}

// TestSelectByHandWorkedCases are the cases that a person works out on paper.
func TestSelectByHandWorkedCases(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 9, 0, 0, 0, time.UTC) }
	for _, test := range []struct {
		name       string
		rule       []string
		candidates []Candidate
		want, why  string
	}{
		{"nobody", fairRule, nil, "", ""},
		{"one alone", fairRule, []Candidate{{Account: "a"}}, "a", ""},
		{"fewest open", fairRule, []Candidate{{Account: "a", Open: 2, Place: 1}, {Account: "b", Open: 1, Place: 2}}, "b", workflow.FewestOpen},
		{"then the longest without", fairRule, []Candidate{{Account: "a", Open: 1, Last: day(2), Place: 1}, {Account: "b", Open: 1, Last: day(1), Place: 2}}, "b", workflow.LongestUnassigned},
		{"never had one is longest", fairRule, []Candidate{{Account: "a", Last: day(1), Place: 1}, {Account: "b", Place: 2}}, "b", workflow.LongestUnassigned},
		{"then the roll", fairRule, []Candidate{{Account: "b", Place: 2}, {Account: "a", Place: 1}}, "a", workflow.Roll},
		{"the away are passed over", fairRule, []Candidate{{Account: "a", Out: OutAway, Place: 1}, {Account: "b", Open: 9, Place: 2}}, "b", ""},
		{"all out", fairRule, []Candidate{{Account: "a", Out: OutAway}, {Account: "b", Out: OutAbstained}}, "", ""},
		{"the order of criteria is data", []string{workflow.Roll}, []Candidate{{Account: "a", Open: 9, Place: 1}, {Account: "b", Place: 2}}, "a", workflow.Roll},
		{"no rule ends at the roll", nil, []Candidate{{Account: "b", Place: 2}, {Account: "a", Open: 9, Place: 1}}, "a", workflow.Roll},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := Select("rapporteur", test.rule, test.candidates)
			if got.Account != test.want || got.Decisive != test.why {
				t.Errorf("%q by %q, want %q by %q", got.Account, got.Decisive, test.want, test.why)
			}
		})
	}
}

// TestSelectProperties holds for any candidates, in any order, under any rule.
func TestSelectProperties(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		rule := slices.Clone(fairRule)
		r.Shuffle(len(rule), func(i, j int) { rule[i], rule[j] = rule[j], rule[i] })
		rule = rule[:1+r.IntN(len(rule))]
		all := randomCandidates(r)
		got := Select("role", rule, all)
		shuffled := slices.Clone(all)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(got, Select("role", rule, shuffled)); diff != "" {
			t.Fatalf("seed %d: the order of asking counts: %s", seed, diff)
		}
		checkSelection(t, seed, rule, all, got)
	}
}

func randomCandidates(r *rand.Rand) []Candidate {
	outs := []string{"", "", "", OutAway, OutNoNew, OutAbstained, OutHolds}
	all := make([]Candidate, r.IntN(8))
	for i := range all {
		all[i] = Candidate{Account: fmt.Sprint(i), Open: r.IntN(3), Place: i + 1, Out: outs[r.IntN(len(outs))]}
		if r.IntN(3) > 0 {
			all[i].Last = time.Date(2026, 11, 1+r.IntN(3), 0, 0, 0, 0, time.UTC)
		}
	}
	return all
}

// checkSelection: somebody is chosen if anybody may be, nobody who is out, and
// no other candidate goes before the chosen one by the rule.
func checkSelection(t *testing.T, seed uint64, rule []string, all []Candidate, got Selection) {
	t.Helper()
	var eligible []Candidate
	for _, c := range all {
		if c.Out == "" {
			eligible = append(eligible, c)
		}
	}
	if len(got.Candidates) != len(all) {
		t.Fatalf("seed %d: a candidate got lost", seed)
	}
	if len(eligible) == 0 {
		if got.Account != "" {
			t.Fatalf("seed %d: %s is out and was chosen", seed, got.Account)
		}
		return
	}
	at := slices.IndexFunc(eligible, func(c Candidate) bool { return c.Account == got.Account })
	if at < 0 {
		t.Fatalf("seed %d: %q is not among those who may be chosen", seed, got.Account)
	}
	for _, c := range eligible {
		for _, criterion := range append(slices.Clone(rule), workflow.Roll) {
			order := criteria[criterion](eligible[at], c)
			if order > 0 {
				t.Fatalf("seed %d: %s goes before %s by %s", seed, c.Account, got.Account, criterion)
			}
			if order < 0 {
				break
			}
		}
	}
}

// TestTheRuleIsFair: with people always there, who get cases that take equally
// long, nobody has two cases more than another.
func TestTheRuleIsFair(t *testing.T) {
	all := []Candidate{{Account: "a", Place: 1}, {Account: "b", Place: 2}, {Account: "c", Place: 3}}
	for n := range 90 {
		chosen := Select("role", fairRule, all).Account
		at := slices.IndexFunc(all, func(c Candidate) bool { return c.Account == chosen })
		all[at].Open++
		all[at].Last = time.Date(2026, 11, 1, 0, n, 0, 0, time.UTC)
		counts := []int{all[0].Open, all[1].Open, all[2].Open}
		if slices.Max(counts)-slices.Min(counts) > 1 {
			t.Fatalf("after %d cases: %v", n+1, counts)
		}
	}
}
