// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"cmp"
	"strings"
)

// FieldType decides how template "field" draws a field; the drawing is in field_html.go and field_inputs.go.
type FieldType string

// The field types. A date is three boxes, not a calendar: people know their dates and type them, boxes work with every
// assistive tool, and a calendar is a bad way to a date of birth.
const (
	Text        FieldType = "text"
	LongText    FieldType = "longtext"
	Email       FieldType = "email"
	Phone       FieldType = "tel"
	Password    FieldType = "password"
	OneTimeCode FieldType = "otp"    // six digits of an authenticator
	Number      FieldType = "number" // whole number, without the arrows of browsers
	Amount      FieldType = "amount" // euro; "1.234,56" as typed
	Date        FieldType = "date"
	Choice      FieldType = "choice"  // one of few, all shown
	Choices     FieldType = "choices" // some of few
	YesNo       FieldType = "yesno"   // values "yes" and "no"
	Declaration FieldType = "declaration"
	Select      FieldType = "select" // one of many
	Upload      FieldType = "file"
	Note        FieldType = "note" // words among questions: Text, and no input
)

// Field is one question of a form as the page shows it, whatever its type. Value is what was typed, even when
// it is wrong. Template "field" draws it with label, help and error tied together.
type Field struct {
	Type  FieldType
	Name  string // of the value that is sent
	ID    string // made from Name when empty; the error summary links to it
	Shown string // name of a hidden input that says that Name was asked; "" for none: a choice without an answer sends nothing
	Label string
	Help  string
	Why   string // why it is asked, folded away until opened
	Text  string // the sentence of a declaration, or of a note

	Value   string
	Values  []string // of Choices
	Options []Option // of Choice, Choices, Select
	Error   string

	Optional  bool // questions must be answered unless they say so
	ReadOnly  bool
	Large     bool   // the label is the title of the page
	Width     Width  // how long an answer is expected, which helps people to understand what is asked
	Unit      string // shown after the box
	Complete  string // autocomplete token, WCAG 2.2 SC 1.3.5
	MaxLength int    // in characters; 0 is unlimited
	Rows      int    // of LongText, 5 when 0

	File FileField // of Upload
}

// Width is the length of a box.
type Width string

// The widths; the zero value fills the column.
const (
	Full   Width = ""
	Medium Width = "md"
	Small  Width = "sm"
	Tiny   Width = "xs"
)

// Option is one answer to choose.
type Option struct{ Value, Label, Help string }

// FileField is what template "field" needs for uploads. Each file is its own form elsewhere on the page or an input of
// this form; Files lists what has arrived.
type FileField struct {
	Accept   string // file name endings: ".pdf,.p7m"
	Limits   string // said before choosing: "PDF o P7M, fino a 20 MB"
	MaxBytes int64
	Parts    string // address that takes files piece by piece; "" sends the form as a whole
	Multiple bool
	Files    []File
}

// File is one uploaded file in template "files".
type File struct {
	Name, Size string
	Href       string // opens it; "" when it may not be opened
	Signed     string // leads to who signed it; "" where that is not asked
	State      Badge
	Note       string // what the person should know or do
	Remove     string // value of the button named "file.remove"; "" hides the button
}

// ElementID is the id of the field's first input, to which the error summary links.
func (f Field) ElementID() string {
	return cmp.Or(f.ID, "f-"+Attr(f.Name))
}

// HelpID is the id of the help text.
func (f Field) HelpID() string { return f.ElementID() + "-help" }

// ErrorID is the id of the error text.
func (f Field) ErrorID() string { return f.ElementID() + "-error" }

// LimitsID is the id of what is said of files before one is chosen.
func (f Field) LimitsID() string { return f.ElementID() + "-limits" }

// DescribedBy lists what is read aloud after the label.
func (f Field) DescribedBy() string {
	var ids []string
	if f.Help != "" {
		ids = append(ids, f.HelpID())
	}
	if f.File.Limits != "" {
		ids = append(ids, f.LimitsID())
	}
	if f.Error != "" {
		ids = append(ids, f.ErrorID())
	}
	return strings.Join(ids, " ")
}

// IsGroup says that the field is several inputs, so that its label is the legend of a fieldset.
func (f Field) IsGroup() bool {
	switch f.Type {
	case Date, Choice, Choices, YesNo:
		return true
	}
	return false
}

// InputType is the type attribute of a box.
func (f Field) InputType() string {
	switch f.Type {
	case Email, Phone, Password:
		return string(f.Type)
	}
	return "text"
}

// InputMode asks a phone for the right keyboard.
func (f Field) InputMode() string {
	switch f.Type {
	case Number, OneTimeCode:
		return "numeric"
	case Amount:
		return "decimal"
	case Email:
		return "email"
	case Phone:
		return "tel"
	}
	return ""
}

// LineCount is the height of a long text.
func (f Field) LineCount() int { return cmp.Or(f.Rows, 5) }

// Chosen says whether an option is the answer, or one of them.
func (f Field) Chosen(o Option) bool {
	if o.Value == f.Value {
		return f.Type != Choices
	}
	for _, v := range f.Values {
		if v == o.Value {
			return f.Type == Choices
		}
	}
	return false
}

// OptionID is the id of the n-th answer; the first is the field's own, so that the summary's link lands on it.
func (f Field) OptionID(n int) string {
	if n == 0 {
		return f.ElementID()
	}
	return f.ElementID() + "-" + string(rune('a'+n%26)) + strings.Repeat("z", n/26)
}

// A DatePart is one of the three boxes of a date.
type DatePart struct {
	Name, ID, Label, Value, Complete string
	Length                           int
}

// DateParts are the boxes in the order of the language: day, month, year. Labels are keys.
func (f Field) DateParts() []DatePart {
	parts := strings.SplitN(f.Value+"--", "-", 3)
	day := strings.TrimRight(parts[2], "-")
	complete := func(part string) string {
		if f.Complete == "bday" {
			return "bday-" + part
		}
		return ""
	}
	return []DatePart{
		{f.Name + datePartDay, f.ElementID(), "kit.date.day", day, complete("day"), 2},
		{f.Name + datePartMonth, f.ElementID() + "-month", "kit.date.month", parts[1], complete("month"), 2},
		{f.Name + datePartYear, f.ElementID() + "-year", "kit.date.year", parts[0], complete("year"), 4},
	}
}

// YesNoOptions are the two answers; labels are keys.
func (f Field) YesNoOptions() []Option {
	return []Option{{Value: "yes", Label: "kit.yes"}, {Value: "no", Label: "kit.no"}}
}
