// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/problem"
)

// withheld says of each infected file, by its place, why an application cannot be
// filed with it: nobody at the office could open it. A file whose verdict has not
// come yet, or never will, hinders nothing.
func withheld(files []intake.FileRef) map[string]problem.Field {
	found := map[string]problem.Field{}
	for _, f := range files {
		if f.Infected {
			place := documents.Place(f.Slot, f.Item)
			found[place] = problem.Field{Path: "file:" + place, Code: "documents.infected_file", Args: []any{"name", f.Name}}
		}
	}
	return found
}

// refuseInfected adds to what hinders filing the infected files of the slots that
// are asked for.
func refuseInfected(e *forms.Evaluation, attached []intake.FileRef) {
	bad := withheld(attached)
	for i, slot := range e.Slots {
		if field, ok := bad[slot.Slot]; ok {
			e.Slots[i].Failures = append(slot.Failures, field)
			e.Failures = append(e.Failures, field)
		}
	}
}
