// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"pratica/internal/app"
)

type procedureCommand struct {
	Check   procedureCheckCommand   `cmd:"" help:"Check definitions without importing them: every error with line and column."`
	Preview procedurePreviewCommand `cmd:"" help:"Show a form as its author reads it over: every question, what it asks and when."`
	Test    procedureTestCommand    `cmd:"" help:"Run the examples that definitions carry: answers, what the form makes of them, the way through the office."`
	Import  procedureImportCommand  `cmd:"" help:"Import a definition as a new version."`
}

type procedureCheckCommand struct {
	Files []string `arg:"" type:"existingfile" help:"Definitions (YAML)."`
}

// Run implements kong's command.
func (c *procedureCheckCommand) Run(s *session) error {
	found := false
	for _, file := range c.Files {
		_, err := s.definition(file)
		switch {
		case errors.Is(err, errFound):
			found = true
		case err != nil:
			return err
		default:
			fmt.Fprintf(s.out, "%s: no errors\n", filepath.Base(file))
		}
	}
	if found {
		return errFound
	}
	return nil
}

// definition reads a file that has no faults; those it has are printed.
func (s *session) definition(file string) ([]byte, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	faults := app.CheckProcedure(filepath.Base(file), source, s.root.Lang)
	for _, fault := range faults {
		fmt.Fprintln(s.out, fault)
	}
	if len(faults) > 0 {
		return nil, errFound
	}
	return source, nil
}

type procedurePreviewCommand struct {
	File string `arg:"" type:"existingfile" help:"Definition (YAML)."`
}

// Run implements kong's command.
func (c *procedurePreviewCommand) Run(s *session) error {
	source, err := s.definition(c.File)
	if err != nil {
		return err
	}
	for _, line := range app.OutlineProcedure(filepath.Base(c.File), source, s.root.Lang) {
		fmt.Fprintln(s.out, line)
	}
	return nil
}

type procedureTestCommand struct {
	Files []string `arg:"" type:"existingfile" help:"Definitions (YAML)."`
}

// Run implements kong's command.
func (c *procedureTestCommand) Run(s *session) error {
	failed := false
	for _, file := range c.Files {
		source, err := s.definition(file)
		if err != nil {
			return err
		}
		rehearsed, err := app.RehearseProcedure(s.ctx, filepath.Base(file), source, s.root.Lang)
		if err != nil {
			return err
		}
		failed = s.rehearsals(filepath.Base(file), rehearsed) || failed
	}
	if failed {
		return errFound
	}
	return nil
}

// rehearsals prints what became of each example, and tells whether any failed.
func (s *session) rehearsals(file string, all []app.Rehearsal) (failed bool) {
	if len(all) == 0 {
		fmt.Fprintf(s.out, "%s: no examples\n", file)
	}
	for _, r := range all {
		outcome := "ok"
		if len(r.Faults) > 0 {
			outcome, failed = "FAILED", true
		}
		fmt.Fprintf(s.out, "%-6s %s: %s (%s)\n", outcome, file, r.ID, r.Title)
		for _, fault := range r.Faults {
			fmt.Fprintln(s.out, "       "+fault)
		}
	}
	return failed
}

type procedureImportCommand struct {
	File    string `arg:"" type:"existingfile" help:"Definition (YAML)."`
	Publish bool   `help:"Publish it at once: new applications use it, those under way keep theirs."`
}

// Run implements kong's command.
func (c *procedureImportCommand) Run(s *session) error {
	source, err := s.definition(c.File)
	if err != nil {
		return err
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
