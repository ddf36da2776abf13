// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"cmp"
	"net/http"
	"strings"

	"pratica/internal/forms"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// ProcedurePage is one version: what it asks, and what can be done with it.
type ProcedurePage struct {
	kit.Page
	Facts    []kit.Entry
	State    kit.Badge
	Preview  string // address; "" when it cannot be shown
	Publish  string
	Retire   string
	Download string
	Compare  *kit.Field // with which other version; nil when there is none
	CompareA string
	Outline  []forms.OutlineLine
}

func (f *Face) procedure(w http.ResponseWriter, r *http.Request) error {
	v, err := f.Forms.Version(r.Context(), r.PathValue("digest"))
	if err != nil {
		return err
	}
	page := ProcedurePage{Page: f.page(r, "procedures.title"), Download: versionPath(v.Digest) + "/definizione.yaml"}
	page.Title = f.titleOf(r, page.Page, v)
	page.Crumbs = []kit.Crumb{{Text: page.T("procedures.title"), Href: proceduresPath}, {Text: page.Title}}
	page.State = versionBadge(page.Page, v.State)
	page.Facts = []kit.Entry{
		{Name: page.T("procedures.version"), Value: v.Label}, {Name: page.T("procedures.slug"), Value: v.Slug},
		{Name: page.T("procedures.imported_at"), Value: page.Printer.DateTime(v.ImportedAt)},
		{Name: page.T("procedures.changed"), Value: page.Printer.DateTime(v.ChangedAt)},
		{Name: page.T("procedures.digest"), Value: v.Digest[:16]},
	}
	if v.State != forms.Published {
		page.Publish = versionPath(v.Digest) + "/pubblica"
	} else {
		page.Retire = versionPath(v.Digest) + "/ritira"
	}
	if def, err := f.Forms.ByDigest(r.Context(), v.Digest); err == nil {
		page.Outline = def.Outline(page.Lang)
		if f.Preview != nil {
			page.Preview = f.Preview(v.Digest)
		}
	}
	if page.Compare, err = f.others(r, page.Page, v); err != nil {
		return err
	}
	page.CompareA = versionPath(v.Digest) + "/confronto"
	return f.Kit.Render(w, r, http.StatusOK, "admin/procedure", page)
}

// others is the choice of a version to compare with.
func (f *Face) others(r *http.Request, page kit.Page, v forms.Version) (*kit.Field, error) {
	list, err := f.Forms.Versions(r.Context())
	if err != nil {
		return nil, err
	}
	field := kit.Field{Type: kit.Select, Name: "con", Label: page.T("procedures.compare_with"), Width: kit.Medium}
	for _, other := range list {
		if other.Slug != v.Slug || other.Digest == v.Digest {
			continue
		}
		field.Options = append(field.Options, kit.Option{Value: other.Digest, Label: versionName(page, other)})
		if other.State == forms.Published {
			field.Value = other.Digest
		}
	}
	if len(field.Options) == 0 {
		return nil, nil
	}
	field.Value = cmp.Or(field.Value, field.Options[0].Value)
	return &field, nil
}

func versionName(page kit.Page, v forms.Version) string {
	return page.T("procedures.version_name", "version", v.Label, "at", page.Printer.DateTime(v.ImportedAt), "state", page.T("procedures.state_"+string(v.State)))
}

// ProcedureQuestionPage asks before what people can apply for changes.
type ProcedureQuestionPage struct {
	kit.Page
	Question kit.Question
}

func (f *Face) publishQuestion(w http.ResponseWriter, r *http.Request) error {
	return f.procedureQuestion(w, r, "publish", false)
}

func (f *Face) retireQuestion(w http.ResponseWriter, r *http.Request) error {
	return f.procedureQuestion(w, r, "retire", true)
}

