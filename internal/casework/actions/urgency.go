// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"

	"pratica/internal/problem"
	"pratica/internal/terms"
)

// urgency sets the day that puts the case before others, such as a hearing, or
// takes it away when the day is left empty.
func urgency() Kind {
	return Kind{
		Fields: func(_ context.Context, s Step) []Field {
			f := Field{Name: "day", Type: DateField, Key: "urgent_day"}
			if !s.Case.Urgent.IsZero() {
				f.Value = s.Case.Urgent.String()
			}
			return []Field{f, {Name: "reason", Type: TextField, Key: "urgent_reason", Required: true}}
		},
		Run: func(_ context.Context, s Step) (Effect, error) {
			day, bad := s.urgentDay()
			if bad = append(bad, required(s.Input, "reason")...); len(bad) > 0 {
				return Effect{}, wrong(bad...)
			}
			detail := map[string]string{"urgent": "none"}
			if !day.IsZero() {
				detail["urgent"] = day.String()
			}
			return Effect{Urgent: &day, Note: s.Input.Text("reason"), Detail: detail}, nil
		},
	}
}

// urgentDay reads the day; the zero day is none.
func (s Step) urgentDay() (terms.Date, []problem.Field) {
	typed := s.Input.Text("day")
	if typed == "" {
		return terms.Date{}, nil
	}
	day, err := terms.ParseDate(typed)
	switch {
	case err != nil:
		return terms.Date{}, []problem.Field{{Path: "day", Code: "casework.bad_date"}}
	case day.Before(s.Case.Today):
		return terms.Date{}, []problem.Field{{Path: "day", Code: "casework.day_past"}}
	}
	return day, nil
}
