// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"fmt"

	"pratica/internal/app"
)

type worklistCommand struct {
	Rebuild relistCommand `cmd:"" help:"Write the list of cases anew; the site may go on serving. It can be stopped and run again."`
}

type relistCommand struct{}

// Run implements kong's command.
func (relistCommand) Run(s *session) error {
	return s.withTables(func(a *app.App) error {
		n, err := a.Worklist.Rebuild(s.ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%d cases are in the list\n", n)
		return nil
	})
}
