// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"errors"
	"io"
	"net/http"
	"slices"

	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// CounselPath is where the list of counsel is.
const CounselPath = Prefix + "/difensori"

// CounselPage searches the list of counsel, invites a lawyer at the address
// listed there, and takes a new list.
type CounselPage struct {
	kit.Page
	Query     kit.Field
	Found     []CounselRow
	Asked     bool // something was searched
	CanImport bool
	Import    kit.Field
	Outcome   *kit.Table // of an import, line by line
	Counts    string
}

// CounselRow is one lawyer of the list.
type CounselRow struct {
	ID, Name, Bar, Address, Since string
	Invited                       bool
}

func (f *Face) counsel(w http.ResponseWriter, r *http.Request) error {
	return f.counselPage(w, r, nil, nil)
}

func (f *Face) counselPage(w http.ResponseWriter, r *http.Request, outcome *office.Outcome, wrong error) error {
	query := r.URL.Query().Get("q")
	found, err := f.Office.CounselSearch(r.Context(), query)
	if err != nil {
		return err
	}
	page := CounselPage{Page: f.page(r, f.Kit.Printer(r).T("office.counsel.title")), Asked: query != ""}
	page.Lead = page.T("office.counsel.lead")
	page.Query = kit.Field{Type: kit.Text, Name: "q", Label: page.T("office.counsel.search"), Help: page.T("office.counsel.search_help"), Value: query, Width: kit.Medium}
	for _, c := range found {
		page.Found = append(page.Found, CounselRow{c.ID, c.Name, c.Bar, c.Address(), since(page.Page, c), c.Account != ""})
	}
	if office.Can(gate.Actor(r.Context()), office.CounselManage, office.Resource{}) {
		page.CanImport = true
		page.Import = kit.Field{Type: kit.Upload, Name: "file", Label: page.T("office.counsel.file"), Help: page.T("office.counsel.file_help"), File: kit.FileField{Accept: ".csv,.txt", MaxBytes: maxList}}
	}
	if outcome != nil {
		page.results(*outcome)
	}
	if wrong != nil {
		page.Errors.Text = page.Printer.Error(wrong)
		if p, ok := problem.As(wrong); ok {
			for _, field := range p.Fields {
				page.Errors.Items = append(page.Errors.Items, kit.ErrorItem{ID: "f-file", Text: page.Printer.Field(field)})
			}
		}
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/counsel", page)
}

// since is the day of enrolment, as the reader writes days.
func since(page kit.Page, c office.Counsel) string {
	day, err := terms.ParseDate(c.Since)
	if err != nil { // not known
		return ""
	}
	return page.Printer.Date(day)
}

// results shows the fate of each line that needs a look: unchanged ones are
// only counted.
func (p *CounselPage) results(o office.Outcome) {
	key := "office.counsel.imported"
	if o.DryRun {
		key = "office.counsel.would_import"
	}
	p.Counts = p.T(key, "added", o.Count[office.Added], "changed", o.Count[office.Changed], "unchanged", o.Count[office.Unchanged], "refused", o.Count[office.Refused], "missing", o.Missing)
	var rows []kit.Row
	for _, result := range o.Results {
		if result.Fate == office.Unchanged {
			continue
		}
		why := ""
		for _, fault := range result.Faults {
			why += p.Printer.Field(fault) + " "
		}
		rows = append(rows, kit.Row{Cells: []kit.Cell{
			{Text: p.Printer.Number(int64(result.Line))}, {Text: result.Counsel.Name}, {Text: p.T("office.counsel.fate_" + string(result.Fate))}, {Text: why},
		}})
	}
	table := kit.NewTable(p.T("office.counsel.lines"), []kit.Column{
		{Title: p.T("office.counsel.line")}, {Title: p.T("office.counsel.name")}, {Title: p.T("office.counsel.fate")}, {Title: p.T("office.counsel.why")},
	}, rows)
	table.Empty = kit.EmptyState{Title: p.T("office.counsel.nothing_new")}
	p.Outcome = &table
}

// inviteSubmit invites a lawyer of the list.
func (f *Face) inviteSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	lang := i18n.Default
	if chosen := form.Text("lang"); slices.ContainsFunc(f.page(r, "").Languages, func(l kit.Language) bool { return l.Code == chosen }) {
		lang = chosen
	}
	_, err = f.Office.InviteCounsel(r.Context(), gate.Actor(r.Context()), r.PathValue("id"), lang)
	if kind := problem.KindOf(err); err != nil && (kind == problem.Invalid || kind == problem.Conflict || kind == problem.TooMany) {
		return f.counselPage(w, r, nil, err)
	}
	if err != nil {
		return err
	}
	c, err := f.Office.CounselByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "office.counsel.invited", "name", c.Name, "address", c.Address())
	return kit.Redirect(w, r, CounselPath)
}

// maxList bounds a list of counsel: a large bar has some ten thousand lawyers.
const maxList = 8 << 20

// importSubmit takes a list. A trial says what would be done and does nothing; it
// is what happens unless the address says otherwise.
func (f *Face) importSubmit(w http.ResponseWriter, r *http.Request) error {
	list, err := listPart(r)
	var outcome office.Outcome
	if err == nil {
		outcome, err = f.Office.ImportCounsel(r.Context(), gate.Actor(r.Context()), list, !r.URL.Query().Has("import"))
	}
	if err != nil && problem.KindOf(err) != problem.Invalid {
		return err
	}
	if err != nil {
		return f.counselPage(w, r, nil, err)
	}
	return f.counselPage(w, r, &outcome, nil)
}

// listPart finds the file of the form. It streams.
func listPart(r *http.Request) (io.Reader, error) {
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, problem.New(problem.Invalid, "kit.not_a_form").Because(err)
	}
	for {
		part, err := reader.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return nil, problem.New(problem.Invalid, "office.no_list")
		case err != nil:
			return nil, problem.New(problem.Invalid, "documents.cut").Because(err)
		case part.FileName() != "":
			return part, nil
		}
	}
}
