// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"net/http"
	"slices"
	"time"

	"pratica/internal/forms"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// previewPath is where a version of a procedure is tried, whatever its state.
func previewPath(digest string) string { return "/anteprima/" + digest }

// PreviewOf is where an administrator tries a version as an applicant.
func PreviewOf(digest string) string { return previewPath(digest) }

// previewEnd is the step after the pages of the form.
const previewEnd = "riepilogo"

// previewLimit is what a request of a preview may hold: all the answers travel
// with each of them.
const previewLimit = 4 << 20

// PreviewPage is a page of a form that is being tried. Nothing is stored: the
// answers so far travel in the page itself.
type PreviewPage struct {
	kit.Page
	Stepper  kit.Stepper
	Action   string
	Answers  string // so far, as JSON
	Intro    string
	Sections []FormSection
	First    bool
	Fine     bool // the page was checked, and nothing is wrong
	Leave    string
	End      *PreviewEnd // what would come of it; nil on a page of the form
}

// PreviewEnd is what would come of the answers.
type PreviewEnd struct {
	Parts              []papers.Section
	Failures, Warnings []string
	Files, Ways        []string
}

func (f *Face) previewRoutes() []kit.Route {
	return []kit.Route{
		{Pattern: "GET /{$}", Handler: f.previewStart},
		{Pattern: "GET /{page}", Handler: f.previewOpen},
		{Pattern: "POST /{page}", Handler: f.previewSubmit, Limit: previewLimit},
	}
}

// tried is a preview between two requests.
type tried struct {
	def     *forms.Definition
	answers forms.Answers
	e       forms.Evaluation
	page    string // id, or previewEnd
	errors  bool
	checked bool
}

func (f *Face) previewStart(w http.ResponseWriter, r *http.Request) error {
	def, err := f.Forms.ByDigest(r.Context(), r.PathValue("digest"))
	if err != nil {
		return err
	}
	return kit.Redirect(w, r, previewPath(def.Digest)+"/"+def.Pages[0].ID)
}

func (f *Face) previewOpen(w http.ResponseWriter, r *http.Request) error {
	def, err := f.Forms.ByDigest(r.Context(), r.PathValue("digest"))
	if err != nil {
		return err
	}
	t := &tried{def: def, answers: forms.Answers{}, page: r.PathValue("page")}
	return f.renderPreview(w, r, t)
}

// previewSubmit lays what was typed over the answers that came with it, and goes
// where the button says.
func (f *Face) previewSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	def, err := f.Forms.ByDigest(r.Context(), r.PathValue("digest"))
	if err != nil {
		return err
	}
	t := &tried{def: def, page: r.PathValue("page")}
	if t.answers, err = forms.ParseAnswers([]byte(form.Get("answers"))); err != nil {
		t.answers = forms.Answers{} // a page that somebody changed begins anew
	}
	if page, ok := def.Page(t.page); ok {
		t.answers = def.DecodePage(page, withDates(form), t.answers)
	}
	if err := t.evaluate(r, f.Forms.Now()); err != nil {
		return err
	}
	t.move(form.Get("go"))
	return f.renderPreview(w, r, t)
}

func (t *tried) evaluate(r *http.Request, now time.Time) (err error) {
	t.e, err = t.def.Evaluate(r.Context(), forms.Input{Answers: t.answers, Now: now})
	return err
}

// move follows a button: forward only from a page without errors.
func (t *tried) move(button string) {
	at := slices.IndexFunc(t.e.Pages, func(p forms.PageState) bool { return p.ID == t.page })
	switch button {
	case "check":
		t.errors, t.checked = true, true
	case "back":
		if at < 0 {
			at = len(t.e.Pages)
		}
		t.page = t.e.Pages[max(0, at-1)].ID
	case "next":
		if at >= 0 && len(t.e.Pages[at].Failures) > 0 {
			t.errors = true
			return
		}
		t.page = previewEnd
		if at+1 < len(t.e.Pages) {
			t.page = t.e.Pages[at+1].ID
		}
	case previewEnd:
		t.page = previewEnd
	}
}

func (f *Face) renderPreview(w http.ResponseWriter, r *http.Request, t *tried) error {
	if t.e.Pages == nil {
		if err := t.evaluate(r, f.Forms.Now()); err != nil {
			return err
		}
	}
	page := PreviewPage{Page: f.Kit.Page(r, ""), Action: previewPath(t.def.Digest) + "/" + t.page, Answers: string(forms.Canonical(t.answers))}
	page.Switch = "form"
	page.Leave = "/amministrazione/procedimenti/" + t.def.Digest
	title := t.def.Title.In(page.Lang)
	page.Crumbs = []kit.Crumb{{Text: title, Href: page.Leave}, {Text: page.T("preview.crumb")}}
	page.Alerts = append(page.Alerts, kit.Alert{Kind: kit.Info, Title: page.T("preview.title", "name", title), Text: page.T("preview.marked")})
	page.Stepper = t.steps(page.Page)
	state, onPage := t.e.Page(t.page)
	switch {
	case onPage:
		t.fill(&page, state)
	case t.page == previewEnd:
		page.Title = page.T("preview.summary")
		page.End = t.end(page.Page)
	default:
		return kit.Redirect(w, r, previewPath(t.def.Digest)+"/")
	}
	status := http.StatusOK
	if !page.Errors.IsEmpty() {
		status = http.StatusUnprocessableEntity
	}
	return f.Kit.Render(w, r, status, "applicant/preview", page)
}

func (t *tried) fill(page *PreviewPage, state forms.PageState) {
	page.Title, page.Intro = state.Title.In(page.Lang), state.Intro.In(page.Lang)
	page.First = state.Number == 1
	d := drawer{page: page.Page, errors: t.errors}
	page.Sections = d.sections(state)
	page.Errors = formErrors("", page.Sections)
	if t.errors && page.Errors.IsEmpty() && len(state.Failures) > 0 {
		page.Errors.Text = page.Printer.Field(state.Failures[0])
	}
	page.Fine = t.checked && len(state.Failures) == 0
}

func (t *tried) steps(page kit.Page) kit.Stepper {
	var s kit.Stepper
	for _, p := range t.e.Pages {
		s.Steps = append(s.Steps, kit.Step{Name: p.Title.In(page.Lang), State: t.step(p.ID)})
	}
	s.Steps = append(s.Steps, kit.Step{Name: page.T("preview.summary"), State: t.step(previewEnd)})
	return s
}

func (t *tried) step(id string) kit.StepState {
	if id == t.page {
		return kit.StepCurrent
	}
	return kit.StepTodo
}

func (t *tried) end(page kit.Page) *PreviewEnd {
	end := &PreviewEnd{Parts: papers.Sections(t.def.Describe(t.e.Effective, page.Lang))}
	for _, f := range t.e.Failures {
		end.Failures = append(end.Failures, page.Printer.Field(f))
	}
	for _, f := range t.e.Warnings {
		end.Warnings = append(end.Warnings, page.Printer.Field(f))
	}
	for _, s := range t.e.Slots {
		title := s.Title.In(page.Lang)
		if of := s.For.In(page.Lang); of != "" {
			title += " – " + of
		}
		if s.Required {
			title = page.T("preview.needed", "title", title)
		}
		end.Files = append(end.Files, title)
	}
	for _, way := range t.e.Ways {
		end.Ways = append(end.Ways, way.Title.In(page.Lang))
	}
	return end
}
