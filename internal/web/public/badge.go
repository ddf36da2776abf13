// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package public

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"pratica/internal/web/kit"
)

// badgeAge lets a renamed procedure reach other sites within the hour.
const badgeAge = 3600

// The measures of a badge in pixels. Letters are counted at their average width: browsers draw the badge with a font
// of their own, so there is room to spare.
const (
	badgeHeight  = 72
	badgeText    = 84 // where the words begin
	letterWidth  = 8.6
	lineLetters  = 34
	badgeMinimum = 240
)

// BadgePage shows the badge of a procedure and what to copy.
type BadgePage struct {
	kit.Page
	Picture  string
	Alt      string
	Width    int
	Height   int
	Snippets []Snippet
}

// Snippet is the piece of HTML in one language.
type Snippet struct{ Language, HTML string }

// badge answers /badge/{slug}.svg with the picture and /badge/{slug} with the page that explains it.
func (f *Face) badge(w http.ResponseWriter, r *http.Request) error {
	slug, picture := strings.CutSuffix(r.PathValue("name"), ".svg")
	procedure, err := f.find(r.Context(), slug)
	if err != nil {
		return err
	}
	if picture {
		return f.badgePicture(w, r, procedure)
	}
	return f.badgePage(w, r, procedure)
}

func (f *Face) badgePicture(w http.ResponseWriter, r *http.Request, of Procedure) error {
	p := f.Kit.Printer(r)
	kit.AllowAnywhere(w, badgeAge)
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Del("Set-Cookie") // a picture on another site chooses no language for its reader
	_, err := w.Write([]byte(drawBadge(p.T("public.badge.apply"), of.Title.In(p.Lang()))))
	return err
}

func (f *Face) badgePage(w http.ResponseWriter, r *http.Request, of Procedure) error {
	page := BadgePage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("public.badge.title"))}
	title := of.Title.In(page.Lang)
	page.Lead = page.T("public.badge.lead")
	page.Crumbs = []kit.Crumb{{Text: page.T("public.home.crumb"), Href: "/"}, {Text: title, Href: "/servizi/" + of.Slug}, {Text: page.Title}}
	page.Picture = "/badge/" + of.Slug + ".svg"
	page.Alt = page.T("public.badge.apply") + ": " + title
	page.Width, page.Height = badgeWidth(badgeLines(title)), badgeHeight
	for _, lang := range page.Languages {
		page.Snippets = append(page.Snippets, Snippet{Language: lang.Name, HTML: f.snippet(of, lang.Code)})
	}
	return f.Kit.Render(w, r, http.StatusOK, "public/badge", page)
}

// snippet names both sizes, so that the other site does not jump while it loads.
func (f *Face) snippet(of Procedure, lang string) string {
	title := of.Title.In(lang)
	query := "?" + url.Values{"lang": {lang}}.Encode()
	slug := url.PathEscape(of.Slug)
	return fmt.Sprintf(`<a href="%s"><img src="%s" alt="%s" width="%d" height="%d"></a>`,
		html.EscapeString(f.Base+"/servizi/"+slug+query), html.EscapeString(f.Base+"/badge/"+slug+".svg"+query),
		html.EscapeString(title), badgeWidth(badgeLines(title)), badgeHeight)
}

// drawBadge uses presentation attributes only: it must also show where style sheets are refused.
func drawBadge(apply, title string) string {
	lines := badgeLines(title)
	width := badgeWidth(lines)
	first := 46
	if len(lines) == 2 {
		first = 42
	}
	var words strings.Builder
	for i, line := range lines {
		fmt.Fprintf(&words, `<text x="%d" y="%d" font-size="16" font-weight="600">%s</text>`, badgeText, first+19*i, html.EscapeString(line))
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[2]d" viewBox="0 0 %[1]d %[2]d" role="img" aria-label="%[3]s: %[4]s">`+
		`<rect width="%[1]d" height="%[2]d" rx="6" fill="#06c"/><rect width="68" height="%[2]d" rx="6" fill="#004d99"/>`+
		`<path fill="#fff" d="M34 17 14 30v4h40v-4zM18 37h6v14h-6zm13 0h6v14h-6zm13 0h6v14h-6zM14 53h40v4H14z"/>`+
		`<g fill="#fff" font-family="'Titillium Web',Arial,sans-serif"><text x="%[5]d" y="22" font-size="13">%[3]s</text>%[6]s</g></svg>`+"\n",
		width, badgeHeight, html.EscapeString(apply), html.EscapeString(title), badgeText, words.String())
}

// badgeLines breaks a title into at most two lines; the rest of a longer one is left to the alternative text.
func badgeLines(title string) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(title) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= lineLetters:
			line += " " + word
		case len(lines) == 0:
			lines, line = append(lines, line), word
		default:
			return append(lines, line+"…")
		}
	}
	return append(lines, line)
}

func badgeWidth(lines []string) int {
	width := badgeMinimum
	for _, line := range lines {
		width = max(width, badgeText+16+int(letterWidth*float64(utf8.RuneCountInString(line))))
	}
	return width
}