func (f *Face) procedureQuestion(w http.ResponseWriter, r *http.Request, act string, danger bool) error {
	v, err := f.Forms.Version(r.Context(), r.PathValue("digest"))
	if err != nil {
		return err
	}
	page := ProcedureQuestionPage{Page: f.page(r, "procedures.title")}
	title := f.titleOf(r, page.Page, v)
	page.Title = page.T("procedures."+act+"_title", "name", title, "version", v.Label)
	page.Crumbs = []kit.Crumb{{Text: page.T("procedures.title"), Href: proceduresPath}, {Text: title, Href: versionPath(v.Digest)}, {Text: page.Title}}
	page.Question = kit.Question{
		Action: versionPath(v.Digest), Text: page.T("procedures." + act + "_text"), Confirm: page.T("procedures." + act), Danger: danger,
		Cancel: versionPath(v.Digest), Hidden: []kit.Hidden{{Name: "act", Value: act}},
	}
	return f.Kit.Render(w, r, http.StatusOK, "admin/procedure_question", page)
}

func (f *Face) procedureSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	digest := r.PathValue("digest")
	key := "procedures.published"
	switch form.Text("act") {
	case "publish":
		err = f.Forms.Publish(r.Context(), by(r), digest)
	case "retire":
		key = "procedures.retired"
		err = f.Forms.Retire(r.Context(), by(r), digest)
	default:
		err = problem.New(problem.Invalid, "admin.no_act")
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, key)
	return kit.Redirect(w, r, versionPath(digest))
}

// definition gives the file back, byte by byte.
func (f *Face) definition(w http.ResponseWriter, r *http.Request) error {
	v, err := f.Forms.Version(r.Context(), r.PathValue("digest"))
	if err != nil {
		return err
	}
	source, err := f.Forms.Source(r.Context(), v.Digest)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/yaml")
	w.Header().Set("Content-Disposition", `attachment; filename="`+v.Slug+"-"+v.Digest[:8]+`.yaml"`)
	_, err = w.Write(source)
	return err
}

// ComparisonPage tells how a version differs from another.
type ComparisonPage struct {
	kit.Page
	Older, Newer string
	Table        kit.Table
}

func (f *Face) comparison(w http.ResponseWriter, r *http.Request) error {
	newer, err := f.Forms.Version(r.Context(), r.PathValue("digest"))
	if err != nil {
		return err
	}
	older, err := f.Forms.Version(r.Context(), r.URL.Query().Get("con"))
	if err != nil {
		return err
	}
	page := ComparisonPage{Page: f.page(r, "procedures.title")}
	title := f.titleOf(r, page.Page, newer)
	page.Title, page.Wide = page.T("procedures.compare_title", "name", title), true
	page.Crumbs = []kit.Crumb{{Text: page.T("procedures.title"), Href: proceduresPath}, {Text: title, Href: versionPath(newer.Digest)}, {Text: page.T("procedures.compare")}}
	page.Older, page.Newer = versionName(page.Page, older), versionName(page.Page, newer)
	found, err := f.differences(r, older.Digest, newer.Digest, page.Lang)
	if err != nil {
		return err
	}
	page.Table = differenceTable(page.Page, found)
	return f.Kit.Render(w, r, http.StatusOK, "admin/comparison", page)
}

func (f *Face) differences(r *http.Request, older, newer, lang string) ([]forms.Difference, error) {
	before, err := f.Forms.Source(r.Context(), older)
	if err != nil {
		return nil, err
	}
	after, err := f.Forms.Source(r.Context(), newer)
	if err != nil {
		return nil, err
	}
	return forms.Compare(before, after, lang)
}

func differenceTable(page kit.Page, found []forms.Difference) kit.Table {
	tones := map[forms.ChangeKind]kit.Tone{forms.Added: kit.Positive, forms.Removed: kit.Negative, forms.Changed: kit.Waiting, forms.Moved: kit.Neutral}
	rows := make([]kit.Row, len(found))
	for i, d := range found {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: cmp.Or(strings.Join(d.Where, " › "), d.Key)}, {Text: d.Key},
			{Badge: kit.Badge{Text: page.T("procedures.change_" + string(d.Kind)), Tone: tones[d.Kind]}}, {Text: d.Old}, {Text: d.New},
		}}
	}
	table := kit.NewTable(page.T("procedures.differences", "count", len(found)), []kit.Column{
		{Title: page.T("procedures.where")}, {Title: page.T("procedures.what")}, {Title: page.T("procedures.change")},
		{Title: page.T("procedures.before")}, {Title: page.T("procedures.after")},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("procedures.same")}
	return table
}
