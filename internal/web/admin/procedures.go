// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/forms"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

const (
	proceduresPath = Prefix + "/procedimenti"
	// maxDefinition is what a request with a definition may hold; the definition's
	// own limit is smaller.
	maxDefinition = 2 << 20
)

// ProceduresPage lists every version of every procedure and takes a new one.
type ProceduresPage struct {
	kit.Page
	Table kit.Table
	File  kit.Field
}

// procedureRoutes are those of who decides what can be applied for.
func (f *Face) procedureRoutes() []kit.Route {
	if f.Forms == nil {
		return nil
	}
	return []kit.Route{
		{Pattern: "GET /procedimenti", Handler: f.procedures},
		{Pattern: "POST /procedimenti", Handler: f.procedureImport, Limit: maxDefinition},
		{Pattern: "GET /procedimenti/{digest}", Handler: f.procedure},
		{Pattern: "POST /procedimenti/{digest}", Handler: f.procedureSubmit},
		{Pattern: "GET /procedimenti/{digest}/pubblica", Handler: f.publishQuestion},
		{Pattern: "GET /procedimenti/{digest}/ritira", Handler: f.retireQuestion},
		{Pattern: "GET /procedimenti/{digest}/confronto", Handler: f.comparison},
		{Pattern: "GET /procedimenti/{digest}/definizione.yaml", Handler: f.definition},
		{Pattern: "GET /soglie", Handler: f.thresholdList},
		{Pattern: "GET /soglie/{slug}/{table}", Handler: f.threshold},
		{Pattern: "POST /soglie/{slug}/{table}", Handler: f.thresholdSubmit},
		{Pattern: "GET /soglie/{slug}/{table}/{id}/togli", Handler: f.thresholdRemoval},
	}
}

func (f *Face) procedures(w http.ResponseWriter, r *http.Request) error {
	return f.proceduresPage(w, r, nil)
}

func (f *Face) proceduresPage(w http.ResponseWriter, r *http.Request, wrong error) error {
	list, err := f.Forms.Versions(r.Context())
	if err != nil {
		return err
	}
	page := ProceduresPage{Page: f.page(r, "procedures.title")}
	page.Lead = page.T("procedures.lead")
	rows := make([]kit.Row, len(list))
	for i, v := range list {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: f.titleOf(r, page.Page, v), Href: versionPath(v.Digest)}, {Text: v.Label},
			{Badge: versionBadge(page.Page, v.State)}, {Text: page.Printer.DateTime(v.ChangedAt)},
		}}
	}
	page.Table = kit.NewTable(page.T("procedures.caption"), []kit.Column{
		{Title: page.T("procedures.name")}, {Title: page.T("procedures.version")}, {Title: page.T("procedures.state")}, {Title: page.T("procedures.changed")},
	}, rows)
	page.Table.Empty = kit.EmptyState{Title: page.T("procedures.none"), Text: page.T("procedures.none_text")}
	page.File = kit.Field{
		Type: kit.Upload, Name: "file", Label: page.T("procedures.file"), Help: page.T("procedures.file_help"),
		File: kit.FileField{Accept: ".yaml,.yml", MaxBytes: maxDefinition},
	}
	if wrong != nil {
		page.Errors = definitionErrors(page.Page, wrong)
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/procedures", page)
}

// titleOf is what a version calls itself. One that was stored by an older release
// and can no longer be read keeps its address for a name.
func (f *Face) titleOf(r *http.Request, page kit.Page, v forms.Version) string {
	def, err := f.Forms.ByDigest(r.Context(), v.Digest)
	if err != nil {
		return v.Slug
	}
	return def.Title.In(page.Lang)
}

func versionPath(digest string) string { return proceduresPath + "/" + digest }

func versionBadge(page kit.Page, s forms.State) kit.Badge {
	tone := map[forms.State]kit.Tone{forms.Imported: kit.Waiting, forms.Published: kit.Positive, forms.Retired: kit.Neutral}[s]
	return kit.Badge{Text: page.T("procedures.state_" + string(s)), Tone: tone}
}

// definitionErrors lists the faults of a file in its order, each with its place.
func definitionErrors(page kit.Page, wrong error) kit.ErrorSummary {
	s := kit.ErrorSummary{Text: page.Printer.Error(wrong)}
	p, ok := problem.As(wrong)
	if !ok {
		return s
	}
	for _, field := range p.Fields {
		text := page.Printer.Field(field)
		if line, column, placed := strings.Cut(field.Path, ":"); placed {
			text = page.T("procedures.at", "line", line, "column", column, "text", text)
		}
		s.Items = append(s.Items, kit.ErrorItem{ID: "f-file", Text: text})
	}
	return s
}

// procedureImport stores a file as a draft. Every fault of form and workflow is
// told at once; nothing is stored while there is one.
func (f *Face) procedureImport(w http.ResponseWriter, r *http.Request) error {
	name, source, err := definitionPart(r)
	if err == nil {
		err = checkDefinition(name, source)
	}
	var v forms.Version
	if err == nil {
		v, err = f.Forms.Import(r.Context(), by(r), name, source)
	}
	if kit.IsCorrectable(err) {
		return f.proceduresPage(w, r, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "procedures.imported", "version", v.Label)
	return kit.Redirect(w, r, versionPath(v.Digest))
}

func checkDefinition(name string, source []byte) error {
	var faults []problem.Field
	_, wrong := forms.Parse(name, source)
	for _, w := range wrong {
		faults = append(faults, w.Field())
	}
	if err := casework.CheckDefinition(source); err != nil {
		p, ok := problem.As(err)
		if !ok {
			return err
		}
		faults = append(faults, p.Fields...)
	}
	if len(faults) == 0 {
		return nil
	}
	return problem.New(problem.Invalid, "forms.bad_definition").With(faults...)
}

// definitionPart reads the file of the form.
func definitionPart(r *http.Request) (name string, source []byte, err error) {
	reader, err := r.MultipartReader()
	if err != nil {
		return "", nil, problem.New(problem.Invalid, "kit.not_a_form").Because(err)
	}
	for {
		part, err := reader.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return "", nil, problem.New(problem.Invalid, "procedures.no_file")
		case err != nil:
			return "", nil, problem.New(problem.Invalid, "procedures.cut").Because(err)
		case part.FileName() == "":
			continue
		}
		source, err := io.ReadAll(part)
		if err != nil {
			return "", nil, problem.New(problem.Invalid, "procedures.cut").Because(err)
		}
		return part.FileName(), source, nil
	}
}
