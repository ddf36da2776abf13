// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office_test

import (
	"strings"
	"testing"
	"time"

	"pratica/internal/database"
	"pratica/internal/office"
	"pratica/internal/office/officetest"
)

// The roll begins with who has the role for the longest time, and is what the
// office makes of it afterwards.
func TestTheRollIsAnOrderThatTheOfficeGives(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		admin := h.Administrator(t, "anna")
		choosers := []string{"secretariat"}
		for _, account := range []string{"zeno", "bruno", "carla"} {
			h.Official(account)
			grant(t, h, admin, account, "rapporteur", "")
			h.Advance(time.Hour)
		}
		h.Official("sara")
		grant(t, h, admin, "sara", "secretariat", "")
		sara, zeno := h.Actor(t, "sara"), h.Actor(t, "zeno")
		roll := func(want string) {
			t.Helper()
			var got []string
			err := h.DB.View(ctx, func(tx *database.Tx) error {
				people, err := h.RollIn(ctx, tx, "rapporteur")
				for _, p := range people {
					got = append(got, p.Account)
				}
				return err
			})
			if text := strings.Join(got, " "); text != want || err != nil {
				t.Errorf("roll %q, want %q; %v", text, want, err)
			}
		}
		move := func(by office.Actor, account string, down bool, want string) {
			t.Helper()
			code(t, "move "+account, h.MoveInRoll(ctx, by, "rapporteur", choosers, account, down), want)
		}
		roll("zeno bruno carla")
		move(zeno, "zeno", true, "office.forbidden")
		move(sara, "nobody", true, "office.not_in_roll")
		move(sara, "zeno", true, "")
		roll("bruno zeno carla")
		move(admin, "carla", false, "")
		roll("bruno carla zeno")
		move(admin, "bruno", false, "")
		move(admin, "zeno", true, "")
		roll("bruno carla zeno")
		h.Official("dino")
		grant(t, h, admin, "dino", "rapporteur", "")
		roll("bruno carla zeno dino")
		if _, err := h.Roll(ctx, zeno, "rapporteur", choosers); err == nil {
			t.Error("who chooses nobody reads the roll")
		}
		if people, err := h.Roll(ctx, sara, "rapporteur", choosers); err != nil || len(people) != 4 {
			t.Errorf("the secretary reads %v, %v", people, err)
		}
	})
}
