// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"testing"

	"pratica/internal/config"
	"pratica/internal/documents/scan"
)

func TestWhoScans(t *testing.T) {
	for name, c := range map[string]struct {
		mode    config.Mode
		address string
		none    bool
		standin bool
	}{
		"an ordinary body without a scanner": {mode: config.Ordinary, none: true},
		"an ordinary body":                   {mode: config.Ordinary, address: "/run/clamav/clamd.ctl"},
		"a demonstration":                    {mode: config.Demo, standin: true},
		"a demonstration with a scanner":     {mode: config.Demo, address: "127.0.0.1:3310"},
	} {
		settings := config.Default()
		settings.Mode, settings.Scanner.Address = c.mode, c.address
		s := scanner(settings)
		if _, isStandin := s.(scan.Standin); (s == nil) != c.none || isStandin != c.standin {
			t.Errorf("%s: %T", name, s)
		}
	}
}
