// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"pratica/internal/app"
	"pratica/internal/backup"
	"pratica/internal/i18n"
)

type backupCommand struct {
	Now   backupNowCommand   `cmd:"" help:"Make a backup now, and remove those whose time is over."`
	List  backupListCommand  `cmd:"" help:"List the backups, newest first."`
	Check backupCheckCommand `cmd:"" help:"Compare the backups with what was written of them when they were made. No private key is needed."`
	Key   backupKeyCommand   `cmd:"" help:"Make the private key that opens backups, in a file to be kept elsewhere, and print its public half."`
}

// printer is the language that the person asked for.
func (s *session) printer() (*i18n.Printer, error) {
	texts, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	return texts.For(s.root.Lang), nil
}

type backupNowCommand struct{}

// Run implements kong's command.
func (backupNowCommand) Run(s *session) error {
	return s.withApp(func(a *app.App) error {
		p := a.Texts.For(s.root.Lang)
		x, err := a.Backup.Make(s.ctx)
		if err != nil {
			return err
		}
		fmt.Fprintln(s.out, p.T("backup.made", "name", x.Name, "rows", x.Rows, "files", len(x.Files), "bytes", x.Bytes(), "place", a.Backup.Shelf.String()))
		return nil
	})
}

type backupListCommand struct{}

// Run implements kong's command.
func (backupListCommand) Run(s *session) error {
	return s.withApp(func(a *app.App) error {
		p := a.Texts.For(s.root.Lang)
		list, err := a.Backup.List(s.ctx)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			fmt.Fprintln(s.out, p.T("backup.none"))
		}
		for _, x := range list {
			fmt.Fprintln(s.out, p.T("backup.line", "name", x.Name, "at", p.DateTime(x.Started), "rows", x.Rows, "files", len(x.Files), "bytes", x.Bytes(), "release", x.Release))
			if x.Damaged > 0 {
				fmt.Fprintln(s.out, "   ", p.T("backup.incomplete", "count", x.Damaged))
			}
			if x.Tip != "" {
				fmt.Fprintln(s.out, "   ", p.T("backup.tip", "tip", x.Tip))
			}
		}
		return nil
	})
}

type backupCheckCommand struct {
	All   bool `help:"Check every backup, not the newest alone."`
	Quick bool `help:"Compare sizes only; otherwise every byte is read."`
}

// Run implements kong's command.
func (c *backupCheckCommand) Run(s *session) error {
	return s.withApp(func(a *app.App) error {
		p := a.Texts.For(s.root.Lang)
		checked, err := a.Backup.Check(s.ctx, c.All, !c.Quick)
		if err != nil {
			return err
		}
		fmt.Fprintln(s.out, p.T("backup.checked", "sets", checked.Sets, "files", checked.Files, "bytes", checked.Bytes))
		for _, f := range checked.Faults {
			fmt.Fprintf(s.out, "FAULT %s: %s: %s\n", f.Set, f.Name, p.T(f.Key()))
		}
		if len(checked.Faults) > 0 {
			return errFound
		}
		fmt.Fprintln(s.out, p.T("backup.sound"))
		return nil
	})
}

type backupKeyCommand struct {
	File string `arg:"" help:"File to write; it must not exist."`
}

// Run implements kong's command.
func (c *backupKeyCommand) Run(s *session) error {
	text, recipient, err := backup.NewIdentity()
	if err != nil {
		return err
	}
	p, err := s.printer()
	if err != nil {
		return err
	}
	file, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.WriteString(text); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	name, err := filepath.Abs(c.File)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, p.T("backup.key_made", "file", name, "recipient", recipient))
	return nil
}
