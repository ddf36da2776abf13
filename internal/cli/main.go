// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"pratica/internal/app"
	"pratica/internal/config"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/telemetry"
)

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2

	exitUnreadable = 2 // of "inspect": part of its contract
)

// commands is the whole command line.
type commands struct {
	Config string            `short:"c" placeholder:"FILE" help:"Configuration file (YAML)."`
	Set    map[string]string `placeholder:"NAME=VALUE" help:"Sets one setting, for instance --set listen=:8080. See 'pratica config'."`
	Lang   string            `default:"it" enum:"it,en" help:"Language of messages about the body's data: it or en."`

	Serve     serveCommand     `cmd:"" help:"Serve the site and do the background work, until interrupted."`
	Migrate   migrateCommand   `cmd:"" help:"Bring the database to this release, or show what is to be done."`
	Verify    verifyCommand    `cmd:"" help:"Recompute every chain, number and fingerprint, and report faults."`
	Backup    backupCommand    `cmd:"" help:"Backups: make, list, check; and the key that opens them."`
	Doctor    doctorCommand    `cmd:"" help:"Look at disk, clock, mail, jobs, certificate, database and backup, and say what to do."`
	Restore   restoreCommand   `cmd:"" help:"Make a body again from a backup, in a new folder, and verify it."`
	Compare   compareCommand   `cmd:"" help:"Compare two bodies whole: every row, every file."`
	User      userCommand      `cmd:"" help:"Accounts: the first administrator."`
	Procedure procedureCommand `cmd:"" help:"Procedures: check, preview, test, import and publish definitions."`
	Inspect   inspectCommand   `cmd:"" help:"Say who signed a file, and what to think of it."`
	Trust     trustCommand     `cmd:"" help:"Trusted lists, by which signatures of others are judged: import, fetch, list."`
	Search    searchCommand    `cmd:"" help:"The index that finds cases by words: make it anew."`
	Worklist  worklistCommand  `cmd:"" help:"The officials' list of cases: write it anew."`
	Bounce    bounceCommand    `cmd:"" help:"Read a delivery report (a bounced e-mail) from standard input."`
	Demo      demoCommand      `cmd:"" help:"Serve the demonstration body, with invented people and every role one click away."`
	Settings  settingsCommand  `cmd:"" name:"config" help:"Show the settings in force, or explain them all."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

// session is what a command works with.
type session struct {
	ctx  context.Context
	out  io.Writer
	err  io.Writer
	root *commands
}

// Main runs the command line and returns the exit code.
func Main(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	return run(ctx, args, stdout, stderr)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var root commands
	exit := -1
	parser, err := kong.New(&root, kong.Name("pratica"), kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exit = code }), kong.UsageOnError(),
		kong.Description("The telematic counter of a public body."), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitUsage
	}
	parsed, err := parser.Parse(args)
	if exit >= 0 { // help was asked for and printed
		return exit
	}
	if err != nil {
		fmt.Fprintf(stderr, "pratica: %v\nTry: pratica --help\n", err)
		return exitUsage
	}
	return exitOf(&root, stderr, parsed.Run(&session{ctx, stdout, stderr, &root}))
}

// errFound ends a command that did its work and found faults, all printed.
var errFound = errors.New("faults were found")

// errUnreadable ends a command whose file cannot be read; why was said.
var errUnreadable = errors.New("the file cannot be read")

func exitOf(root *commands, stderr io.Writer, err error) int {
	var wrong config.Problems
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFound):
		return exitFailed
	case errors.Is(err, errUnreadable):
		return exitUnreadable
	case errors.As(err, &wrong):
		fmt.Fprintf(stderr, "pratica: %v\n", wrong)
		return exitUsage
	}
	fmt.Fprintf(stderr, "pratica: %s\n", sentence(root.Lang, err))
	return exitFailed
}

// sentence is what a person reads of an error: a problem in words, and since
// whoever has a shell may know everything, the cause too.
func sentence(lang string, err error) string {
	p, ok := problem.As(err)
	if !ok {
		return err.Error()
	}
	texts, loadErr := i18n.Load()
	if loadErr != nil {
		return err.Error()
	}
	printer := texts.For(lang)
	text := printer.Error(p)
	for _, f := range p.Fields {
		text += "\n  " + f.Path + ": " + printer.Field(f)
	}
	if p.Err != nil {
		text += " (" + p.Err.Error() + ")"
	}
	return text
}

func (s *session) config() (*config.Config, error) {
	return config.Load(config.FromSystem(s.root.Config, s.root.Set))
}

// open opens the app of the configuration; the caller closes it.
func (s *session) open() (*app.App, error) {
	c, err := s.config()
	if err != nil {
		return nil, err
	}
	return app.Open(s.ctx, c, s.log(c), time.Now)
}

func (s *session) log(c *config.Config) *slog.Logger {
	return telemetry.NewLogger(s.err, telemetry.LogOptions{Level: c.Log.Level, Format: c.Log.Format})
}

// withTables is withApp for who needs the tables of this release.
func (s *session) withTables(f func(*app.App) error) error {
	return s.withApp(func(a *app.App) error {
		steps, err := a.DB.Plan(s.ctx)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(steps, func(step database.Step) bool { return !step.Applied }) {
			return errors.New("the database is not of this release, or is new: run 'pratica migrate' first")
		}
		return f(a)
	})
}

// withApp opens the app, calls f and closes the app.
func (s *session) withApp(f func(*app.App) error) error {
	a, err := s.open()
	if err != nil {
		return err
	}
	return errors.Join(f(a), a.Close())
}
