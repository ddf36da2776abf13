// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"unicode/utf8"

	"pratica/internal/audit"
	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/search"
	"pratica/internal/web/kit"
)

// SearchPath is the page that finds cases.
const SearchPath = Prefix + "/cerca"

// SearchDesk is what the page that finds cases needs beside the index.
type SearchDesk interface {
	// SealQuery hides what was typed, so that it may stand in an address; only the
	// same account can open it.
	SealQuery(account, text string) string
	// OpenQuery gives it back; false when it was not sealed for the account.
	OpenQuery(account, sealed string) (string, bool)
	// States are the states of cases that were just found, in the office's words.
	States(ctx context.Context, cases []string) (map[string]i18n.Text, error)
}

// SearchPage is one box, and what was found.
type SearchPage struct {
	kit.Page
	Query, Procedure, Year kit.Field
	Asked                  bool
	Summary                string
	Hits                   []HitCard
	Empty                  kit.EmptyState
	More                   string // address of the next page
}

// HitCard is a case that was found.
type HitCard struct {
	ID, Href, Code, Number, Procedure string
	Person                            []search.Piece
	State                             kit.Badge
	Passages                          []HitPassage
}

// HitPassage is a place of the case where the words stand.
type HitPassage struct {
	Label  string
	Pieces []search.Piece
}

func (f *Face) mountSearch(mux *http.ServeMux) {
	f.Kit.Mount(mux, Prefix, []kit.Route{
		{Pattern: "GET /cerca", Handler: f.search},
		{Pattern: "POST /cerca", Handler: f.searchSubmit},
	}, f.Gate.Staff(office.InboxRead))
}

// searchSubmit leads straight to a case whose code or number was typed alone,
// and otherwise to the page of what was found. What was typed travels in the body
// of the form, and sealed in the address.
func (f *Face) searchSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	q := search.Query{Text: form.Text("query"), Procedure: form.Text("procedure"), Year: yearIn(form.Values)}
	if utf8.RuneCountInString(q.Text) > search.MaxQuery {
		return f.searchPage(w, r, q, search.Page{}, problem.New(problem.Invalid, "search.too_long", "max", search.MaxQuery))
	}
	id, ok, err := f.Search.Direct(r.Context(), searcher(r), q.Text)
	if err != nil {
		return err
	}
	if ok {
		return kit.Redirect(w, r, path(id))
	}
	return kit.Redirect(w, r, f.searchAddress(r, q))
}

// search shows what was found for the query in the address.
func (f *Face) search(w http.ResponseWriter, r *http.Request) error {
	values := r.URL.Query()
	q := search.Query{Procedure: values.Get("procedure"), Year: yearIn(values)}
	q.Before, _ = strconv.ParseInt(values.Get("before"), 10, 64) // what is not a place is the first page
	if !values.Has("q") {
		return f.searchPage(w, r, q, search.Page{}, nil)
	}
	text, ok := f.SearchDesk.OpenQuery(actor(r).ID, values.Get("q"))
	if !ok {
		return f.searchPage(w, r, q, search.Page{}, problem.New(problem.Invalid, "search.not_yours"))
	}
	q.Text = text
	found, err := f.Search.Search(r.Context(), searcher(r), q)
	if err != nil && !kit.IsCorrectable(err) {
		return err
	}
	return f.searchPage(w, r, q, found, err)
}

