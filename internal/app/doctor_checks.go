// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"net/url"
	"path/filepath"
	"time"

	"pratica/internal/backup"
	"pratica/internal/config"
	"pratica/internal/objects"
)

// database asks for the settings that durability needs, and for migrations.
func (d *doctor) database(ctx context.Context) []Finding {
	var findings []Finding
	if err := d.app.DB.CheckDurability(ctx); err != nil {
		findings = append(findings, failure("database.settings", "error", err.Error()))
	}
	steps, err := d.app.DB.Plan(ctx)
	if err != nil {
		d.behind = true
		return append(findings, failure("database.failed", "error", err.Error()))
	}
	waiting := 0
	for _, step := range steps {
		if !step.Applied {
			waiting++
		}
	}
	if waiting > 0 {
		d.behind = true
		findings = append(findings, failure("database.migrations", "count", waiting))
	}
	if len(findings) == 0 {
		findings = append(findings, fine("database.ok", "count", len(steps)))
	}
	return findings
}

// roomy is how many times the reserve should be free: time enough to act.
const roomy = 3

func (d *doctor) disk(context.Context) []Finding {
	findings := []Finding{room("disk", d.c.Data, int64(d.c.MinFree))}
	if d.c.Backup.Folder != "" {
		findings = append(findings, room("disk.backup", d.c.Backup.Folder, int64(d.c.MinFree)))
	}
	return findings
}

func room(code, folder string, reserve int64) Finding {
	free, err := objects.Free(existing(folder))
	switch {
	case err != nil:
		return failure("disk.failed", "folder", folder, "error", err.Error())
	case free < reserve:
		return failure(code+".full", "folder", folder, "free", amount(free), "reserve", amount(reserve))
	case free < roomy*reserve:
		return warning(code+".tight", "folder", folder, "free", amount(free), "reserve", amount(reserve))
	}
	return fine(code+".ok", "folder", folder, "free", amount(free))
}

// existing is the folder, or the nearest above it that is there.
func existing(folder string) string {
	for {
		if _, err := objects.Free(folder); !errors.Is(err, fs.ErrNotExist) {
			return folder
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return folder
		}
		folder = parent
	}
}

// amount writes a size in the unit that a person would choose.
func amount(n int64) string {
	unit := config.Bytes(1)
	for _, u := range []config.Bytes{1e12, 1e9, 1e6, 1e3} {
		if n >= 10*int64(u) {
			unit = u
			break
		}
	}
	text, err := (config.Bytes(n) / unit * unit).MarshalText()
	if err != nil {
		return ""
	}
	return string(text)
}

func (d *doctor) files(ctx context.Context) []Finding {
	if err := d.app.Objects.Check(ctx); err != nil {
		return []Finding{failure("files.failed", "error", err.Error())}
	}
	return []Finding{fine("files.ok")}
}

func (d *doctor) mail(ctx context.Context) []Finding {
	switch {
	case !d.c.Real():
		return []Finding{fine("mail.none_sent")}
	case d.c.SMTP.Host == "":
		return []Finding{warning("mail.no_server")}
	}
	channel, err := (&App{Config: d.c}).email()
	if err != nil {
		return []Finding{failure("mail.failed", "host", d.c.SMTP.Host, "error", err.Error())}
	}
	server, ok := channel.(interface{ Probe(context.Context) error })
	if !ok {
		return nil
	}
	if err := server.Probe(ctx); err != nil {
		return []Finding{failure("mail.failed", "host", d.c.SMTP.Host, "error", err.Error())}
	}
	return []Finding{fine("mail.ok", "host", d.c.SMTP.Host)}
}

// scanner asks the malware scanner, where there is one.
func (d *doctor) scanner(ctx context.Context) []Finding {
	if d.app.Documents.Scanner == nil {
		return nil
	}
	if err := d.app.Documents.Scanner.Check(ctx); err != nil {
		return []Finding{failure("scanner.failed", "error", err.Error())}
	}
	return []Finding{fine("scanner.ok")}
}

// late is how long a job that is ready waits at most where somebody works.
const late = 10 * time.Minute

