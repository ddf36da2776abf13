// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"errors"
	"html/template"
	"strconv"

	"pratica/internal/i18n"
)

// fieldDrawer draws one field. What it writes is that of testdata/field.html, where html/template judges each place: a
// change is made in both, and the tests find where they differ.
type fieldDrawer struct {
	markup
	f             *Field
	t             func(key string, args ...any) string
	id, described string // of the first input, and what is read aloud after its label
}

func newFieldDrawer(p *i18n.Printer) *fieldDrawer {
	d := &fieldDrawer{t: p.T}
	d.out.Grow(1024)
	return d
}

func (d *fieldDrawer) begin(f *Field) {
	d.f, d.id, d.described = f, f.ElementID(), f.DescribedBy()
}

// errUpload is a page's mistake: the files of an Upload are a component of their own, which only a template can call.
var errUpload = errors.New("kit: an upload is drawn by template \"field\", not among \"fields\"")

// fieldsHTML is a list of fields of any type but Upload. A template that calls it once saves what calling costs.
func fieldsHTML(p *i18n.Printer) func([]Field) (template.HTML, error) {
	return func(fields []Field) (template.HTML, error) {
		d := newFieldDrawer(p)
		d.out.Grow(1024 * len(fields))
		for i := range fields {
			if fields[i].Type == Upload {
				return "", errUpload
			}
			d.field(&fields[i])
		}
		return d.html(), nil
	}
}

// fieldHTML is a field of any type but Upload.
func fieldHTML(p *i18n.Printer) func(Field) template.HTML {
	return func(f Field) template.HTML {
		d := newFieldDrawer(p)
		d.field(&f)
		return d.html()
	}
}

// uploadHead is what stands above the files of an Upload, uploadBox what stands below.
func uploadHead(p *i18n.Printer) func(Field) template.HTML {
	return func(f Field) template.HTML {
		d := newFieldDrawer(p)
		d.begin(&f)
		d.open()
		d.label()
		return d.html()
	}
}

func uploadBox(p *i18n.Printer) func(Field) template.HTML {
	return func(f Field) template.HTML {
		d := newFieldDrawer(p)
		d.begin(&f)
		d.upload()
		d.close()
		return d.html()
	}
}

func (d *fieldDrawer) field(f *Field) {
	d.begin(f)
	d.open()
	switch {
	case f.Type == Declaration:
		d.declaration()
	case f.Type == Note:
		d.raw(`<p class="p-info">`)
		d.text(f.Text)
		d.raw("</p>")
	case f.IsGroup():
		d.group()
	default:
		d.label()
		d.box()
	}
	d.close()
}

func (d *fieldDrawer) open() {
	if d.f.Shown != "" {
		d.raw(`<input type="hidden"`)
		d.attr("name", d.f.Shown)
		d.attr("value", d.f.Name)
		d.raw(">")
	}
	d.raw(`<div class="p-field p-field--`)
	d.text(string(d.f.Type))
	d.when(d.f.Error != "", " p-field--error")
	d.raw("\">\n")
}

func (d *fieldDrawer) close() { d.raw("\n</div>\n") }

func (d *fieldDrawer) group() {
	d.raw("<fieldset")
	d.attrIf("aria-describedby", d.described)
	d.raw(`><legend class="p-label">`)
	d.labelText()
	d.raw("</legend>\n")
	d.notes()
	switch d.f.Type {
	case Date:
		d.date()
	case YesNo:
		d.yesNo()
	default:
		d.options()
	}
	d.raw("\n</fieldset>")
}

// label is that of a field with one input, with the notes below.
func (d *fieldDrawer) label() {
	d.raw(`<label class="p-label"`)
	d.attr("for", d.id)
	d.raw(">")
	d.labelText()
	d.raw("</label>\n")
	d.notes()
}

func (d *fieldDrawer) labelText() {
	d.text(d.f.Label)
	if d.f.Optional {
		d.raw(` <span class="p-optional">`)
		d.text(d.t("kit.optional"))
		d.raw("</span>")
	}
}

// notes are help, reason, limits of a file and error, each tied to the input by its id.
func (d *fieldDrawer) notes() {
	d.help(d.f.HelpID(), d.f.Help)
	d.raw("\n")
	if d.f.Why != "" {
		d.raw(`<details class="p-why"><summary>`)
		d.text(d.t("kit.why"))
		d.raw("</summary><p>")
		d.text(d.f.Why)
		d.raw("</p></details>")
	}
	d.raw("\n")
	d.help(d.f.LimitsID(), d.f.File.Limits)
	d.raw("\n")
	if d.f.Error != "" {
		d.raw(`<p class="p-error"`)
		d.attr("id", d.f.ErrorID())
		d.raw(`><span class="visually-hidden">`)
		d.text(d.t("kit.errors.prefix"))
		d.raw("</span> ")
		d.text(d.f.Error)
		d.raw("</p>")
	}
	d.raw("\n")
}

func (d *fieldDrawer) help(id, text string) {
	if text == "" {
		return
	}
	d.raw(`<p class="p-help"`)
	d.attr("id", id)
	d.raw(">")
	d.text(text)
	d.raw("</p>")
}

// state are the attributes that every single input has.
func (d *fieldDrawer) state() {
	d.when(d.f.ReadOnly, " readonly")
	d.due()
}

// due is state without readonly, which a list of choices does not know.
func (d *fieldDrawer) due() {
	d.when(!d.f.Optional, ` aria-required="true"`)
	d.attrIf("aria-describedby", d.described)
	d.when(d.f.Error != "", ` aria-invalid="true"`)
}

func (d *fieldDrawer) named() {
	d.attr("id", d.id)
	d.attr("name", d.f.Name)
}

func (d *fieldDrawer) upload() {
	d.raw("\n<div class=\"p-upload\" data-upload")
	d.attr("data-max", strconv.FormatInt(d.f.File.MaxBytes, 10))
	d.attrIf("data-parts", d.f.File.Parts)
	for _, text := range uploadTexts {
		d.attr(text.name, d.t(text.key))
	}
	d.raw(">\n<input class=\"p-file\" type=\"file\"")
	d.named()
	d.attrIf("accept", d.f.File.Accept)
	d.when(d.f.File.Multiple, " multiple")
	d.state()
	d.raw("></div>")
}

// uploadTexts are what the module for uploads says.
var uploadTexts = []struct {
	name literal
	key  string
}{
	{"data-too-large", "kit.upload.too_large"},
	{"data-empty", "kit.upload.empty"},
	{"data-unsent", "kit.upload.unsent"},
	{"data-sending", "kit.upload.sending"},
	{"data-waiting", "kit.upload.waiting"},
	{"data-resume", "kit.upload.resume"},
	{"data-sent", "kit.upload.sent"},
	{"data-failed", "kit.upload.failed"},
	{"data-cancelled", "kit.upload.cancelled"},
	{"data-cancel", "kit.upload.cancel"},
	{"data-retry", "kit.upload.retry"},
	{"data-forget", "kit.upload.forget"},
}
