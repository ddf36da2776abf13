// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents_test

import (
	"testing"

	"pratica/internal/documents"
)

func TestAPlaceNamesSlotAndItem(t *testing.T) {
	tests := []struct{ slot, item, place string }{
		{"identity_document", "", "identity_document"},
		{"member_income", "k2", "member_income:k2"},
	}
	for _, tt := range tests {
		if got := (documents.File{Slot: tt.slot, Item: tt.item}).Place(); got != tt.place {
			t.Errorf("Place() = %q, want %q", got, tt.place)
		}
		if slot, item := documents.ParsePlace(tt.place); slot != tt.slot || item != tt.item {
			t.Errorf("ParsePlace(%q) = %q, %q", tt.place, slot, item)
		}
	}
}
