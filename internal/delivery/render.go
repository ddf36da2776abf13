// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"fmt"
	"regexp"
	"strings"
	"text/template"

	"pratica/internal/i18n"
)

// Sender is the body in whose name messages are written.
type Sender struct {
	Name    i18n.Text // "Ordine degli Avvocati di Esempio"
	Site    string    // address of the body's counter, "https://…"
	Contact i18n.Text // how to reach a person; may be empty
}

// Rendered is a text made for one reader.
type Rendered struct {
	Lang, Subject, Body string
}

// Render makes the text of a message. A missing, empty or unknown value is an error: a mail with a hole in it must not leave.
func (t *Texts) Render(m Message, from Sender) (Rendered, error) {
	known, ok := fieldsOf(m.Template)
	if !ok {
		return Rendered{}, fmt.Errorf("no message is named %q", m.Template)
	}
	data, err := known.values(m)
	if err != nil {
		return Rendered{}, err
	}
	lang := t.lang(m.Lang)
	data["body"], data["site"], data["contact"] = from.Name.In(lang), from.Site, from.Contact.In(lang)
	return t.langs[lang].render(lang, m.Template, data)
}

// lang is the language itself or, when there are no texts in it, the official one.
func (t *Texts) lang(wanted string) string {
	if _, ok := t.langs[wanted]; ok {
		return wanted
	}
	return fallbackLang
}

func (l *langTexts) render(lang string, kind Kind, data map[string]any) (Rendered, error) {
	subject, err := execute(l.kinds[kind].subject, data)
	if err != nil {
		return Rendered{}, err
	}
	body, err := execute(l.kinds[kind].body, data)
	if err != nil {
		return Rendered{}, err
	}
	footer, err := execute(l.footer, data)
	if err != nil {
		return Rendered{}, err
	}
	return Rendered{Lang: lang, Subject: oneLine(subject), Body: paragraphs(body) + "\n\n" + paragraphs(footer) + "\n"}, nil
}

func execute(t *template.Template, data map[string]any) (string, error) {
	var b strings.Builder
	if err := t.Execute(&b, data); err != nil {
		return "", err
	}
	return b.String(), nil
}

var gap = regexp.MustCompile(`\n[ \t]*(\n[ \t]*)+\n`)

// paragraphs closes the gaps that an empty optional value leaves behind, and drops control characters that a typed value may carry.
func paragraphs(s string) string {
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && isControl(r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(gap.ReplaceAllString(s, "\n\n"))
}
