// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"net/http"

	"pratica/internal/web/acts"
	"pratica/internal/web/kit"
)

func (f *Face) act(w http.ResponseWriter, r *http.Request) error { return f.atAct(w, r, f.Acts.Show) }

func (f *Face) actSubmit(w http.ResponseWriter, r *http.Request) error {
	return f.atAct(w, r, f.Acts.Submit)
}

func (f *Face) atAct(w http.ResponseWriter, r *http.Request, do func(http.ResponseWriter, *http.Request, acts.Place) error) error {
	a, def, err := f.application(r)
	if err != nil {
		return err
	}
	page := f.page(r, a, def, "applicant.services")
	page.Crumbs[len(page.Crumbs)-1].Href = home(a.ID) + "/"
	return do(w, r, acts.Place{Actor: applicant(a.ID), Case: a.ID, Home: home(a.ID), Away: home(a.ID), Page: page})
}

// calendar sends the end of one term, or of all.
func (f *Face) calendar(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	v, err := f.Casework.View(r.Context(), applicant(id), id)
	if err != nil {
		return err
	}
	return f.Papers.Calendar(w, f.Kit.Printer(r), v, r.PathValue("file"), home(id))
}

// copy sends all that the application holds, as one file.
func (f *Face) copy(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	v, err := f.Casework.View(r.Context(), applicant(id), id)
	if err != nil {
		return err
	}
	return f.Bundle.Send(w, r, f.Kit.Printer(r), v)
}

// copyOf is the link to the copy of everything.
func copyOf(page kit.Page, home string) kit.Link {
	return kit.Link{Text: page.T("bundle.link"), Href: home + "/copia.zip"}
}
