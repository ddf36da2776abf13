// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"pratica/internal/casework/actions"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
	"pratica/internal/worklist"
)

// BulkChoice is what the list offers to do to the cases that are ticked.
type BulkChoice struct {
	Acts  []kit.Option
	Query string // of the list, for the way back
	All   string // offers every case of the list, of all its pages; "" when they are all shown
}

func bulkChoice(page kit.Page, q worklist.Query) BulkChoice {
	choice := BulkChoice{Query: q.Values().Encode()}
	for _, b := range worklist.Bulks() {
		choice.Acts = append(choice.Acts, kit.Option{Value: string(b), Label: page.T("worklist.bulk." + string(b))})
	}
	return choice
}

// BulkPage says case by case what a bulk act would do.
type BulkPage struct {
	kit.Page
	Table    kit.Table
	Summary  string
	Bulk     string
	Query    string
	Back     string
	Action   string    // where the form goes
	Return   string    // what Back is called
	Ready    bool      // there is something to do
	Targets  []string  // as the form sends them on
	Official kit.Field // to whom, for an assignment
	Asks     bool      // whether Official is asked
	Submit   string
}

// toList leads whoever asks for the page of a form again back to the list.
func (f *Face) toList(w http.ResponseWriter, r *http.Request) error {
	return kit.Redirect(w, r, Prefix+"/")
}

// backTo is the list from which a form came.
func backTo(query string) string {
	v, err := url.ParseQuery(query)
	if err != nil {
		return Prefix + "/"
	}
	return listed(worklist.ParseQuery(v))
}

func (f *Face) bulkTrial(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	cases, query := form.Values["case"], form.Text("query")
	if form.Text("all") != "" {
		cases, err = f.Worklist.Matching(r.Context(), actor(r), f.asked(r, query))
		if kit.IsCorrectable(err) {
			return f.backWith(w, r, query, err)
		}
		if err != nil {
			return err
		}
	}
	return f.trialPage(w, r, worklist.Bulk(form.Text("bulk")), cases, query, nil)
}

// asked is the list that a form came from, its text opened.
func (f *Face) asked(r *http.Request, query string) worklist.Query {
	v, err := url.ParseQuery(query)
	if err != nil {
		return worklist.Query{}
	}
	q, _ := f.seal(r, worklist.ParseQuery(v))
	return q
}

// backWith leads back to the list, which says what hinders.
func (f *Face) backWith(w http.ResponseWriter, r *http.Request, query string, err error) error {
	p, _ := problem.As(err)
	f.Kit.Flash(w, kit.Warning, "problem."+p.Code, p.Args...)
	return kit.Redirect(w, r, backTo(query))
}

func (f *Face) trialPage(w http.ResponseWriter, r *http.Request, bulk worklist.Bulk, cases []string, query string, wrong error) error {
	trial, err := f.Worklist.Try(r.Context(), actor(r), bulk, cases)
	if kit.IsCorrectable(err) {
		return f.backWith(w, r, query, err)
	}
	if err != nil {
		return err
	}
	page := f.bulkPage(r, bulk, query)
	ready := trial.Ready()
	page.Summary = page.T("worklist.bulk.would", "count", len(ready))
	page.Table = page.outcomes(trial.Outcomes)
	page.Asks = bulk == worklist.Assign && len(ready) > 0
	page.Official = kit.Field{Type: kit.Select, Name: "official", Label: page.T("worklist.bulk.official"), Width: kit.Medium}
	for _, c := range trial.Officials {
		label := c.In(page.Printer)
		if c.Value == actions.ByRule { // it names a person for each case
			label = page.T("worklist.bulk.by_rule")
		}
		page.Official.Options = append(page.Official.Options, kit.Option{Value: c.Value, Label: label})
	}
	if wrong != nil {
		page.Official.Error = page.Printer.Error(wrong)
		page.Errors = kit.Summary("", page.Official)
	}
	if page.Asks && len(page.Official.Options) == 0 {
		page.Summary, ready = page.T("worklist.bulk.nobody"), nil
		page.Asks = false
	}
	for _, t := range ready {
		page.Targets = append(page.Targets, t.Case+" "+t.Action+" "+strconv.FormatInt(t.Version, 10))
	}
	page.Ready, page.Submit = len(ready) > 0, page.T("worklist.bulk.do", "count", len(ready))
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/bulk", page)
}

func (f *Face) bulkPage(r *http.Request, bulk worklist.Bulk, query string) BulkPage {
	page := BulkPage{Page: f.page(r, f.Kit.Printer(r).T("worklist.bulk."+string(bulk))), Action: runsPath + "/fai", Bulk: string(bulk), Query: query, Back: backTo(query)}
	page.Return = page.T("worklist.view.back")
	page.Crumbs = []kit.Crumb{{Text: page.T("office.inbox.title"), Href: page.Back}, {Text: page.Title}}
	return page
}

// outcomes is one row for each case, with what hinders it.
func (p *BulkPage) outcomes(list []worklist.Outcome) kit.Table {
	var rows []kit.Row
	for _, o := range list {
		code := kit.Cell{Text: o.Code, Href: path(o.Case)}
		if o.Code == "" {
			code = kit.Cell{Text: p.T("worklist.bulk.unseen")}
		}
		said := kit.Cell{Badge: kit.Badge{Text: p.T("worklist.bulk.ready"), Tone: kit.Positive}}
		if o.Err != nil {
			said = kit.Cell{Text: kit.Why(p.Printer, o.Err), Badge: kit.Badge{Text: p.T("worklist.bulk.not"), Tone: kit.Negative}}
		}
		rows = append(rows, kit.Row{Cells: []kit.Cell{code, {Text: o.Who}, said}})
	}
	return kit.NewTable(p.Title, []kit.Column{{Title: p.T("office.case.code")}, {Title: p.T("office.case.who")}, {Title: p.T("worklist.bulk.outcome")}}, rows)
}

func (f *Face) bulkDo(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	bulk, query, official := worklist.Bulk(form.Text("bulk")), form.Text("query"), form.Text("official")
	targets, cases := targetsIn(form.Values["target"])
	if bulk == worklist.Assign && official == "" {
		return f.trialPage(w, r, bulk, cases, query, problem.New(problem.Invalid, "worklist.no_official"))
	}
	run, err := f.Worklist.Perform(r.Context(), actor(r), worklist.Asked{Bulk: bulk, Targets: targets, Official: official, Query: query, Lang: f.Kit.Printer(r).Lang()})
	if err != nil {
		return err
	}
	return kit.Redirect(w, r, runPath(run)) // reading the page again does nothing again
}

// targetsIn reads what trialPage wrote; what it did not is no target.
func targetsIn(sent []string) (targets []worklist.Target, cases []string) {
	for _, s := range sent {
		parts := strings.Fields(s)
		if len(parts) != 3 {
			continue
		}
		version, err := strconv.ParseInt(parts[2], 10, 64)
		if err != nil || version < 1 { // without a version nobody would ask who was faster
			continue
		}
		targets, cases = append(targets, worklist.Target{Case: parts[0], Action: parts[1], Version: version}), append(cases, parts[0])
	}
	return targets, cases
}
