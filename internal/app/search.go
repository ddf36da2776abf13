// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/events"
	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/search"
)

// buildSearch makes the service that finds cases; its index follows them.
func (a *App) buildSearch(Options) error {
	secret, err := key(a.Config.SessionKeyFile())
	if err != nil {
		return err
	}
	sealed, err := newSealedQueries(secret)
	if err != nil {
		return err
	}
	a.searchDesk = searchDesk{sealed, a}
	a.Search = &search.Service{DB: a.DB, Audit: a.Audit, Source: (*findable)(a), Rights: (*findable)(a), Now: a.now}
	return nil
}

// subscribeSearch indexes a case after everything that happens to it.
func (a *App) subscribeSearch() {
	events.On(a.Events, "search", func(ctx context.Context, e events.Envelope[casework.Opened]) error {
		return a.Search.Refresh(ctx, e.Event.Case)
	})
	events.On(a.Events, "search", func(ctx context.Context, e events.Envelope[casework.Changed]) error {
		return a.Search.Refresh(ctx, e.Event.Case)
	})
}

// findable plugs cases, forms, documents and counsel into the ports of search.
type findable App

// Cases implements search.Source.
func (f *findable) Cases(ctx context.Context, after string, n int) ([]string, error) {
	return f.Casework.CaseIDs(ctx, after, n)
}

// Document implements search.Source.
func (f *findable) Document(ctx context.Context, tx *database.Tx, caseID string) (search.Document, error) {
	p, err := f.Casework.Position(ctx, tx, caseID)
	if err != nil && !errors.Is(err, database.ErrNotFound) {
		return search.Document{}, fmt.Errorf("app: %v", err) // the cause is not that the case is gone, and must not be taken for it
	}
	if err != nil {
		return search.Document{}, err
	}
	d := search.Document{
		Case: caseID, Version: p.Case.Version, Code: p.Case.Code, Year: p.Case.Year, Number: p.Case.Number,
		Procedure: p.Case.Procedure, Definition: p.Case.Definition,
	}
	for _, account := range p.Holders {
		d.Holders = append(d.Holders, account)
	}
	for _, part := range []func(context.Context, *database.Tx, casework.Case) ([]search.Passage, error){f.answers, f.counsel, f.files} {
		passages, err := part(ctx, tx, p.Case)
		if err != nil {
			return search.Document{}, err
		}
		d.Passages = append(d.Passages, passages...)
	}
	return d, nil
}

func (f *findable) answers(ctx context.Context, tx *database.Tx, c casework.Case) ([]search.Passage, error) {
	raw, err := f.Casework.AnswersNow(ctx, tx, c.ID)
	if err != nil {
		return nil, err
	}
	def, err := f.Forms.ByDigest(ctx, c.Definition)
	if err != nil {
		return nil, err
	}
	answers, err := forms.ParseAnswers(raw)
	if err != nil {
		return nil, err
	}
	return passagesOf(def, answers), nil
}

func (f *findable) counsel(ctx context.Context, tx *database.Tx, c casework.Case) ([]search.Passage, error) {
	if c.Counsel == "" {
		return nil, nil
	}
	listed, err := f.Office.CounselIn(ctx, tx, c.Counsel)
	if err != nil && !errors.Is(err, database.ErrNotFound) {
		return nil, err
	}
	return []search.Passage{{Kind: search.Counsel, Text: strings.TrimSpace(listed.Name + " " + c.Counsel)}}, nil
}

// files are those that people brought: the names of the house's own say nothing.
func (f *findable) files(ctx context.Context, tx *database.Tx, c casework.Case) ([]search.Passage, error) {
	stored, err := f.Documents.ListIn(ctx, tx, c.ID)
	if err != nil {
		return nil, err
	}
	var list []search.Passage
	for _, file := range stored {
		if !documents.IsReserved(file.Slot) || file.Slot == documents.SlotSigned {
			list = append(list, search.Passage{Kind: search.File, Text: file.Name, Prose: true})
		}
	}
	return list, nil
}

