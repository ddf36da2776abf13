// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

const other = "other"

var categories = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two,
	"few": plural.Few, "many": plural.Many, other: plural.Other,
}

var argument = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)

// entry is one text: its form for each plural category, or "other" alone.
type entry struct {
	forms map[string]string
}

// pluralForms reads a mapping as one text in several forms: all its names are
// plural categories and "other" is among them.
func pluralForms(node map[string]any) (entry, bool) {
	e := entry{forms: map[string]string{}}
	for name, value := range node {
		text, isText := value.(string)
		if _, known := categories[name]; !known || !isText {
			return entry{}, false
		}
		e.forms[name] = text
	}
	_, ok := e.forms[other]
	return e, ok
}

// form chooses the words for a count.
func (e entry) form(tag language.Tag, args []any) string {
	if len(e.forms) == 1 {
		return e.forms[other]
	}
	n, ok := count(args)
	if !ok {
		return e.forms[other]
	}
	match := plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)
	for name, category := range categories {
		if text, found := e.forms[name]; found && category == match {
			return text
		}
	}
	return e.forms[other]
}

// count finds the argument "count", as a number without sign.
func count(args []any) (int, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != "count" {
			continue
		}
		switch n := args[i+1].(type) {
		case int:
			return max(n, -n), true
		case int64:
			return int(max(n, -n)), true
		}
	}
	return 0, false
}

func (e entry) isEmpty() bool {
	for _, text := range e.forms {
		if strings.TrimSpace(text) == "" {
			return true
		}
	}
	return false
}

// args names the arguments of all forms. "count" may be absent from a form
// ("a day"), so it is left out for texts with several.
func (e entry) args() []string {
	names := e.allArgs()
	if len(e.forms) > 1 {
		names = slices.DeleteFunc(names, func(name string) bool { return name == "count" })
	}
	return names
}

func (e entry) allArgs() []string {
	names := map[string]bool{}
	for _, text := range e.forms {
		for _, m := range argument.FindAllStringSubmatch(text, -1) {
			names[m[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// fill puts the values in their places. A value that is not given leaves its
// name in braces, which a reader can report and a test can find.
func fill(text string, args []any, show func(name string, value any) string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	return argument.ReplaceAllStringFunc(text, func(place string) string {
		name := place[1 : len(place)-1]
		for i := 0; i+1 < len(args); i += 2 {
			if fmt.Sprint(args[i]) == name {
				return show(name, args[i+1])
			}
		}
		return place
	})
}
