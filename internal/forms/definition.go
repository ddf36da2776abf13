// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"slices"
	"time"

	"pratica/internal/i18n"
	"pratica/internal/terms"
)

// Definition is one procedure's form, compiled. It is immutable and safe for
// concurrent use.
type Definition struct {
	Name      string // of the file, for messages
	Slug      string // stable address of the procedure
	Version   string // label for people; Digest is what counts
	Digest    string // SHA-256 of the source, hex
	Languages []string
	Title     i18n.Text
	Summary   i18n.Text
	Sheet     Sheet
	Opening   Opening
	Lawyers   bool // only lawyers with an area, and their helpers, begin an application
	Pages     []*Page

	Attachments []*Attachment
	Signing     Signing
	Examples    []*Example

	tables map[string]*Table
	checks []*check
	top    map[string]*Field // top-level fields and parts, by id
	order  []*Field          // the same in the order of the form
}

// Sheet is what a person should know before starting.
type Sheet struct {
	Who, Cost, TimeLimit, Silence, Privacy, Office i18n.Text

	Documents []i18n.Text
	Norm      []i18n.Text
	Minutes   int // that filling usually takes
}

// Opening is when applications are accepted; a zero instant is no limit.
type Opening struct{ From, To time.Time }

// Accepts tells whether an application may be filed at this instant.
func (o Opening) Accepts(at time.Time) bool {
	return (o.From.IsZero() || !at.Before(o.From)) && (o.To.IsZero() || at.Before(o.To))
}

// Admits tells whether somebody may begin an application: a lawyer with an area, or
// anybody else.
func (d *Definition) Admits(lawyer bool) bool { return lawyer || !d.Lawyers }

// Page is one theme of the form.
type Page struct {
	ID           string
	Title, Intro i18n.Text
	Sections     []*Section
	when         *expr
}

// Section is a part of a page under one heading.
type Section struct {
	ID           string
	Title, Intro i18n.Text
	Fields       []*Field
	page         *Page
	when         *expr
}

// Field is one question, or one computed value.
type Field struct {
	ID                   string
	Type                 Type
	Label, Help, Example i18n.Text
	Options              []Option // of a choice
	Bounds               Bounds
	Autocomplete         string   // HTML autofill token (WCAG 2.2 SC 1.3.5)
	Parts                []*Field // of a composite: they hold the values
	Group                *Group   // of a group
	NoFixed              bool     // address: "no fixed address" is an answer
	Lookup               bool     // address: the municipality is looked up
	None                 bool     // fiscal code: "I have none" is an answer

	part           role
	person         *person
	owner          *Field // the composite of a part
	in             *Field // the group of an item's field
	section        *Section
	when, computed *expr
	required       requirement
	pos            Position
}

// IsComputed tells a value that the form works out by itself.
func (f *Field) IsComputed() bool { return f.computed != nil || f.part == roleCode }

// Group describes the items of a repeatable group.
type Group struct {
	Fields   []*Field
	Min, Max int
	Card     i18n.Text // title of an item; {n} is its number, {id} an answer
	Add      i18n.Text
	byID     map[string]*Field
	order    []*Field
}

// Option is one answer of a choice.
type Option struct {
	Value string
	Label i18n.Text
}

// Bounds limit a value. Nil and zero are no limit. Min and Max are cents for an
// amount.
type Bounds struct {
	Min, Max             *int64
	MinLength, MaxLength int
	From, To             terms.Date
	UntilToday           bool
}

// Attachment is a slot for files; with Each, one slot for every item of a group.
// One that a field of type file asks for is shown and due when the field is.
type Attachment struct {
	ID               string
	Title, Why, Help i18n.Text
	Each             *Field // the group, or nil
	Formats          []string
	Max              int   // files
	MaxSize          int64 // bytes of one file
	field            *Field
	when             *expr
	required         requirement
}

// Signing lists the ways in which an application is signed.
type Signing struct {
	DigitalRequired bool
	Ways            []*Way
}

// Way is one way of signing, with the norm that allows it.
type Way struct {
	ID                  string
	By                  string // "applicant" or "lawyer"
	Title, Ground, Help i18n.Text
	Attachments         []string // ids of attachments that this way needs as well
	Files               []SignedFile
	when                *expr
}

// SignedFile is a file that a way of signing asks for.
type SignedFile struct {
	ID         string
	Title, Why i18n.Text
	Proof      string // "digital" (a signature inside), "scan" or "either"
	// Contains names what a digitally signed file must hold unchanged:
	// "application" for the frozen document, or the id of another file of the way.
	Contains string
	Formats  []string
	MaxSize  int64
}

// Table is a series of values, each in force from a day on. An office may have
// continued it; see [Threshold].
type Table struct {
	Name  string
	Title i18n.Text // may be empty
	Type  Type
	Rows  []TableRow

	inForce []TableRow // the same with the thresholds added, by day
}

// extend continues the tables with what an office added. It is called before
// anybody else sees the definition, which does not change afterwards.
func (d *Definition) extend(added []Threshold) {
	for _, t := range d.tables {
		rows := slices.Clone(t.Rows)
		for _, a := range added {
			if value, ok := a.as(d.Slug, t); ok {
				rows = append(rows, TableRow{From: a.Since, Value: value, Act: a.Act})
			}
		}
		slices.SortStableFunc(rows, func(a, b TableRow) int { return a.From.Compare(b.From) })
		t.inForce = rows
	}
}

// TableRow is the value in force from a day, and the act that set it.
type TableRow struct {
	From  terms.Date
	Value any // int64 (cents or integer), float64 or string
	Act   string
}

// In returns the row in force on a day.
func (t *Table) In(day terms.Date) (TableRow, bool) {
	for _, row := range slices.Backward(t.inForce) {
		if !day.Before(row.From) {
			return row, true
		}
	}
	return TableRow{}, false
}

// Table returns a table by name.
func (d *Definition) Table(name string) (*Table, bool) {
	t, ok := d.tables[name]
	return t, ok
}

// Page returns a page by id.
func (d *Definition) Page(id string) (*Page, bool) {
	for _, p := range d.Pages {
		if p.ID == id {
			return p, true
		}
	}
	return nil, false
}

// Attachment returns an attachment by id.
func (d *Definition) Attachment(id string) (*Attachment, bool) {
	for _, a := range d.Attachments {
		if a.ID == id {
			return a, true
		}
	}
	return nil, false
}

// Field returns a top-level field or part by id.
func (d *Definition) Field(id string) (*Field, bool) {
	f, ok := d.top[id]
	return f, ok
}

type severity string

const (
	blocking severity = "error"
	warning  severity = "warning"
)

// check is a rule across fields: when its condition holds, must has to hold.
type check struct {
	id         string
	each       *Field // evaluated for each item of this group
	field      *Field // where the message stands
	when, must *expr
	severity   severity
	text       i18n.Text
}

// requirement says whether an answer is due: always, or when the expression says.
type requirement struct {
	always bool
	when   *expr
}
