// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package belfiore

import (
	"cmp"
	"slices"
	"time"
)

// Like lists at most n municipalities of a day whose names are the closest to what
// was typed: one letter in four may differ.
func Like(typed string, day time.Time, n int) []Place {
	want := []rune(fold(typed))
	if len(want) < 3 {
		return nil
	}
	type near struct {
		Place
		far int
	}
	var found []near
	for name, list := range places().byName {
		// A first letter that is wrong is rare, and comparing with all of them is slow.
		if got := []rune(name); got[0] == want[0] {
			if far := distance(want, got, 1+len(want)/4); far >= 0 {
				for _, p := range list {
					if p.In(day) && !p.IsState() {
						found = append(found, near{p, far})
					}
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b near) int {
		return cmp.Or(a.far-b.far, cmp.Compare(a.Name, b.Name), cmp.Compare(a.Code, b.Code))
	})
	var all []Place
	for _, p := range found[:min(n, len(found))] {
		if p.far == found[0].far {
			all = append(all, p.Place)
		}
	}
	return all
}

// distance counts the letters to change, add or drop; -1 when more than most.
func distance(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return -1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, from := range a {
		corner := row[0]
		row[0] = i + 1
		for j, to := range b {
			change := corner
			if from != to {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, corner+1)
		}
	}
	if row[len(b)] > most {
		return -1
	}
	return row[len(b)]
}
