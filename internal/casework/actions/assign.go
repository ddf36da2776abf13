// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"
	"slices"

	"pratica/internal/casework/workflow"
	"pratica/internal/i18n"
	"pratica/internal/problem"
)

// ByRule, as the official chosen, leaves the choice to the rule of the role.
const ByRule = "by_rule"

// assign gives the case to a person who has the role named by "role". Where the
// role has a rule it proposes somebody; whoever chooses another by hand says
// why.
func assign() Kind {
	return Kind{
		Schema: workflow.Schema{Params: []workflow.Param{{Name: "role", Type: workflow.RoleParam, Required: true}}},
		Fields: assignFields,
		Run: func(_ context.Context, s Step) (Effect, error) {
			chosen, err := s.selection(s.Input.Text("official"))
			if err != nil {
				return Effect{}, err
			}
			how := ByRule
			if chosen.ByHand {
				how = "by_hand"
			}
			return Effect{
				Assign: map[string]string{chosen.Role: chosen.Account}, Selection: &chosen,
				Detail: map[string]string{"role": chosen.Role, "official": chosen.Account, "how": how},
			}, nil
		},
	}
}

// turn is the role to be filled, and whom its rule would choose.
func (s Step) turn() (workflow.Role, Selection) {
	role, _ := s.Definition.Role(s.Action.Params.Text("role"))
	return role, Select(role.Name, role.Turn, s.Candidates)
}

func assignFields(_ context.Context, s Step) []Field {
	role, turn := s.turn()
	f := Field{Name: "official", Type: ChoiceField, Label: role.Label, Required: true}
	ruled := len(role.Turn) > 0
	if ruled && turn.Account != "" {
		f.Value = ByRule
		f.Choices = append(f.Choices, Choice{Value: ByRule, Label: s.everyLanguage("workflow.choice.by_rule", "name", s.nameOf(turn.Account))})
	}
	for _, c := range s.Candidates {
		if c.Out != OutAbstained {
			f.Choices = append(f.Choices, Choice{Value: c.Account, Name: c.Name})
		}
	}
	if !ruled {
		return []Field{f}
	}
	return []Field{f, {Name: "reason", Type: LongField, Key: "assign_reason"}}
}

// selection is the choice of a person, or what is wrong with it.
func (s Step) selection(chosen string) (Selection, error) {
	role, turn := s.turn()
	if chosen == ByRule || chosen != "" && chosen == turn.Account && len(role.Turn) > 0 {
		if turn.Account == "" {
			return turn, wrong(problem.Field{Path: "official", Code: "casework.nobody_by_rule"})
		}
		return turn, nil
	}
	at := slices.IndexFunc(turn.Candidates, func(c Candidate) bool { return c.Account == chosen && c.Out != OutAbstained })
	if at < 0 {
		return turn, wrong(problem.Field{Path: "official", Code: "casework.no_official"})
	}
	turn.ByHand, turn.Account, turn.Decisive, turn.Reason = true, chosen, "", s.Input.Text("reason")
	if len(role.Turn) > 0 && turn.Reason == "" {
		return turn, wrong(problem.Field{Path: "reason", Code: "casework.why_by_hand"})
	}
	return turn, nil
}

func (s Step) nameOf(account string) string {
	for _, c := range s.Candidates {
		if c.Account == account {
			return c.Name
		}
	}
	return account
}

// everyLanguage is a text of the catalogue in all its languages.
func (s Step) everyLanguage(key string, args ...any) i18n.Text {
	text := i18n.Text{}
	for _, lang := range s.Catalogue.Langs() {
		text[lang] = s.Catalogue.For(lang).T(key, args...)
	}
	return text
}
