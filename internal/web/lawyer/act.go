// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lawyer

import (
	"net/http"

	"pratica/internal/casework"
	"pratica/internal/web/acts"
	"pratica/internal/web/kit"
)

func (f *Face) act(w http.ResponseWriter, r *http.Request) error { return f.atAct(w, r, f.Acts.Show) }

func (f *Face) actSubmit(w http.ResponseWriter, r *http.Request) error {
	return f.atAct(w, r, f.Acts.Submit)
}

func (f *Face) atAct(w http.ResponseWriter, r *http.Request, do func(http.ResponseWriter, *http.Request, acts.Place) error) error {
	actor, v, err := f.view(r)
	if err != nil {
		return err
	}
	page := f.page(r, v.Case.Code)
	page.Crumbs = []kit.Crumb{{Text: page.T("lawyer.cases.title"), Href: Prefix + "/"}, {Text: v.Case.Code, Href: path(v.Case.ID)}}
	return do(w, r, acts.Place{Actor: actor, Case: v.Case.ID, Home: path(v.Case.ID), Away: Prefix + "/", Page: page})
}

// view reads the case of a request.
func (f *Face) view(r *http.Request) (casework.Actor, casework.View, error) {
	actor, err := f.actor(r)
	if err != nil {
		return actor, casework.View{}, err
	}
	v, err := f.Casework.View(r.Context(), actor, r.PathValue("id"))
	return actor, v, err
}

// calendar sends the end of one term, or of all.
func (f *Face) calendar(w http.ResponseWriter, r *http.Request) error {
	_, v, err := f.view(r)
	if err != nil {
		return err
	}
	return f.Papers.Calendar(w, f.Kit.Printer(r), v, r.PathValue("file"), path(v.Case.ID))
}

// copy sends all that counsel may have of a case, as one file.
func (f *Face) copy(w http.ResponseWriter, r *http.Request) error {
	_, v, err := f.view(r)
	if err != nil {
		return err
	}
	return f.Bundle.Send(w, r, f.Kit.Printer(r), v)
}

// receipts sends the receipts of all cases of the lawyer.
func (f *Face) receipts(w http.ResponseWriter, r *http.Request) error {
	items, err := f.all(r)
	if err != nil {
		return err
	}
	cases := make([]casework.Case, len(items))
	for i, item := range items {
		cases[i] = item.Case
	}
	return f.Bundle.SendReceipts(w, r, f.Kit.Printer(r), cases)
}

// all lists every case of the lawyer.
func (f *Face) all(r *http.Request) ([]casework.Item, error) {
	actor, err := f.actor(r)
	if err != nil {
		return nil, err
	}
	var all []casework.Item
	filter := casework.Filter{Closed: true, Limit: 200}
	for {
		items, err := f.Casework.Inbox(r.Context(), actor, filter)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
		if len(items) < filter.Limit {
			return all, nil
		}
		filter.After = items[len(items)-1].Cursor()
	}
}
