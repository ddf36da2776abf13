// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

var instant = time.Date(2026, 11, 24, 10, 30, 0, 0, time.UTC)

func newTypesetter(t testing.TB) *Typesetter {
	t.Helper()
	w, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func write(t testing.TB, d Document) []byte {
	t.Helper()
	b, err := newTypesetter(t).Write(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func application() Document {
	return Document{
		Title:      "Istanza di ammissione al patrocinio a spese dello Stato in materia civile",
		Subtitle:   "D.P.R. 30 maggio 2002, n. 115, artt. 78, 79, 124 e 126",
		Lang:       "it",
		Author:     "Ordine degli Avvocati di Esempio",
		Created:    instant,
		Letterhead: []string{"Ordine degli Avvocati di Esempio", "Segreteria del patrocinio a spese dello Stato", "Piazza del Tribunale 1, 00000 Esempio · segreteria@ordine.example"},
		PageLabel:  "Pagina {page} di {pages}",
		QR:         "https://sportello.ordine.example/c/ABCD-EFGH-J",
		Footer: []string{
			"Codice ABCD-EFGH-J · bloccata il 24 novembre 2026 alle 11:30:00,000",
			"Impronta SHA-256 delle risposte: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		},
		Blocks: []Block{
			Notice{Title: "Documento da firmare", Text: "Firmi questo documento con firma digitale, oppure lo stampi, lo firmi a mano e carichi la scansione insieme alla copia di un documento di identità (D.P.R. 445/2000, art. 38)."},
			Heading{Text: "1. Chi chiede"},
			Pairs{
				{"Cognome e nome", "D'Esempio Łucja Ștefania Ñandú"},
				{"Nome come registrato", "Επίσημο Όνομα · Официальное имя · שם · 王小明 · 👩"},
				{"Codice fiscale", "DSMLCU80A41H501X"},
				{"Indirizzo di posta elettronica", "un.indirizzo.di.posta.elettronica.molto.lungo.che.non.entra.nella.colonna@dominio-altrettanto-lungo.example"},
				{"Recapito alternativo", ""},
				{"Ragioni", "Prima riga della risposta.\nSeconda riga, come scritta dal richiedente, che continua per un poco in modo che il testo debba andare a capo nella colonna."},
			},
			Heading{Text: "2. Nucleo familiare e redditi"},
			Paragraph{Text: "Redditi imponibili ai fini dell'imposta personale sul reddito, risultanti dall'ultima dichiarazione (art. 76)."},
			household(9),
			Heading{Level: 2, Text: "Dichiarazioni"},
			List{Numbered: true, Items: []string{
				"di essere consapevole delle sanzioni previste dall'art. 125 per chi rende dichiarazioni false o omette di comunicare le variazioni dei limiti di reddito;",
				"di impegnarsi a comunicare, entro trenta giorni dalla scadenza di ogni anno, le variazioni rilevanti dei limiti di reddito (art. 79, comma 1, lettera d).",
			}},
			Signature{Note: "La firma del richiedente è autenticata dal difensore (art. 78, comma 2).", Labels: []string{"Luogo e data", "Firma del richiedente", "Firma del difensore per autentica"}},
		},
	}
}

func household(n int) Table {
	t := Table{
		Caption: "Componenti",
		Columns: []Column{{Title: "Cognome e nome", Width: 4}, {Title: "Rapporto", Width: 2}, {Title: "Nato il", Width: 2}, {Title: "Reddito (euro)", Width: 2, Right: true}},
	}
	for i := range n {
		t.Rows = append(t.Rows, []string{fmt.Sprintf("Persona Inventata %d", i+1), "figlio", "01/02/2003", "1.234,56"})
	}
	return t
}

func long() Document {
	d := application()
	d.Watermark = "DIMOSTRAZIONE"
	d.Blocks = []Block{
		household(70),
		Table{Columns: []Column{{Title: "Campo"}, {Title: "Testo lungo", Width: 3}}, Rows: [][]string{
			{"Breve", "Una riga."},
			{"Lunghissimo", strings.Repeat("Questa cella è più alta di una pagina e continua su quella dopo. ", 140)},
			{"Dopo", "L'ultima riga."},
		}},
		Heading{Text: "Un titolo resta con ciò che segue"},
		Paragraph{Text: strings.Repeat("Testo corrente che riempie le righe e le pagine. ", 60)},
		Signature{Labels: []string{"Firma"}},
	}
	return d
}

func shape(t *testing.T, b []byte) *model.Context {
	t.Helper()
	c, err := api.ReadValidateAndOptimize(bytes.NewReader(b), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatalf("pdfcpu: %v", err)
	}
	return c
}

func TestWriteIsValidAndHasPages(t *testing.T) {
	model.ConfigPath = "disable" // pdfcpu would write a folder into the home of who tests
	cases := []struct {
		name  string
		doc   Document
		pages int
	}{
		{"nothing", Document{Created: instant}, 1},
		{"application", application(), 2},
		{"long", long(), 6},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := write(t, c.doc)
			if got := shape(t, b).PageCount; got != c.pages {
				t.Errorf("%d pages, want %d", got, c.pages)
			}
		})
	}
}

func TestWriteIsDeterministic(t *testing.T) {
	first := write(t, application())
	for range 5 {
		if !bytes.Equal(first, write(t, application())) {
			t.Fatal("the same document gave other bytes")
		}
	}
	other := application()
	other.Created = instant.Add(time.Second)
	if bytes.Equal(first, write(t, other)) {
		t.Error("another instant gave the same bytes")
	}
}

// One writer sets the documents of all at once.
func TestWriteIsForSeveralAtOnce(t *testing.T) {
	w := newTypesetter(t)
	d := receipt(t)
	want := write(t, d)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if got, err := w.Write(t.Context(), d); err != nil || !bytes.Equal(got, want) {
				t.Errorf("another file beside others, or %v", err)
			}
		})
	}
	group.Wait()
}

func TestWriteEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newTypesetter(t).Write(ctx, application()); !errors.Is(err, context.Canceled) {
		t.Errorf("Write: %v, want context.Canceled", err)
	}
}

func TestWriteRefusesATextTooLongForAQRCode(t *testing.T) {
	d := Document{QR: strings.Repeat("x", 5000), Created: instant}
	if _, err := newTypesetter(t).Write(t.Context(), d); err == nil {
		t.Error("no error")
	}
}

// extract asks poppler, an independent reader, what is on the pages.
func extract(t *testing.T, b []byte) string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext (poppler-utils) is not installed: the text of PDFs is not read back")
	}
	cmd := exec.Command(program, "-layout", "-enc", "UTF-8", "-", "-")
	cmd.Stdin = bytes.NewReader(b)
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(text)
}

func TestTextCanBeReadBack(t *testing.T) {
	text := extract(t, write(t, application()))
	want := []string{
		"Ordine degli Avvocati di Esempio", "D'Esempio Łucja Ștefania Ñandú",
		"Επίσημο Όνομα", "Официальное имя", "[U+738B][U+5C0F][U+660E]", "[U+1F469]",
		"1.234,56", "Firma del richiedente", "Pagina 1 di 2", "Pagina 2 di 2",
		"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	}
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not on the pages", w)
		}
	}
	if n := strings.Count(text, "Codice ABCD-EFGH-J"); n != 2 {
		t.Errorf("the code stands %d times, want on each of 2 pages", n)
	}
}

func TestNothingIsLostOverPages(t *testing.T) {
	text := extract(t, write(t, long()))
	for i := range 70 {
		if !strings.Contains(text, fmt.Sprintf("Persona Inventata %d\n", i+1)) && !strings.Contains(text, fmt.Sprintf("Persona Inventata %d ", i+1)) {
			t.Errorf("row %d is lost", i+1)
		}
	}
	if n := strings.Count(strings.Join(strings.Fields(text), " "), "Questa cella è più alta"); n < 100 {
		t.Errorf("the high cell kept only %d of its sentences on one line each", n)
	}
	for _, header := range []string{"Cognome e nome", "Testo lungo"} {
		if n := strings.Count(text, header); n < 2 {
			t.Errorf("header %q stands %d times", header, n)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	w, err := New()
	if err != nil {
		b.Fatal(err)
	}
	d := application()
	for b.Loop() {
		if _, err := w.Write(b.Context(), d); err != nil {
			b.Fatal(err)
		}
	}
}
