// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import "pratica/internal/problem"

// IsCorrectable says that whoever sent a form can put it right: the page shows
// again, with what was typed and the reason.
func IsCorrectable(err error) bool {
	kind := problem.KindOf(err) // Internal where there is no error
	return kind == problem.Invalid || kind == problem.Conflict
}
