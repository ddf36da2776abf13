// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import "reflect"

// What the test of the published schema asks the parser itself.
var (
	Raw           = reflect.TypeFor[rawDefinition]()
	RawLots       = reflect.TypeFor[ordered[rawLot]]()
	RawStatistics = reflect.TypeFor[ordered[rawStatistic]]()
	Periods       = periods

	NameText   = nameText.String()
	LengthText = lengthText.String()
	Formats    = formats
	Modes      = modes

	QuestionTypes = questionTypes

	rawText   = reflect.TypeFor[text]()
	rawNames  = reflect.TypeFor[names]()
	rawWords  = reflect.TypeFor[words]()
	rawLength = reflect.TypeFor[length]()
	rawTo     = reflect.TypeFor[rawTarget]()
	rawWith   = reflect.TypeFor[ordered[rawParam]]()
)

// Leaf names the form of a value that the parser reads whole; "" for one with
// keys of its own.
func Leaf(t reflect.Type) string {
	switch t {
	case rawText:
		return "text"
	case rawNames:
		return "names"
	case rawWords:
		return "words"
	case rawLength:
		return "length"
	case rawTo:
		return "target"
	case rawWith:
		return "with"
	}
	return map[reflect.Kind]string{reflect.Bool: "flag", reflect.Int: "number"}[t.Kind()]
}

// Entries is the type of the values of a mapping from names; nil when t is not
// one.
func Entries(t reflect.Type) reflect.Type {
	if t.Kind() != reflect.Slice || t.Elem().Kind() != reflect.Struct {
		return nil
	}
	if item, ok := t.Elem().FieldByName("item"); ok {
		return item.Type
	}
	return nil
}
