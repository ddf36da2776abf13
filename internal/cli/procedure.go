// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"pratica/internal/app"
)

type procedureCommand struct {
	Check  procedureCheckCommand  `cmd:"" help:"Check definitions without importing them: every error with line and column."`
	Import procedureImportCommand `cmd:"" help:"Import a definition as a new version."`
}

type procedureCheckCommand struct {
	Files []string `arg:"" type:"existingfile" help:"Definitions (YAML)."`
}

// Run implements kong's command.
func (c *procedureCheckCommand) Run(s *session) error {
	found := false
	for _, file := range c.Files {
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		faults := app.CheckProcedure(filepath.Base(file), source, s.root.Lang)
		for _, fault := range faults {
			fmt.Fprintln(s.out, fault)
		}
		if len(faults) == 0 {
			fmt.Fprintf(s.out, "%s: no errors\n", filepath.Base(file))
		}
		found = found || len(faults) > 0
	}
	if found {
		return errFound
	}
	return nil
}

type procedureImportCommand struct {
	File    string `arg:"" type:"existingfile" help:"Definition (YAML)."`
	Publish bool   `help:"Publish it at once: new applications use it, those under way keep theirs."`
}

// Run implements kong's command.
func (c *procedureImportCommand) Run(s *session) error {
	source, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	if faults := app.CheckProcedure(filepath.Base(c.File), source, s.root.Lang); len(faults) > 0 {
		for _, fault := range faults {
			fmt.Fprintln(s.out, fault)
		}
		return errFound
	}
	return s.withApp(func(a *app.App) error {
		if err := a.Migrate(s.ctx); err != nil {
			return err
		}
		digest, err := a.ImportProcedure(s.ctx, source, c.Publish)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s imported, version %s\n", filepath.Base(c.File), digest[:12])
		return nil
	})
}
