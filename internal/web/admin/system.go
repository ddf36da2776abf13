// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"context"
	"net/http"

	"pratica/internal/backup"
	"pratica/internal/i18n"
	"pratica/internal/web/kit"
)

// Doctor looks at everything that who runs the body has to keep in order.
type Doctor interface {
	Examine(ctx context.Context, p *i18n.Printer) []Condition
}

// Condition is what one check found, in words, with what to do.
type Condition struct {
	Level       string // "ok", "warning" or "failure"
	Title, Text string
}

// Backups knows how the backups went.
type Backups interface {
	Health(ctx context.Context) (backup.Health, error)
	Runs(ctx context.Context, n int) ([]backup.Run, error)
}

const (
	systemPath  = Prefix + "/stato"
	backupsPath = systemPath + "/copie"
	runsPerPage = 100
)

// SystemPage says what is in order and what is not.
type SystemPage struct {
	kit.Page
	Summary string
	Table   kit.Table
	Backups string // address of their page; "" when there is none
}

// BackupsPage lists the backups.
type BackupsPage struct {
	kit.Page
	Facts []kit.Entry
	Table kit.Table
}

func (f *Face) system(w http.ResponseWriter, r *http.Request) error {
	page := SystemPage{Page: f.page(r, "system.title")}
	page.Lead = page.T("system.lead")
	if f.Backups != nil {
		page.Backups = backupsPath
	}
	found := f.Doctor.Examine(r.Context(), page.Printer)
	tones := map[string]kit.Tone{"ok": kit.Positive, "warning": kit.Waiting, "failure": kit.Negative}
	rows, bad := make([]kit.Row, len(found)), 0
	for i, c := range found {
		if c.Level != "ok" {
			bad++
		}
		rows[i] = kit.Row{Cells: []kit.Cell{{Text: c.Title}, {Badge: kit.Badge{Text: page.T("system.level_" + c.Level), Tone: tones[c.Level]}}, {Text: c.Text}}}
	}
	page.Summary = page.T("system.bad", "count", bad)
	if bad == 0 {
		page.Summary = page.T("system.well")
	}
	page.Table = kit.NewTable(page.T("system.caption", "at", page.Printer.DateTime(f.Kit.Now())), []kit.Column{
		{Title: page.T("system.check")}, {Title: page.T("system.state")}, {Title: page.T("system.finding")},
	}, rows)
	return f.Kit.Render(w, r, http.StatusOK, "admin/system", page)
}

func (f *Face) backups(w http.ResponseWriter, r *http.Request) error {
	health, err := f.Backups.Health(r.Context())
	if err != nil {
		return err
	}
	list, err := f.Backups.Runs(r.Context(), runsPerPage)
	if err != nil {
		return err
	}
	page := BackupsPage{Page: f.page(r, "system.title")}
	page.Title = page.T("backups.title")
	page.Crumbs = []kit.Crumb{{Text: page.T("system.title"), Href: systemPath}, {Text: page.Title}}
	page.Lead, page.Wide = page.T("backups.lead"), true
	switch {
	case !health.Configured:
		page.Alerts = append(page.Alerts, kit.Alert{Kind: kit.Warning, Text: page.T("backups.not_configured")})
	case health.Alarm:
		page.Alerts = append(page.Alerts, kit.Alert{Kind: kit.Danger, Text: page.T("backups.alarm")})
	}
	if health.Good != nil {
		page.Facts = []kit.Entry{
			{Name: page.T("backups.last_good"), Value: page.Printer.DateTime(health.Good.Ended)},
			{Name: page.T("backups.age"), Value: page.T("backups.hours", "count", int(health.Age.Hours()))},
		}
	}
	rows := make([]kit.Row, len(list))
	for i, run := range list {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.DateTime(run.Started)}, {Badge: runBadge(page.Page, run)}, {Text: run.Name},
			{Text: page.Printer.Number(run.Files)}, {Text: page.T("backups.megabytes", "n", page.Printer.Number((run.Bytes+999_999)/1_000_000))},
		}}
	}
	page.Table = kit.NewTable(page.T("backups.caption"), []kit.Column{
		{Title: page.T("backups.at")}, {Title: page.T("backups.outcome")}, {Title: page.T("backups.name")},
		{Title: page.T("backups.files"), Numeric: true}, {Title: page.T("backups.brought"), Numeric: true},
	}, rows)
	page.Table.Empty = kit.EmptyState{Title: page.T("backups.none"), Text: page.T("backups.none_text")}
	return f.Kit.Render(w, r, http.StatusOK, "admin/backups", page)
}

func runBadge(page kit.Page, run backup.Run) kit.Badge {
	switch run.Problem {
	case "":
		return kit.Badge{Text: page.T("backups.good"), Tone: kit.Positive}
	case backup.DamagedFiles:
		return kit.Badge{Text: page.T("backups.incomplete"), Tone: kit.Negative}
	}
	return kit.Badge{Text: page.T("backups.failed"), Tone: kit.Negative}
}
