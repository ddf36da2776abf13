// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/kit"
)

// RegisterPage searches the register of acts.
type RegisterPage struct {
	kit.Page
	Action, Actor, Chain, From, To kit.Field
	Filtered, Wrong                bool   // some filter is set; or cannot be understood
	All                            string // the address without filters
	Table                          kit.Table
	More                           string
}

const (
	registerPath = Prefix + "/registro"
	actsPerPage  = 100
)

// finding is the register with one filter.
func finding(name, value string) string {
	return registerPath + "?" + url.Values{name: {value}}.Encode()
}

func (f *Face) register(w http.ResponseWriter, r *http.Request) error {
	q := kit.Values{Values: r.URL.Query()}
	page := RegisterPage{Page: f.page(r, "admin.audit.title"), All: registerPath}
	page.Lead = page.T("admin.audit.lead")
	if err := f.filterFields(r, &page, q); err != nil {
		return err
	}
	filter, wrong := filterIn(q)
	page.Wrong, page.Wide = wrong != nil, true
	withErrors(&page.Page, wrong, &page.From, &page.To)
	if err := f.fillActs(r, &page, filter, wrong); err != nil {
		return err
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/register", page)
}

// fillActs shows what was found; nothing while the filter is wrong.
func (f *Face) fillActs(r *http.Request, page *RegisterPage, filter audit.Filter, wrong error) error {
	if wrong != nil {
		return nil
	}
	page.Filtered = filter != audit.Filter{}
	acts, err := f.Audit.Search(r.Context(), filter, cursorIn(kit.Values{Values: r.URL.Query()}), actsPerPage)
	if err != nil {
		return err
	}
	read, err := f.readerOf(r.Context(), page.Page, acts)
	if err != nil {
		return err
	}
	page.Table = read.table(acts)
	if len(acts) == actsPerPage {
		page.More = registerPath + "?" + withCursor(r.URL.Query(), acts[len(acts)-1].Cursor())
	}
	return nil
}

func (f *Face) filterFields(r *http.Request, page *RegisterPage, q kit.Values) error {
	field := func(kind kit.FieldType, name, value string) kit.Field {
		return kit.Field{Type: kind, Name: name, Label: page.T("admin.audit." + name), Value: value, Optional: true, Width: kit.Small}
	}
	page.Action, page.Actor = field(kit.Select, "action", q.Text("action")), field(kit.Select, "actor", q.Text("actor"))
	page.Chain = field(kit.Text, "chain", q.Text("chain"))
	page.Chain.Help = page.T("admin.audit.chain_help")
	page.From, page.To = field(kit.Date, "from", q.Date("from")), field(kit.Date, "to", q.Date("to"))
	for _, action := range withValue(actions, page.Action.Value) {
		page.Action.Options = append(page.Action.Options, kit.Option{Value: action, Label: actionText(page.Page, action)})
	}
	options, err := f.actorOptions(r, page.Page, page.Actor.Value)
	page.Actor.Options = options
	return err
}

// withValue adds to a list what was asked for and is not in it.
func withValue(list []string, value string) []string {
	if value == "" || slices.Contains(list, value) {
		return list
	}
	return append(slices.Clone(list), value)
}

var kinds = []string{audit.Official, audit.Admin, audit.Lawyer, audit.Helper, audit.Applicant, audit.System}

// actorOptions offer the kinds of actor, then the officials by name, then who else
// was asked for.
func (f *Face) actorOptions(r *http.Request, page kit.Page, value string) ([]kit.Option, error) {
	var options []kit.Option
	for _, kind := range kinds {
		options = append(options, kit.Option{Value: kind, Label: page.T("admin.audit.all_" + kind)})
	}
	officials, err := f.officials(r.Context(), by(r))
	if err != nil {
		return nil, err
	}
	for _, a := range officials {
		options = append(options, kit.Option{Value: a.ID, Label: page.T("admin.person", "name", a.Name, "email", a.Email)})
	}
	if value == "" || slices.ContainsFunc(options, func(o kit.Option) bool { return o.Value == value }) {
		return options, nil
	}
	label, err := f.nameOr(r.Context(), value)
	return append(options, kit.Option{Value: value, Label: label}), err
}

// nameOr is the name of an account, or what was given when it is none.
func (f *Face) nameOr(ctx context.Context, id string) (string, error) {
	names := map[string]string{}
	err := f.learn(ctx, names, id)
	return cmp.Or(names[id], id), err
}

// filterIn reads what is looked for. Only days can be wrong.
func filterIn(q kit.Values) (audit.Filter, error) {
	filter := audit.Filter{Action: q.Text("action"), Actor: actorFilter(q.Text("actor")), Chain: chainFilter(q.Text("chain"))}
	var fields []problem.Field
	day := func(name string, plus int) time.Time {
		at, err := dayStart(q.Date(name), plus)
		if err != nil {
			fields = append(fields, problem.Field{Path: name, Code: "admin.day"})
		}
		return at
	}
	filter.From, filter.To = day("from", 0), day("to", 1)
	if len(fields) > 0 {
		return filter, problem.New(problem.Invalid, "admin.day").With(fields...)
	}
	return filter, nil
}

// actorFilter reads a kind of actor, or an identifier, under whatever kind it
// acted: who is made an administrator goes on to be the same person.
func actorFilter(typed string) audit.Actor {
	if slices.Contains(kinds, typed) {
		return audit.Actor{Kind: typed}
	}
	return audit.Actor{ID: typed}
}

// chainFilter reads the identifier of a case, or a chain as it is called.
func chainFilter(typed string) string {
	if typed == "" || typed == audit.AdminChain || strings.Contains(typed, "/") {
		return typed
	}
	return audit.CaseChain(typed)
}

// dayStart is the first instant of a legal day, plus days; zero for no day.
func dayStart(day string, plus int) (time.Time, error) {
	if day == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, day, terms.Rome())
	if err != nil {
		return time.Time{}, err
	}
	return t.AddDate(0, 0, plus), nil
}

func cursorIn(q kit.Values) audit.Cursor {
	at, err := time.Parse(time.RFC3339Nano, q.Text("at"))
	if err != nil {
		return audit.Cursor{}
	}
	seq, err := strconv.ParseInt(q.Text("seq"), 10, 64)
	if err != nil {
		return audit.Cursor{}
	}
	return audit.Cursor{At: at, Chain: q.Text("in"), Seq: seq}
}

func withCursor(q url.Values, c audit.Cursor) string {
	q.Set("at", c.At.Format(time.RFC3339Nano))
	q.Set("in", c.Chain)
	q.Set("seq", strconv.FormatInt(c.Seq, 10))
	return q.Encode()
}
