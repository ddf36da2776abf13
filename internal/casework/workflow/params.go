// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

// Kinds describes the step kinds that a definition may name.
type Kinds map[string]Schema

// Schema is what a step kind accepts under "with".
type Schema struct {
	Params []Param
	// Decides tells that the act chooses an outcome, so that "to" may be a
	// mapping from outcomes.
	Decides bool
}

// ParamType is what the value of a parameter must be.
type ParamType string

// The types. A reference must name something that the definition has.
const (
	TextParam     ParamType = "text"
	FlagParam     ParamType = "true or false"
	RoleParam     ParamType = "role"
	TermParam     ParamType = "term"
	OutcomesParam ParamType = "outcomes" // list
	PathParam     ParamType = "path of an answer"
	ChoiceParam   ParamType = "choice" // one of Choices
)

// Param is one parameter of a step kind.
type Param struct {
	Name     string
	Type     ParamType
	Required bool
	Choices  []string
}

// Params holds the values of an action's parameters, checked against the
// schema of its kind.
type Params struct {
	text  map[string]string
	flags map[string]bool
	lists map[string][]string
}

// Text is the value of a parameter; empty when it is not given.
func (p Params) Text(name string) string { return p.text[name] }

// Flag is the value of a parameter; false when it is not given.
func (p Params) Flag(name string) bool { return p.flags[name] }

// List is the value of a parameter; empty when it is not given.
func (p Params) List(name string) []string { return p.lists[name] }
