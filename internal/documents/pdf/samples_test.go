// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// samples, when given, is a folder where the test writes its PDFs, to be looked
// at and to be judged by a validator.
var samples = flag.String("samples", "", "folder where the sample PDFs are written")

func keep(t *testing.T, name string, b []byte) {
	t.Helper()
	if *samples == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*samples, name+".pdf"), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// sample is a document with what its structure must be; empty when only the
// rules of all documents are asserted.
type sample struct {
	name    string
	doc     Document
	outline string
}

// only is a document of a title and the given blocks.
func only(blocks ...Block) Document {
	return Document{Title: "Campione", Lang: "it", Author: "Ordine di Esempio", Created: instant, Blocks: blocks}
}

func allSamples(t testing.TB) []sample {
	withData := receipt(t)
	withData.Data = []Attachment{
		{Name: "ricevuta.json", MediaType: "application/json", Content: []byte(`{"numero":"123/2026"}`), Relationship: Data},
		{Name: "però (1).xml", MediaType: "application/xml", Content: []byte("<ricevuta/>")},
	}
	english := receipt(t)
	english.Lang, english.Title = "en-GB", "Receipt"
	marked := only(Paragraph{Text: "Sopra la filigrana."})
	marked.Watermark = "DIMOSTRAZIONE"
	dressed := only(Paragraph{Text: "Testo."})
	dressed.Letterhead, dressed.QR, dressed.Logo = []string{"Ordine di Esempio", "Via Inventata 1"}, "https://ordine.example", &Image{PNG: emblem(t, 900, 200)}
	return []sample{
		{"nothing", Document{Created: instant}, "Document"},
		{"application", application(), ""},
		{"long", long(), ""},
		{"receipt", receipt(t), ""},
		{"data", withData, ""},
		{"english", english, ""},
		{"watermark", marked, "Document(H1 P)"},
		{"head", dressed, "Document(Figure P P H1 Figure P)"},
		{"headings", only(Heading{Level: 2, Text: "Non può essere H3"}, Paragraph{Text: "a"}, Heading{Text: "Parte"}, Heading{Level: 2, Text: "Sezione"}, Heading{Text: " "}, Heading{Level: 7, Text: "Profonda"}), "Document(H1 H2 P H2 H3 H3)"},
		{"paragraphs", only(Paragraph{Text: strings.Repeat("Amministrazione straordinaria, dichiarazioni sostitutive. ", 30)}, Paragraph{Text: "Forte", Bold: true}, Paragraph{}), "Document(H1 P P)"},
		{"pairs", only(Pairs{{"Nome", "Persona Inventata"}, {"Vuoto", ""}, {"", "senza etichetta"}}, Pairs{}), "Document(H1 Table(TR(TH TD) TR(TH TD) TR(TH TD)))"},
		{"lists", only(List{Items: []string{"uno", "due"}}, List{Items: []string{"primo", ""}, Numbered: true}, List{}), "Document(H1 L(LI(Lbl LBody) LI(Lbl LBody)) L(LI(Lbl LBody) LI(Lbl LBody)))"},
		{"tables", only(Table{Caption: "Didascalia", Columns: []Column{{Title: "A"}, {Title: "B", Right: true}}, Rows: [][]string{{"1"}, {"", "2"}, {"3", "4", "5"}}}, Table{Columns: []Column{{Title: "Senza righe"}}}, Table{Rows: [][]string{{"senza colonne"}}}),
			"Document(H1 Table(Caption TR(TH TH) TR(TD TD) TR(TD TD) TR(TD TD)) Table(TR(TH)))"},
		{"crowded", only(crowded()), ""},
		{"hyphens", only(narrow()), "Document(H1 Table(TR(TH TH TH) TR(TD TD TD) TR(TD TD TD)))"},
		{"notices", only(Notice{Title: "Attenzione", Text: "Da leggere."}, Notice{Text: strings.Repeat("Più alto di una pagina. ", 400)}, Notice{}), "Document(H1 Div(P P) Div(P))"},
		{"signatures", only(Signature{Note: "Davanti a chi autentica.", Labels: []string{"Luogo e data", "Firma", "Autentica"}}, Signature{}, Spacer{Height: 400}, Signature{Labels: []string{"Firma"}}), "Document(H1 P P P P P)"},
		{"writings", only(Paragraph{Text: "Ελληνικά, кириллица, עברית מימין לשמאל e latino, 王小明, 👩, \u202Ereversed, \uE000."}, Pairs{{"שם", "אבג"}}), "Document(H1 P(Span) Table(TR(TH(Span) TD(Span))))"},
		{"endless", Document{Title: strings.Repeat("è lungo ", 5000), Lang: "it_IT, en", Created: instant, QR: "https://ordine.example"}, "Document(H1 Figure)"},
		{"escapes", Document{Title: `Titolo (con) \ <segni> & "virgolette" è`, Lang: "it", Author: "A & B", Created: instant, Footer: []string{"(piede)"}}, "Document(H1)"},
	}
}

// narrow is a table in which words must be divided.
func narrow() Table {
	return Table{Columns: []Column{{Title: "Adempimento"}, {Title: "Ufficio"}, {Title: "Annotazioni", Width: 1.4}}, Rows: [][]string{
		{"Dichiarazione sostitutiva dell'atto di notorietà, comprensiva dell'autocertificazione reddituale", "Segreteria amministrativa, Bartolomeo Degl'Innocenti", "L'ammissione anticipata e provvisoria è comunicata all'interessato, all'ufficio finanziario e al magistrato."},
		{"Precipitevolissimevolmente", "anagrafe.cittadini@comune.esempio.example", "AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIILLLLMMMM 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"},
	}}
}

// crowded is a table with more columns than a page has room for.
func crowded() Table {
	t := Table{Rows: [][]string{nil}}
	for range 80 {
		t.Columns = append(t.Columns, Column{Title: "Colonna"})
		t.Rows[0] = append(t.Rows[0], "dato")
	}
	return t
}

func TestSamples(t *testing.T) {
	for _, s := range allSamples(t) {
		t.Run(s.name, func(t *testing.T) {
			b := write(t, s.doc)
			keep(t, s.name, b)
			if !bytes.Equal(b, write(t, s.doc)) {
				t.Error("the same document gave other bytes")
			}
			p := conforms(t, b, s.doc)
			if s.outline == "" {
				return
			}
			if got := p.outline(p.array(p.root, "StructTreeRoot", "K")[0]); got != s.outline {
				t.Errorf("structure %s\n     want %s", got, s.outline)
			}
		})
	}
}
