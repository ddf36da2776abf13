// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lawyer

import (
	"io/fs"
	"slices"
	"testing"
	"time"

	"pratica/definitions"
	"pratica/internal/casework"
	"pratica/internal/casework/workflow"
	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/web/kit"
)

// A client has one card, whatever the spelling, with the newest case first.
func TestClients(t *testing.T) {
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	page := kit.Page{Lang: "it", Printer: texts.For("it")}
	item := func(code, who, taxCode string, day int) casework.Item {
		c := casework.Case{ID: code, Code: code, FiledAt: time.Date(2026, 11, day, 9, 0, 0, 0, time.UTC)}
		return casework.Item{Case: c, Client: workflow.Person{Who: who, TaxCode: taxCode}}
	}
	got := byClient(page, []casework.Item{
		item("A", "Zita Prova", "X", 1), item("B", "Ada Prova", "", 2), item("C", "ZITA PROVA", "X", 3), item("D", "ada prova", "", 4),
	})
	var cards []string
	for _, c := range got {
		card := c.Name
		for _, k := range c.Cases {
			card += " " + k.Code
		}
		cards = append(cards, card)
	}
	if want := []string{"ada prova D B", "ZITA PROVA C A"}; !slices.Equal(cards, want) {
		t.Errorf("cards %q, want %q", cards, want)
	}
}

// A new application keeps the answers that are asked again, and no declaration.
func TestStillAsked(t *testing.T) {
	source, err := fs.ReadFile(definitions.Files, "legal-aid-civil.yaml")
	if err != nil {
		t.Fatal(err)
	}
	def, wrong := forms.Parse("legal-aid-civil.yaml", source)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	declared := ""
	for _, p := range def.Pages {
		for _, s := range p.Sections {
			for _, f := range s.Fields {
				if f.Type == forms.Declaration {
					declared = f.ID
				}
			}
		}
	}
	if declared == "" {
		t.Fatal("the definition asks for no declaration")
	}
	got, err := stillAsked(def, []byte(`{"name":"Ada","gone":"x","`+declared+`":true}`))
	if err != nil || string(got) != `{"name":"Ada"}` {
		t.Errorf("kept %s, %v", got, err)
	}
}
