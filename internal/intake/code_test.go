// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"encoding/json"
	"testing"
	"time"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/ids"
)

func TestACodeThatIsTakenIsDrawnAgain(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		taken := Application{ID: ids.New(), Code: "AAAA-AAAA-A", State: Draft, Answers: json.RawMessage("{}"), CreatedAt: time.Now(), ChangedAt: time.Now()}
		draws := []string{taken.Code, taken.Code, "BBBB-BBBB-B"}
		draw := func() string {
			code := draws[0]
			draws = draws[1:]
			return code
		}
		err := db.Update(t.Context(), func(tx *database.Tx) error {
			if err := insertApplication(t.Context(), tx, taken); err != nil {
				return err
			}
			code, err := freeCode(t.Context(), tx, draw)
			if code != "BBBB-BBBB-B" {
				t.Errorf("drawn %q", code)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
