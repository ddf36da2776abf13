// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/forms"
	"pratica/internal/i18n"
)

func TestCanonical(t *testing.T) {
	tests := []struct {
		name string
		in   forms.Answers
		want string
	}{
		{"keys are sorted", forms.Answers{"b": true, "a": int64(1)}, `{"a":1,"b":true}`},
		{"what is empty is no answer", forms.Answers{"a": "", "b": nil, "c": []any{}, "d": map[string]any{}}, `{}`},
		{"false and zero are answers", forms.Answers{"a": false, "b": int64(0)}, `{"a":false,"b":0}`},
		{"whole numbers have no fraction", forms.Answers{"a": float64(5), "b": 7, "c": 1.5}, `{"a":5,"b":7,"c":1.5}`},
		{"nothing is escaped without need", forms.Answers{"a": "D'Angelò <b> & c"}, `{"a":"D'Angelò <b> & c"}`},
		{"an item is there by its key alone", forms.Answers{"g": []any{map[string]any{"_key": "k1", "x": ""}}}, `{"g":[{"_key":"k1"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(forms.Canonical(tt.in)); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// TestFingerprintSurvives: whatever way answers take (JSON of a database, of a
// client with other blanks and order), the fingerprint is the same; and it
// changes with any value.
func TestFingerprintSurvives(t *testing.T) {
	random := rand.New(rand.NewPCG(115, 2002))
	for range 300 {
		a := anyAnswers(random, 0)
		indented, err := json.MarshalIndent(a, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		back, err := forms.ParseAnswers(indented)
		if err != nil {
			t.Fatal(err)
		}
		if forms.Fingerprint(a) != forms.Fingerprint(back) || forms.Fingerprint(a) != forms.Fingerprint(a.Clone()) {
			t.Fatalf("%s became %s", forms.Canonical(a), forms.Canonical(back))
		}
		back["another"] = "x"
		if forms.Fingerprint(a) == forms.Fingerprint(back) {
			t.Fatal("another answer, the same fingerprint")
		}
	}
}

func anyAnswers(random *rand.Rand, depth int) forms.Answers {
	a := forms.Answers{}
	for range random.IntN(6) {
		id := string(rune('a' + random.IntN(26)))
		switch random.IntN(6) {
		case 0:
			a[id] = "testo " + string(rune(random.IntN(0x2000)+1))
		case 1:
			a[id] = random.Int64N(1 << 40)
		case 2:
			a[id] = random.Float64() * 1000
		case 3:
			a[id] = random.IntN(2) == 0
		case 4:
			a[id] = []any{"x", "y"}
		default:
			if depth == 0 {
				item := map[string]any(anyAnswers(random, 1))
				item["_key"] = "k1"
				a[id] = []any{item}
			}
		}
	}
	return a
}

func TestDescribe(t *testing.T) {
	def := definition(t, "legal-aid-civil.yaml")
	effective := evaluate(t, def, sample(t, "patrocinio-civile-straniera"), filedOn).Effective
	tests := []struct {
		lang, field, want string
	}{
		{"it", "birth_date", "17 maggio 1991"},
		{"en", "birth_date", "17 May 1991"},
		{"it", "income_limit", "13.659,64 €"},
		{"en", "income_limit", "€13,659.64"},
		{"it", "income_year", "2025"},
		{"it", "within_limit", "Sì"},
		{"en", "citizenship", "Of a state outside the European Union"},
		{"it", "residence", "Via della Prova 12, 00100 Verona, Italia"},
	}
	for _, tt := range tests {
		t.Run(tt.lang+" "+tt.field, func(t *testing.T) {
			for _, b := range def.Describe(effective, tt.lang) {
				for _, e := range b.Entries {
					if e.Field == tt.field && strings.ReplaceAll(e.Value, "\u00a0", " ") != tt.want {
						t.Errorf("%q, want %q", e.Value, tt.want)
					}
				}
			}
		})
	}
	table := membersOf(t, def.Describe(effective, "it"))
	if len(table.Rows) != 2 || table.Rows[0].Title != "Familiare 1: Sani Ipotetico" {
		t.Errorf("%+v", table.Rows)
	}
	for _, row := range table.Rows {
		if len(row.Cells) != len(table.Columns) {
			t.Errorf("%d cells for %d columns", len(row.Cells), len(table.Columns))
		}
	}
	if got := table.Rows[0].Cells[3]; got != "È stato chiesto e non è ancora arrivato" {
		t.Errorf("without a fiscal code the reason is shown, not %q", got)
	}
}

func membersOf(t *testing.T, blocks []forms.Block) *forms.ItemTable {
	t.Helper()
	for _, b := range blocks {
		for _, e := range b.Entries {
			if e.Table != nil && e.Field == "members" {
				return e.Table
			}
		}
	}
	t.Fatal("no members")
	return nil
}

func TestDiff(t *testing.T) {
	def := definition(t, "legal-aid-civil.yaml")
	older := sample(t, "patrocinio-civile-straniera")
	newer := older.Clone()
	members := newer["members"].([]any)
	members[1].(map[string]any)["taxable_income"] = int64(5000)
	newer["members"] = []any{members[1], map[string]any{"_key": "k9", "surname": "Ipotetica", "name": "Grace"}}
	newer["residence_street"] = "Corso del Dubbio"
	newer["urgent"] = false
	delete(newer, "permit_expiry")
	var got []string
	for _, c := range def.Diff(older, newer, "en") {
		got = append(got, strings.ReplaceAll(string(c.Kind)+" "+c.Path+" "+c.Label+": "+c.Old+" > "+c.New, "\u00a0", " "))
	}
	want := []string{
		"changed residence Home address: Via della Prova 12, 00100 Verona, Italia > Corso del Dubbio 12, 00100 Verona, Italia",
		"removed permit_expiry Expiry date: 30 June 2028 > ",
		"removed members[0] Family members: Surname: Ipotetico; First name: Sani; Date of birth: 9 January 1988; Italian tax code: It was requested and has not arrived yet; Relation to the applicant: Spouse; Do they live with you?: Yes; Taxable income: €3,100.00; Exempt income or income taxed at source: €0.00; Year of the income: 2025; Which document shows it?: Income certificate (CU) > ",
		"changed members[0].taxable_income Taxable income: €0.00 > €50.00",
		"added members[1] Family members:  > Surname: Ipotetica; First name: Grace",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if same := def.Diff(older, older.Clone(), "it"); len(same) > 0 {
		t.Errorf("nothing changed, yet: %v", same)
	}
}

func TestTypedTexts(t *testing.T) {
	def := definition(t, "legal-aid-civil.yaml")
	tests := []struct {
		page, field, typed string
		want               any // the value, or the code of the fault
		bad                bool
	}{
		{"income", "own_taxable_income", "8.450,5", int64(845050), false},
		{"income", "own_taxable_income", "8450", int64(845000), false},
		{"income", "own_taxable_income", "€ 8.450,50", int64(845050), false},
		{"income", "own_taxable_income", "8,450", "ambiguous_amount", true},
		{"income", "own_taxable_income", "poco", "bad_amount", true},
		{"income", "own_taxable_income", "99999999999999", "huge_amount", true},
		{"income", "own_taxable_income", "-1", "below", true},
		{"income", "income_year", "2025", int64(2025), false},
		{"income", "income_year", "duemila", "bad_integer", true},
		{"income", "income_year", "1999", "below", true},
		{"applicant", "birth_date", "29/2/2000", "2000-02-29", false},
		{"applicant", "birth_date", "29.02.2001", "bad_date", true},
		{"applicant", "birth_date", "2027-01-01", "in_future", true},
		{"applicant", "birth_date", "1899-12-31", "before", true},
		{"applicant", "tax_code", "rssmra 80a01 h501u", "RSSMRA80A01H501U", false},
		{"applicant", "tax_code", "RSSMRA80A01H501X", "fiscal_check", true},
		{"applicant", "tax_code", "RSSMRA80", "fiscal_length", true},
		{"applicant", "surname", "  De'\tRossi ", "De' Rossi", false},
		{"applicant", "surname", strings.Repeat("a", 101), "too_long", true},
		{"applicant", "birth_province", "ROMA", "too_long", true},
		{"contacts", "email", "maria@esempio.example", "maria@esempio.example", false},
		{"contacts", "email", "maria@localhost", "bad_email", true},
		{"contacts", "email", "Maria <maria@esempio.example>", "bad_email", true},
		{"contacts", "mobile", "+39 333 123.45-67", "+393331234567", false},
		{"contacts", "mobile", "chiamami", "bad_phone", true},
		{"contacts", "domicile_differs", "forse", "bad_yes_no", true},
	}
	for _, tt := range tests {
		t.Run(tt.field+" "+tt.typed[:min(20, len(tt.typed))], func(t *testing.T) {
			p, _ := def.Page(tt.page)
			a := def.DecodePage(p, typed(forms.ShownName, tt.field, tt.field, tt.typed), sample(t, "patrocinio-civile-sola"))
			var faults []string
			for _, f := range evaluate(t, def, a, filedOn).Failures {
				if f.Path == tt.field {
					faults = append(faults, strings.TrimPrefix(f.Code, "forms."))
				}
			}
			if tt.bad {
				if diff := cmp.Diff([]string{tt.want.(string)}, faults); diff != "" {
					t.Errorf("faults (-want +got):\n%s", diff)
				}
				return
			}
			if len(faults) > 0 || a[tt.field] != tt.want {
				t.Errorf("%v %v, want %v", a[tt.field], faults, tt.want)
			}
		})
	}
}

// TestPlainLanguage: no sentence that an applicant reads has more than 25 words.
func TestPlainLanguage(t *testing.T) {
	for _, file := range []string{"legal-aid-civil.yaml", "access-to-documents.yaml"} {
		def := definition(t, file)
		for _, text := range publicTexts(def) {
			for _, lang := range def.Languages {
				for _, sentence := range strings.FieldsFunc(text[lang], func(r rune) bool { return r == '.' || r == '?' || r == '!' || r == ':' }) {
					if words := strings.Fields(sentence); len(words) > 25 {
						t.Errorf("%s, %s: %d words: %s", file, lang, len(words), sentence)
					}
				}
				if !utf8.ValidString(text[lang]) || text[lang] == "" && len(text) > 0 {
					t.Errorf("%s: a text is missing or broken in %s: %v", file, lang, text)
				}
			}
		}
	}
}

func publicTexts(def *forms.Definition) []i18n.Text {
	s := def.Sheet
	all := append([]i18n.Text{def.Title, def.Summary, s.Who, s.Cost, s.TimeLimit, s.Silence, s.Privacy, s.Office}, s.Documents...)
	for _, p := range def.Pages {
		all = append(all, p.Title, p.Intro)
		for _, section := range p.Sections {
			all = append(all, section.Title, section.Intro)
			all = append(all, fieldTexts(section.Fields)...)
		}
	}
	for _, a := range def.Attachments {
		all = append(all, a.Title, a.Why, a.Help)
	}
	for _, w := range def.Signing.Ways {
		all = append(all, w.Title, w.Help)
	}
	return all
}

func fieldTexts(fields []*forms.Field) []i18n.Text {
	var all []i18n.Text
	for _, f := range fields {
		all = append(all, f.Label, f.Help, f.Example)
		for _, o := range f.Options {
			all = append(all, o.Label)
		}
		all = append(all, fieldTexts(f.Parts)...)
		if f.Group != nil {
			all = append(all, fieldTexts(f.Group.Fields)...)
		}
	}
	return all
}
