// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import "slices"

// Receives are the roles of the office that move a case on from its first state.
// They take in what arrives, on paper too.
func (d *Definition) Receives() (roles []string) {
	for _, a := range d.Actions {
		if a.To == "" || a.To == d.Start || !slices.Contains(a.From, d.Start) {
			continue
		}
		for _, name := range a.By {
			if _, office := d.Role(name); office && !slices.Contains(roles, name) {
				roles = append(roles, name)
			}
		}
	}
	return roles
}