// passagesOf tells the answers of a form as passages, in Italian words.
func passagesOf(def *forms.Definition, answers forms.Answers) []search.Passage {
	var list []search.Passage
	if name := personName(def, answers); name != "" {
		list = append(list, search.Passage{Kind: search.Person, Text: name})
	}
	for _, block := range def.Describe(answers, i18n.Default) {
		for _, e := range block.Entries {
			field, known := def.Field(e.Field)
			if !known || e.Computed {
				continue
			}
			if e.Table != nil {
				list = append(list, cards(field, e.Table)...)
				continue
			}
			if isWords(field) && field.Autocomplete != familyName && field.Autocomplete != givenName {
				list = append(list, search.Passage{Kind: search.Answer, Field: e.Field, Text: e.Value, Prose: isProse(field, e.Value)})
			}
		}
	}
	return list
}

// The autofill tokens of the parts of a person's own name.
const (
	familyName = "family-name"
	givenName  = "given-name"
)

// personName is the name of the person whom the form asks for his own.
func personName(def *forms.Definition, answers forms.Answers) string {
	parts := map[string]string{}
	for _, page := range def.Pages {
		for _, section := range page.Sections {
			for _, field := range section.Fields {
				if text, ok := answers[field.ID].(string); ok && field.Autocomplete != "" && parts[field.Autocomplete] == "" {
					parts[field.Autocomplete] = text
				}
			}
		}
	}
	return strings.TrimSpace(parts[familyName] + " " + parts[givenName])
}

// cards tells each item of a group in one passage. Its names are found as they
// are written, so that none of it is prose.
func cards(group *forms.Field, table *forms.ItemTable) []search.Passage {
	var columns []*forms.Field
	for _, field := range group.Group.Fields {
		if field.Type != forms.Information {
			columns = append(columns, field)
		}
	}
	var list []search.Passage
	for _, row := range table.Rows {
		var words []string
		for i, cell := range row.Cells {
			if cell != "" && i < len(columns) && isWords(columns[i]) && !columns[i].IsComputed() {
				words = append(words, cell)
			}
		}
		if len(words) > 0 {
			list = append(list, search.Passage{Kind: search.Answer, Field: group.ID, Text: strings.Join(words, ", ")})
		}
	}
	return list
}

// isWords leaves out what nobody looks for.
func isWords(field *forms.Field) bool {
	switch field.Type {
	case forms.YesNo, forms.Declaration, forms.Amount, forms.Number, forms.File:
		return false
	}
	return true
}

// A line is prose when it has so many words, or after a capital a word of so many
// letters without one: a name has neither ("Sfratto per morosità", but "Anna
// della Valle").
const (
	proseWords   = 6
	proseLetters = 6
)

func isProse(field *forms.Field, value string) bool {
	switch field.Type {
	case forms.LongText, forms.Choice, forms.MultipleChoice:
		return true
	case forms.Text:
		return isSentence(strings.Fields(value))
	}
	return false
}

func isSentence(words []string) bool {
	if len(words) >= proseWords {
		return true
	}
	if len(words) == 0 || strings.ToLower(words[0]) == words[0] {
		return false
	}
	return slices.ContainsFunc(words[1:], func(w string) bool { return strings.ToLower(w) == w && utf8.RuneCountInString(w) >= proseLetters })
}

// Reach implements search.Rights.
func (f *findable) Reach(ctx context.Context, tx *database.Tx, r search.Reader, definitions []string) (search.Reach, error) {
	reach, err := f.Casework.Reach(ctx, tx, casework.Actor{Kind: r.Kind, ID: r.ID, Roles: r.Roles, For: r.For}, definitions)
	granted := search.Reach{Account: reach.Account, Accounts: reach.Accounts}
	for _, g := range reach.Grants {
		granted.Grants = append(granted.Grants, search.Grant(g))
	}
	return granted, err
}

// searchDesk is what the page that finds cases needs beside the index.
type searchDesk struct {
	*sealedQueries
	app *App
}

// States are the states of cases in the office's words, for hits that were just
// found: the index does not keep them.
func (d searchDesk) States(ctx context.Context, cases []string) (map[string]i18n.Text, error) {
	states := map[string]i18n.Text{}
	err := d.app.DB.View(ctx, func(tx *database.Tx) error {
		for _, id := range cases {
			p, err := d.app.Casework.Position(ctx, tx, id)
			if errors.Is(err, database.ErrNotFound) {
				continue // deleted since
			}
			if err != nil {
				return err
			}
			states[id] = p.Office
		}
		return nil
	})
	return states, err
}
