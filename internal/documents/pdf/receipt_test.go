// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"testing"
)

// emblem is a logo with what logos have: curves, soft edges, transparency.
func emblem(t testing.TB, width, height int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	radius := float64(height) / 2
	for y := range height {
		for x := range width {
			d := math.Hypot(float64(x)-radius, float64(y)-radius)
			edge := max(0, min(1, radius-d))
			ring := uint8(40 + 60*math.Abs(math.Sin(d/9)))
			if d > radius && x > height && (y/8+x/24)%2 == 0 {
				edge, ring = 1, 90
			}
			img.SetNRGBA(x, y, color.NRGBA{R: ring / 3, G: ring, B: 143, A: uint8(255 * edge)})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func receipt(t testing.TB) Document {
	return Document{
		Title:      "Ricevuta di presentazione",
		Subtitle:   "Ammissione al patrocinio a spese dello Stato in materia civile",
		Lang:       "it",
		Author:     "Ordine degli Avvocati di Esempio",
		Created:    instant,
		Letterhead: []string{"Ordine degli Avvocati di Esempio", "Piazza del Tribunale 1, 00000 Esempio", "ordine@pec.example", "https://ordine.example"},
		Logo:       &Image{PNG: emblem(t, 640, 280), Alt: "Stemma dell'Ordine degli Avvocati di Esempio"},
		PageLabel:  "Pagina {page} di {pages}",
		QR:         "https://sportello.ordine.example/riprendi",
		Footer: []string{
			"Codice ABCD-EFGH-J",
			"Impronta SHA-256 delle risposte: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		},
		Blocks: []Block{
			Pairs{
				{"Numero", "123/2026"},
				{"Codice della domanda", "ABCD-EFGH-J"},
				{"Presentata il", "24 novembre 2026 alle 11:30:00"},
				{"Posta elettronica", "persona.inventata@posta.example"},
				{"Impronta SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
			},
			Heading{Text: "Che cosa succede adesso"},
			Paragraph{Text: "Il Consiglio dell'Ordine verifica l'ammissibilità dell'istanza e decide entro dieci giorni dalla presentazione (D.P.R. 115/2002, art. 126): la ammette in via anticipata e provvisoria, la dichiara inammissibile oppure la respinge."},
			Paragraph{Text: "Se non riceve risposta entro il termine, può chiedere notizie alla segreteria indicando il codice della domanda. Il silenzio non vale come accoglimento, e l'istanza respinta può essere proposta al magistrato competente per il giudizio."},
			Notice{Title: "Conservi questa ricevuta", Text: "Con il codice e l'indirizzo di posta elettronica può riprendere la domanda, sapere a che punto è e rispondere alle richieste della segreteria."},
		},
	}
}

// A receipt is sent by mail and kept for years, some hundred thousand times.
const largestReceipt = 40 << 10

func TestReceiptIsSmall(t *testing.T) {
	b := write(t, receipt(t))
	keep(t, "receipt", b)
	if len(b) > largestReceipt {
		t.Errorf("%d bytes, want at most %d", len(b), largestReceipt)
	}
}

func BenchmarkReceipt(b *testing.B) {
	w := newTypesetter(b)
	d := receipt(b)
	size := 0
	b.ReportAllocs()
	for b.Loop() {
		out, err := w.Write(b.Context(), d)
		if err != nil {
			b.Fatal(err)
		}
		size = len(out)
	}
	b.ReportMetric(float64(size), "file-bytes")
}
