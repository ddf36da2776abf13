// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"fmt"
	"io"
	"os"

	"pratica/internal/app"
	"pratica/internal/config"
	"pratica/internal/telemetry"
)

type serveCommand struct {
	NoMigrate bool `help:"Do not bring the database to this release first: an operator runs 'migrate' once, before the nodes restart."`
}

// Run implements kong's command.
func (c *serveCommand) Run(s *session) error {
	return s.withApp(func(a *app.App) error {
		if !c.NoMigrate {
			if err := a.Migrate(s.ctx); err != nil {
				return err
			}
		}
		return a.Serve(s.ctx)
	})
}

type migrateCommand struct {
	Plan bool `help:"Only list the migrations and which of them have run."`
}

// Run implements kong's command.
func (c *migrateCommand) Run(s *session) error {
	return s.withApp(func(a *app.App) error {
		if !c.Plan {
			if err := a.Migrate(s.ctx); err != nil {
				return err
			}
		}
		steps, err := a.DB.Plan(s.ctx)
		if err != nil {
			return err
		}
		for _, step := range steps {
			state := "to run"
			if step.Applied {
				state = "done"
			}
			fmt.Fprintf(s.out, "%-7s %s\n", state, step.File)
		}
		return nil
	})
}

type verifyCommand struct{}

// Run implements kong's command.
func (verifyCommand) Run(s *session) error {
	return s.withApp(func(a *app.App) error { return printVerify(s, a) })
}

func printVerify(s *session, a *app.App) error {
	report, err := a.Verify(s.ctx)
	if err != nil {
		return err
	}
	for _, line := range report.Checked {
		fmt.Fprintln(s.out, line)
	}
	for _, fault := range report.Faults {
		fmt.Fprintln(s.out, "FAULT", fault)
	}
	if len(report.Faults) > 0 {
		return errFound
	}
	fmt.Fprintln(s.out, "no faults")
	return nil
}

type bounceCommand struct{}

// Run implements kong's command.
func (bounceCommand) Run(s *session) error {
	return s.withApp(func(a *app.App) error {
		return a.Delivery.Bounce(s.ctx, io.LimitReader(os.Stdin, 10<<20))
	})
}

type settingsCommand struct {
	Explain bool `help:"Explain every setting."`
}

// Run implements kong's command.
func (c *settingsCommand) Run(s *session) error {
	if c.Explain {
		fmt.Fprint(s.out, config.Help())
		return nil
	}
	settings, err := s.config()
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, settings)
	return nil
}

type versionCommand struct{}

// Run implements kong's command.
func (versionCommand) Run(s *session) error {
	fmt.Fprintf(s.out, "pratica %s (%s)\n", telemetry.Version(), telemetry.GoVersion())
	return nil
}
