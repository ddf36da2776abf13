// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"maps"
	"testing"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/casetest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
)

// with is the invented application with other answers.
func with(pairs ...any) map[string]any {
	answers := maps.Clone(aid())
	for i := 0; i+1 < len(pairs); i += 2 {
		answers[pairs[i].(string)] = pairs[i+1]
	}
	return answers
}

func person(name, surname, code string) map[string]any {
	return map[string]any{"name": name, "surname": surname, "tax_code": code}
}

// TestRelatedCases recognises people in other cases, by what identifies them.
func TestRelatedCases(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		file := func(answers map[string]any) casework.Application {
			return o.File("patrocinio-civile", o.Publish(definition(t, "legal-aid-civil"), income), answers)
		}
		opponents := func(p ...any) []any { return append([]any{}, p...) }
		first := file(with("opponents", opponents(person("Ugo", "D'Àgata", ""))))
		for _, test := range []struct {
			name    string
			answers map[string]any
			want    []string // party, party there, by
		}{
			{"a stranger", with("name", "Bea", "tax_code", "BSMBEA80A41H501X", "opponents", opponents(person("Nessuno", "Mai", ""))), nil},
			{"the same tax code", with("name", "A.", "opponents", opponents()), []string{"Applicant", "Applicant", "tax_code"}},
			{"the same name and birth, a new code", with("tax_code", "SMPDAA80A41H50LZ", "opponents", opponents()), []string{"Applicant", "Applicant", "name_birth"}},
			{"the same name, born on another day", with("birth_date", "1981-01-01", "tax_code", "XXXDAA80A41H50LZ", "opponents", opponents()), nil},
			{"the opponent, written otherwise", with("name", "Gea", "tax_code", "GEADAA80A41H50LZ", "opponents", opponents(person("D’AGATA", "ugo", ""))), []string{"Opponent", "Opponent", "name"}},
			{"the applicant is an opponent here", with("name", "Ivo", "tax_code", "IVODAA80A41H50LZ", "opponents", opponents(person("Ada", "Esempio", "smpdaa80a41h501p"))), []string{"Opponent", "Applicant", "tax_code"}},
		} {
			t.Run(test.name, func(t *testing.T) {
				a := file(test.answers)
				var got []string
				for _, r := range o.view(t, o.secretary, a.ID).Related {
					if r.ID == first.ID {
						for _, m := range r.Matches {
							got = append(got, m.Party.In("en"), m.There.In("en"), m.By)
						}
					}
				}
				if len(got) != len(test.want) || len(got) > 0 && (got[0] != test.want[0] || got[1] != test.want[1] || got[2] != test.want[2]) {
					t.Errorf("recognised by %v, want %v", got, test.want)
				}
				if o.view(t, applicant(a), a.ID).Related != nil {
					t.Error("the applicant reads of other cases")
				}
			})
		}
	})
}

// TestRelatedCasesOfOthers are counted for who may not see them, and not shown.
func TestRelatedCasesOfOthers(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		o.fileAid(t)
		a := o.toAssign(t)
		o.Must(o.secretary, a.ID, "assign", casetest.Text("official", actions.ByRule))
		o.Must(o.rapporteur, a.ID, "no_conflict", casetest.Text("declared", "yes"))
		v := o.view(t, o.rapporteur, a.ID)
		if len(v.Related) != 0 || v.Unseen != 1 {
			t.Errorf("the rapporteur reads %+v and %d more", v.Related, v.Unseen)
		}
	})
}
