// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"pratica/internal/fiscal"
	"pratica/internal/forms/belfiore"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// The parts of a person that a fiscal code is compared with; the first five are
// also what fiscal.Differences names.
const (
	partSurname  = "surname"
	partName     = "name"
	partBirth    = "birth"
	partSex      = "sex"
	partPlace    = "place"
	partProvince = "province"
)

var personParts = []string{partSurname, partName, partBirth, partSex, partPlace, partProvince}

// person names the fields that say who a fiscal code belongs to. Of several
// fields for one part the first that is answered counts.
type person struct {
	named  map[string][]ast.Node
	fields map[string][]*Field
}

// person reads the key of that name; the fields are found by people, once all are
// known.
func (b *build) person(o *object, f *Field) {
	n := o.get("person")
	if n == nil {
		return
	}
	p := b.object(n)
	f.person = &person{named: map[string][]ast.Node{}, fields: map[string][]*Field{}}
	for _, part := range personParts {
		one := p.get(part)
		if list, ok := b.resolve(one).(*ast.SequenceNode); ok {
			f.person.named[part] = list.Values
		} else if one != nil {
			f.person.named[part] = []ast.Node{one}
		}
	}
	p.done()
	b.coded = append(b.coded, f)
}

func (b *build) people() {
	for _, f := range b.coded {
		for _, part := range personParts {
			for _, n := range f.person.named[part] {
				if found := b.personField(f, part, n); found != nil {
					f.person.fields[part] = append(f.person.fields[part], found)
				}
			}
		}
		f.person.named = nil
	}
}

// personField finds a field beside the code: in the form, or in the same item.
func (b *build) personField(code *Field, part string, n ast.Node) *Field {
	name, _ := b.scalar(n)
	found := b.def.top[name]
	if code.in != nil {
		found = code.in.Group.byID[name]
	}
	want := []Type{Text, Choice}
	if part == partBirth {
		want = []Type{Date}
	}
	switch {
	case found == nil:
		b.fail(at(n), "unknown_field", "value", name)
		return nil
	case !slices.Contains(want, found.Type):
		b.fail(at(n), "bad_value", "value", name, "expected", string(want[0]))
		return nil
	}
	return found
}

// answerTo is the answer to a part of the person, with its field.
func (r *record) answerTo(p *person, part string) (string, *Field) {
	for _, f := range p.fields[part] {
		if v, ok := r.typed(f); ok && r.visible(f) {
			s, _ := v.(string)
			return s, f
		}
	}
	return "", nil
}

// codeDoubts compares a fiscal code with the person it is said to be of. Nobody is
// ever refused: names change, and offices write them differently than people do.
func (r *record) codeDoubts(f *Field, typed string) []problem.Field {
	code, err := fiscal.Parse(typed)
	if err != nil || f.person == nil || code.IsNumeric() {
		return nil
	}
	var doubts []problem.Field
	who := r.whose(f.person)
	if parts := r.differences(f.person, code, who); len(parts) > 0 {
		doubts = append(doubts, wrong("fiscal_differs", "parts", r.labels(f.person, parts)).at(f, r.index))
	}
	if list := belfiore.Coded(code.Place()); len(list) > 0 && !list[0].IsState() && !who.Birth.IsZero() && len(belfiore.On(list, who.Birth)) == 0 {
		doubts = append(doubts, wrong("fiscal_place", "place", list[0].Title()).at(f, r.index))
	}
	return doubts
}

func (r *record) whose(p *person) fiscal.Person {
	surname, _ := r.answerTo(p, partSurname)
	name, _ := r.answerTo(p, partName)
	who := fiscal.Person{Surname: surname, Name: name}
	if sex, _ := r.answerTo(p, partSex); sex == "M" || sex == "F" {
		who.Sex = sex
	}
	if typed, _ := r.answerTo(p, partBirth); typed != "" {
		if day, err := terms.ParseDate(typed); err == nil {
			y, m, d := day.Date()
			who.Birth = time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
		}
	}
	return who
}

// differences are those of the code, and the place when its name is known and
// none of its codes is the one in the fiscal code.
func (r *record) differences(p *person, code fiscal.Code, who fiscal.Person) []string {
	parts := code.Differences(who)
	typed, _ := r.answerTo(p, partPlace)
	province, _ := r.answerTo(p, partProvince)
	places := belfiore.Named(typed, time.Time{})
	if inside := belfiore.InProvince(places, province); len(inside) > 0 {
		places = inside
	}
	if len(places) > 0 && !slices.ContainsFunc(places, func(place belfiore.Place) bool { return place.Code == code.Place() }) {
		parts = append(parts, partPlace)
	}
	return parts
}

// labels are the questions that the parts were answered to.
func (r *record) labels(p *person, parts []string) i18n.Text {
	joined := i18n.Text{}
	for _, lang := range r.ev.def.Languages {
		var all []string
		for _, part := range parts {
			if _, f := r.answerTo(p, part); f != nil {
				all = append(all, f.Label.In(lang))
			}
		}
		joined[lang] = strings.Join(all, ", ")
	}
	return joined
}
