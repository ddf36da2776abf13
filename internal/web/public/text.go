// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package public

import (
	"net/http"

	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/web/kit"
)

// TextPage is a page to read.
type TextPage struct {
	kit.Page
	Sections []Section
}

// Section is one heading with what stands under it.
type Section struct {
	Title      string
	Paragraphs []string
	Links      []kit.Link
}

func (f *Face) about(w http.ResponseWriter, r *http.Request) error {
	hours, err := f.own(r, office.HoursText)
	if err != nil {
		return err
	}
	return f.text(w, r, "about", func(p *i18n.Printer, body kit.BodyView) []Section {
		help := withContacts(p, section(p, "public.about.help", 1), body)
		help.Paragraphs = append(help.Paragraphs, hours...)
		return []Section{
			section(p, "public.about.what", 2, "body", body.Name),
			section(p, "public.about.how", 3),
			section(p, "public.about.languages", 1),
			help,
			section(p, "public.about.software", 1),
		}
	})
}

func (f *Face) privacy(w http.ResponseWriter, r *http.Request) error {
	own, err := f.own(r, office.PrivacyText)
	if err != nil {
		return err
	}
	return f.text(w, r, "privacy", func(p *i18n.Printer, body kit.BodyView) []Section {
		sections := []Section{
			withContacts(p, section(p, "public.privacy.who", 1, "body", body.Name), body),
			section(p, "public.privacy.why", 2),
			section(p, "public.privacy.cookies", 2),
			section(p, "public.privacy.log", 1),
			section(p, "public.privacy.rights", 2),
		}
		if f.DPO != "" {
			sections[0].Paragraphs = append(sections[0].Paragraphs, p.T("public.privacy.dpo", "contact", f.DPO))
		}
		if len(own) > 0 {
			sections = append(sections, Section{Title: p.T("public.privacy.own", "body", body.Name), Paragraphs: own})
		}
		return sections
	})
}

func (f *Face) text(w http.ResponseWriter, r *http.Request, name string, sections func(*i18n.Printer, kit.BodyView) []Section) error {
	p := f.Kit.Printer(r)
	page := TextPage{Page: f.Kit.Page(r, p.T("public."+name+".title"))}
	page.Crumbs = []kit.Crumb{{Text: p.T("public.home.crumb"), Href: "/"}, {Text: page.Title}}
	page.Sections = sections(p, page.Body)
	return f.Kit.Render(w, r, http.StatusOK, "public/text", page)
}

// section reads "<key>.title" and "<key>.p1" to "<key>.p<n>".
func section(p *i18n.Printer, key string, n int, args ...any) Section {
	s := Section{Title: p.T(key + ".title")}
	for i := 1; i <= n; i++ {
		s.Paragraphs = append(s.Paragraphs, p.T(key+".p"+string(rune('0'+i)), args...))
	}
	return s
}

func withContacts(p *i18n.Printer, s Section, body kit.BodyView) Section {
	if body.Email != "" {
		s.Links = append(s.Links, kit.Link{Text: body.Email, Href: "mailto:" + body.Email})
	}
	if body.PEC != "" {
		s.Links = append(s.Links, kit.Link{Text: p.T("kit.footer.pec") + " " + body.PEC, Href: "mailto:" + body.PEC})
	}
	return s
}
