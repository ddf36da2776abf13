// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package public

import (
	"net/http"
	"time"

	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/web/kit"
)

// HomePage is the start page.
type HomePage struct {
	kit.Page
	Procedures []Tile // that accept applications now
	Others     []Tile // that do not, each with the reason
	Empty      kit.EmptyState
	Own        []string // what the body writes under the title
}

// Tile is a procedure on the start page.
type Tile struct {
	Title, Summary, Href string
	Badge                kit.Badge // "" when always open
	Note                 string    // when it opens or closes
	Who                  string    // whom it is for
}

func (f *Face) home(w http.ResponseWriter, r *http.Request) error {
	all, err := f.Catalogue.Published(r.Context())
	if err != nil {
		return err
	}
	p := f.Kit.Printer(r)
	page := HomePage{Page: f.Kit.Page(r, p.T("public.home.title"))}
	page.Lead = p.T("public.home.lead", "body", page.Body.Name)
	if page.Own, err = f.own(r, office.HomeText); err != nil {
		return err
	}
	page.Empty = kit.EmptyState{Title: p.T("public.home.none"), Text: p.T("public.home.none_text")}
	for _, procedure := range all {
		shown := tile(p, procedure, f.Kit.Now())
		if procedure.accepts(f.Kit.Now()) {
			page.Procedures = append(page.Procedures, shown)
		} else {
			page.Others = append(page.Others, shown)
		}
	}
	return f.Kit.Render(w, r, http.StatusOK, "public/home", page)
}

func tile(p *i18n.Printer, of Procedure, now time.Time) Tile {
	t := Tile{Title: of.Title.In(p.Lang()), Summary: of.Summary.In(p.Lang()), Href: "/servizi/" + of.Slug, Who: of.Who.In(p.Lang())}
	switch {
	case of.Refuses:
		t.Badge = kit.Badge{Text: p.T("public.home.reserved"), Tone: kit.Neutral}
		t.Note = p.T("public.home.reserved_text")
	case now.Before(of.Opens):
		t.Badge = kit.Badge{Text: p.T("public.home.soon"), Tone: kit.Waiting}
		t.Note = p.T("public.home.opens", "at", of.Opens)
	case of.Closes.IsZero():
	case now.Before(of.Closes):
		t.Badge = kit.Badge{Text: p.T("public.home.open"), Tone: kit.Positive}
		t.Note = p.T("public.home.closes", "at", of.Closes)
	default:
		t.Badge = kit.Badge{Text: p.T("public.home.closed"), Tone: kit.Neutral}
		t.Note = p.T("public.home.closed_at", "at", of.Closes)
	}
	return t
}
