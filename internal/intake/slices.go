// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"iter"
	"slices"
)

func pages[T any](all []T, size int) iter.Seq[[]T] { return slices.Chunk(all, size) }

func anys[T any](all []T) []any {
	out := make([]any, len(all))
	for i, v := range all {
		out[i] = v
	}
	return out
}
