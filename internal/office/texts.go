// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
)

// TextName names something that the body itself writes.
type TextName string

// The texts. A body that writes none of them has the program's own.
const (
	HomeText    TextName = "home"        // on the start page, under its title
	HoursText   TextName = "hours"       // opening hours, where help is offered
	PrivacyText TextName = "privacy"     // at the end of the privacy notice
	LetterHead  TextName = "letter_head" // under the letterhead of printed documents
	LetterFoot  TextName = "letter_foot" // at the foot of their pages
	MailFoot    TextName = "mail_foot"   // at the end of each message

	statementName TextName = "accessibility" // see Statement
)

// shape is how large a text may be.
type shape struct{ lines, line, whole int } // 0: not limited

var shapes = map[TextName]shape{
	HomeText: {whole: 1500}, HoursText: {whole: 600}, PrivacyText: {whole: 8000},
	LetterHead: {lines: 3, line: 110}, LetterFoot: {lines: 2, line: 110}, MailFoot: {lines: 6, line: 120},
}

// TextNames lists the texts, in the order in which people meet them.
func TextNames() []TextName {
	return []TextName{HomeText, HoursText, PrivacyText, LetterHead, LetterFoot, MailFoot}
}

// TextVersion is a text as it was saved once.
type TextVersion struct {
	Name      TextName
	Version   int64 // 0 before the first save
	Text      i18n.Text
	ChangedBy string // account
	ChangedAt time.Time
}

// Text is a text as it is now; empty when the body wrote none.
func (s *Service) Text(ctx context.Context, name TextName) (text i18n.Text, err error) {
	defer problem.Wrap(&err, "office.Text(%s)", name)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		text, err = s.TextIn(ctx, tx, name)
		return err
	})
	return text, err
}

// TextIn is Text inside the caller's transaction.
func (s *Service) TextIn(ctx context.Context, tx *database.Tx, name TextName) (i18n.Text, error) {
	v, err := lastText(ctx, tx, name)
	if errors.Is(err, database.ErrNotFound) {
		return i18n.Text{}, nil
	}
	if err != nil {
		return nil, err
	}
	return readText(v)
}

func readText(v storedText) (text i18n.Text, err error) {
	return text, json.Unmarshal(v.data, &text)
}

// TextHistory lists the versions of a text, the newest first.
func (s *Service) TextHistory(ctx context.Context, by Actor, name TextName) (list []TextVersion, err error) {
	defer problem.Wrap(&err, "office.TextHistory(%s)", name)
	if err := may(by, BodyManage, Resource{}); err != nil {
		return nil, err
	}
	if !slices.Contains(TextNames(), name) {
		return nil, problem.New(problem.NotFound, "office.no_text")
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		all, err := allTexts(ctx, tx, name)
		if err != nil {
			return err
		}
		for _, v := range all {
			text, err := readText(v)
			if err != nil {
				return err
			}
			list = append(list, TextVersion{Name: name, Version: v.version, Text: text, ChangedBy: v.by, ChangedAt: v.at})
		}
		return nil
	})
	return list, err
}

// CheckText tidies a text and says what is wrong with it. Both languages are written, or neither.
func CheckText(name TextName, text i18n.Text) (i18n.Text, error) {
	limits, known := shapes[name]
	if !known {
		return nil, problem.New(problem.NotFound, "office.no_text")
	}
	tidy := i18n.Text{"it": tidyText(text["it"]), "en": tidyText(text["en"])}
	var fields []problem.Field
	for _, lang := range []string{"it", "en"} {
		other := tidy["en"]
		if lang == "en" {
			other = tidy["it"]
		}
		if tidy[lang] == "" && other != "" {
			fields = append(fields, problem.Field{Path: lang, Code: "office.text_other_language"})
		}
		if code, most := limits.broken(tidy[lang]); code != "" {
			fields = append(fields, problem.Field{Path: lang, Code: code, Args: []any{"max", most}})
		}
	}
	if len(fields) > 0 {
		return nil, problem.New(problem.Invalid, "office.text_invalid").With(fields...)
	}
	return tidy, nil
}

// broken names the limit that a text is over, with its measure.
func (s shape) broken(text string) (code string, most int) {
	lines := strings.Split(text, "\n")
	switch {
	case s.whole > 0 && utf8.RuneCountInString(text) > s.whole:
		return "office.text_long", s.whole
	case s.lines > 0 && len(lines) > s.lines:
		return "office.text_lines", s.lines
	}
	for _, line := range lines {
		if s.line > 0 && utf8.RuneCountInString(line) > s.line {
			return "office.text_line_long", s.line
		}
	}
	return "", 0
}

// tidyText drops blanks at the ends of lines and of the text.
func tidyText(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// SaveText stores a new version of a text, made from the given one. An empty text gives the place back to the program's own words.
func (s *Service) SaveText(ctx context.Context, by Actor, name TextName, text i18n.Text, from int64) (err error) {
	defer problem.Wrap(&err, "office.SaveText(%s)", name)
	if err := may(by, BodyManage, Resource{}); err != nil {
		return err
	}
	if text, err = CheckText(name, text); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error { return s.putText(ctx, tx, by, name, text, from) })
}

// putText stores a version of whatever stands under a name. Two who save at once do not overwrite each other.
func (s *Service) putText(ctx context.Context, tx *database.Tx, by Actor, name TextName, content any, from int64) error {
	last, err := lastText(ctx, tx, name)
	if err != nil && !errors.Is(err, database.ErrNotFound) {
		return err
	}
	stale := problem.New(problem.Conflict, "office.text_changed")
	if last.version != from {
		return stale
	}
	err = insertText(ctx, tx, name, from+1, content, by.Account, s.Now())
	if errors.Is(err, database.ErrConflict) {
		return stale.Because(err)
	}
	if err != nil {
		return err
	}
	return s.record(ctx, tx, by.Audit(), "text_saved", string(name), map[string]string{"text": string(name)})
}
