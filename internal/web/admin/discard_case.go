// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"

	"pratica/internal/discard"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// DiscardCasePage is what holds a case; of a discarded one, the proof.
type DiscardCasePage struct {
	kit.Page
	Action string
	Code   *kit.Field
	Found  bool
	Typed  string // the code, for the forms that follow
	Holds  []DiscardHold
	Reason *kit.Field // of a new hold; nil when there is nothing left to hold
	Proof  []kit.Entry
	Files  *kit.Table // nil while the case is kept
}

// DiscardHold is one hold. Release leads to the question why it is released, which Field
// is once it was asked.
type DiscardHold struct {
	ID, Says, Released, Release string
	Field                       *kit.Field
}

// typedHold is what was typed about a hold.
type typedHold struct{ code, hold, reason, released string }

func (f *Face) discardCase(w http.ResponseWriter, r *http.Request) error {
	return f.discardCasePage(w, r, typedHold{code: r.URL.Query().Get("code"), hold: r.URL.Query().Get("release")}, nil)
}

func (f *Face) discardCasePage(w http.ResponseWriter, r *http.Request, typed typedHold, wrong error) error {
	page := DiscardCasePage{Page: f.page(r, "discard.title"), Action: discardCasePath, Typed: typed.code}
	page.Title = page.T("discard.one_case")
	page.Crumbs = []kit.Crumb{{Text: page.T("discard.title"), Href: discardPath}, {Text: page.Title}}
	page.Code = &kit.Field{Type: kit.Text, Name: "code", Label: page.T("discard.code"), Value: typed.code, Width: kit.Small}
	fields := []*kit.Field{page.Code}
	if typed.code != "" {
		kept, err := f.Discard.Find(r.Context(), gate.Actor(r.Context()), typed.code)
		if kit.IsCorrectable(err) {
			withErrors(&page.Page, err, fields...)
			return f.Kit.Render(w, r, kit.StatusOf(err), "admin/discard_case", page)
		}
		if err != nil {
			return err
		}
		if err := f.keptCase(r, &page, kept, typed); err != nil {
			return err
		}
		if page.Reason != nil {
			fields = append(fields, page.Reason)
		}
		for _, h := range page.Holds {
			if h.Field != nil {
				fields = append(fields, h.Field)
			}
		}
	}
	withErrors(&page.Page, wrong, fields...)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/discard_case", page)
}

func (f *Face) keptCase(r *http.Request, page *DiscardCasePage, kept discard.Kept, typed typedHold) error {
	page.Found, page.Title, page.Typed = true, kept.Case.Code, kept.Case.Code
	page.Crumbs[1].Text = page.Title
	names := map[string]string{}
	for _, h := range kept.Holds {
		for _, id := range []string{h.By, h.ReleasedBy} {
			if err := f.learn(r.Context(), names, id); err != nil {
				return err
			}
		}
		page.Holds = append(page.Holds, heldSays(page.Page, h, names, typed))
	}
	if !kept.Case.IsDiscarded() {
		page.Reason = &kit.Field{Type: kit.LongText, Name: "reason", Label: page.T("discard.hold_reason"), Value: typed.reason, Rows: 2}
		return nil
	}
	f.proof(page, kept)
	return nil
}

func heldSays(page kit.Page, h discard.Hold, names map[string]string, typed typedHold) DiscardHold {
	held := DiscardHold{ID: h.ID, Says: page.T("discard.hold_says", "reason", h.Reason, "who", names[h.By], "when", page.Printer.DateTime(h.At))}
	if h.Released != "" {
		held.Released = page.T("discard.hold_released", "reason", h.Released, "who", names[h.ReleasedBy], "when", page.Printer.DateTime(h.ReleasedAt))
		return held
	}
	if h.ID == typed.hold {
		held.Field = &kit.Field{Type: kit.Text, Name: "released", Label: page.T("discard.release_reason"), Value: typed.released, Width: kit.Medium}
		return held
	}
	held.Release = casePath(typed.code) + "&release=" + h.ID
	return held
}

// proof is all that is left of a discarded case.
func (f *Face) proof(page *DiscardCasePage, kept discard.Kept) {
	c := kept.Case
	page.Proof = []kit.Entry{
		{Name: page.T("discard.code"), Value: c.Code}, {Name: page.T("discard.proof_number"), Value: caseNumber(c.Number, c.Year)},
		{Name: page.T("discard.proof_filed"), Value: page.Printer.Instant(c.FiledAt)}, {Name: page.T("discard.proof_outcome"), Value: c.State},
		{Name: page.T("discard.proof_discarded"), Value: page.Printer.DateTime(c.DiscardedAt)},
	}
	var rows []kit.Row
	for i, one := range kept.Items {
		if one.Fate != discard.Discarded {
			continue
		}
		l := kept.Lists[i]
		page.Proof = append(page.Proof, kit.Entry{Name: page.T("discard.proof_list"), Value: l.Label()}, kit.Entry{Name: page.T("discard.act"), Value: l.Act})
		for _, file := range one.Proof.Files {
			rows = append(rows, kit.Row{Cells: []kit.Cell{{Text: file.Slot}, {Text: file.Digest}, {Text: page.Printer.Number(file.Size)}}})
		}
	}
	files := kit.NewTable(page.T("discard.proof_files"), []kit.Column{
		{Title: page.T("discard.proof_slot")}, {Title: page.T("discard.proof_digest")}, {Title: page.T("discard.proof_size"), Numeric: true},
	}, rows)
	files.Empty = kit.EmptyState{Title: page.T("discard.proof_no_files")}
	page.Files = &files
}

func (f *Face) discardCaseSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	typed := typedHold{form.Text("code"), form.Text("hold"), form.Text("reason"), form.Text("released")}
	done := "discard.held"
	switch form.Text("do") {
	case "hold":
		err = f.Discard.Hold(r.Context(), gate.Actor(r.Context()), typed.code, typed.reason)
	case "release":
		err, done = f.Discard.Release(r.Context(), gate.Actor(r.Context()), typed.hold, typed.released), "discard.released"
	default:
		err = problem.New(problem.NotFound, "casework.not_found")
	}
	if kit.IsCorrectable(err) {
		return f.discardCasePage(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, done)
	return kit.Redirect(w, r, casePath(typed.code))
}
