// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"fmt"

	"pratica/internal/app"
)

type searchCommand struct {
	Rebuild rebuildCommand `cmd:"" help:"Make the index anew from the cases; the site may go on serving. It can be stopped and run again."`
}

type rebuildCommand struct{}

// Run implements kong's command.
func (rebuildCommand) Run(s *session) error {
	return s.withTables(func(a *app.App) error {
		total, err := a.Search.Total(s.ctx)
		if err != nil {
			return err
		}
		last := 0
		err = a.Search.Rebuild(s.ctx, func(done int) {
			if done >= last+1000 || done >= total && last < total {
				fmt.Fprintf(s.out, "%d of %d cases\n", done, max(done, total))
				last = done
			}
		})
		if err != nil {
			return err
		}
		fmt.Fprintln(s.out, "the index is complete")
		return nil
	})
}
