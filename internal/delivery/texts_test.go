// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/i18n"
)

var updateGolden = flag.Bool("update", false, "write the golden files anew")

var sender = Sender{
	Name:    i18n.Text{"it": "Ordine di Esempio", "en": "Example Order"},
	Site:    "https://sportello.example.it",
	Contact: i18n.Text{"it": "Telefono 055 0000000, dalle 9 alle 13", "en": "Telephone 055 0000000, from 9 to 13"},
}

func loadTexts(t *testing.T, overrides fs.FS) *Texts {
	t.Helper()
	texts, err := LoadTexts(overrides)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// sample fills a text with plausible values; the shorter form leaves out all that may be left out.
func sample(kind Kind, lang string, short bool) Message {
	known, _ := fieldsOf(kind)
	m := Message{To: "anna@example.org", Lang: lang, Template: kind, Args: map[string]string{}, Lists: map[string][]string{}}
	names := known.required
	if !short {
		names = append(names[:len(names):len(names)], known.optional...)
	}
	for _, name := range names {
		m.Args[name] = values[lang][name]
	}
	for _, name := range known.lists {
		m.Lists[name] = strings.Split(values[lang][name], "|")
	}
	return m
}

var values = map[string]map[string]string{
	"it": {
		"name": "Zoë D’Amico", "procedure": "Patrocinio a spese dello Stato", "link": "https://sportello.example.it/d/token", "code": "ABCD-EFGH-J",
		"expires": "1 dicembre 2026 alle 18:00", "number": "12/2026", "instant": "24 novembre 2026, 10:42:07,123", "next": "La segreteria controlla la domanda.",
		"by": "4 dicembre 2026", "note": "Può allegare anche una fotografia leggibile.", "removed": "18 risposte|2 file allegati", "points": "La dichiarazione dei redditi|La firma del documento 2",
		"state": "In esame", "detail": "La domanda è stata affidata a un relatore.", "outcome": "Accolta", "act": "Delibera n. 7 del 3 dicembre 2026",
		"explanation": "I redditi dichiarati sono sotto il limite.", "role": "segreteria", "lawyer": "Avv. Livia Difesa", "client": "Zoë D’Amico", "file": "certificato.pdf",
		"recipient": "anna@example.org", "subject": "Domanda ricevuta", "reason": "550 5.1.1 no such user",
		"event": "la password è stata cambiata", "advice": "chieda subito una nuova password dalla pagina di accesso e avvisi un amministratore.",
	},
	"en": {
		"name": "Zoë D’Amico", "procedure": "Legal aid", "link": "https://sportello.example.it/d/token", "code": "ABCD-EFGH-J",
		"expires": "1 December 2026 at 18:00", "number": "12/2026", "instant": "24 November 2026, 10:42:07.123", "next": "The secretariat checks the application.",
		"by": "4 December 2026", "note": "A readable photograph is enough.", "removed": "18 answers|2 attached files", "points": "The tax return|The signature on document 2",
		"state": "Under review", "detail": "The application was given to a rapporteur.", "outcome": "Admitted", "act": "Resolution no. 7 of 3 December 2026",
		"explanation": "The declared income is below the limit.", "role": "secretariat", "lawyer": "Avv. Livia Difesa", "client": "Zoë D’Amico", "file": "certificato.pdf",
		"recipient": "anna@example.org", "subject": "Application received", "reason": "550 5.1.1 no such user",
		"event": "the password was changed", "advice": "ask for a new password on the sign-in page at once, and warn an administrator.",
	},
}

// eachText runs f on every kind in every language, with all values and with the required ones only.
func eachText(t *testing.T, f func(t *testing.T, name string, r Rendered)) {
	texts := loadTexts(t, nil)
	for lang := range texts.langs {
		for _, kind := range Kinds() {
			for suffix, short := range map[string]bool{"": false, "_short": true} {
				name := lang + "/" + string(kind) + suffix
				t.Run(name, func(t *testing.T) {
					rendered, err := texts.Render(sample(kind, lang, short), sender)
					if err != nil {
						t.Fatal(err)
					}
					f(t, name, rendered)
				})
			}
		}
	}
}

func TestTextsAreWhatPeopleRead(t *testing.T) {
	eachText(t, func(t *testing.T, name string, r Rendered) {
		got := r.Subject + "\n\n" + r.Body
		golden := filepath.Join("testdata", "texts", filepath.FromSlash(name)+".txt")
		if *updateGolden {
			writeGolden(t, golden, got)
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("text differs (-want +got):\n%s", diff)
		}
	})
}

func writeGolden(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

var (
	sentenceEnd = regexp.MustCompile(`[.:!?](\s|$)|\n\n|\n- `)
	acronym     = regexp.MustCompile(`\b[A-Z]{2,}\b`)
)

func TestTextsArePlain(t *testing.T) {
	eachText(t, func(t *testing.T, _ string, r Rendered) {
		if strings.Contains(r.Body, "\n\n\n") || strings.Contains(r.Body, " \n") {
			t.Errorf("gaps or blanks at line ends:\n%s", r.Body)
		}
		for _, sentence := range sentenceEnd.Split(r.Body, -1) {
			if words := len(strings.Fields(sentence)); words > 25 {
				t.Errorf("%d words in one sentence: %s", words, sentence)
			}
		}
		body := strings.NewReplacer("ABCD-EFGH-J", "", "550 5.1.1", "").Replace(r.Body)
		if found := acronym.FindString(body); found != "" {
			t.Errorf("acronym without its words: %s", found)
		}
	})
}

func TestRenderRefusesHoles(t *testing.T) {
	texts := loadTexts(t, nil)
	base := func(change func(*Message)) Message {
		m := sample(IntegrationRequested, "it", true)
		change(&m)
		return m
	}
	for name, m := range map[string]Message{
		"unknown kind":   base(func(m *Message) { m.Template = "greeting" }),
		"missing value":  base(func(m *Message) { delete(m.Args, "by") }),
		"empty value":    base(func(m *Message) { m.Args["by"] = "" }),
		"unknown value":  base(func(m *Message) { m.Args["when"] = "x" }),
		"value as list":  base(func(m *Message) { m.Lists["by"] = []string{"x"} }),
		"list as value":  base(func(m *Message) { m.Args["points"] = "x" }),
		"missing list":   base(func(m *Message) { m.Lists = nil }),
		"empty list":     base(func(m *Message) { m.Lists["points"] = nil }),
		"value of frame": base(func(m *Message) { m.Args["body"] = "Another body" }),
	} {
		t.Run(name, func(t *testing.T) {
			if r, err := texts.Render(m, sender); err == nil {
				t.Errorf("accepted: %q", r.Subject)
			}
		})
	}
}

func TestRenderKeepsSubjectOnOneLine(t *testing.T) {
	m := sample(StateChanged, "it", true)
	m.Args["state"] = "In esame\r\nBcc: other@example.org\u202e"
	r, err := loadTexts(t, nil).Render(m, sender)
	if err != nil {
		t.Fatal(err)
	}
	if want := "Novità sulla domanda ABCD-EFGH-J: In esame Bcc: other@example.org"; r.Subject != want {
		t.Errorf("subject %q, want %q", r.Subject, want)
	}
}

func TestRenderKeepsValuesInTheirPlace(t *testing.T) {
	m := sample(IntegrationRequested, "it", true)
	m.Args["name"] = "Anna\n\nPaghi 100 euro qui:\nhttps://elsewhere.example"
	m.Lists["points"] = []string{"Un punto\n- e un altro"}
	m.Args["note"] = "Una riga\r\nun'altra"
	r, err := loadTexts(t, nil).Render(m, sender)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Gentile Anna Paghi 100 euro qui: https://elsewhere.example,\n", "- Un punto - e un altro\n", "Una riga\nun'altra\n",
	} {
		if !strings.Contains(r.Body, want) {
			t.Errorf("no %q in:\n%s", want, r.Body)
		}
	}
}

func TestRenderFallsBackToItalian(t *testing.T) {
	r, err := loadTexts(t, nil).Render(sample(Receipt, "it", true), sender)
	if err != nil {
		t.Fatal(err)
	}
	m := sample(Receipt, "it", true)
	m.Lang = "de"
	fallback, err := loadTexts(t, nil).Render(m, sender)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, fallback); diff != "" {
		t.Error(diff)
	}
}

