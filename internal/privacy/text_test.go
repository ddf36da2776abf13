// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package privacy

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

const (
	mine   = "NSSPLA83L02H501Q"
	theirs = "SMPMRT85C52H501V"
)

func TestPartsAbout(t *testing.T) {
	me := Person{TaxCode: mine}
	for _, test := range []struct {
		name, answers string
		want          []database.Record
	}{
		{"nobody", `{"name":"Ada","tax_code":"` + theirs + `"}`, nil},
		{"no answers", `[]`, nil},
		{
			"one of a list", `{"surname":"Altri","household":[{"name":"Paolo","tax_code":"nssPLA83L02H501Q"},{"name":"Rita","tax_code":"` + theirs + `"}]}`,
			[]database.Record{{"name": "Paolo", "tax_code": "nssPLA83L02H501Q"}},
		},
		{
			"counsel", `{"name":"Ada","tax_code":"` + theirs + `","counsel_name":"Livia","counsel_tax_code":"` + mine + `"}`,
			[]database.Record{{"counsel_name": "Livia", "counsel_tax_code": mine}},
		},
		{
			"the bare code brings nothing else", `{"name":"Ada","tax_office":"1","tax_code":"` + mine + `"}`,
			[]database.Record{{"tax_code": mine}},
		},
		{
			"the smallest group", `{"acts":[{"title":"Lite","parties":[{"who":"Paolo","code":"` + mine + `"},{"who":"Rita"}]}]}`,
			[]database.Record{{"who": "Paolo", "code": mine}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, partsAbout(json.RawMessage(test.answers), me)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAskingIsChecked(t *testing.T) {
	today := terms.NewDate(2026, 11, 25)
	for _, test := range []struct {
		name string
		Asking
		wrong []string
	}{
		{"whole", Asking{Person: Person{Name: "Ada", TaxCode: " nssPLA 83L02 H501Q"}, AskedOn: today}, nil},
		{"by address", Asking{Person: Person{Name: "Ada", Email: "ada@posta.example"}, AskedOn: today}, nil},
		{"nothing", Asking{}, []string{"name", "tax_code", "asked_on"}},
		{"wrong", Asking{Person: Person{Name: "Ada", TaxCode: "NSSPLA83L02H501X", Email: "ada"}, AskedOn: today.AddDays(1)}, []string{"tax_code", "email", "asked_on"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			tidy, err := test.checked(today)
			var wrong []string
			if p, ok := problem.As(err); ok {
				for _, f := range p.Fields {
					wrong = append(wrong, f.Path)
				}
			}
			if diff := cmp.Diff(test.wrong, wrong); diff != "" {
				t.Error(diff)
			}
			if err == nil && tidy.TaxCode != "" && tidy.TaxCode != mine {
				t.Errorf("tax code %q", tidy.TaxCode)
			}
		})
	}
}
