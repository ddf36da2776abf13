// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"strconv"

	"pratica/internal/database"
	"pratica/internal/search"
)

// library is n cases of invented people, each worked out from its number. Names
// follow the frequency of real ones: the k-th surname is borne by a share of
// people that falls with k.
type library struct{ n int }

const firstYear = 2017

// perYear spreads the cases over eight years.
func (l library) perYear() int { return l.n/8 + 1 }

func (l library) numberOf(i int) (year int, number int64) {
	return firstYear + i/l.perYear(), int64(i%l.perYear()) + 1
}

// someone is who appears in one case.
type someone struct{ surname, name, taxCode, opponent string }

// surnames are the most common ones; the many rare ones are made of syllables.
var surnames = []string{
	"Rossi", "Russo", "Ferrari", "Esposito", "Bianchi", "Romano", "Colombo", "Ricci", "Marino", "Greco", "Bruno", "Gallo", "Conti", "De Luca",
	"Mancini", "Costa", "Giordano", "Rizzo", "Lombardi", "Moretti", "D'Angelo", "Di Stefano", "Lo Presti", "Dell'Orto",
}

var names = []string{
	"Giuseppe", "Maria", "Giovanni", "Anna", "Antonio", "Francesca", "Mario", "Rosa", "Luigi", "Angela", "Francesco", "Giovanna", "Angelo", "Teresa",
	"Vincenzo", "Lucia", "Pietro", "Carmela", "Salvatore", "Caterina", "Carlo", "Nicolò", "Domenico", "Zoë",
}

var subjects = []string{
	"Separazione giudiziale dei coniugi con affidamento dei figli e assegno di mantenimento.",
	"Sfratto per morosità incolpevole: il contratto di affitto è scaduto e due mensilità non sono state pagate.",
	"Risarcimento dei danni subìti in un incidente stradale; la perizia è contestata.",
	"Opposizione a decreto ingiuntivo per forniture mai consegnate.",
	"Impugnazione del licenziamento; contributi non versati dal datore di lavoro.",
	"Ricorso contro il diniego del permesso di soggiorno.",
}

var syllables = []string{"ba", "cor", "del", "fi", "gra", "lo", "mi", "nor", "pe", "quar", "ri", "sa", "ton", "ur", "vil", "zan"}

// at is who appears in a case. The numbers are spread by a step that shares no
// factor with the lists.
func (l library) at(i int) someone {
	h := uint64(i+1) * 0x9E3779B97F4A7C15
	c := someone{name: names[h>>32%uint64(len(names))], surname: surname(h >> 8), opponent: surname(h >> 24)}
	c.taxCode = fmt.Sprintf("XYZKWJ%02dA%02dH%09d", h>>12%100, h>>20%70, i)
	return c
}

func surname(h uint64) string {
	if h%10 < 3 { // three in ten bear one of the most common
		return surnames[h>>4%uint64(len(surnames))]
	}
	pick := func(shift int) string { return syllables[h>>shift%uint64(len(syllables))] }
	return "P" + pick(5) + pick(11) + pick(17) + "i"
}

func caseID(i int) string { return fmt.Sprintf("case-%09d", i) }

// held is how many cases the rapporteur holds.
const held = 300

func (l library) everyHeld() int { return max(1, l.n/held) }

// Cases implements search.Source.
func (l library) Cases(_ context.Context, after string, n int) ([]string, error) {
	next := 0
	if after != "" {
		if _, err := fmt.Sscanf(after, "case-%d", &next); err != nil {
			return nil, err
		}
		next++
	}
	var list []string
	for i := next; i < min(next+n, l.n); i++ {
		list = append(list, caseID(i))
	}
	return list, nil
}

// Document implements search.Source: about 120 words, as an application for
// legal aid has.
func (l library) Document(_ context.Context, _ *database.Tx, id string) (search.Document, error) {
	var i int
	if _, err := fmt.Sscanf(id, "case-%d", &i); err != nil {
		return search.Document{}, err
	}
	c, subject := l.at(i), subjects[i%len(subjects)]
	d := search.Document{
		Case: id, Version: 1, Code: id,
		Procedure: fmt.Sprintf("procedura-%d", i%3), Definition: fmt.Sprintf("definition-%d", i%3),
	}
	d.Year, d.Number = l.numberOf(i)
	if i%l.everyHeld() == 0 {
		d.Holders = []string{holder}
	}
	answer := func(field, text string, prose bool) {
		d.Passages = append(d.Passages, search.Passage{Kind: search.Answer, Field: field, Text: text, Prose: prose})
	}
	d.Passages = []search.Passage{{Kind: search.Person, Text: c.surname + " " + c.name}}
	answer("tax_code", c.taxCode, false)
	answer("residence", fmt.Sprintf("Via della Prova %d, 00100 Esempio (ES), Italia", i%300), false)
	answer("members", c.surname+", "+names[i%len(names)]+", "+strconv.Itoa(1960+i%60)+", figlia", false)
	answer("opponents", c.opponent+", "+names[i/7%len(names)]+", Piazza di Prova 2, Esempio", false)
	answer("facts", "Chi chiede vuole far valere le proprie ragioni davanti al giudice. "+subject+" I documenti allegati provano quanto è detto; due testimoni ne hanno conoscenza diretta.", true)
	answer("legal_reasons", "La domanda si fonda sugli articoli del codice civile e sulla giurisprudenza costante della Corte di cassazione; "+subject, true)
	d.Passages = append(d.Passages,
		search.Passage{Kind: search.Counsel, Text: surname(uint64(i%997)*0x9E3779B97F4A7C15) + " Livia"},
		search.Passage{Kind: search.File, Text: "ISEE_" + strconv.Itoa(2017+i%9) + ".pdf", Prose: true},
		search.Passage{Kind: search.File, Text: "certificazione unica.pdf", Prose: true})
	return d, nil
}

// Reach implements search.Rights.
func (l library) Reach(_ context.Context, _ *database.Tx, r search.Reader, definitions []string) (search.Reach, error) {
	reach := search.Reach{Account: r.ID, Accounts: []string{r.ID}}
	for _, d := range definitions {
		reach.Grants = append(reach.Grants, search.Grant{Definition: d, Assigned: r.ID == holder})
	}
	return reach, nil
}
