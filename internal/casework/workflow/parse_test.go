// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/problem"
)

// small is a sound definition that the tests of faults spoil line by line.
const small = `# comment
procedure: {anything: [goes]}
workflow:
  start: open
  main_term: answer
  roles:
    desk:
      label: {it: Sportello, en: Desk}
  states:
    open:
      public: {it: Aperta, en: Open}
      office: {it: Da fare, en: To do}
    done:
      public: {it: Fatta, en: Done}
      office: {it: Fatta, en: Done}
      final: true
  terms:
    answer:
      label: {it: Risposta, en: Answer}
      norm: L. 241/1990 art. 2
      length: 30 days
      start: filing
      end: finish
  outcomes:
    "yes":
      label: {it: Sì, en: "Yes"}
      text: {it: "Accolta: {why}", en: "Granted: {why}"}
      data:
        why: {label: {it: Motivi, en: Reasons}}
  actions:
    finish:
      kind: decide
      label: {it: Finisci, en: Finish}
      from: open
      to: done
      by: desk
      guard: answers.ready == true
      with: {signed: optional}
`

func TestParseRefuses(t *testing.T) {
	for _, test := range []struct {
		name, old, with string
		want            []string // "line:column code"
	}{
		{"nothing wrong", "", "", nil},
		{"length in quotes", "length: 30 days", `length: "30 days"`, nil},
		{"no workflow", "workflow:", "other:", []string{"1:1 no_workflow"}},
		{"not YAML", "start: open", "start: [open", []string{"5:3 syntax"}},
		{"unknown field", "  main_term: answer", "  main_trem: answer", []string{"5:3 unknown_field"}},
		{"unknown field inside", "      final: true", "      finale: true", []string{"16:7 unknown_field"}},
		{"unknown start", "start: open", "start: opened", []string{"4:10 unknown_state"}},
		{"unknown role", "by: desk", "by: [desk, chief]", []string{"36:18 unknown_role"}},
		{"reserved role", "    desk:", "    system:", []string{"7:5 taken_name", "36:11 unknown_role"}},
		{"bad name", "    done:\n", "    Done It:\n", []string{"13:5 bad_name", "35:11 unknown_state"}},
		{"unknown target", "to: done", "to: gone", []string{"35:11 unknown_state"}},
		{"unknown step kind", "kind: decide", "kind: dance", []string{"32:13 unknown_kind"}},
		{"unknown parameter", "{signed: optional}", "{signed: optional, sealed: true}", []string{"38:32 unknown_param"}},
		{"parameter missing", "      with: {signed: optional}\n", "", []string{"31:5 no_param"}},
		{"bad choice of a parameter", "{signed: optional}", "{signed: maybe}", []string{"38:22 bad_param"}},
		{"guard that does not parse", "answers.ready == true", "answers.ready ==", []string{"37:14 bad_expression"}},
		{"guard that is a number", "answers.ready == true", "1 + 1", []string{"37:14 bad_expression"}},
		{"guard with an unknown name", "answers.ready == true", "anwsers.ready", []string{"37:14 bad_expression"}},
		{"language missing", "{it: Aperta, en: Open}", "{it: Aperta}", []string{"11:16 no_language"}},
		{"language too many", "{it: Aperta, en: Open}", "{it: Aperta, en: Open, de: Offen}", []string{"11:16 more_languages"}},
		{"text instead of languages", "{it: Aperta, en: Open}", "Aperta", []string{"11:15 want_languages"}},
		{"bad length", "30 days", "30 moons", []string{"21:15 want_length"}},
		{"no length", "      length: 30 days\n", "", []string{"18:5 want_length"}},
		{"no norm", "      norm: L. 241/1990 art. 2\n", "", []string{"18:5 no_norm"}},
		{"unknown action of a term", "end: finish", "end: stop", []string{"23:12 unknown_action"}},
		{"unknown placeholder", "Accolta: {why}", "Accolta: {who}", []string{"27:14 unknown_datum"}},
		{"dead end", "      final: true\n", "", []string{"13:5 dead_end"}},
		{"final state left", "      from: open\n", "      from: [open, done]\n", []string{"13:5 final_left"}},
		{"unreachable", "to: done", "to: open", []string{"13:5 unreachable"}},
		{"unknown alias", "{it: Finisci, en: Finish}", "*nowhere", []string{"33:14 bad_alias"}},
		{"outcome that leads nowhere", "to: done", "to: {\"no\": done}", []string{"35:12 unknown_outcome", "31:5 outcome_leads_nowhere"}},
		{"system without a term", "by: desk", "by: [desk, system]", []string{"31:5 system_without_term"}},
		{"unknown term", "main_term: answer", "main_term: reply", []string{"5:14 unknown_term"}},
		{"two faults at once", "start: open", "start: a\n  ends: b", []string{"5:3 unknown_field"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			source := strings.Replace(small, test.old, test.with, 1)
			_, err := workflow.Parse([]byte(source), actions.Schemas())
			if diff := cmp.Diff(test.want, faultsOf(t, err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func faultsOf(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	p, ok := problem.As(err)
	if !ok || p.Kind != problem.Invalid || p.Code != "workflow.definition" {
		t.Fatalf("not a problem of a definition: %v", err)
	}
	var out []string
	for _, f := range p.Fields {
		out = append(out, fmt.Sprintf("%s %s", f.Path, strings.TrimPrefix(f.Code, "workflow.")))
	}
	return out
}

// TestDefinitions parses what is shipped.
func TestDefinitions(t *testing.T) {
	files, err := filepath.Glob("../../../definitions/*.yaml")
	if err != nil || len(files) < 2 {
		t.Fatalf("definitions: %v, %v", files, err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := workflow.Parse(source, actions.Schemas()); err != nil {
			p, _ := problem.As(err)
			t.Errorf("%s: %v", file, p)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("workflow: &a [*a]"))
	f.Add([]byte("workflow:\n  states: {a: {public: 1}}"))
	f.Fuzz(func(t *testing.T, source []byte) {
		d, err := workflow.Parse(source, actions.Schemas())
		if err == nil {
			if _, ok := d.State(d.Start); !ok {
				t.Error("a definition without its first state was accepted")
			}
			return
		}
		p, ok := problem.As(err)
		if !ok || len(p.Fields) == 0 {
			t.Errorf("an error without a place: %v", err)
		}
	})
}
