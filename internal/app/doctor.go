// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"log/slog"
	"time"

	"pratica/internal/config"
	"pratica/internal/i18n"
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
	for _, check := range []struct {
		name  string
		look  func(context.Context) []Finding
		needs need
	}{
		{"database", d.database, opened},
		{"disk", d.disk, nothing},
		{"files", d.files, opened},
		{"clock", d.clock, nothing},
		{"mail", d.mail, nothing},
		{"scanner", d.scanner, opened},
		{"jobs", d.jobs, tables},
		{"certificate", d.certificate, nothing},
		{"backup", d.backup, tables},
	} {
		if check.needs > nothing && d.app == nil || check.needs == tables && d.behind {
			continue
		}
		limited, cancel := context.WithTimeout(ctx, doctorTime)
		for _, f := range check.look(limited) {
			f.Check = check.name
			findings = append(findings, f)
		}
		cancel()
	}
	return findings
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
