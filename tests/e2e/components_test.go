// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pratica/internal/money"
	"pratica/internal/web/kit"
	"pratica/internal/web/kit/kittest"
	"pratica/tests/e2e"
)

func table(amount func(money.Cents) string) kit.Table {
	row := func(code, who string, income money.Cents, badge kit.Badge) kit.Row {
		return kit.Row{Cells: []kit.Cell{{Text: code, Href: "#"}, {Text: who}, {Text: amount(income)}, {Badge: badge}}}
	}
	return kit.NewTable("Pratiche in carico", []kit.Column{{Title: "Codice", Sort: "#", Order: "ascending"}, {Title: "Richiedente", Sort: "#"}, {Title: "Reddito", Numeric: true}, {Title: "Stato"}}, []kit.Row{
		row("ABCD-EFGH-J", "Anna Prova", 1234567, kit.Badge{Text: "In esame", Tone: kit.Progress}),
		row("KLMN-PQRS-T", "Bruno Esempio di Cognome Molto Lungo", 0, kit.Badge{Text: "Servono integrazioni", Tone: kit.Waiting}),
	})
}

func TestGalleryTemplates(t *testing.T) {
	k := kittest.New(t, os.DirFS("testdata"))
	kittest.CheckTemplateOf(t, k, "gallery/form", formPage{})
	kittest.CheckTemplateOf(t, k, "gallery/show", showPage{})
	kittest.CheckTemplateOf(t, k, "gallery/upload", uploadPage{})
}

func TestEveryComponentInBothLanguages(t *testing.T) {
	b := e2e.Start(t)
	_, server := newGallery(t)
	anna := b.Person("anna", server.URL)
	for _, lang := range []string{"it", "en"} {
		for name, path := range map[string]string{
			"form": "/gallery/form", "form-errors": "/gallery/form?errors=1", "show": "/gallery/show", "upload": "/gallery/upload",
			"error-404": "/gallery/none", "error-500": "/gallery/broken",
		} {
			query := "?"
			if strings.Contains(path, "?") {
				query = "&"
			}
			anna.Goto(path + query + "lang=" + lang)
			anna.Check("gallery-" + name + "-" + lang)
			if lang == "it" {
				anna.Resize(768, 1024)
				anna.Shot("gallery-" + name + "-768")
				anna.Resize(1280, 900)
			}
		}
	}
}

func TestFirstViewIsSmall(t *testing.T) {
	b := e2e.Start(t)
	_, server := newGallery(t)
	anna := b.Person("anna", server.URL)
	anna.Goto("/gallery/form?errors=1")
	if first := anna.Weight(); first > 150_000 {
		t.Errorf("the first view takes %d bytes, more than 150 kB", first)
	} else {
		t.Logf("first view %d bytes", first)
	}
	anna.Goto("/gallery/show")
	if next := anna.Weight(); next > 20_000 {
		t.Errorf("a later view takes %d bytes, more than 20 kB", next)
	} else {
		t.Logf("later view %d bytes", next)
	}
}

func TestErrorsTakeTheFocusAndLeadToFields(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		b := e2e.Start(t)
		_, server := newGallery(t)
		anna := b.Person("anna", server.URL)
		if !scripts {
			anna.ScriptsOff()
		}
		anna.Goto("/gallery/form?errors=1")
		anna.SeeFocus("[data-error-summary]")
		anna.Press("Rispondi alla domanda: Data di nascita")
		anna.SeeFocus("#f-birth") // the day of the date
	}
}

func TestWithoutScripts(t *testing.T) {
	b := e2e.Start(t)
	g, server := newGallery(t)
	g.release()
	anna := b.Person("anna", server.URL)
	anna.ScriptsOff()
	anna.Goto("/gallery/form")
	anna.Fill("Cognome", "Prova")
	anna.FillDate("Data di nascita", "1980-03-27")
	anna.Choose("Che cosa vuoi fare?", "Difenderti in una causa")
	anna.Select("Stato civile", "Coniugato")
	anna.Click("Sposta giù Componente 1")
	anna.See("card.down household.1")
	if got := anna.Value("Cognome"); got != "Prova" {
		t.Errorf("surname %q", got)
	}
	if got := anna.Value("Giorno"); got != "27" {
		t.Errorf("day %q", got)
	}
	anna.Click("English")
	anna.See("language .")
	anna.See("Skip to main content")
	anna.Enter("Cognome")
	anna.See("You deleted: .") // Enter is no button's name
	if n := g.sent; n != 3 {
		t.Errorf("%d forms arrived, want 3", n)
	}
}

func TestAutosave(t *testing.T) {
	b := e2e.Start(t)
	g, server := newGallery(t)
	g.release()
	anna := b.Person("anna", server.URL)
	anna.Goto("/gallery/form")
	anna.Fill("Cognome", "Prova")
	anna.See("Salvato alle 12:00")
	if got := g.savedText("surname"); got != "Prova" {
		t.Errorf("saved %q", got)
	}

	g.breakLine(true)
	anna.Fill("Cognome", "Prova Seconda")
	anna.See("Non salvato.")
	anna.Goto("/gallery/form") // reload while the line is cut
	if got := anna.Value("Cognome"); got != "Prova Seconda" {
		t.Errorf("typed text lost: %q", got)
	}
	g.breakLine(false)
	anna.See("Salvato alle 12:00")
	if got := g.savedText("surname"); got != "Prova Seconda" {
		t.Errorf("saved %q", got)
	}

	anna.Fill("Cognome", "Prova Terza")
	anna.Click("Continua") // while the save may be under way: no conflict with oneself
	anna.See("next")
	if got := anna.Value("Cognome"); got != "Prova Terza" {
		t.Errorf("sent %q", got)
	}
}

func TestTwoWindowsDoNotOverwrite(t *testing.T) {
	b := e2e.Start(t)
	g, server := newGallery(t)
	anna, bruno := b.Person("anna", server.URL), b.Person("bruno", server.URL)
	anna.Goto("/gallery/form")
	bruno.Goto("/gallery/form")
	anna.Fill("Cognome", "Prima")
	anna.See("Salvato alle")
	bruno.Fill("Cognome", "Seconda")
	bruno.See("La pagina non esiste") // the gallery's conflict text
	if got := g.savedText("surname"); got != "Prima" {
		t.Errorf("overwritten by %q", got)
	}
}

func TestDoubleClickSendsOnce(t *testing.T) {
	b := e2e.Start(t)
	g, server := newGallery(t)
	anna := b.Person("anna", server.URL)
	anna.Goto("/gallery/form")
	anna.DoubleClick("Continua", g.release)
	anna.See("Ha eliminato: next")
	if g.sent != 1 {
		t.Errorf("sent %d times", g.sent)
	}
}

func TestUpload(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, size int) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	small, empty, large := write("identita.pdf", 5000), write("vuoto.pdf", 0), write("grande.pdf", 200<<10)
	for _, scripts := range []bool{true, false} {
		b := e2e.Start(t)
		_, server := newGallery(t)
		anna := b.Person("anna", server.URL)
		if !scripts {
			anna.ScriptsOff()
		}
		anna.Goto("/gallery/upload")
		if scripts {
			anna.Attach("Documento di identità", empty, large)
			anna.Press("Carica")
			anna.See("vuoto.pdf è vuoto.")
			anna.See("grande.pdf è troppo grande.")
		}
		anna.Attach("Documento di identità", small)
		anna.Click("Carica")
		anna.See("identita.pdf")
		anna.See("Firma non ancora verificata.")
		if scripts {
			anna.Check("gallery-uploaded")
		}
	}
}
