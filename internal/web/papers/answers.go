// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package papers

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/signatures/verdicts"
	"pratica/internal/web/kit"
)

// Definitions finds the version that answers were given to.
type Definitions interface {
	ByDigest(ctx context.Context, digest string) (*forms.Definition, error)
}

// Maker puts answers into words.
type Maker struct {
	Forms Definitions
	Base  string // address of this site as others reach it, without a slash at the end

	Verdicts Verdicts // nil: nothing is said of signatures
}

// Title is the name of a procedure.
func (m *Maker) Title(ctx context.Context, digest, lang string) (string, error) {
	def, err := m.Forms.ByDigest(ctx, digest)
	if err != nil {
		return "", err
	}
	return def.Title.In(lang), nil
}

// FileGroup is what came, or was made, for one place: an attachment, or one kind
// of the house's own documents (template "file-groups").
type FileGroup struct {
	Title string
	Files []kit.File
}

// FileGroups heads stored files by what they answer, in the order in which the
// places first appear. files is where the face serves documents.
func (m *Maker) FileGroups(ctx context.Context, page kit.Page, c Case, stored []documents.File, files string) ([]FileGroup, error) {
	def, err := m.Forms.ByDigest(ctx, c.Definition)
	if err != nil {
		return nil, err
	}
	answers, err := forms.ParseAnswers(c.Answers)
	if err != nil {
		return nil, err
	}
	items := itemTitles(def.Describe(answers, page.Lang))
	known := map[string]verdicts.Verdict{}
	if len(stored) > 0 {
		if known, err = m.verdicts(ctx, stored[0].Owner); err != nil {
			return nil, err
		}
	}
	var groups []FileGroup
	for _, f := range stored {
		title := cmp.Or(slot(page, def, f), page.T("papers.slot_other"))
		if a, ok := def.Attachment(f.Slot); ok && a.Each != nil && items[item{a.Each.ID, f.Item}] != "" {
			title += " – " + items[item{a.Each.ID, f.Item}]
		}
		at := slices.IndexFunc(groups, func(g FileGroup) bool { return g.Title == title })
		if at < 0 {
			at, groups = len(groups), append(groups, FileGroup{Title: title})
		}
		shown := File(page, f, files)
		if v := known[f.ID]; isSigned(v) {
			shown.Note = strings.TrimSpace(shown.Note + " " + SignatureWords(page, v))
		}
		groups[at].Files = append(groups[at].Files, shown)
	}
	return groups, nil
}

// Case is what files and answers are read by: the version and the answers.
type Case struct {
	Definition string // digest
	Answers    json.RawMessage
}

// item names an item: keys are unique within their group only.
type item struct{ group, key string }

// itemTitles are the titles of the items of groups: an attachment may be asked
// for each.
func itemTitles(blocks []forms.Block) map[item]string {
	titles := map[item]string{}
	for _, b := range blocks {
		for _, e := range b.Entries {
			if e.Table == nil {
				continue
			}
			for _, row := range e.Table.Rows {
				titles[item{e.Field, row.Key}] = row.Title
			}
		}
	}
	return titles
}

// slot says what a stored file is: the attachment that it answers, the signed
// file, or one of the house's own documents.
func slot(page kit.Page, def *forms.Definition, stored documents.File) string {
	if a, ok := def.Attachment(stored.Slot); ok {
		return a.Title.In(page.Lang)
	}
	for _, way := range def.Signing.Ways {
		for _, file := range way.Files {
			if stored.Slot == documents.SlotSigned && file.ID == stored.Item {
				return file.Title.In(page.Lang)
			}
		}
	}
	if key := houseSlots[stored.Slot]; key != "" {
		return page.T(key)
	}
	return ""
}

// houseSlots are the words for the documents that the house makes or receives.
var houseSlots = map[string]string{
	documents.SlotFrozen: "papers.slot_frozen", documents.SlotReceipt: "papers.slot_receipt",
	documents.SlotDecision: "papers.slot_decision", documents.SlotLetter: "papers.slot_letter",
	documents.SlotAnswer: "papers.slot_answer",
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
		all[i].Title = row.Title // says what it is an item of: each definition must give cards a title
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
