// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/forms"
	"pratica/internal/i18n"
)

// personal is the small definition with a person, a code, an address and a file.
var personal = strings.Replace(small, "            - {id: truth,", `            - {id: surname, type: text, label: {it: Cognome, en: Surname}}
            - {id: sex, type: choice, label: {it: Sesso, en: Sex}, options: [{value: F, label: {it: F, en: F}}, {value: M, label: {it: M, en: M}}]}
            - {id: town, type: text, label: {it: Comune di nascita, en: Town of birth}}
            - {id: state, type: text, label: {it: Stato di nascita, en: Country of birth}}
            - id: code
              type: fiscal_code
              label: {it: Codice, en: Code}
              person: {surname: surname, name: name, birth: born, sex: sex, place: [town, state]}
            - {id: pec, type: pec, label: {it: PEC, en: PEC}}
            - {id: home, type: address, label: {it: Casa, en: Home}, lookup: true}
            - id: proof
              type: file
              label: {it: Prova, en: Proof}
              why: {it: Serve., en: It is needed.}
              when: income > 0
              required: true
              formats: [pdf]
              max_size: 1MB
            - {id: truth,`, 1)

func evaluated(t *testing.T, source string, in forms.Input) forms.Evaluation {
	t.Helper()
	def, wrong := forms.Parse("personal", []byte(source))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	in.Now = filedOn
	e, err := def.Evaluate(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// mario is who the code RSSMRA80A01H501U is of.
func mario() forms.Answers {
	return forms.Answers{"surname": "Rossi", "name": "Mario", "born": "1980-01-01", "sex": "M", "town": "Roma", "code": "RSSMRA80A01H501U", "truth": true}
}

func TestCodesAreComparedWithThePerson(t *testing.T) {
	for _, test := range []struct {
		name string
		edit forms.Answers
		want []string // in English
	}{
		{name: "the same person"},
		{name: "omocodia", edit: forms.Answers{"code": "RSSMRAULALMHRLMD"}},
		{name: "a provisional code says nothing", edit: forms.Answers{"code": "12345678903"}},
		{name: "no code", edit: forms.Answers{"code": nil, "surname": "Bianchi"}},
		{name: "another name", edit: forms.Answers{"surname": "Bianchi", "sex": "F"}, want: []string{"Code: it does not match what you wrote in: Surname, Sex. Check the code and the details; if they are right you can go on."}},
		{name: "another day", edit: forms.Answers{"born": "1981-01-01"}, want: []string{"Code: it does not match what you wrote in: Born. Check the code and the details; if they are right you can go on."}},
		{name: "another town", edit: forms.Answers{"town": "Milano"}, want: []string{"Code: it does not match what you wrote in: Town of birth. Check the code and the details; if they are right you can go on."}},
		{name: "the first answered of two", edit: forms.Answers{"town": nil, "state": "Albania"}, want: []string{"Code: it does not match what you wrote in: Country of birth. Check the code and the details; if they are right you can go on."}},
		{name: "a town that the table does not know", edit: forms.Answers{"town": "Topolinia"}},
		{name: "a town that was not there yet", edit: forms.Answers{"code": "RSSMRA80A01M429S", "town": nil}, want: []string{"Code: the place of birth in the code (Borgo d'Anaunia) did not exist yet, or any more, on the date of birth. Check the code."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := mario()
			for k, v := range test.edit {
				a[k] = v
			}
			e := evaluated(t, personal, forms.Input{Answers: a})
			if diff := cmp.Diff(test.want, said(t, e)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if !e.Valid() {
				t.Errorf("a doubt hinders filing: %v", e.Failures)
			}
		})
	}
}

func english(t *testing.T) *i18n.Printer { return printer(t, "en") }

func printer(t *testing.T, lang string) *i18n.Printer {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return texts.For(lang)
}

func said(t *testing.T, e forms.Evaluation) []string {
	t.Helper()
	var all []string
	for _, w := range e.Warnings {
		all = append(all, english(t).Field(w))
		if it := printer(t, "it").Field(w); strings.Contains(it, "{") || strings.HasPrefix(it, "problem.") {
			t.Errorf("in Italian: %q", it)
		}
	}
	return all
}

func TestAddressesAreLookedUp(t *testing.T) {
	for _, test := range []struct {
		name, town, province, state string
		code                        any
		want                        []string
	}{
		{name: "a town", town: "verona", province: "VR", state: "Italia", code: "L781"},
		{name: "with its accent, the state left out", town: "Cantù", code: "B639"},
		{name: "of two, the one in the province", town: "Samone", province: "TN", state: "Italia", code: "H754"},
		{name: "of two, no province", town: "Samone", state: "Italia"},
		{name: "another province", town: "Verona", province: "MI", state: "Italia", want: []string{"Municipality or town: the municipality of this name is Verona (VR). Check the province."}},
		{name: "misspelled", town: "Veronna", state: "Italia", want: []string{"Municipality or town: we find no Italian municipality of this name. Perhaps it is: Verona (VR). If what you wrote is right you can go on."}},
		{name: "nowhere", town: "Qqqqqqqq", state: "Italia", want: []string{"Municipality or town: we find no Italian municipality of this name. Check the spelling; if it is right you can go on."}},
		{name: "abroad", town: "Tirana", state: "Albania", code: "Z100"},
		{name: "abroad, not in the table", town: "Skopje", state: "Macedonia del Nord"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := mario()
			for part, v := range map[string]string{"municipality": test.town, "province": test.province, "state": test.state} {
				a["home_"+part] = v
			}
			e := evaluated(t, personal, forms.Input{Answers: a})
			if diff := cmp.Diff(test.want, said(t, e)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got := e.Effective["home_code"]; got != test.code {
				t.Errorf("code %v, want %v", got, test.code)
			}
		})
	}
}

func TestOrdinaryMailIsNotCertified(t *testing.T) {
	a := mario()
	a["pec"] = "mario@Gmail.com"
	if got := said(t, evaluated(t, personal, forms.Input{Answers: a})); len(got) != 1 || !strings.HasPrefix(got[0], "PEC: this looks like") {
		t.Errorf("%q", got)
	}
}

// TestFilesAsFields: the slot is there, and due, when the field is.
func TestFilesAsFields(t *testing.T) {
	a := mario()
	if e := evaluated(t, personal, forms.Input{Answers: a, Files: map[string]int{}}); len(e.Slots) != 0 {
		t.Errorf("a field that is not shown asks for %v", e.Slots)
	}
	a["income"] = int64(100)
	e := evaluated(t, personal, forms.Input{Answers: a, Files: map[string]int{}})
	if len(e.Slots) != 1 || e.Slots[0].Slot != "proof" || !e.Slots[0].Required || e.Slots[0].MaxSize != 1<<20 || e.Valid() {
		t.Errorf("slots %+v, failures %v", e.Slots, e.Failures)
	}
	if e = evaluated(t, personal, forms.Input{Answers: a, Files: map[string]int{"proof": 1}}); !e.Valid() {
		t.Errorf("with its file: %v", e.Failures)
	}
	inGroup := strings.Replace(small, "                - {id: pay,", "                - {id: paper, type: file, label: {it: Carta, en: Paper}, why: {it: Serve., en: Needed.}, formats: [pdf]}\n                - {id: pay,", 1)
	a = forms.Answers{"name": "Ada", "truth": true, "people": []any{map[string]any{"_key": "k1"}, map[string]any{"_key": "k7"}}}
	e = evaluated(t, inGroup, forms.Input{Answers: a, Files: map[string]int{}})
	if len(e.Slots) != 2 || e.Slots[1].Slot != "paper:k7" || !e.Valid() {
		t.Errorf("in a group: %+v %v", e.Slots, e.Failures)
	}
}

// TestFaultsOfPersons: the fields that a code is compared with exist, and say what
// they are said to.
func TestFaultsOfPersons(t *testing.T) {
	for _, change := range []struct{ old, new, mark, code string }{
		{"sex: sex, place", "sex: gender, place", "gender", "unknown_field"},
		{"birth: born", "birth: name", "name, sex", "bad_value"},
		{"[town, state]", "[town, land]", "land]", "unknown_field"},
		{"person: {surname", "person: {family", "family: surname", "unknown_key"},
		{"type: file\n", "type: file\n              max_length: 3\n", "max_length", "unknown_key"},
	} {
		source := strings.Replace(personal, change.old, change.new, 1)
		_, wrong := forms.Parse("personal", []byte(source))
		if len(wrong) != 1 || wrong[0].Code != "forms.definition."+change.code || wrong[0].Field().Path != place(source, change.mark) {
			t.Errorf("%s: %v, want %s at %s", change.new, wrong, change.code, place(source, change.mark))
		}
	}
}
