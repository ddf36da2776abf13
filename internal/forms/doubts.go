// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"slices"
	"strings"
	"time"

	"pratica/internal/forms/belfiore"
	"pratica/internal/problem"
)

// doubts are what a person should look at again, and may leave as it is.
func (r *record) doubts(f *Field, s FieldState) []problem.Field {
	typed, _ := s.Value.(string)
	if typed == "" || len(s.Failures) > 0 {
		return nil
	}
	switch {
	case f.Type == FiscalCode:
		return r.codeDoubts(f, typed)
	case f.Type == PEC && isOrdinary(typed):
		return []problem.Field{wrong("pec_ordinary").at(f, r.index)}
	case f.part == roleTown && f.owner.Lookup:
		return r.townDoubts(f, typed)
	}
	return nil
}

// ordinary are providers of e-mail that many people write where certified mail is
// asked; what they send and receive proves nothing (DPR 68/2005).
var ordinary = strings.Fields("gmail.com googlemail.com hotmail.com hotmail.it outlook.com outlook.it live.it live.com yahoo.it yahoo.com icloud.com libero.it virgilio.it alice.it tim.it tiscali.it")

func isOrdinary(address string) bool {
	_, domain, _ := strings.Cut(strings.ToLower(address), "@")
	return slices.Contains(ordinary, domain)
}

// townDoubts says what the table of municipalities knows better. The table is
// never newer than the last fusion, so it may be the person who is right.
func (r *record) townDoubts(f *Field, typed string) []problem.Field {
	if !r.isItalian(f.owner) {
		return nil
	}
	day := r.ev.midnight()
	named := belfiore.Named(typed, day)
	province := r.part(f.owner, roleProvince)
	switch {
	case len(named) == 0:
		return []problem.Field{r.unknownTown(typed, day).at(f, r.index)}
	case province != "" && len(belfiore.InProvince(named, province)) == 0:
		return []problem.Field{wrong("other_province", "place", placeNames(named)).at(f, r.index)}
	}
	return nil
}

func (r *record) unknownTown(typed string, day time.Time) *fault {
	if like := belfiore.Like(typed, day, 3); len(like) > 0 {
		return wrong("unknown_town_like", "place", placeNames(like))
	}
	return wrong("unknown_town")
}

// placeNames writes places as people do: "Samone (TN), Samone (TO)".
func placeNames(list []belfiore.Place) string {
	var all []string
	for _, p := range list {
		all = append(all, p.Title()+" ("+p.Province+")")
	}
	return strings.Join(slices.Compact(all), ", ")
}

// code is the Belfiore code of the municipality of an address, or of its state
// when that is another; empty when the table does not tell.
func (r *record) code(f *Field) string {
	if !r.isItalian(f) {
		return only(belfiore.Named(r.part(f, "state"), time.Time{}), true)
	}
	named := belfiore.Named(r.part(f, roleTown), r.ev.midnight())
	return only(belfiore.InProvince(named, r.part(f, roleProvince)), false)
}

// only is the code that all the places share which are states, or are none.
func only(list []belfiore.Place, states bool) string {
	code := ""
	for _, p := range list {
		if p.IsState() != states {
			continue
		}
		if code != "" && code != p.Code {
			return ""
		}
		code = p.Code
	}
	return code
}

// isItalian tells an address in Italy: the state is not asked twice of who leaves
// it empty.
func (r *record) isItalian(f *Field) bool {
	switch strings.ToUpper(r.part(f, "state")) {
	case "", "ITALIA", "ITALY", "IT":
		return true
	}
	return false
}

// part is the answer to a part of a composite.
func (r *record) part(f *Field, which role) string {
	p := r.field(f.ID + "_" + string(which))
	if p == nil || !r.visible(p) {
		return ""
	}
	v, _ := r.typed(p)
	s, _ := v.(string)
	return s
}

func (ev *evaluator) midnight() time.Time { return ev.today.Time }
