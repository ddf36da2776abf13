// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lawyer

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/web/kit"
)

const clientsPath = Prefix + "/assistiti"

// ClientsPage has a card for each client of the lawyer.
type ClientsPage struct {
	kit.Page
	Clients []Client
	Empty   kit.EmptyState
	More    string
}

const clientsPerPage = 50

// Client is somebody whom the lawyer assists, with all cases, the newest first.
type Client struct {
	Name, TaxCode string
	Cases         []ClientCase
}

// ClientCase is a line of a card.
type ClientCase struct {
	Code, Href, Filed string
	Procedure         string
	State             kit.Badge
	definition        string
}

func (f *Face) clients(w http.ResponseWriter, r *http.Request) error {
	items, err := f.all(r)
	if err != nil {
		return err
	}
	page := ClientsPage{Page: f.page(r, f.Kit.Printer(r).T("lawyer.clients.title"))}
	page.Lead = page.T("lawyer.clients.lead")
	page.Empty = kit.EmptyState{Title: page.T("lawyer.cases.none"), Text: page.T("lawyer.cases.none_text")}
	page.Clients = byClient(page.Page, items)
	if after := r.URL.Query().Get("after"); after != "" {
		from := slices.IndexFunc(page.Clients, func(c Client) bool { return c.Cases[0].Code == after })
		page.Clients = page.Clients[from+1:]
	}
	if len(page.Clients) > clientsPerPage {
		page.Clients = page.Clients[:clientsPerPage]
		page.More = clientsPath + "?" + url.Values{"after": {page.Clients[clientsPerPage-1].Cases[0].Code}}.Encode()
	}
	for _, c := range page.Clients {
		for i := range c.Cases {
			if c.Cases[i].Procedure, err = f.Papers.Title(r.Context(), c.Cases[i].definition, page.Lang); err != nil {
				return err
			}
		}
	}
	return f.Kit.Render(w, r, http.StatusOK, "lawyer/clients", page)
}

// byClient gathers cases by tax code, or by name where a person has none.
func byClient(page kit.Page, items []casework.Item) []Client {
	slices.SortStableFunc(items, func(a, b casework.Item) int { return b.FiledAt.Compare(a.FiledAt) })
	var clients []Client
	at := map[string]int{}
	for _, item := range items {
		key := cmp.Or(item.Client.TaxCode, strings.ToLower(item.Client.Who))
		i, known := at[key]
		if !known {
			i = len(clients)
			at[key] = i
			clients = append(clients, Client{Name: item.Client.Who, TaxCode: item.Client.TaxCode})
		}
		clients[i].Cases = append(clients[i].Cases, ClientCase{
			Code: item.Code, Href: path(item.ID), Filed: page.Printer.DateTime(item.FiledAt), definition: item.Definition,
			State: kit.Badge{Text: item.Label.In(page.Lang), Tone: kit.Progress},
		})
	}
	slices.SortFunc(clients, func(a, b Client) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return clients
}