func (d *doctor) jobs(ctx context.Context) []Finding {
	stats, err := d.app.Jobs.Stats(ctx)
	if err != nil {
		return []Finding{failure("database.failed", "error", err.Error())}
	}
	var findings []Finding
	if stats.OldestReady > late {
		findings = append(findings, failure("jobs.late", "minutes", int(stats.OldestReady.Minutes()), "count", stats.Ready))
	}
	if stats.Dead > 0 {
		findings = append(findings, warning("jobs.dead", "count", stats.Dead))
	}
	if len(findings) == 0 {
		findings = append(findings, fine("jobs.ok", "count", stats.Ready+stats.Scheduled+stats.Running))
	}
	return findings
}

// renewal is how long before its end a certificate should have been renewed.
const renewal = 14 * 24 * time.Hour

func (d *doctor) certificate(context.Context) []Finding {
	if !d.c.ServesTLS() {
		return []Finding{fine("certificate.elsewhere")}
	}
	pair, err := tls.LoadX509KeyPair(d.c.TLS.CertFile, d.c.TLS.KeyFile)
	if err != nil {
		return []Finding{failure("certificate.failed", "error", err.Error())}
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		return []Finding{failure("certificate.failed", "error", err.Error())}
	}
	return []Finding{judge(leaf, d.c.PublicURL, d.now())}
}

// judge looks at a certificate that pages are served with.
func judge(leaf *x509.Certificate, site string, now time.Time) Finding {
	left := leaf.NotAfter.Sub(now)
	args := []any{"until", leaf.NotAfter.UTC().Format(time.DateOnly), "days", int(left.Hours() / 24)}
	u, err := url.Parse(site)
	switch {
	case now.Before(leaf.NotBefore):
		return failure("certificate.early", "from", leaf.NotBefore.UTC().Format(time.DateOnly))
	case left <= 0:
		return failure("certificate.expired", args...)
	case err == nil && leaf.VerifyHostname(u.Hostname()) != nil:
		return failure("certificate.other_host", "host", u.Hostname())
	case left < renewal:
		return warning("certificate.ends", args...)
	}
	return fine("certificate.ok", args...)
}

func (d *doctor) backup(ctx context.Context) []Finding {
	h, err := d.app.Backup.Health(ctx)
	switch {
	case err != nil:
		return []Finding{failure("database.failed", "error", err.Error())}
	case !h.Configured && d.c.Real():
		return []Finding{warning("backup.none_configured")}
	case !h.Configured:
		return []Finding{fine("backup.not_needed")}
	case h.Good == nil && h.Last == nil:
		return []Finding{failure("backup.never")}
	case h.Last.Problem == backup.DamagedFiles:
		return []Finding{failure("backup.incomplete")}
	case h.Good == nil:
		return []Finding{failure("backup.never_good")}
	case h.Alarm:
		return []Finding{failure("backup.old", "hours", int(h.Age.Hours()), "limit", d.c.Backup.AlarmHours)}
	case h.Last.Problem != "":
		return []Finding{warning("backup.last_failed", "hours", int(h.Age.Hours()))}
	}
	return []Finding{fine("backup.ok", "hours", int(h.Age.Hours()), "name", h.Good.Name)}
}

// signatures looks at the trusted lists by which signatures of others are judged.
func (d *doctor) signatures(ctx context.Context) []Finding {
	lists, err := d.app.Verdicts.Lists(ctx)
	switch {
	case err != nil:
		return []Finding{failure("database.failed", "error", err.Error())}
	case len(lists) == 0:
		return []Finding{warning("signatures.none")}
	}
	var findings []Finding
	now, old := d.now(), time.Duration(d.c.Signatures.OldDays)*24*time.Hour
	for _, l := range lists {
		switch {
		case !l.NextUpdate.IsZero() && now.After(l.NextUpdate):
			findings = append(findings, warning("signatures.ended", "list", l.Territory, "day", l.NextUpdate.Format(time.DateOnly)))
		case now.Sub(l.Seen) > old:
			findings = append(findings, warning("signatures.old", "list", l.Territory, "days", int(now.Sub(l.Seen).Hours()/24)))
		}
	}
	if len(findings) == 0 {
		findings = append(findings, fine("signatures.ok", "count", len(lists)))
	}
	return findings
}
