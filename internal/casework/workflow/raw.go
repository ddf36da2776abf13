// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"pratica/internal/problem"
)

// The raw types mirror the YAML; every leaf keeps its place for the checks.

type rawDefinition struct {
	Roles     ordered[rawRole]    `yaml:"roles"`
	Start     text                `yaml:"start"`
	Main      text                `yaml:"main_term"`
	States    ordered[rawState]   `yaml:"states"`
	Terms     ordered[rawTerm]    `yaml:"terms"`
	Checklist ordered[rawPoint]   `yaml:"checklist"`
	Outcomes  ordered[rawOutcome] `yaml:"outcomes"`
	Digest    []rawSection        `yaml:"digest"`
	Actions   ordered[rawAction]  `yaml:"actions"`
	Parties   ordered[rawParty]   `yaml:"parties"`
	Urgent    *rawUrgency         `yaml:"urgent"`
	Retention *rawRetention       `yaml:"retention"`
}

type rawRole struct {
	Label    words `yaml:"label"`
	Sees     text  `yaml:"sees"` // all (default) or assigned
	Declares bool  `yaml:"declares"`
	Turn     names `yaml:"turn"`
}

type rawState struct {
	Public  words `yaml:"public"`
	Office  words `yaml:"office"`
	Explain words `yaml:"explain"`
	Final   bool  `yaml:"final"`
}

type rawTerm struct {
	Label      words            `yaml:"label"`
	Norm       text             `yaml:"norm"`
	Length     length           `yaml:"length"`
	Longest    length           `yaml:"longest"`
	Wait       length           `yaml:"wait"`
	When       text             `yaml:"when"`
	Start      names            `yaml:"start"`
	End        names            `yaml:"end"`
	Public     bool             `yaml:"public"`
	Procedural bool             `yaml:"procedural"`
	Summer     bool             `yaml:"summer"`
	Patron     bool             `yaml:"patron"`
	Stops      ordered[rawStop] `yaml:"stops"`
}

type rawStop struct {
	By      names  `yaml:"by"`
	Restart names  `yaml:"restart"`
	While   text   `yaml:"while"`
	Effect  text   `yaml:"effect"` // suspend or interrupt
	Cap     length `yaml:"cap"`
	After   length `yaml:"after"`
	Max     int    `yaml:"max"`
	Norm    text   `yaml:"norm"`
}

type rawPoint struct {
	Label words `yaml:"label"`
	Norm  text  `yaml:"norm"`
	When  text  `yaml:"when"`
	Text  words `yaml:"text"`
	Asks  struct {
		Fields      names `yaml:"fields"`
		Attachments names `yaml:"attachments"`
	} `yaml:"asks"`
}

type rawOutcome struct {
	Label  words             `yaml:"label"`
	Norm   text              `yaml:"norm"`
	Text   words             `yaml:"text"`
	Notice words             `yaml:"notice"`
	Data   ordered[rawDatum] `yaml:"data"`
}

type rawDatum struct {
	Label    words `yaml:"label"`
	Value    text  `yaml:"value"`
	As       text  `yaml:"as"`
	Optional bool  `yaml:"optional"`
}

type rawSection struct {
	Label   words       `yaml:"label"`
	When    text        `yaml:"when"`
	Rows    []rawRow    `yaml:"rows"`
	Compare *rawCompare `yaml:"compare"`
}

type rawRow struct {
	Label words `yaml:"label"`
	Value text  `yaml:"value"`
	As    text  `yaml:"as"`
}

type rawCompare struct {
	Value  text  `yaml:"value"`
	Limit  text  `yaml:"limit"`
	As     text  `yaml:"as"`
	Norm   text  `yaml:"norm"`
	Within words `yaml:"within"`
	Over   words `yaml:"over"`
}

type rawAction struct {
	Kind     text              `yaml:"kind"`
	Label    words             `yaml:"label"`
	Done     words             `yaml:"done"`
	Explain  words             `yaml:"explain"`
	Asks     ordered[rawAsked] `yaml:"asks"`
	From     names             `yaml:"from"`
	To       rawTarget         `yaml:"to"`
	By       names             `yaml:"by"`
	Assigned bool              `yaml:"assigned"`
	Guard    text              `yaml:"guard"`
	Needs    []rawNeed         `yaml:"needs"`
	With     ordered[rawParam] `yaml:"with"`
	Notify   names             `yaml:"notify"`
	OnDue    text              `yaml:"on_due"`
	Quiet    bool              `yaml:"quiet"`
}

type rawAsked struct {
	Label    words `yaml:"label"`
	Help     words `yaml:"help"`
	Type     text  `yaml:"type"`
	Required bool  `yaml:"required"`
}

type rawNeed struct {
	That text  `yaml:"that"`
	Text words `yaml:"text"`
}

// rawTarget is a state, or a mapping from outcome to state.
type rawTarget struct {
	state     text
	byOutcome ordered[text]
}

// UnmarshalYAML tells the two forms apart.
func (t *rawTarget) UnmarshalYAML(node ast.Node) error {
	if _, ok := node.(ast.MapNode); ok {
		return t.byOutcome.UnmarshalYAML(node)
	}
	return t.state.UnmarshalYAML(node)
}

// rawParam is a scalar or a list; the schema of the step kind says which.
type rawParam struct {
	names
	isList bool
}

// UnmarshalYAML remembers the form.
func (p *rawParam) UnmarshalYAML(node ast.Node) error {
	_, p.isList = node.(*ast.SequenceNode)
	return p.names.UnmarshalYAML(node)
}

// readRaw finds the key "workflow" and decodes what is under it.
func readRaw(source []byte) (*rawDefinition, pos, faults) {
	start := pos{1, 1}
	file, err := parser.ParseBytes(source, 0)
	if err != nil {
		return nil, start, asFaults(start, err)
	}
	if len(file.Docs) != 1 {
		return nil, start, faults{fault(start, "one_document")}
	}
	root, ok := file.Docs[0].Body.(ast.MapNode)
	if !ok {
		return nil, start, faults{fault(start, "want_mapping")}
	}
	for pair := root.MapRange(); pair.Next(); {
		if pair.Key().GetToken().Value != "workflow" {
			continue
		}
		raw := &rawDefinition{}
		where := at(pair.Key().GetToken())
		a := &aliases{anchors: map[string]ast.Node{}}
		body := a.resolve(pair.Value())
		if len(a.wrong) > 0 {
			return nil, where, a.wrong
		}
		if err := decode(body, raw); err != nil {
			return nil, where, asFaults(where, err)
		}
		return raw, where, nil
	}
	return nil, start, []problem.Field{fault(start, "no_workflow")}
}
