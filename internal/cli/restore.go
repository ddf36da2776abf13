// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"pratica/internal/app"
	"pratica/internal/backup"
	"pratica/internal/config"
	"pratica/internal/i18n"
	"pratica/internal/telemetry"
)

type restoreCommand struct {
	Into       string `required:"" placeholder:"FOLDER" help:"New data folder: one that is not there, or empty."`
	Identity   string `required:"" type:"existingfile" placeholder:"FILE" help:"File with the private key."`
	Configured bool   `help:"Restore to the database and the bucket of the configuration, which must be empty, instead of into the folder."`
	Compare    string `placeholder:"BODY" help:"Compare the restored body with another: a data folder, or a configuration file."`
	Set        string `arg:"" help:"File of a backup (….pratica, with the folders it came from), or the name of one where the configuration keeps them."`
}

// Run implements kong's command. What was restored is verified at once: a backup
// counts when a body that can be served came of it.
func (c *restoreCommand) Run(s *session) error {
	settings, err := s.config()
	if err != nil {
		return err
	}
	p, err := s.printer()
	if err != nil {
		return err
	}
	o := app.RestoreOptions{Set: c.Set, Into: c.Into, Identity: c.Identity, Configured: c.Configured, Tell: progress(s.err, p)}
	done, err := app.Restore(s.ctx, settings, o)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, p.T("backup.restored", "name", done.Index.Name, "tables", done.Tables, "rows", done.Rows, "files", done.Files))
	if done.Forged {
		fmt.Fprintln(s.out, p.T("backup.forged"))
	}
	restored := app.RestoredConfig(settings, o)
	restored.Mode = modeOf(c.Into, settings.Mode)
	a, err := app.Open(s.ctx, restored, s.log(settings), time.Now)
	if err != nil {
		return err
	}
	return errors.Join(c.prove(s, a, p), a.Close())
}

// prove brings the body to this release and recomputes what is provable.
func (c *restoreCommand) prove(s *session, a *app.App, p *i18n.Printer) error {
	if c.Compare != "" { // before the migration: the other side may not have had it
		other, err := s.openOther(c.Compare)
		if err != nil {
			return err
		}
		if err := errors.Join(compareBodies(s, a, other, p), other.Close()); err != nil {
			return err
		}
	}
	if err := a.Migrate(s.ctx); err != nil {
		return err
	}
	return printVerify(s, a)
}

// modeOf is the mode for which the restored folder was made.
func modeOf(folder string, otherwise config.Mode) config.Mode {
	if mode, ok := app.FolderMode(folder); ok {
		return mode
	}
	return otherwise
}

// progress says on standard error which table is filled, and every thousand files.
func progress(to io.Writer, p *i18n.Printer) func(string, int64) {
	return func(what string, n int64) {
		switch {
		case n == 0:
			fmt.Fprintln(to, what)
		case n%1000 == 0:
			fmt.Fprintln(to, p.T("backup.progress_files", "count", n))
		}
	}
}

type compareCommand struct {
	A string `arg:"" help:"A body: its data folder, or its configuration file."`
	B string `arg:"" help:"Another."`
}

// Run implements kong's command.
func (c *compareCommand) Run(s *session) error {
	p, err := s.printer()
	if err != nil {
		return err
	}
	a, err := s.openOther(c.A)
	if err != nil {
		return err
	}
	b, err := s.openOther(c.B)
	if err != nil {
		return errors.Join(err, a.Close())
	}
	return errors.Join(compareBodies(s, a, b, p), a.Close(), b.Close())
}

// openOther opens a body by its data folder or its configuration file. Neither is
// made when it is not there.
func (s *session) openOther(name string) (*app.App, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	settings := config.Default()
	if info.IsDir() {
		settings.Data = name
		settings.Mode = modeOf(name, settings.Mode)
		if !app.HasDatabase(name) {
			return nil, fmt.Errorf("%s: there is no body in this folder (no pratica.db)", name)
		}
	} else if settings, err = config.Load(config.Sources{File: name}); err != nil {
		return nil, err
	}
	log := telemetry.NewLogger(s.err, telemetry.LogOptions{Level: settings.Log.Level, Format: settings.Log.Format})
	return app.Open(s.ctx, settings, log, time.Now)
}

func compareBodies(s *session, a, b *app.App, p *i18n.Printer) error {
	found, err := backup.Compare(s.ctx, a.Side(), b.Side())
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, p.T("backup.comparing", "tables", found.Tables, "rows", found.Rows, "files", found.Files))
	for _, d := range found.Differences {
		if d.Lives {
			fmt.Fprintln(s.out, p.T("backup.table_lives", "table", d.Name))
			continue
		}
		fmt.Fprintln(s.out, "FAULT", p.T("backup.table_differs", "table", d.Name, "a", d.A, "b", d.B, "only_a", d.OnlyA, "only_b", d.OnlyB))
	}
	for _, digest := range found.FileFaults {
		fmt.Fprintln(s.out, "FAULT", p.T("backup.file_differs", "digest", digest))
	}
	if !found.IsEqual() {
		return errFound
	}
	fmt.Fprintln(s.out, p.T("backup.equal"))
	return nil
}
