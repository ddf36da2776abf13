// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit_test

import (
	"html/template"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/web/kit"
	"pratica/internal/web/kit/kittest"
)

var fieldTypes = []kit.FieldType{
	kit.Text, kit.LongText, kit.Email, kit.Phone, kit.Password, kit.OneTimeCode, kit.Number, kit.Amount, kit.Date, kit.Choice, kit.Choices,
	kit.YesNo, kit.Declaration, kit.Select, kit.Upload, kit.Note, "<unknown>",
}

// drawings are a field as the program draws it and as html/template does, in each language.
type drawings []struct{ drawn, reference *template.Template }

// newDrawings calls template "field" or "fields".
func newDrawings(t testing.TB, name string) drawings {
	t.Helper()
	reference, err := os.ReadFile("testdata/field.html")
	if err != nil {
		t.Fatal(err)
	}
	main := `{{define "main"}}{{template "` + name + `" .}}{{end}}`
	k := kittest.New(t, fstest.MapFS{
		"page/test/drawn.html":     {Data: []byte(main)},
		"page/test/reference.html": {Data: append(reference, main...)}, // a page's own definitions come before those of all
	})
	var all drawings
	for _, lang := range k.Languages() {
		drawn, err := k.Template("test/drawn", lang)
		if err != nil {
			t.Fatal(err)
		}
		reference, err := k.Template("test/reference", lang)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, struct{ drawn, reference *template.Template }{drawn, reference})
	}
	return all
}

func (all drawings) compare(t *testing.T, view any) {
	t.Helper()
	for _, d := range all {
		if diff := cmp.Diff(main(t, d.reference, view), main(t, d.drawn, view)); diff != "" {
			t.Errorf("%+v: html/template (-), drawn (+):\n%s", view, diff)
		}
	}
}

func main(t *testing.T, page *template.Template, view any) string {
	t.Helper()
	var out strings.Builder
	if err := page.ExecuteTemplate(&out, "main", view); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// fields are every type with much and with little, and with all that a person could put into a text.
func fields() []kit.Field {
	hostile := "\"'><script>alert(1)</script>&amp; a+b \x00\r\n{{.}} `= \u2028 javascript:x"
	var all []kit.Field
	for _, kind := range fieldTypes {
		for _, text := range []string{"", "Nicolò", hostile} {
			f := kit.Field{
				Type: kind, Name: "a.b" + text, Label: text, Help: text, Why: text, Text: text, Value: text, Values: []string{"b", text},
				Options:  []kit.Option{{Value: "a", Label: "A"}, {Value: text, Label: text, Help: text}, {Value: "b", Label: text}},
				Width:    kit.Width(text),
				Unit:     text,
				Complete: text,
				File:     kit.FileField{Accept: text, Limits: text, Files: []kit.File{{Name: text, Size: text, Href: text, Note: text, Remove: text}}},
			}
			f.Shown = text
			refused := f
			refused.ID, refused.Error, refused.Optional, refused.ReadOnly, refused.MaxLength, refused.Rows = "x"+text, "no"+text, true, true, 40, 3
			refused.Value, refused.Complete = "yes", "bday"
			refused.File.Multiple, refused.File.MaxBytes, refused.File.Files = true, 1<<40, nil
			all = append(all, kit.Field{Type: kind}, f, refused)
		}
	}
	return all
}

func TestFieldsAreDrawnAsHTMLTemplateWould(t *testing.T) {
	d := newDrawings(t, "field")
	for _, f := range fields() {
		d.compare(t, f)
	}
}

func TestListsOfFieldsAreDrawnAsHTMLTemplateWould(t *testing.T) {
	d := newDrawings(t, "fields")
	list := slices.DeleteFunc(fields(), func(f kit.Field) bool { return f.Type == kit.Upload })
	d.compare(t, list)
	d.compare(t, []kit.Field(nil))
	if err := d[0].drawn.ExecuteTemplate(io.Discard, "main", fields()); err == nil {
		t.Error("an upload among others was drawn without its files")
	}
}

func FuzzField(f *testing.F) {
	d := newDrawings(f, "field")
	for i, field := range fields() {
		f.Add(i, field.Name, field.Label, field.Value, field.Error)
	}
	f.Fuzz(func(t *testing.T, n int, name, label, value, wrong string) {
		bit := func(i int) bool { return n>>i&1 == 1 }
		d.compare(t, kit.Field{
			Type: fieldTypes[uint(n>>8)%uint(len(fieldTypes))], Name: name, Label: label, Help: value + label, Why: wrong, Text: label,
			Value: value, Values: []string{value}, Options: []kit.Option{{Value: value, Label: label, Help: wrong}, {Value: name, Label: label}}, Error: wrong,
			Shown: wrong, Optional: bit(0), ReadOnly: bit(1), Width: kit.Width(label), Unit: label, Complete: name, MaxLength: n >> 16, Rows: n >> 20,
			File: kit.FileField{Accept: name, Limits: label, MaxBytes: int64(n), Parts: value, Multiple: bit(2)},
		})
	})
}

// BenchmarkFields is what most of a long page's time goes to.
func BenchmarkFields(b *testing.B) {
	d, all := newDrawings(b, "field"), fields()
	for name, page := range map[string]*template.Template{"drawn": d[0].drawn, "template": d[0].reference} {
		b.Run(name, func(b *testing.B) {
			var out strings.Builder
			for b.Loop() {
				out.Reset()
				for _, f := range all {
					if err := page.ExecuteTemplate(&out, "main", f); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
