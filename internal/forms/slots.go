// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"pratica/internal/i18n"
	"pratica/internal/problem"
)

// slots lists the places for files and, when they were counted, what they lack.
func (ev *evaluator) slots(out *Evaluation, files map[string]int) {
	for _, a := range ev.def.Attachments {
		if a.Each == nil {
			ev.slot(out, a, ev.root, a.ID, nil, files)
			continue
		}
		if !ev.root.visible(a.Each) {
			continue
		}
		for i, item := range ev.groups[a.Each.ID] {
			ev.slot(out, a, item, a.ID+":"+item.key, cardTitle(a.Each.Group, i, item.data), files)
		}
	}
}

func (ev *evaluator) slot(out *Evaluation, a *Attachment, r *record, id string, title i18n.Text, files map[string]int) {
	if !r.holds(a.when) || a.field != nil && !r.visible(a.field) {
		return
	}
	s := SlotState{Attachment: a, Slot: id, For: title, Required: a.required.holds(r), Files: files[id]}
	if a.field != nil {
		s.Required = r.required(a.field)
	}
	if files != nil {
		s.Failures = s.lacks()
	}
	out.Slots = append(out.Slots, s)
	out.Failures = append(out.Failures, s.Failures...)
}

// lacks says what hinders filing in one slot. Its path is "file:" and the slot.
func (s SlotState) lacks() []problem.Field {
	args := []any{"label", s.Title, "max", int64(s.Max)}
	switch {
	case s.Required && s.Files == 0:
		return []problem.Field{{Path: "file:" + s.Slot, Code: "forms.file_required", Args: args}}
	case s.Files > s.Max:
		return []problem.Field{{Path: "file:" + s.Slot, Code: "forms.file_too_many", Args: args}}
	}
	return nil
}