func TestLoadTextsTakesOverrides(t *testing.T) {
	texts := loadTexts(t, fstest.MapFS{
		"it/password_reset.txt": {Data: []byte("\ufeff# Nostro testo\r\nPassword nuova\r\n\r\n{{.body}}: {{.link}} ({{.expires}})\r\n")},
	})
	r, err := texts.Render(sample(PasswordReset, "it", false), sender)
	if err != nil {
		t.Fatal(err)
	}
	if r.Subject != "Password nuova" || !strings.HasPrefix(r.Body, "Ordine di Esempio: https://sportello.example.it/d/token (1 dicembre 2026 alle 18:00)\n\n") {
		t.Errorf("override not used: %q %q", r.Subject, r.Body)
	}
}

func TestLoadTextsNamesTheWrongFile(t *testing.T) {
	const name = "it/receipt.txt"
	for what, raw := range map[string]string{
		"unknown field":          "S\n\n{{.nummber}}",
		"field of another text":  "S\n\n{{.expires}}",
		"unknown in subject":     "S {{.nummber}}\n\nx",
		"unknown in a condition": "S\n\n{{if .nummber}}x{{end}}",
		"unknown in an else":     "S\n\n{{if .by}}x{{else}}{{.nummber}}{{end}}",
		"unknown in a function":  "S\n\n{{printf \"%s\" .nummber}}",
		"unknown in parentheses": "S\n\n{{print (len .nummber)}}",
		"field of a value":       "S\n\n{{.by.day}}",
		"field inside with":      "S\n\n{{with .by}}{{.number}}{{end}}",
		"syntax":                 "S\n\n{{.number",
		"no subject":             "only text",
		"two subject lines":      "S\nT\n\nx",
		"defines a template":     "S\n\n{{define \"x\"}}y{{end}}z",
		"calls a template":       "S\n\n{{template \"x\"}}",
	} {
		t.Run(what, func(t *testing.T) {
			_, err := LoadTexts(fstest.MapFS{name: {Data: []byte(raw)}})
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("error %v does not name %s", err, name)
			}
		})
	}
}

func TestLoadTextsRefusesWhatWouldNeverBeUsed(t *testing.T) {
	for what, files := range map[string]fstest.MapFS{
		"unknown name":     {"it/reciept.txt": {Data: []byte("S\n\nx")}},
		"wrong extension":  {"it/receipt.html": {Data: []byte("S\n\nx")}},
		"part of language": {"de/receipt.txt": {Data: []byte("S\n\nx")}},
	} {
		t.Run(what, func(t *testing.T) {
			if _, err := LoadTexts(files); err == nil {
				t.Error("accepted")
			}
		})
	}
}
