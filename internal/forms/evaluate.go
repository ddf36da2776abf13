// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"context"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Input is what a form is evaluated on.
type Input struct {
	Answers Answers
	// Now is the instant of filing, or of drawing the page; its day in Rome is
	// filing_date and chooses the rows of dated tables.
	Now time.Time
	// Files counts the files in each slot. Nil means that attachments are not
	// checked.
	Files map[string]int
}

// Evaluation is what a form is for one set of answers: what is shown, what is
// due, what is wrong.
type Evaluation struct {
	Pages    []PageState // only those shown
	Slots    []SlotState // for files, only those asked for
	Ways     []*Way      // of signing, only those open
	Computed map[string]any
	// Effective holds the answers that count: readable ones of fields shown, with
	// the computed values. It is what is frozen, signed and filed.
	Effective Answers
	// Failures and Warnings of the whole form, in its order.
	Failures, Warnings []problem.Field
}

// Valid tells that nothing hinders filing.
func (e Evaluation) Valid() bool { return len(e.Failures) == 0 }

// Page returns the state of a page that is shown.
func (e Evaluation) Page(id string) (PageState, bool) {
	for _, p := range e.Pages {
		if p.Page.ID == id {
			return p, true
		}
	}
	return PageState{}, false
}

// PageState is a page as it is to be shown.
type PageState struct {
	*Page
	Number             int // from one, among the pages shown
	Sections           []SectionState
	Failures, Warnings []problem.Field
}

// SectionState is a section as it is to be shown.
type SectionState struct {
	*Section
	Fields []FieldState
}

// FieldState is a field as it is to be shown.
type FieldState struct {
	*Field
	Name     string // of the input
	Path     string // that failures name
	Required bool
	Answered bool
	Value    any    // as in Answers; nil when there is none
	Raw      string // what was typed and could not be read
	Parts    []FieldState
	Items    []ItemState
	Failures []problem.Field
	Warnings []problem.Field
}

// ItemState is an item of a group as it is to be shown.
type ItemState struct {
	Key    string
	Index  int
	Title  i18n.Text
	Fields []FieldState
}

// SlotState is a place for files.
type SlotState struct {
	*Attachment
	Slot     string    // the attachment's id, with ":" and the item's key for each item
	For      i18n.Text // the item's title, when there is one slot for each
	Required bool
	Files    int
	Failures []problem.Field
}

// Evaluate works out the form. The error is that of an expression: too costly,
// divided by zero, or interrupted with ctx; wrong answers are no error.
func (d *Definition) Evaluate(ctx context.Context, in Input) (Evaluation, error) {
	ev := newEvaluator(ctx, d, in.Answers, terms.DateOf(in.Now))
	out := Evaluation{Computed: map[string]any{}, Effective: Answers{}}
	found := ev.checks()
	for _, p := range d.Pages {
		ev.page(&out, p, found)
	}
	ev.slots(&out, in.Files)
	for _, w := range d.Signing.Ways {
		if ev.root.holds(w.when) {
			out.Ways = append(out.Ways, w)
		}
	}
	return out, ev.err
}

// finding is a check that did not hold, by the path of the field it points to.
type finding struct {
	severity severity
	field    problem.Field
}

func (ev *evaluator) checks() map[string][]finding {
	found := map[string][]finding{}
	for _, c := range ev.def.checks {
		records := []*record{ev.root}
		if c.each != nil {
			records = ev.groups[c.each.ID]
		}
		for _, r := range records {
			ev.check(c, r, found)
		}
	}
	return found
}

func (ev *evaluator) check(c *check, r *record, found map[string][]finding) {
	target := r
	if c.field.in == nil {
		target = ev.root
	}
	if !target.visible(c.field) || !r.holds(c.when) || r.holds(c.must) {
		return
	}
	path := Path(c.field, r.index)
	found[path] = append(found[path], finding{c.severity, problem.Field{
		Path: path, Code: "forms.check", Args: []any{"label", c.field.Label, "text", c.text, "check", c.id},
	}})
}

func (ev *evaluator) page(out *Evaluation, p *Page, found map[string][]finding) {
	if !ev.root.holds(p.when) {
		return
	}
	state := PageState{Page: p, Number: len(out.Pages) + 1}
	for _, s := range p.Sections {
		if !ev.root.holds(s.when) {
			continue
		}
		fields := ev.root.states(s.Fields, found, out.Effective)
		if len(fields) > 0 {
			state.Sections = append(state.Sections, SectionState{s, fields})
		}
	}
	for _, s := range state.Sections {
		gather(s.Fields, &state.Failures, &state.Warnings, out.Computed)
	}
	out.Pages = append(out.Pages, state)
	out.Failures = append(out.Failures, state.Failures...)
	out.Warnings = append(out.Warnings, state.Warnings...)
}

