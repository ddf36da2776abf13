// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"pratica/internal/casework/workflow"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Kind is one step kind.
type Kind struct {
	Schema workflow.Schema
	// Fields lists what who acts fills in. May be nil.
	Fields func(context.Context, Step) []Field
	// Run turns the act into what is to be stored, or says what is wrong.
	Run func(context.Context, Step) (Effect, error)
	// Message names what recipients are told; empty is a change of state.
	Message string
}

// Input is what who acts typed, chose and uploaded.
type Input struct {
	Values  map[string][]string
	Answers json.RawMessage // object of answers, for the integration
	Files   []File
}

// File is a document that was uploaded for the act.
type File struct {
	ID   string `json:"id"`
	Slot string `json:"slot"`
	Name string `json:"name"`
}

// Text is one value without the blanks around it.
func (in Input) Text(name string) string {
	if v := in.Values[name]; len(v) > 0 {
		return strings.TrimSpace(v[0])
	}
	return ""
}

// Tree is the input as expressions see it.
func (in Input) Tree() map[string]any {
	tree := map[string]any{}
	for name := range in.Values {
		tree[name] = in.Text(name)
	}
	return tree
}

// Official is a person to whom a case may be assigned.
type Official struct {
	ID, Name string
	Away     bool // today
	NoNew    bool // receives no new cases today
}

// Step is an act with all that it may look at.
type Step struct {
	Definition *workflow.Definition
	Action     workflow.Action
	Case       workflow.Case
	Actor      workflow.Actor
	Input      Input
	Code       string      // of the case, as stored
	Filed      terms.Date  // of the application
	Open       *Ask        // the integration request that waits for an answer
	AskedOn    terms.Date  // when it was made
	Candidates []Candidate // for the role that the action assigns, in the order of the roll
	Catalogue  *i18n.Catalogue
	// Shown holds the words of the answers by language.
	Shown map[string]map[string]string
}

// Effect is what an act stores besides the new state.
type Effect struct {
	Facts    map[string]any    // merged into the case's facts; nil removes one
	Assign   map[string]string // role → account; "" for nobody
	Counsel  string            // tax code of the confirmed counsel
	Uncalled bool              // the confirmed counsel has the case no longer
	Ask      *Ask
	Answer   *Answer
	Lapse    bool // the open request ends without an answer
	Recall   bool // the office takes the open request back
	Decision *Decision
	// Selection is why somebody was assigned; Declaration what the actor declared.
	Selection   *Selection
	Declaration *Declaration
	Urgent      *terms.Date       // the day that makes the case urgent; the zero day for none
	Told        string            // what the parties read of it besides the new state
	Note        string            // for officials only
	Detail      map[string]string // for timeline and audit: no personal data
	// For the interpreter.
	Outcome string
	On      terms.Date
	Length  terms.Length
}

// Ask is a request for integration.
type Ask struct {
	Points []AskedPoint `json:"points"`
	Note   string       `json:"note,omitempty"`
}

// AskedPoint is one thing asked, in the words that the applicant reads.
type AskedPoint struct {
	Point       string    `json:"point"`
	Text        i18n.Text `json:"text"`
	Fields      []string  `json:"fields,omitempty"`
	Attachments []string  `json:"attachments,omitempty"`
}

// Names lists the points that are asked.
func (a Ask) Names() []string {
	return flatten(a.Points, func(p AskedPoint) []string { return []string{p.Point} })
}

// Fields lists the answers that are asked.
func (a Ask) Fields() []string {
	return flatten(a.Points, func(p AskedPoint) []string { return p.Fields })
}

// Attachments lists the attachments that are asked.
func (a Ask) Attachments() []string {
	return flatten(a.Points, func(p AskedPoint) []string { return p.Attachments })
}

func flatten(points []AskedPoint, of func(AskedPoint) []string) []string {
	var out []string
	for _, p := range points {
		out = append(out, of(p)...)
	}
	return out
}

// Answer is what came back.
type Answer struct {
	Answers json.RawMessage `json:"answers,omitempty"`
	Files   []File          `json:"files,omitempty"`
	Note    string          `json:"note,omitempty"`
	// Of an answer that the office registered: when and how it arrived, from whom,
	// and about which points.
	Arrived terms.Date `json:"arrived,omitzero"`
	Means   string     `json:"means,omitempty"`
	From    string     `json:"from,omitempty"`
	Points  []string   `json:"points,omitempty"`
}

// Decision is the act that ends the case.
type Decision struct {
	Outcome string
	Text    i18n.Text
	Notice  i18n.Text
	File    string // id of the signed document; empty when none is required
}

// FieldType says how a field is filled in.
type FieldType string

// The types.
const (
	TextField   FieldType = "text"
	LongField   FieldType = "long_text"
	DateField   FieldType = "date"
	ChoiceField FieldType = "choice"
	YesField    FieldType = "yes"
	FileField   FieldType = "file"
	NumberField FieldType = "number"
	AmountField FieldType = "amount"
)

// Field is one thing that who acts fills in.
type Field struct {
	Name     string // in Input.Values; of a file, its slot
	Type     FieldType
	Key      string    // of the label in the catalogue, below "workflow.field"
	Label    i18n.Text // instead of Key, when the definition has the words
	Help     i18n.Text
	Required bool
	Later    bool   // not yet answered, it waits: neither required now nor optional
	Value    string // proposed
	Choices  []Choice
}

// Choice is one value of a choice.
type Choice struct {
	Value string
	Key   string // below "workflow.choice"
	Label i18n.Text
	Name  string // of a person
}

// In is the label in the reader's language.
func (f Field) In(p *i18n.Printer) string { return say(p, f.Label, "workflow.field."+f.Key) }

// In is the choice in the reader's language.
func (c Choice) In(p *i18n.Printer) string {
	if c.Name != "" {
		return c.Name
	}
	return say(p, c.Label, "workflow.choice."+c.Key)
}

func say(p *i18n.Printer, text i18n.Text, key string) string {
	if !text.IsZero() {
		return text.In(p.Lang())
	}
	return p.T(key)
}

// wrong is the problem of an act that was filled in wrongly.
func wrong(fields ...problem.Field) error {
	return problem.New(problem.Invalid, "casework.input").With(fields...)
}

// required lists the fields that are empty.
func required(in Input, names ...string) []problem.Field {
	var missing []problem.Field
	for _, name := range names {
		if in.Text(name) == "" {
			missing = append(missing, problem.Field{Path: name, Code: "casework.required"})
		}
	}
	return missing
}

// fact reads a fact that is a mapping.
func (s Step) fact(name string) map[string]any {
	m, _ := s.Case.Vars.Facts[name].(map[string]any)
	return m
}

func text(m map[string]any, name string) string {
	v, _ := m[name].(string)
	return v
}

// outcomes lists those that the action may choose: its parameter, or all.
func (s Step) outcomes() []string {
	if chosen := s.Action.Params.List("outcomes"); len(chosen) > 0 {
		return chosen
	}
	var all []string
	for _, o := range s.Definition.Outcomes {
		all = append(all, o.Name)
	}
	return all
}

func (s Step) outcomeField() Field {
	f := Field{Name: "outcome", Type: ChoiceField, Key: "outcome", Required: true}
	for _, name := range s.outcomes() {
		o, _ := s.Definition.Outcome(name)
		f.Choices = append(f.Choices, Choice{Value: name, Label: o.Label})
	}
	return f
}

// wholeNumber reads a number greater than zero.
func wholeNumber(typed string) (int64, bool) {
	n, err := strconv.ParseInt(typed, 10, 64)
	return n, err == nil && n > 0
}
