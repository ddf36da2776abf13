// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/web/kit"
)

// RegisterPage searches the register of acts.
type RegisterPage struct {
	kit.Page
	Action, Actor, Chain, From, To kit.Field
	Table                          kit.Table
	More                           string
}

const actsPerPage = 100

func (f *Face) register(w http.ResponseWriter, r *http.Request) error {
	q := kit.Values{Values: r.URL.Query()}
	page := RegisterPage{Page: f.page(r, "admin.audit.title")}
	page.Lead = page.T("admin.audit.lead")
	page.fields(q)
	filter := audit.Filter{
		Action: q.Text("action"), Actor: actorFilter(q.Text("actor")), Chain: q.Text("chain"),
		From: dayStart(q.Date("from"), 0), To: dayStart(q.Date("to"), 1),
	}
	acts, err := f.Audit.Search(r.Context(), filter, cursorIn(q), actsPerPage)
	if err != nil {
		return err
	}
	page.Table = actsTable(page.Page, acts)
	if len(acts) == actsPerPage {
		page.More = Prefix + "/registro?" + withCursor(r.URL.Query(), acts[len(acts)-1].Cursor())
	}
	return f.Kit.Render(w, r, http.StatusOK, "admin/register", page)
}

func (p *RegisterPage) fields(q kit.Values) {
	text := func(name string) kit.Field {
		return kit.Field{Type: kit.Text, Name: name, Label: p.T("admin.audit." + name), Help: p.T("admin.audit." + name + "_help"), Value: q.Text(name), Optional: true, Width: kit.Medium}
	}
	p.Action, p.Actor, p.Chain = text("action"), text("actor"), text("chain")
	p.From = kit.Field{Type: kit.Date, Name: "from", Label: p.T("admin.audit.from"), Value: q.Date("from"), Optional: true}
	p.To = kit.Field{Type: kit.Date, Name: "to", Label: p.T("admin.audit.to"), Value: q.Date("to"), Optional: true}
}

// actorFilter reads "official/…id…" or an id alone, which is an official's.
func actorFilter(typed string) audit.Actor {
	kind, id, ok := strings.Cut(typed, "/")
	if ok {
		return audit.Actor{Kind: kind, ID: id}
	}
	if slices.Contains([]string{audit.Applicant, audit.Official, audit.Lawyer, audit.Admin, audit.System}, typed) {
		return audit.Actor{Kind: typed}
	}
	if typed == "" {
		return audit.Actor{}
	}
	return audit.Actor{Kind: audit.Official, ID: typed}
}

// dayStart is the first instant of a legal day, plus days; zero for no day.
func dayStart(day string, plus int) time.Time {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return time.Time{}
	}
	t, err := time.ParseInLocation(time.DateOnly, day, rome)
	if err != nil {
		return time.Time{}
	}
	return t.AddDate(0, 0, plus)
}

func cursorIn(q kit.Values) audit.Cursor {
	at, err := time.Parse(time.RFC3339Nano, q.Text("at"))
	if err != nil {
		return audit.Cursor{}
	}
	seq, _ := strconv.ParseInt(q.Text("seq"), 10, 64)
	return audit.Cursor{At: at, Chain: q.Text("in"), Seq: seq}
}

func withCursor(q url.Values, c audit.Cursor) string {
	q.Set("at", c.At.Format(time.RFC3339Nano))
	q.Set("in", c.Chain)
	q.Set("seq", strconv.FormatInt(c.Seq, 10))
	return q.Encode()
}

func actsTable(page kit.Page, acts []audit.Recorded) kit.Table {
	rows := make([]kit.Row, len(acts))
	for i, a := range acts {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.Instant(a.At)},
			{Text: a.Action},
			{Text: a.Actor.Kind + "/" + a.Actor.ID},
			{Text: a.Chain},
			{Text: details(a.Detail)},
		}}
	}
	table := kit.NewTable(page.T("admin.audit.title"), []kit.Column{
		{Title: page.T("admin.audit.when")}, {Title: page.T("admin.audit.action")}, {Title: page.T("admin.audit.actor")},
		{Title: page.T("admin.audit.chain")}, {Title: page.T("admin.audit.detail")},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("admin.audit.none"), Next: &kit.Link{Text: page.T("admin.audit.all"), Href: Prefix + "/registro"}}
	return table
}

func details(m map[string]string) string {
	parts := make([]string, 0, len(m))
	for name, value := range m {
		if value != "" {
			parts = append(parts, name+": "+value)
		}
	}
	slices.SortFunc(parts, cmp.Compare)
	return strings.Join(parts, "; ")
}
