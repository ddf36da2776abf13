// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"net/http"
	"net/url"
	"slices"

	"pratica/internal/web/kit"
	"pratica/internal/worklist"
)

// filterSubmit leads to the address of the list that was asked for. A name that was
// typed travels in the body of the form, and sealed in the address: addresses end
// in the logs of proxies and in the histories of browsers (ASVS 5.0, 14.2.1).
func (f *Face) filterSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	v := url.Values{}
	for name, all := range form.Values { // days as they were typed, so that a wrong one is shown again
		if all = slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == "" }); len(all) > 0 {
			v[name] = all
		}
	}
	if text := form.Text("q"); text != "" {
		v.Set("q", f.SearchDesk.SealQuery(actor(r).ID, text))
	} else {
		v.Del("q")
	}
	return kit.Redirect(w, r, Prefix+"/?"+v.Encode())
}

// queryOf reads the list that an address asks for.
func (f *Face) queryOf(r *http.Request) worklist.Query {
	q, _ := f.seal(r, queryOf(r.URL.Query()))
	if after, ok := f.SearchDesk.OpenQuery(actor(r).ID, q.After); ok {
		q.After = after
	}
	return q
}

// seal opens the text of a query, or seals one that stood there bare.
func (f *Face) seal(r *http.Request, q worklist.Query) (_ worklist.Query, bare bool) {
	if q.Text == "" {
		return q, false
	}
	if text, ok := f.SearchDesk.OpenQuery(actor(r).ID, q.Text); ok {
		q.Text, q.Sealed = text, q.Text
		return q, false
	}
	q.Sealed = f.SearchDesk.SealQuery(actor(r).ID, q.Text)
	return q, true
}

// plain is a query without its seal, which is a different one each time.
func plain(q worklist.Query) worklist.Query {
	q.Sealed = ""
	return q
}
