// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import "context"

// annul ends a case that should not have been opened, such as one filed twice by
// a fault, with a reason that the parties are told (L. 241/1990 art. 21-nonies).
func annul() Kind {
	return Kind{
		Fields: func(context.Context, Step) []Field {
			return []Field{{Name: "reason", Type: LongField, Key: "annul_reason", Required: true}}
		},
		Run: func(_ context.Context, s Step) (Effect, error) {
			if bad := required(s.Input, "reason"); len(bad) > 0 {
				return Effect{}, wrong(bad...)
			}
			reason := s.Input.Text("reason")
			return Effect{Note: reason, Told: reason, Lapse: s.Open != nil, Facts: map[string]any{"annulled": s.Case.Today.String()}}, nil
		},
	}
}
