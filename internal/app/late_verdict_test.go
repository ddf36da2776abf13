// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"pratica/internal/config"
	"pratica/internal/documents/scan"
	"pratica/internal/documents/scan/scantest"
)

// Who has left the page when a scanner that was away finds malware is told by mail, once;
// who is still there reads it on the page.
func TestALateVerdict(t *testing.T) {
	daemon := scantest.Start(t)
	for _, test := range []struct {
		name string
		away time.Duration
		told bool
	}{{"still at the page", time.Minute, false}, {"an hour later", time.Hour, true}} {
		t.Run(test.name, func(t *testing.T) {
			h := newHouseWith(t, "", func(c *config.Config) { c.Scanner.Address = daemon.Address })
			ctx := t.Context()
			daemon.HangsUp(true)
			a := h.compiled("patrocinio-civile", "patrocinio-civile-sola")
			_, e, err := h.Evaluate(ctx, a)
			h.must(err)
			h.drain()
			before := len(h.mail.All("ada@posta.example"))
			h.must(h.Attach(ctx, a.ID, e.Slots[0].Slot, "certificato.pdf", io.MultiReader(h.paper("prova"), bytes.NewReader(scan.Eicar()))))
			h.drain()
			daemon.HangsUp(false)
			h.clock.Advance(test.away)
			h.drain()
			h.drain() // nothing is said twice
			mails := h.mail.All("ada@posta.example")[before:]
			switch {
			case !test.told && len(mails) > 0:
				t.Errorf("told by %q", mails[0].Subject)
			case test.told && (len(mails) != 1 || !strings.Contains(mails[0].Text, "«certificato.pdf»") || !strings.Contains(mails[0].Text, a.Code)):
				t.Errorf("told by %+v", mails)
			}
		})
	}
}
