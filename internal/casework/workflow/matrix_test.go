// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"

	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// sheet is as much of a definition as the oracle of rights needs, read by its
// own few lines.
type sheet struct {
	Workflow struct {
		Roles   map[string]any
		States  map[string]struct{ Final bool }
		Actions map[string]struct {
			From, By any
			Assigned bool
		}
	}
}

func list(v any) []string {
	if s, ok := v.(string); ok {
		return []string{s}
	}
	var out []string
	for _, item := range v.([]any) {
		out = append(out, item.(string))
	}
	return out
}

// TestRightsMatrix asks for every action in every state as every role, once as
// the person to whom the case is assigned and once as another, and compares the
// answer with the sheet. What the sheet does not grant is denied.
func TestRightsMatrix(t *testing.T) {
	files, err := filepath.Glob("../../../definitions/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("definitions: %v, %v", files, err)
	}
	asked, granted := 0, 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := workflow.Parse(source, actions.Schemas())
		if err != nil {
			t.Fatal(err)
		}
		var s sheet
		if err := yaml.Unmarshal(source, &s); err != nil {
			t.Fatal(err)
		}
		roles := []string{workflow.Applicant, workflow.Lawyer, workflow.System, "stranger", ""}
		for role := range s.Workflow.Roles {
			roles = append(roles, role)
		}
		for state, st := range s.Workflow.States {
			for name, action := range s.Workflow.Actions {
				for _, role := range roles {
					for _, mine := range []bool{true, false} {
						from := list(action.From)
						starts := slices.Contains(from, state) || slices.Equal(from, []string{"any"}) && !st.Final
						want := starts && slices.Contains(list(action.By), role) && (mine || !action.Assigned)
						asked++
						if want {
							granted++
						}
						if got := may(d, state, name, role, mine); got != want {
							t.Errorf("%s: %s in %s by %q (assigned: %v) = %v", file, name, state, role, mine, got)
						}
					}
				}
			}
		}
	}
	if asked < 1000 || granted == 0 {
		t.Errorf("asked %d times, granted %d", asked, granted)
	}
}

// may tells whether the actor has the right; that something is still missing
// for the act is another matter.
func may(d *workflow.Definition, state, action, role string, mine bool) bool {
	assigned := map[string]string{role: "other"}
	if mine {
		assigned[role] = "me"
	}
	c := workflow.Case{State: state, Assigned: assigned, Today: terms.NewDate(2026, 11, 24)}
	_, err := workflow.Check(context.Background(), d, c, workflow.Event{Action: action, Actor: workflow.Actor{ID: "me", Roles: []string{role}}})
	return err == nil || problem.Is(err, "workflow.needs") || problem.Is(err, "workflow.not_now")
}