func (f *Face) searchPage(w http.ResponseWriter, r *http.Request, q search.Query, found search.Page, wrong error) error {
	page := SearchPage{Page: f.page(r, f.Kit.Printer(r).T("search.title")), Asked: q.Text != "" && wrong == nil}
	if err := f.searchFields(r, &page, q); err != nil {
		return err
	}
	if wrong != nil {
		page.Query.Error = page.Printer.Error(wrong)
		page.Errors = kit.Summary("", page.Query)
	}
	if page.Asked {
		if err := f.fillHits(r, &page, q, found); err != nil {
			return err
		}
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/search", page)
}

// searchFields are the box and the filters, with what was asked.
func (f *Face) searchFields(r *http.Request, page *SearchPage, q search.Query) error {
	choices, err := f.Search.Choices(r.Context())
	if err != nil {
		return err
	}
	page.Query = kit.Field{Type: kit.Text, Name: "query", Label: page.T("search.query"), Help: page.T("search.help"), Value: q.Text}
	page.Procedure = kit.Field{Type: kit.Select, Name: "procedure", Label: page.T("search.procedure"), Value: q.Procedure, Optional: true}
	for i, d := range choices.Definitions {
		if i+1 < len(choices.Definitions) && choices.Definitions[i+1].Procedure == d.Procedure {
			continue // an older version of the same
		}
		title, err := f.Papers.Title(r.Context(), d.Definition, page.Lang)
		if err != nil {
			return err
		}
		page.Procedure.Options = append(page.Procedure.Options, kit.Option{Value: d.Procedure, Label: title})
	}
	page.Year = kit.Field{Type: kit.Select, Name: "year", Label: page.T("search.year"), Width: kit.Small, Optional: true}
	if q.Year > 0 {
		page.Year.Value = strconv.Itoa(q.Year)
	}
	for _, year := range choices.Years {
		page.Year.Options = append(page.Year.Options, kit.Option{Value: strconv.Itoa(year), Label: strconv.Itoa(year)})
	}
	return nil
}

func (f *Face) fillHits(r *http.Request, page *SearchPage, q search.Query, found search.Page) error {
	switch {
	case found.Count == 0:
		page.Summary = page.T("search.none")
	case found.More:
		page.Summary = page.T("search.found_more", "count", page.Printer.Number(int64(found.Count)))
	default:
		page.Summary = page.T("search.found", "count", found.Count)
	}
	page.Empty = kit.EmptyState{Title: page.T("search.try"), Text: page.T("search.none_text")}
	if q.Procedure != "" || q.Year > 0 {
		page.Empty.Next = &kit.Link{Text: page.T("search.anywhere"), Href: f.searchAddress(r, search.Query{Text: q.Text})}
	}
	if found.Next > 0 {
		q.Before = found.Next
		page.More = f.searchAddress(r, q)
	}
	cases := make([]string, len(found.Hits))
	for i, h := range found.Hits {
		cases[i] = h.Case
	}
	states, err := f.SearchDesk.States(r.Context(), cases)
	if err != nil {
		return err
	}
	for _, h := range found.Hits {
		card, err := f.hitCard(r.Context(), page.Page, h)
		if err != nil {
			return err
		}
		card.State = kit.Badge{Text: states[h.Case].In(page.Lang), Tone: kit.Progress}
		page.Hits = append(page.Hits, card)
	}
	return nil
}

func (f *Face) hitCard(ctx context.Context, page kit.Page, h search.Hit) (HitCard, error) {
	def, err := f.Forms.ByDigest(ctx, h.Definition)
	if err != nil {
		return HitCard{}, err
	}
	card := HitCard{
		ID: h.Case, Href: path(h.Case), Code: h.Code, Number: page.T("search.number", "number", strconv.FormatInt(h.Number, 10)+"/"+strconv.Itoa(h.Year)),
		Procedure: def.Title.In(page.Lang), Person: h.Person,
	}
	for _, shown := range h.Passages {
		label := page.T("search.kind." + string(shown.Kind))
		if field, ok := def.Field(shown.Field); ok && shown.Kind == search.Answer {
			label = field.Label.In(page.Lang)
		}
		card.Passages = append(card.Passages, HitPassage{Label: label, Pieces: shown.Pieces})
	}
	return card, nil
}

// searchAddress is the page of what is found for a query.
func (f *Face) searchAddress(r *http.Request, q search.Query) string {
	values := url.Values{"q": {f.SearchDesk.SealQuery(actor(r).ID, q.Text)}}
	if q.Procedure != "" {
		values.Set("procedure", q.Procedure)
	}
	if q.Year > 0 {
		values.Set("year", strconv.Itoa(q.Year))
	}
	if q.Before > 0 {
		values.Set("before", strconv.FormatInt(q.Before, 10))
	}
	return SearchPath + "?" + values.Encode()
}

// yearIn is a year of four figures, or 0 for any.
func yearIn(values url.Values) int {
	year, err := strconv.Atoi(values.Get("year"))
	if err != nil || year < 1000 || year > 9999 {
		return 0
	}
	return year
}

// searcher is who looks, as search knows people.
func searcher(r *http.Request) search.Reader {
	a := actor(r)
	return search.Reader{Actor: audit.Actor{Kind: a.Kind, ID: a.ID}, Roles: a.Roles, For: a.For}
}
