// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"pratica/internal/config"
	"pratica/internal/documents/scan"
)

// scanner is what looks for malware; nil where nothing does. A demonstration has
// the stand-in, unless it was given a real one.
func scanner(c *config.Config) scan.Scanner {
	switch {
	case c.Scanner.Address != "":
		return scan.NewClamd(c.Scanner.Address, int64(c.Scanner.MaxSize))
	case c.Mode == config.Demo:
		return scan.Standin{MaxSize: int64(c.Scanner.MaxSize)}
	}
	return nil
}
