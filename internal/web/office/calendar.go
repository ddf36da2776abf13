// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import "net/http"

// calendar sends the end of one term of a case, or of all, for the official's own
// calendar.
func (f *Face) calendar(w http.ResponseWriter, r *http.Request) error {
	v, err := f.Casework.View(r.Context(), actor(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return f.Papers.Calendar(w, f.Kit.Printer(r), v, r.PathValue("file"), path(v.Case.ID))
}
