// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

// Derived is how many hashes were computed, each as dear as its cost says.
func (p *Passwords) Derived() int64 { return p.derived.Load() }