// gather collects what stands at the fields, in their order.
func gather(fields []FieldState, failures, warnings *[]problem.Field, computed map[string]any) {
	for _, f := range fields {
		*failures = append(*failures, f.Failures...)
		*warnings = append(*warnings, f.Warnings...)
		if f.IsComputed() {
			computed[f.Path] = f.Value
		}
		gather(f.Parts, failures, warnings, computed)
		for _, item := range f.Items {
			gather(item.Fields, failures, warnings, computed)
		}
	}
}

// states builds the fields that are shown, and puts their values in effective.
func (r *record) states(fields []*Field, found map[string][]finding, effective map[string]any) []FieldState {
	states := make([]FieldState, 0, len(fields))
	for _, f := range fields {
		if !r.visible(f) {
			continue
		}
		states = append(states, r.state(f, found, effective))
	}
	return states
}

func (r *record) state(f *Field, found map[string][]finding, effective map[string]any) FieldState {
	s := FieldState{Field: f, Name: Name(f, r.key), Path: Path(f, r.index), Required: r.required(f), Answered: r.answered(f)}
	switch {
	case f.Group != nil:
		s.Items, s.Failures = r.items(f, found, effective)
	case f.IsComputed():
		s.Value = fromCEL(f, r.get(f))
		effective[f.ID] = s.Value
		if f.part == roleCode && s.Value == "" {
			delete(effective, f.ID)
		}
	case f.hasValue():
		r.valueState(f, &s, effective)
	}
	s.Warnings = r.doubts(f, s)
	for _, found := range found[s.Path] {
		if found.severity == blocking {
			s.Failures = append(s.Failures, found.field)
		} else {
			s.Warnings = append(s.Warnings, found.field)
		}
	}
	s.Parts = r.states(f.Parts, found, effective)
	return s
}

// valueState judges one answer. One fault at a time: the first is the one that
// must be mended before the others mean anything.
func (r *record) valueState(f *Field, s *FieldState, effective map[string]any) {
	if raw, bad := rawOf(r.data, f.ID); bad {
		s.Raw = raw
		v, why := readTyped(f, raw)
		if why == nil {
			why = checkValue(f, v, r.ev.day)
		}
		if why == nil {
			why = wrong("bad_value")
		}
		s.Failures = append(s.Failures, why.at(f, r.index))
		return
	}
	v, ok := r.typed(f)
	if !ok {
		if s.Required {
			s.Failures = append(s.Failures, missing(f).at(f, r.index))
		}
		return
	}
	s.Value = v
	if why := checkValue(f, v, r.ev.day); why != nil {
		s.Failures = append(s.Failures, why.at(f, r.index))
		return
	}
	effective[f.ID] = v
}

func missing(f *Field) *fault {
	switch f.Type {
	case Declaration:
		return wrong("declare")
	case Choice, YesNo, MultipleChoice:
		return wrong("choose")
	}
	return wrong("required")
}

// required tells whether an answer is due. The parts of an address are due when
// the address is, or when another part was given; a code is not due when the
// reason why there is none was given.
func (r *record) required(f *Field) bool {
	switch {
	case f.IsComputed():
		return false
	case f.owner != nil:
		return f.required.always && (f.owner.required.holds(r) || r.anyPart(f.owner))
	case f.None && len(f.Parts) > 0 && r.answered(f.Parts[0]):
		return false
	case f.Group != nil:
		return f.Group.Min > 0
	}
	return f.required.holds(r)
}

func (r *record) anyPart(owner *Field) bool {
	for _, p := range owner.Parts {
		if r.answered(p) {
			return true
		}
	}
	return false
}

func (r *record) items(f *Field, found map[string][]finding, effective map[string]any) ([]ItemState, []problem.Field) {
	records := r.ev.groups[f.ID]
	items, values := make([]ItemState, 0, len(records)), make([]any, 0, len(records))
	for i, item := range records {
		kept := map[string]any{keyKey: item.key}
		fields := item.states(f.Group.Fields, found, kept)
		values = append(values, kept)
		items = append(items, ItemState{Key: item.key, Index: i, Title: cardTitle(f.Group, i, kept), Fields: fields})
	}
	if len(values) > 0 {
		effective[f.ID] = values
	}
	var failures []problem.Field
	if len(items) < f.Group.Min {
		failures = append(failures, wrong("too_few", "min", int64(f.Group.Min)).at(f, 0))
	}
	if len(items) > f.Group.Max {
		failures = append(failures, wrong("too_many", "max", int64(f.Group.Max)).at(f, 0))
	}
	return items, failures
}

// fromCEL turns the value of an expression into an answer.
func fromCEL(f *Field, v ref.Val) any {
	switch v := v.(type) {
	case types.Int:
		return int64(v)
	case types.Double:
		return plain(float64(v))
	case types.Bool:
		return bool(v)
	case types.String:
		return string(v)
	case types.Timestamp:
		return civil(v.Time).String()
	}
	return nil
}
