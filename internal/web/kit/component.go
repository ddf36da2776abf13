// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"html/template"
	"net/url"
	"strconv"
	"time"

	"pratica/internal/i18n"
)

// Each type here is the argument of the template of the same name in lower case, with hyphens: ErrorSummary is
// drawn by {{template "error-summary" .Errors}}.

// ErrorSummary stands on top of a form that was refused; each entry leads to its field. The frame draws the one in Page.
type ErrorSummary struct {
	Text  string // what happened in general; may be empty
	Items []ErrorItem
}

// ErrorItem is one entry: a message and the id of the field. Href leads to a field on another page instead.
type ErrorItem struct{ ID, Text, Href string }

// IsEmpty says that there is nothing to show.
func (s ErrorSummary) IsEmpty() bool { return s.Text == "" && len(s.Items) == 0 }

// Summary collects the errors of fields in their order on the page, beside a general message.
func Summary(text string, fields ...Field) ErrorSummary {
	s := ErrorSummary{Text: text}
	for _, f := range fields {
		if f.Error != "" {
			s.Items = append(s.Items, ErrorItem{ID: f.ElementID(), Text: f.Error})
		}
	}
	return s
}

// Stepper tells how far a form of several pages is.
type Stepper struct {
	Steps []Step
	Saved bool // steps may be visited in any order, so all of them are links
}

// Step is one page of the form. Href leads back to it; "" when it cannot be visited yet.
type Step struct {
	Name, Href string
	State      StepState
}

// StepState is how far one step is.
type StepState string

// The states of a step.
const (
	StepTodo    StepState = "todo"
	StepCurrent StepState = "current"
	StepDone    StepState = "done"
	StepWrong   StepState = "wrong" // visited, but something is missing
)

// Position is the number of the current step, from 1; 0 on a page that is none of them.
func (s Stepper) Position() int {
	for i, step := range s.Steps {
		if step.State == StepCurrent {
			return i + 1
		}
	}
	return 0
}

// Current is the name of the current step.
func (s Stepper) Current() string {
	if n := s.Position(); n > 0 {
		return s.Steps[n-1].Name
	}
	return ""
}

// Badge is a state in a word; Tone only colours what the word says.
type Badge struct {
	Text string
	Tone Tone
}

// Tone is the colour of a badge.
type Tone string

// The tones.
const (
	Neutral  Tone = "neutral"
	Progress Tone = "progress"
	Positive Tone = "positive"
	Waiting  Tone = "waiting"
	Negative Tone = "negative"
)

// Entry is one row of template "entries", a list of names and values. Change leads to where it can be changed.
type Entry struct {
	Name, Value string
	Lines       []string // instead of Value when there are several
	Change      string
	Changed     bool // since the last filing
	Error       string
}

// Card is one item of a repeatable group (template "card"). Its buttons are submit buttons of the form around
// it; see Values.Action.
type Card struct {
	Path      string // of the item: "household.2"
	Title     string // "Componente 2: Anna Prova"
	Fields    []Field
	First     bool
	Last      bool
	Only      bool // the last one that must stay: no remove button
	Full      bool // no more may be added: no duplicate button
	ErrorText string
}

// ElementID is the id of the card, to which a redirect may lead.
func (c Card) ElementID() string { return "card-" + Attr(c.Path) }

// Cards is a whole repeatable group (template "cards").
type Cards struct {
	Path    string
	Title   string
	Help    string
	Items   []Card
	Add     string // text of the button; "" when no more may be added
	Empty   string // said when there is none
	Error   string // such as too few cards
	Removed *Removed
}

// ElementID is where links to the group lead.
func (c Cards) ElementID() string { return "cards-" + c.Path }

// Removed offers to bring back what was just removed.
type Removed struct{ Path, Title string }

// Table is a table that becomes cards on narrow screens (template "table").
type Table struct {
	Caption string
	Columns []Column
	Rows    []Row
	Empty   EmptyState // shown instead of a table without rows
}

// Column is a heading. Sort leads to the same table ordered by it; "" when it cannot be.
type Column struct {
	Title   string
	Sort    string
	Order   string // "ascending", "descending" or ""
	Numeric bool
}

