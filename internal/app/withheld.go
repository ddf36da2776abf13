// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/problem"
)

// withheld says of each infected file why an application cannot be filed with it:
// nobody at the office could open it. A file whose verdict has not come yet, or
// never will, hinders nothing.
func withheld(files []documents.File, signed bool) map[string]problem.Field {
	found := map[string]problem.Field{}
	for _, f := range files {
		if f.Scan.State != documents.Infected || (f.Slot == documents.SlotSigned) != signed {
			continue
		}
		if signed {
			found[f.Item] = problem.Field{Path: f.Item, Code: "documents.infected_file", Args: []any{"name", f.Name}}
		} else {
			found[f.Place()] = problem.Field{Path: "file:" + f.Place(), Code: "documents.infected_file", Args: []any{"name", f.Name}}
		}
	}
	return found
}

// refuseInfected adds to what hinders filing the infected files of the slots that
// are asked for.
func refuseInfected(e *forms.Evaluation, files []documents.File) {
	bad := withheld(files, false)
	for i, slot := range e.Slots {
		if field, ok := bad[slot.Slot]; ok {
			e.Slots[i].Failures = append(slot.Failures, field)
			e.Failures = append(e.Failures, field)
		}
	}
}

// checkInfected is refuseInfected for files that are not at hand.
func (d *desk) checkInfected(ctx context.Context, e *forms.Evaluation, application string) error {
	if len(e.Slots) == 0 {
		return nil
	}
	files, err := d.documents.List(ctx, application)
	if err != nil {
		return err
	}
	refuseInfected(e, files)
	return nil
}
