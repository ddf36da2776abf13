// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"net/http"

	"pratica/internal/casework"
	"pratica/internal/terms"
	"pratica/internal/web/kit"
)

// SittingChange are the forms that correct, cancel and complete a sitting. Each
// knows its own errors.
type SittingChange struct {
	Path                  string // under which the forms are sent
	Day, Place, Presided  kit.Field
	CorrectWhy, CancelWhy kit.Field
	CanCorrect            bool // nothing was resolved or put off yet
	Present, Absent       kit.Field
	Secretary             kit.Field
}

// refused is a form of the page that was not accepted.
type refused struct {
	form  string // correct, cancel or attend
	wrong error
	plan  casework.Plan
	day   string
	why   string
}

// change fills the forms with what the sitting says, or with what was typed.
func (p *SittingPage) change(b casework.Book, in refused) {
	plan, day := b.Plan, b.Day.String()
	if in.form == "correct" {
		plan, day = in.plan, in.day
	}
	texts := kit.FieldErrors(p.Printer, in.wrong)
	at := func(form, name string) string {
		if in.form == form {
			return texts[name]
		}
		return ""
	}
	why := func(form string) kit.Field {
		f := kit.Field{Type: kit.Text, Name: "why", ID: form + "-why", Label: p.T("sittings.why_" + form), Error: at(form, "why")}
		if in.form == form {
			f.Value = in.why
		}
		return f
	}
	p.Change = &SittingChange{
		Path: SittingsPath + "/" + b.ID, CanCorrect: b.Settled == 0,
		Day:        kit.Field{Type: kit.Date, Name: "day", Label: p.T("sittings.day"), Value: day, Error: at("correct", "day")},
		Place:      kit.Field{Type: kit.Text, Name: "place", Label: p.T("sittings.held_at"), Value: plan.Place, Optional: true},
		Presided:   kit.Field{Type: kit.Text, Name: "presided", Label: p.T("sittings.presides"), Value: plan.Presided, Optional: true},
		CorrectWhy: why("correct"), CancelWhy: why("cancel"),
		Present:   kit.Field{Type: kit.LongText, Name: "present", Label: p.T("sittings.present"), Value: b.Present, Optional: true},
		Absent:    kit.Field{Type: kit.LongText, Name: "absent", Label: p.T("sittings.absent"), Value: b.Absent, Optional: true},
		Secretary: kit.Field{Type: kit.Text, Name: "secretary", Label: p.T("sittings.wrote"), Value: b.Secretary, Optional: true},
	}
	if in.wrong != nil {
		c := p.Change
		p.Errors = kit.Summary(p.Printer.Error(in.wrong), c.Day, c.CorrectWhy, c.CancelWhy)
	}
}

// sittingFacts are what the head of the page, and its print, say.
func (p *SittingPage) sittingFacts(b casework.Book) {
	for _, e := range []kit.Entry{
		{Name: p.T("sittings.day"), Value: p.Printer.LongDate(b.Day)}, {Name: p.T("sittings.held_at"), Value: b.Place},
		{Name: p.T("sittings.presides"), Value: b.Presided}, {Name: p.T("sittings.present"), Value: b.Present}, {Name: p.T("sittings.absent"), Value: b.Absent},
		{Name: p.T("sittings.wrote"), Value: b.Secretary}, {Name: p.T("sittings.why_correct"), Value: b.ChangedWhy},
		{Name: p.T("sittings.why_cancel"), Value: b.CancelledWhy},
	} {
		if e.Value != "" {
			p.Facts = append(p.Facts, e)
		}
	}
}

func (f *Face) sittingCorrect(w http.ResponseWriter, r *http.Request) error {
	return f.sittingChange(w, r, "correct", func(form kit.Values) (refused, error) {
		day, err := terms.ParseDate(form.Date("day"))
		if err != nil {
			day = terms.Date{} // the service says what is wrong with it
		}
		in := refused{plan: casework.Plan{Day: day, Place: form.Text("place"), Presided: form.Text("presided")}, day: form.Date("day"), why: form.Text("why")}
		return in, f.Sittings.Correct(r.Context(), actor(r), r.PathValue("id"), in.plan, in.why)
	})
}

func (f *Face) sittingCancel(w http.ResponseWriter, r *http.Request) error {
	return f.sittingChange(w, r, "cancel", func(form kit.Values) (refused, error) {
		in := refused{why: form.Text("why")}
		return in, f.Sittings.Cancel(r.Context(), actor(r), r.PathValue("id"), in.why)
	})
}

func (f *Face) sittingAttend(w http.ResponseWriter, r *http.Request) error {
	return f.sittingChange(w, r, "attend", func(form kit.Values) (refused, error) {
		were := casework.Attendance{Present: form.Text("present"), Absent: form.Text("absent"), Secretary: form.Text("secretary")}
		return refused{}, f.Sittings.Attend(r.Context(), actor(r), r.PathValue("id"), were)
	})
}

// sittingChange does what a form asks, or shows it again with what is wrong.
func (f *Face) sittingChange(w http.ResponseWriter, r *http.Request, name string, do func(kit.Values) (refused, error)) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	in, err := do(form)
	if kit.IsCorrectable(err) {
		in.form, in.wrong = name, err
		return f.sittingPage(w, r, nil, in)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "sittings.did_"+name)
	return kit.Redirect(w, r, SittingsPath+"/"+r.PathValue("id"))
}
