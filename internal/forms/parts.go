// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/goccy/go-yaml"

	"pratica/internal/i18n"
)

//go:embed builtin/parts.yaml
var builtinParts []byte

// partRow is one part as builtin/parts.yaml describes it.
type partRow struct {
	ID           role            `yaml:"id"`
	Type         Type            `yaml:"type"`
	Label        i18n.Text       `yaml:"label"`
	Help         i18n.Text       `yaml:"help"`
	Example      i18n.Text       `yaml:"example"`
	Required     bool            `yaml:"required"`
	MaxLength    int             `yaml:"max_length"`
	Autocomplete string          `yaml:"autocomplete"`
	Options      []partRowChoice `yaml:"options"`
}

type partRowChoice struct {
	Value string    `yaml:"value"`
	Label i18n.Text `yaml:"label"`
}

// partRows reads the file that the program carries; a fault in it is a fault of
// the build, which the package's tests find.
var partRows = sync.OnceValue(func() map[Type][]partRow {
	var rows map[Type][]partRow
	if err := yaml.UnmarshalWithOptions(builtinParts, &rows, yaml.Strict()); err != nil {
		panic(fmt.Sprintf("forms: builtin/parts.yaml: %v", err))
	}
	return rows
})

// addParts gives a composite its parts.
func addParts(f *Field) {
	if f.Type == FiscalCode && !f.None {
		return
	}
	for _, row := range partRows()[f.Type] {
		if !f.NoFixed && (row.ID == roleNoFixed || row.ID == rolePlace) || !f.Lookup && row.ID == roleCode {
			continue
		}
		f.Parts = append(f.Parts, newPart(f, row))
	}
}

func newPart(f *Field, row partRow) *Field {
	p := &Field{
		ID: f.ID + "_" + string(row.ID), Type: row.Type, Label: row.Label, Help: row.Help, Example: row.Example,
		Autocomplete: row.Autocomplete, Bounds: Bounds{MaxLength: row.MaxLength},
		part: row.ID, owner: f, in: f.in, section: f.section, pos: f.pos,
		required: requirement{always: row.Required},
	}
	for _, o := range row.Options {
		p.Options = append(p.Options, Option(o))
	}
	return p
}