// Row is one line; the first cell is its heading.
type Row struct{ Cells []Cell }

// Cell is text with an optional link or badge.
type Cell struct {
	Text, Href string
	Badge      Badge
	Numeric    bool
	Column     string // heading, repeated beside the value on narrow screens; NewTable fills it
}

// NewTable ties each cell to its column.
func NewTable(caption string, columns []Column, rows []Row) Table {
	for _, row := range rows {
		for i := range row.Cells {
			if i < len(columns) {
				row.Cells[i].Column = columns[i].Title
				row.Cells[i].Numeric = columns[i].Numeric
			}
		}
	}
	return Table{Caption: caption, Columns: columns, Rows: rows}
}

// Moment is one entry of template "timeline", newest first or oldest first as the page decides.
type Moment struct {
	When    string // as the reader should read it
	Instant string // for machines: RFC 3339
	Title   string
	Text    string
	Badge   Badge
	Future  bool // expected, not yet so
}

// EmptyState says what would stand here, why nothing does, and what to do next (template "empty-state").
type EmptyState struct {
	Title, Text string
	Next        *Link
}

// Pagination leads through a long list (template "pagination").
type Pagination struct {
	Pages    []Link // Text is the number; a gap has no Href
	Previous string
	Next     string
	Summary  string // "21–40 di 123"
}

// NewPagination makes the links for page `current` (from 1) of a list with total items, size on each page; the other
// values of the query are kept.
func NewPagination(p *i18n.Printer, at *url.URL, current, size, total int) Pagination {
	last := max(1, (total+size-1)/size)
	current = min(max(1, current), last)
	href := func(n int) string {
		q := at.Query()
		q.Set("page", strconv.Itoa(n))
		return (&url.URL{Path: at.Path, RawQuery: q.Encode()}).String()
	}
	out := Pagination{Summary: p.T("kit.pagination.summary", "from", min(total, (current-1)*size+1), "to", min(current*size, total), "total", total)}
	if current > 1 {
		out.Previous = href(current - 1)
	}
	if current < last {
		out.Next = href(current + 1)
	}
	shown := 0
	for n := 1; n <= last; n++ {
		if n != 1 && n != last && (n < current-1 || n > current+1) {
			continue
		}
		if n > shown+1 {
			out.Pages = append(out.Pages, Link{Text: "…"})
		}
		out.Pages = append(out.Pages, Link{Text: strconv.Itoa(n), Href: href(n), Current: n == current})
		shown = n
	}
	return out
}

// Confirmation tells that something was done for good (template "confirmation").
type Confirmation struct {
	Title string
	Label string // what Code is: "Codice della domanda"
	Code  string
	Text  string
}

// SaveState is the line that says when a form was saved (template "save-state"). A form with
// data-autosave="address" keeps it up to date; without modules it says what the server knew.
type SaveState struct {
	SavedAt string // "10:42"; "" before the first save
}

// Question asks before an act that cannot be undone (template "question"): a page of its own, no dialog.
type Question struct {
	Action  string // address the form posts to
	Text    string
	Confirm string // text of the button
	Danger  bool
	Cancel  string // address of the way back
	Hidden  []Hidden
}

// Hidden is a value that travels with a form.
type Hidden struct{ Name, Value string }

// Button is a submit button (template "button"); Name and Value say which one was pressed.
type Button struct {
	Text, Name, Value string
	Style             ButtonStyle
	Icon              string
	Once              bool // may be pressed once; see double submit in frontend/src
}

// ButtonStyle is how much weight a button has.
type ButtonStyle string

// The styles; one primary button on a page.
const (
	Primary   ButtonStyle = "primary"
	Secondary ButtonStyle = "outline-primary"
	Dangerous ButtonStyle = "danger"
	Quiet     ButtonStyle = "link"
)

// HTML marks text as safe markup. Only for what this program wrote itself, such as rendered help articles.
type HTML = template.HTML

func (k *Kit) savedText(t func(string, ...any) string, at time.Time) string {
	return t("kit.save.saved", "at", k.Clock(at))
}

// Clock is the time of day in Rome: "10:42".
func (k *Kit) Clock(at time.Time) string {
	return at.In(k.rome).Format("15:04")
}
