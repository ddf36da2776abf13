// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"pratica/internal/i18n"
	"pratica/internal/terms"
)

// Roles that no office gives: they follow from who acts.
const (
	Applicant = "applicant" // whoever filed
	Lawyer    = "lawyer"    // counsel whose appointment was confirmed
	System    = "system"    // a timer
	// Administrator is who looks after the body; he reads no case, and may only
	// annul one.
	Administrator = "administrator"
)

// Office, among those who are told of an act, is the body at its own address.
const Office = "office"

// Filing is what starts a term that runs from the filing of the application.
const Filing = "filing"

// Definition is the way of the cases of one procedure. It does not change.
type Definition struct {
	Roles     []Role
	Start     string // state in which a case opens
	Main      string // term shown in lists; empty when there is none
	States    []State
	Terms     []Term
	Checklist []Point
	Outcomes  []Outcome
	Digest    []Section
	Actions   []Action
	Parties   []Party
	Urgent    *Urgency   // nil when nothing makes a case urgent
	Retention *Retention // nil when the procedure does not say
}

// Role is who may act, by a name that the office gives to people.
type Role struct {
	Name  string
	Label i18n.Text
	// OnlyAssigned limits the role to the cases assigned to the person.
	OnlyAssigned bool
	// Declares withholds a case from who has it in this role until he declared
	// that he has no conflict of interest.
	Declares bool
	// Turn is the rule by which the role is assigned: criteria, the first first.
	Turn []string
}

// State is where a case stands.
type State struct {
	Name    string
	Public  i18n.Text // label for applicant and counsel
	Office  i18n.Text // label for officials
	Explain i18n.Text // what happens next, for applicant and counsel
	Final   bool      // no action leads out of it
}

// Term is a rule of time and the actions that move it.
type Term struct {
	Name  string
	Label i18n.Text
	Rule  terms.Rule
	// Longest bounds the length that the starting act may choose; zero when
	// the length is not to be chosen.
	Longest terms.Length
	Starts  []string // actions, or Filing
	Ends    []string
	Stops   []Stop
	Public  bool  // shown to applicant and counsel
	When    *Expr // it concerns the case only while this holds; nil is always
}

// Stop says which actions hold a term and let it go. The rule's stop with the
// same reason says with what effect.
type Stop struct {
	Reason  string
	By      []string
	Restart []string
	While   string // name of the term whose end ends the stop; may be empty
}

// Point is one thing that the office checks.
type Point struct {
	Name  string
	Label i18n.Text
	Norm  string
	When  *Expr     // the point is due only if it holds; nil is always
	Text  i18n.Text // ready words of the request for integration
	// Fields and Attachments are what the applicant is asked for.
	Fields, Attachments []string
}

// Outcome is a way in which a case may be decided.
type Outcome struct {
	Name   string
	Label  i18n.Text
	Norm   string
	Text   i18n.Text // template of the decision; {names} are those of Data
	Notice i18n.Text // what the applicant is told with it, such as remedies
	Data   []Datum
}

// Datum is a value of a decision's text.
type Datum struct {
	Name     string
	Label    i18n.Text
	Value    *Expr // nil: typed by who decides
	As       Format
	Optional bool
}

// Section is a part of the digest that a rapporteur reads.
type Section struct {
	Label   i18n.Text
	When    *Expr
	Rows    []Row
	Compare *Comparison
}

// Row is one line of the digest.
type Row struct {
	Label i18n.Text
	Value *Expr
	As    Format
}

// Comparison sets a value against a limit.
type Comparison struct {
	Value, Limit *Expr
	As           Format
	Norm         string
	Within, Over i18n.Text
}

// Format says how a value is shown.
type Format string

// The formats. Money is in cents, dates are "2006-01-02", a list is one value
// per line.
const (
	Plain  Format = "text"
	Money  Format = "money"
	Day    Format = "date"
	Number Format = "number"
	List   Format = "list"
	YesNo  Format = "yes_no"
)

// Action leads a case from one state to the next.
type Action struct {
	Name      string
	Kind      string    // of step
	Label     i18n.Text // what the button says: "Take in charge"
	Done      i18n.Text // what the timeline says: "Taken in charge"; empty is the label
	Explain   i18n.Text
	Asks      []Question // what who acts is asked, besides what the kind asks
	From      []string
	To        string            // empty when ByOutcome decides or the state stays
	ByOutcome map[string]string // outcome → state
	By        []string
	Assigned  bool // only whom the case is assigned to, in one of the roles By
	Guard     *Expr
	Needs     []Need
	Params    Params
	Notify    []string // Applicant, Lawyer, Office
	// OnDue names the term at whose end the system does the action.
	OnDue string
	// Quiet hides the act from the public timeline.
	Quiet bool
}

// Question is one thing that who acts is asked.
type Question struct {
	Name     string
	Label    i18n.Text
	Help     i18n.Text
	Type     QuestionType
	Required bool
}

// QuestionType says what an answer must be.
type QuestionType string

// The types.
const (
	TextQuestion    QuestionType = "text"
	LongQuestion    QuestionType = "long_text"
	DateQuestion    QuestionType = "date"
	NumberQuestion  QuestionType = "number"
	AmountQuestion  QuestionType = "amount"
	TaxCodeQuestion QuestionType = "tax_code" // of a person
)

// History is what the timeline says of an act of this action.
func (a Action) History() i18n.Text {
	if a.Done.IsZero() {
		return a.Label
	}
	return a.Done
}

// Need is a condition with the words that say what is missing.
type Need struct {
	That *Expr
	Text i18n.Text
}

// Stays tells that the action leaves the case in its state.
func (a Action) Stays() bool { return a.To == "" && len(a.ByOutcome) == 0 }

// Role finds a role.
func (d *Definition) Role(name string) (Role, bool) {
	return find(d.Roles, name, func(r Role) string { return r.Name })
}

// State finds a state.
func (d *Definition) State(name string) (State, bool) {
	return find(d.States, name, func(s State) string { return s.Name })
}

// Term finds a term.
func (d *Definition) Term(name string) (Term, bool) {
	return find(d.Terms, name, func(t Term) string { return t.Name })
}

// Point finds a point of the checklist.
func (d *Definition) Point(name string) (Point, bool) {
	return find(d.Checklist, name, func(p Point) string { return p.Name })
}

// Outcome finds an outcome.
func (d *Definition) Outcome(name string) (Outcome, bool) {
	return find(d.Outcomes, name, func(o Outcome) string { return o.Name })
}

// Action finds an action.
func (d *Definition) Action(name string) (Action, bool) {
	return find(d.Actions, name, func(a Action) string { return a.Name })
}

func find[T any](all []T, name string, nameOf func(T) string) (T, bool) {
	for _, item := range all {
		if nameOf(item) == name {
			return item, true
		}
	}
	var none T
	return none, false
}
