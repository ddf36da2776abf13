// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package papers

import (
	"context"
	"encoding/json"

	"pratica/internal/casework"
	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/web/kit"
)

// Definitions finds the version that answers were given to.
type Definitions interface {
	ByDigest(ctx context.Context, digest string) (*forms.Definition, error)
}

// Maker puts answers into words.
type Maker struct{ Forms Definitions }

// Title is the name of a procedure.
func (m *Maker) Title(ctx context.Context, digest, lang string) (string, error) {
	def, err := m.Forms.ByDigest(ctx, digest)
	if err != nil {
		return "", err
	}
	return def.Title.In(lang), nil
}

// Slot says what a stored file is: the attachment, the signed file, or one of
// the house's own documents.
func (m *Maker) Slot(ctx context.Context, page kit.Page, digest string, stored documents.File) (string, error) {
	def, err := m.Forms.ByDigest(ctx, digest)
	if err != nil {
		return "", err
	}
	if a, ok := def.Attachment(stored.Slot); ok {
		return a.Title.In(page.Lang), nil
	}
	for _, way := range def.Signing.Ways {
		for _, file := range way.Files {
			if stored.Slot == documents.SlotSigned && file.ID == stored.Item {
				return file.Title.In(page.Lang), nil
			}
		}
	}
	switch stored.Slot {
	case documents.SlotFrozen:
		return page.T("papers.slot_frozen"), nil
	case documents.SlotReceipt:
		return page.T("papers.slot_receipt"), nil
	case documents.SlotDecision:
		return page.T("papers.slot_decision"), nil
	case documents.SlotLetter:
		return page.T("papers.slot_letter"), nil
	}
	return "", nil
}

// Section is a part of the answers (template "section").
type Section struct {
	Title   string
	Entries []kit.Entry
	Groups  []Group
}

// Group is one item of a repeatable group.
type Group struct {
	Title   string
	Entries []kit.Entry
}

// Answers tells answers in words, in the order of the form.
func (m *Maker) Answers(ctx context.Context, digest string, raw json.RawMessage, lang string) ([]Section, error) {
	def, err := m.Forms.ByDigest(ctx, digest)
	if err != nil {
		return nil, err
	}
	answers, err := forms.ParseAnswers(raw)
	if err != nil {
		return nil, err
	}
	return Sections(def.Describe(answers, lang)), nil
}

// Sections turns the blocks of a description into components.
func Sections(blocks []forms.Block) []Section {
	sections := make([]Section, len(blocks))
	for i, b := range blocks {
		sections[i].Title = b.Title
		for _, e := range b.Entries {
			if e.Table != nil {
				sections[i].Groups = append(sections[i].Groups, groups(e)...)
				continue
			}
			sections[i].Entries = append(sections[i].Entries, kit.Entry{Name: e.Label, Value: e.Value})
		}
	}
	return sections
}

func groups(e forms.Entry) []Group {
	all := make([]Group, len(e.Table.Rows))
	for i, row := range e.Table.Rows {
		all[i].Title = e.Label + ": " + row.Title
		for c, cell := range row.Cells {
			if cell != "" {
				all[i].Entries = append(all[i].Entries, kit.Entry{Name: e.Table.Columns[c], Value: cell})
			}
		}
	}
	return all
}

// Change is one answer before and after an integration.
type Change struct{ Label, Before, After string }

// Changes sets the changed answers of an integration side by side, in words.
func (m *Maker) Changes(ctx context.Context, digest string, i casework.Integration, lang string) ([]Change, error) {
	if len(i.Changes) == 0 {
		return nil, nil
	}
	def, err := m.Forms.ByDigest(ctx, digest)
	if err != nil {
		return nil, err
	}
	before, after := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for _, c := range i.Changes {
		if len(c.Before) > 0 {
			before[c.Field] = c.Before
		}
		if len(c.After) > 0 {
			after[c.Field] = c.After
		}
	}
	older, err := parse(before)
	if err != nil {
		return nil, err
	}
	newer, err := parse(after)
	if err != nil {
		return nil, err
	}
	var changes []Change
	for _, c := range def.Diff(older, newer, lang) {
		label := c.Label
		if c.Item != "" {
			label = c.Item + " – " + label
		}
		changes = append(changes, Change{label, c.Old, c.New})
	}
	return changes, nil
}

func parse(answers map[string]json.RawMessage) (forms.Answers, error) {
	raw, err := json.Marshal(answers)
	if err != nil {
		return nil, err
	}
	return forms.ParseAnswers(raw)
}
