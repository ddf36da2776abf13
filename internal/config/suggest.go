// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package config

import "strings"

// suggestion is ` (did you mean "x"?)` with the name nearest to a misspelt one, or nothing when none is near.
func suggestion(name string, known []string) string {
	best, nearest := "", 3 // more than two letters apart is another word
	for _, other := range known {
		if d := distance(strings.ToLower(name), strings.ToLower(other)); d < nearest || (d == nearest && best != "" && other < best) {
			best, nearest = other, d
		}
	}
	if best == "" {
		return ""
	}
	return ` (did you mean "` + best + `"?)`
}

// distance is the number of letters to insert, remove, change or swap with their neighbour to make one word of the
// other (optimal string alignment).
func distance(a, b string) int {
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
