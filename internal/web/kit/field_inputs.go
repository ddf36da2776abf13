// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import "strconv"

// box draws the input of a field that has one.
func (d *fieldDrawer) box() {
	switch d.f.Type {
	case LongText:
		d.longText()
	case Select:
		d.selection()
	default:
		d.line()
	}
}

func (d *fieldDrawer) openBox(class literal) {
	d.raw(`<span class="`)
	d.raw(class)
	if d.f.Width != Full {
		d.raw(" p-box--")
		d.text(string(d.f.Width))
	}
	d.raw(`">`)
}

// line is an input of one line, with its unit.
func (d *fieldDrawer) line() {
	d.openBox("p-box")
	d.raw(`<input class="p-input"`)
	d.named()
	d.attr("type", d.f.InputType())
	d.attr("value", d.f.Value)
	d.attrIf("inputmode", d.f.InputMode())
	d.attrIf("autocomplete", d.f.Complete)
	d.when(d.f.Type == OneTimeCode, ` autocomplete="one-time-code" data-otp`)
	d.number("maxlength", d.f.MaxLength)
	d.when(d.f.Type == Email, ` spellcheck="false" autocapitalize="none"`)
	d.state()
	d.raw(">")
	d.unit()
	d.raw("</span>")
}

func (d *fieldDrawer) unit() {
	switch {
	case d.f.Type == Amount:
		d.raw(`<span class="p-unit" aria-hidden="true">€</span>`)
	case d.f.Unit != "":
		d.raw(`<span class="p-unit">`)
		d.text(d.f.Unit)
		d.raw("</span>")
	}
}

func (d *fieldDrawer) longText() {
	d.raw(`<textarea class="p-input"`)
	d.named()
	d.number("rows", d.f.LineCount())
	d.raw(" data-grow")
	if d.f.MaxLength != 0 {
		d.number("maxlength", d.f.MaxLength)
		d.attr("data-count", d.t("kit.characters_left"))
	}
	d.state()
	d.raw(">\n") // browsers drop the first line break, so that one in the value stays
	d.text(d.f.Value)
	d.raw("</textarea>")
}

func (d *fieldDrawer) selection() {
	d.openBox("p-box p-box--select")
	d.raw(`<select class="p-input"`)
	d.named()
	d.attrIf("autocomplete", d.f.Complete)
	d.due()
	d.raw(">\n<option value=\"\">")
	d.text(d.t("kit.select"))
	d.raw("</option>\n")
	for _, o := range d.f.Options {
		d.raw("<option")
		d.attr("value", o.Value)
		d.when(d.f.Chosen(o), " selected")
		d.raw(">")
		d.text(o.Label)
		d.raw("</option>\n")
	}
	d.raw("</select></span>")
}

func (d *fieldDrawer) date() {
	d.raw(`<div class="p-date">`)
	for _, part := range d.f.DateParts() {
		d.datePart(part)
	}
	d.raw("</div>")
}

func (d *fieldDrawer) datePart(part DatePart) {
	length := strconv.Itoa(part.Length)
	d.raw(`<div class="p-date-part"><label`)
	d.attr("for", part.ID)
	d.raw(">")
	d.text(d.t(part.Label))
	d.raw("</label>\n<input class=\"p-input p-input--")
	d.text(length)
	d.raw(`"`)
	d.attr("id", part.ID)
	d.attr("name", part.Name)
	d.raw(` type="text" inputmode="numeric"`)
	d.attr("maxlength", length)
	d.attr("value", part.Value)
	d.attrIf("autocomplete", part.Complete)
	d.when(d.f.ReadOnly, " readonly")
	if d.f.Error != "" {
		d.raw(` aria-invalid="true"`)
		d.attr("aria-describedby", d.f.ErrorID())
	}
	d.raw("></div>\n")
}

// options are answers to choose from, all shown.
func (d *fieldDrawer) options() {
	d.raw(`<div class="p-options">`)
	for i, o := range d.f.Options {
		d.option(i, o, d.f.Type == Choices)
	}
	d.raw("</div>")
}

func (d *fieldDrawer) yesNo() {
	d.raw(`<div class="p-options p-options--row">`)
	for i, o := range d.f.YesNoOptions() {
		o.Label = d.t(o.Label)
		d.option(i, o, false)
	}
	d.raw("</div>")
}

func (d *fieldDrawer) option(n int, o Option, several bool) {
	id := d.f.OptionID(n)
	d.raw("<div class=\"p-option\">\n<input")
	if several {
		d.raw(` type="checkbox"`)
	} else {
		d.raw(` type="radio"`)
	}
	d.attr("id", id)
	d.attr("name", d.f.Name)
	d.attr("value", o.Value)
	d.when(d.f.Chosen(o), " checked")
	if o.Help != "" {
		d.attr("aria-describedby", id+"-help")
	}
	d.raw(">\n<label")
	d.attr("for", id)
	d.raw(">")
	d.text(o.Label)
	d.raw("</label>")
	d.help(id+"-help", o.Help)
	d.raw("</div>\n")
}

// declaration is a sentence with a box to tick.
func (d *fieldDrawer) declaration() {
	if d.f.Label != "" {
		d.raw(`<p class="p-label">`)
		d.text(d.f.Label)
		d.raw("</p>")
	}
	d.raw("\n")
	d.raw(`<div class="p-option p-declaration"><input type="checkbox"`)
	d.named()
	d.raw(` value="yes"`)
	d.when(d.f.Value == "yes", " checked")
	d.state()
	d.raw(">\n<label")
	d.attr("for", d.id)
	d.raw(">")
	d.text(d.f.Text)
	d.raw("</label></div>")
	d.notes()
}
