// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/goccy/go-yaml"

	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
)

// TestChecklistAsksForWhatTheFormHas: a point may ask only for answers and
// attachments that the same file's form has.
func TestChecklistAsksForWhatTheFormHas(t *testing.T) {
	files, err := filepath.Glob("../../../definitions/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var s struct {
			Form struct {
				Pages []struct {
					Sections []struct {
						Fields []struct{ ID string }
					}
				}
			}
			Attachments []struct{ ID string }
		}
		if err := yaml.Unmarshal(source, &s); err != nil {
			t.Fatal(err)
		}
		fields, attachments := map[string]bool{}, map[string]bool{}
		for _, page := range s.Form.Pages {
			for _, section := range page.Sections {
				for _, f := range section.Fields {
					fields[f.ID] = true
				}
			}
		}
		for _, a := range s.Attachments {
			attachments[a.ID] = true
		}
		d, err := workflow.Parse(source, actions.Schemas())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range d.Checklist {
			for _, name := range p.Fields {
				if !fields[name] {
					t.Errorf("%s: point %s asks for the answer %q, which the form lacks", file, p.Name, name)
				}
			}
			for _, name := range p.Attachments {
				if !attachments[name] {
					t.Errorf("%s: point %s asks for the attachment %q, which there is not", file, p.Name, name)
				}
			}
		}
	}
}
