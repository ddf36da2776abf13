// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"fmt"

	"pratica/internal/app"
)

type userCommand struct {
	FirstAdmin firstAdminCommand `cmd:"" help:"Invite the first administrator and print the one-time link."`
}

type firstAdminCommand struct {
	Email string `arg:"" help:"E-mail address of the administrator."`
	Name  string `arg:"" help:"Name as others will see it."`
}

// Run implements kong's command.
func (c *firstAdminCommand) Run(s *session) error {
	return s.withApp(func(a *app.App) error {
		if err := a.Migrate(s.ctx); err != nil {
			return err
		}
		link, err := a.FirstAdministrator(s.ctx, c.Email, c.Name)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "Open this link within its time, choose a password and set up the authenticator:\n\n  %s\n\n", link)
		return nil
	})
}
