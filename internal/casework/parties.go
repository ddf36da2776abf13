// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/terms"
)

// PartyView is who is in a case, by a kind of party.
type PartyView struct {
	Name   string
	seek   bool
	Label  i18n.Text
	People []workflow.Person
}

// Related is another case in which somebody of this one appears.
type Related struct {
	ID, Code  string
	Procedure string
	State     i18n.Text
	Final     bool
	Filed     terms.Date
	Matches   []Match
}

// Match says which party of this case was recognised in the other, as which
// party there, and by what.
type Match struct {
	Party, There i18n.Text
	By           string // tax_code, name_birth or name
}

// maxRelated bounds the list of related cases: a large landlord has hundreds.
const maxRelated = 50

// partyKey is by what somebody is recognised.
type partyKey struct{ party, kind, key string }

// The kinds of a key, the surest first.
const (
	byTaxCode   = "tax_code"
	byNameBirth = "name_birth"
	byName      = "name"
)

// people are the parties of the case with the people in them.
func (f *folder) people(ctx context.Context) ([]PartyView, error) {
	vars := f.snapshot().Look(f.def)
	var out []PartyView
	for _, p := range f.def.Parties {
		people, err := p.People(ctx, vars)
		if err != nil {
			return nil, err
		}
		if len(people) > 0 {
			out = append(out, PartyView{Name: p.Name, seek: p.Seek, Label: p.Label, People: people})
		}
	}
	return out, nil
}

// readable are the people as far as the expressions can read them: whatever
// somebody wrote, the case can be worked.
func (f *folder) readable(ctx context.Context) []PartyView {
	people, err := f.people(ctx)
	if err != nil {
		return nil
	}
	return people
}

func (f *folder) partyKeys(ctx context.Context) ([]partyKey, error) {
	parties, err := f.people(ctx)
	if err != nil {
		return nil, err
	}
	var keys []partyKey
	for _, party := range parties {
		if !party.seek {
			continue
		}
		for _, p := range party.People {
			if k := keyOf(party.Name, p); k != (partyKey{}) && !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
			if k := nameKey(party.Name, p); k != (partyKey{}) && !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	return keys, nil
}

// keyOf recognises by the tax code.
func keyOf(party string, p workflow.Person) partyKey {
	if p.TaxCode == "" {
		return partyKey{}
	}
	return partyKey{party, byTaxCode, digest(byTaxCode, folded(p.TaxCode))}
}

// nameKey recognises by name and birth, or where no birth is known, by name.
func nameKey(party string, p workflow.Person) partyKey {
	name := folded(p.Who)
	switch {
	case name == "":
		return partyKey{}
	case p.Born != "":
		return partyKey{party, byNameBirth, digest(byNameBirth, name, p.Born)}
	}
	return partyKey{party, byName, digest(byName, name)}
}

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// folded is a text as it is compared: letters and digits in lower case, without
// marks; words in order, so that name and surname may be given either way.
func folded(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFKD.String(text))
	words := strings.Fields(text)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// identify writes by what the people of the case are recognised, and the day
// that makes it urgent, from answers that are new. What an expression cannot
// read of them is left out: a case opens, whatever its people wrote.
func (s *Service) identify(ctx context.Context, tx *database.Tx, f *folder, answers json.RawMessage) error {
	if len(f.def.Parties) == 0 && f.def.Urgent == nil {
		return nil
	}
	values, err := s.Forms.Values(ctx, tx, f.Definition, answers, f.Filed())
	if err != nil {
		return err
	}
	fresh := *f
	fresh.values = values
	keys, unreadable := fresh.partyKeys(ctx)
	if unreadable != nil {
		keys = nil
	}
	if err := replaceParties(ctx, tx, f.ID, keys); err != nil {
		return err
	}
	if err := setClient(ctx, tx, f.ID, fresh.client(ctx)); err != nil {
		return err
	}
	day, err := f.def.Urgent.Day(ctx, fresh.snapshot().Look(f.def))
	before, _ := f.def.Urgent.Day(ctx, f.snapshot().Look(f.def)) // of the answers that are replaced
	if err != nil || day == before {
		return nil // what an official marked by hand stays
	}
	return setUrgent(ctx, tx, f.ID, day, f.def.Urgent.From(day))
}

// related lists the other cases in which somebody of this one appears, the
// surest first, and counts those that the reader may not see.
func (s *Service) related(ctx context.Context, tx *database.Tx, f *folder, actor Actor) (list []Related, hidden int, err error) {
	same, err := sameParties(ctx, tx, f.ID, maxRelated)
	if err != nil {
		return nil, 0, err
	}
	for len(same) > 0 {
		id := same[0].caseID
		n := slices.IndexFunc(same, func(m samePerson) bool { return m.caseID != id })
		if n < 0 {
			n = len(same)
		}
		r, seen, err := s.relatedCase(ctx, tx, f, actor, same[:n])
		if err != nil {
			return nil, 0, err
		}
		if seen {
			list = append(list, r)
		} else {
			hidden++
		}
		same = same[n:]
	}
	slices.SortFunc(list, func(a, b Related) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), b.Filed.Compare(a.Filed))
	})
	return list, hidden, nil
}

// rank puts the surest matches first, and of these the open cases.
func (r Related) rank() int {
	rank := 0
	if !slices.ContainsFunc(r.Matches, func(m Match) bool { return m.By != byName }) {
		rank = 2
	}
	if r.Final {
		rank++
	}
	return rank
}

// relatedCase is another case as the reader may know of it; false when he may
// not see it.
func (s *Service) relatedCase(ctx context.Context, tx *database.Tx, f *folder, actor Actor, same []samePerson) (Related, bool, error) {
	c, err := getCase(ctx, tx, same[0].caseID)
	if err != nil {
		return Related{}, false, err
	}
	def, err := s.definition(ctx, tx, c.Definition)
	if err != nil {
		return Related{}, false, err
	}
	assigned, err := assignments(ctx, tx, c.ID)
	if err != nil {
		return Related{}, false, err
	}
	other := &folder{Case: c, def: def, assigned: assigned}
	state, _ := def.State(c.State)
	r := Related{ID: c.ID, Code: c.Code, Procedure: c.Procedure, State: state.Office, Final: state.Final, Filed: c.Filed()}
	for _, m := range same {
		match := Match{Party: f.partyLabel(m.party), There: other.partyLabel(m.there), By: m.kind}
		if m.kind == byTaxCode || !slices.Contains(same, samePerson{m.caseID, m.party, m.there, byTaxCode}) { // the surest says it all
			r.Matches = append(r.Matches, match)
		}
	}
	return r, other.sees(actor), nil
}

func (f *folder) partyLabel(name string) i18n.Text {
	for _, p := range f.def.Parties {
		if p.Name == name {
			return p.Label
		}
	}
	return i18n.Text{i18n.Default: name}
}
