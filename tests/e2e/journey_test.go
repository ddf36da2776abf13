// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"fmt"
	"testing"
	"time"

	"pratica/tests/e2e"
)

// TestApplicationWithoutScripts goes from the sheet to the receipt in a browser
// that runs no scripts at all.
func TestApplicationWithoutScripts(t *testing.T) {
	b := e2e.Start(t)
	h := newHouse(t)
	p := b.Person("marta", h.URL)
	p.ScriptsOff()
	marta := newApplicant(h, p, "plain", italian)
	marta.begin()
	marta.fillAll()
	marta.giveEmail()
	marta.attachAll()
	marta.sign()
	marta.Click(italian.send)
	marta.receipt(first())
}

// first is the number of the first filing of a body in this year.
func first() string { return fmt.Sprintf("1/%d", time.Now().Year()) }
