// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lots

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"pratica/internal/i18n"
)

// The files of an archive besides those of the cases.
const (
	manifestName = "manifest.json"
	listName     = "elenco.csv"
	sumsName     = "SHA256SUMS"
	filesFolder  = "documenti/"
)

// papers are the two forms of the list of a lot, as stored.
type papers struct{ json, csv []byte }

// manifestJSON is the stable form that recipients may read by program.
type manifestJSON struct {
	Format     string         `json:"format"`
	Lot        string         `json:"lot"`
	Procedure  string         `json:"procedure"`
	Kind       string         `json:"kind"`
	Label      string         `json:"label"`
	Norm       string         `json:"norm"`
	Recipient  string         `json:"recipient"`
	From       string         `json:"from"`
	To         string         `json:"to"`
	Supplement bool           `json:"supplement"`
	ClosedAt   string         `json:"closed_at"`
	List       File           `json:"list"`
	Cases      []manifestItem `json:"cases"`
}

type manifestItem struct {
	Position   int    `json:"position"`
	Code       string `json:"code"`
	Correction int64  `json:"correction,omitempty"`
	Withdrawn  bool   `json:"withdrawn,omitempty"`
	told
}

// manifest writes the list of a lot, with the hash of each file.
func manifest(l Lot, k Kind, items []Item) (papers, error) {
	list, err := table(items)
	if err != nil {
		return papers{}, err
	}
	m := manifestJSON{
		Format: "pratica-lot/1", Lot: l.Name(), Procedure: l.Key.Procedure, Kind: l.Key.Kind, Label: k.Label.In(i18n.Default), Norm: k.Norm,
		Recipient: l.Recipient, From: l.From.String(), To: l.To.String(), Supplement: l.Supplement, ClosedAt: l.ClosedAt.UTC().Format("2006-01-02T15:04:05.000000Z"),
		List: File{Name: listName, Slot: "list", Digest: hash(list), Size: int64(len(list))},
	}
	for _, i := range items {
		m.Cases = append(m.Cases, manifestItem{i.Position, i.Code, i.Correction, i.Withdrawn, i.Content})
	}
	text, err := json.MarshalIndent(m, "", "  ")
	return papers{json: append(text, '\n'), csv: list}, err
}

// table is the list for a spreadsheet: UTF-8 with its mark, semicolons, and no
// cell that a spreadsheet would compute.
func table(items []Item) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	labels := columns(items)
	head := append([]string{"N.", "Codice", "Rettifica", "Esito"}, labels...)
	if err := w.Write(append(head, "File", "SHA-256")); err != nil {
		return nil, err
	}
	for _, i := range items {
		if err := w.Write(line(i, labels)); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// columns are the labels of the values, in the order in which they first come:
// cases under different versions of a procedure may have different ones.
func columns(items []Item) []string {
	var labels []string
	for _, i := range items {
		for _, v := range i.Content.Values {
			if !slices.Contains(labels, v.Label) {
				labels = append(labels, v.Label)
			}
		}
	}
	return labels
}

func line(i Item, labels []string) []string {
	cells := []string{strconv.Itoa(i.Position), i.Code, correction(i), i.Content.Outcome}
	for _, label := range labels {
		at := slices.IndexFunc(i.Content.Values, func(v Value) bool { return v.Label == label })
		text := ""
		if at >= 0 {
			text = i.Content.Values[at].Text
		}
		cells = append(cells, inert(text))
	}
	var names, sums []string
	for _, f := range i.Content.Files {
		names, sums = append(names, f.Name), append(sums, f.Digest)
	}
	return append(cells, strings.Join(names, " "), strings.Join(sums, " "))
}

// correction is how the list says what an item is; recipients are Italian offices.
func correction(i Item) string {
	switch {
	case i.Withdrawn:
		return "ritiro"
	case i.Correction > 0:
		return "rettifica n. " + strconv.FormatInt(i.Correction, 10)
	}
	return ""
}

// inert keeps a spreadsheet from computing what somebody typed.
func inert(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// named gives the files of an item their names by the rule, each once in a lot.
func named(rule string, i Item, files []File, taken map[string]bool) []File {
	var out []File
	for _, f := range files {
		pairs := []string{"{position}", fmt.Sprintf("%04d", i.Position), "{code}", i.Code, "{slot}", f.Slot}
		for _, v := range i.Content.Values {
			pairs = append(pairs, "{"+v.Name+"}", v.Text)
		}
		stem, ext := plain(strings.NewReplacer(pairs...).Replace(rule)), path.Ext(f.Name)
		if strings.EqualFold(ext, ".p7m") { // the inner extension says what was signed
			ext = path.Ext(strings.TrimSuffix(f.Name, ext)) + ext
		}
		name := stem + plain(ext)
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s_%d%s", stem, n, plain(ext))
		}
		taken[strings.ToLower(name)] = true
		f.Name = filesFolder + name
		out = append(out, f)
	}
	return out
}

// maxName bounds the name of a file: some systems cut longer ones.
const maxName = 120

// plain keeps of a name what every system can write.
func plain(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)), strings.ContainsRune("._-", r):
			b.WriteRune(r)
		default:
			b.WriteByte('-')
		}
	}
	text := b.String()
	return text[:min(len(text), maxName)]
}
