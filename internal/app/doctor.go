// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"pratica/internal/config"
	"pratica/internal/i18n"
	"pratica/internal/web/admin"
)

// Level says how bad a finding is.
type Level string

// The levels. Only a failure makes the doctor's command fail.
const (
	Fine    Level = "ok"
	Warning Level = "warning"
	Failure Level = "failure"
)

// Finding is what one check of the doctor found: what is the matter, and what to
// do about it.
type Finding struct {
	Check string // name of the check; its title is "doctor.title.<check>"
	Level Level
	Code  string // text "doctor.<code>"
	Args  []any
}

// Text says the finding in words.
func (f Finding) Text(p *i18n.Printer) string { return p.T("doctor."+f.Code, f.Args...) }

func fine(code string, args ...any) Finding { return Finding{Level: Fine, Code: code, Args: args} }
func warning(code string, args ...any) Finding {
	return Finding{Level: Warning, Code: code, Args: args}
}
func failure(code string, args ...any) Finding {
	return Finding{Level: Failure, Code: code, Args: args}
}

// doctorTime bounds one check.
const doctorTime = 15 * time.Second

// doctor looks at one body from its own machine.
type doctor struct {
	c   *config.Config
	app *App // nil when it cannot be opened
	now func() time.Time
	// behind: the tables are not those of this program, so nothing is asked of them.
	behind bool
}

// Diagnose looks at everything that an operator has to keep in order. It works
// too when the body cannot be opened, which is then its first finding. It uses no
// network but what the configuration names: database, bucket, mail server, source
// of time.
func Diagnose(ctx context.Context, c *config.Config, log *slog.Logger, now func() time.Time) []Finding {
	d := &doctor{c: c, now: now}
	a, err := Open(ctx, c, log, now)
	findings := []Finding{d.opening(err)}
	if err == nil {
		d.app = a
		defer a.Close()
	}
	return append(findings, d.examine(ctx)...)
}

// check is one thing that the doctor looks at.
type check struct {
	name  string
	look  func(context.Context) []Finding
	needs need
}

// examine makes every check that can be made. The database comes first, because
// others need its tables; they wait for other machines, so they wait together.
func (d *doctor) examine(ctx context.Context) []Finding {
	first := check{"database", d.database, opened}
	checks := []check{
		{"disk", d.disk, nothing},
		{"files", d.files, opened},
		{"clock", d.clock, nothing},
		{"mail", d.mail, nothing},
		{"scanner", d.scanner, opened},
		{"jobs", d.jobs, tables},
		{"certificate", d.certificate, nothing},
		{"signatures", d.signatures, tables},
		{"backup", d.backup, tables},
	}
	findings := d.make(ctx, first)
	found := make([][]Finding, len(checks))
	var all sync.WaitGroup
	for i, c := range checks {
		all.Go(func() { found[i] = d.make(ctx, c) })
	}
	all.Wait()
	return append(findings, slices.Concat(found...)...)
}

// make makes one check, in its time.
func (d *doctor) make(ctx context.Context, c check) []Finding {
	if c.needs > nothing && d.app == nil || c.needs == tables && d.behind {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, doctorTime)
	defer cancel()
	findings := c.look(limited)
	for i := range findings {
		findings[i].Check = c.name
	}
	return findings
}

// Examine is what the doctor says of the running body, in the words of a reader,
// for the administrator's page.
func (a *App) Examine(ctx context.Context, p *i18n.Printer) []admin.Condition {
	d := &doctor{c: a.Config, app: a, now: a.now}
	findings := append([]Finding{d.opening(nil)}, d.examine(ctx)...)
	list := make([]admin.Condition, len(findings))
	for i, f := range findings {
		list[i] = admin.Condition{Level: string(f.Level), Title: p.T("doctor.title." + f.Check), Text: f.Text(p)}
	}
	return list
}

// need is what a check cannot do without.
type need int

const (
	nothing need = iota
	opened       // the body could be opened
	tables       // and has its tables
)

func (d *doctor) opening(err error) Finding {
	f := fine("open.ok", "database", d.c.Database.URL.String())
	if d.c.Database.URL == "" {
		f = fine("open.own", "folder", d.c.Data)
	}
	if err != nil {
		f = failure("open.failed", "error", err.Error())
	}
	f.Check = "open"
	return f
}
