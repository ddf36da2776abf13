// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package papers

import (
	"time"

	"pratica/internal/casework"
	"pratica/internal/documents"
	"pratica/internal/terms"
	"pratica/internal/web/kit"
)

// Term is a time limit with the way to its date (template "terms").
type Term struct {
	Label, Due, Norm string
	State            kit.Badge
	Steps            []string
	Main             bool
	Calendar         string // where its end is served as a calendar file; "" while it has none
}

// tones of the states of a term.
var tones = map[terms.State]kit.Tone{terms.Running: kit.Progress, terms.Stopped: kit.Waiting, terms.Expired: kit.Negative}

// Terms says when each term ends and how that was computed.
func Terms(page kit.Page, views []casework.TermView) []Term {
	list := make([]Term, len(views))
	for i, v := range views {
		list[i] = Term{Label: v.Label.In(page.Lang), Norm: v.Norm, Main: v.Main, State: stateOf(page, v.Today)}
		if !v.Result.Due.IsZero() {
			list[i].Due = page.Printer.LongDate(v.Result.Due)
		}
		for _, step := range v.Result.Steps {
			list[i].Steps = append(list[i].Steps, page.T("terms.step."+step.Code, step.Args...))
		}
	}
	return list
}

// stateOf tells a term that runs from one that is over: both have a day.
func stateOf(page kit.Page, s terms.State) kit.Badge {
	tone := tones[s]
	if tone == "" {
		tone = kit.Neutral
	}
	return kit.Badge{Text: page.Printer.TermState(s), Tone: tone}
}

// Timeline turns acts into moments, newest first.
func Timeline(page kit.Page, entries []casework.Entry) []kit.Moment {
	moments := make([]kit.Moment, 0, len(entries))
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		m := kit.Moment{
			When: page.Printer.DateTime(e.At), Instant: e.At.UTC().Format(time.RFC3339), Title: e.Label.In(page.Lang), Text: e.Note,
		}
		if state := e.State.In(page.Lang); state != "" {
			m.Badge = kit.Badge{Text: state, Tone: kit.Neutral}
		}
		if e.Who != "" {
			m.Title += " – " + e.Who
		}
		moments = append(moments, m)
	}
	return moments
}

// Decision is the decision of a case (template "decision").
type Decision struct {
	Outcome, Text, Notice, File, At, Signature string
}

// File shows a stored file. files is where the face serves documents.
func File(page kit.Page, stored documents.File, files string) kit.File {
	shown := kit.File{
		Name: stored.Name, Size: Size(page, stored.Size), Href: files + stored.ID,
		State: kit.Badge{Text: page.T(stored.State.Key()), Tone: kit.Positive},
	}
	if key := stored.Scan.Key(); key != "" {
		shown.State = kit.Badge{Text: page.T(key), Tone: scanTones[stored.Scan.State]}
	}
	switch stored.Scan.State {
	case documents.Infected:
		shown.Href, shown.Note = "", page.T("papers.quarantine", "threat", stored.Scan.Threat)
	case documents.ScanTooLarge, documents.ScannerAway:
		shown.Note = page.T("papers.unscanned")
	}
	if page.Demo && stored.Scan.State != documents.NotAsked {
		shown.Note += " " + page.T("papers.scan_demo")
	}
	return shown
}

// scanTones are those of what the malware scanner said.
var scanTones = map[documents.ScanState]kit.Tone{
	documents.Waiting: kit.Progress, documents.Clean: kit.Positive, documents.Infected: kit.Negative,
	documents.ScanTooLarge: kit.Neutral, documents.ScannerAway: kit.Waiting,
}

// Size is a number of bytes for a reader, rounded: "1,9 MB", "12 MB", "340 kB".
// The units are those of ten (IEC 80000-13), as file managers of today show them.
func Size(page kit.Page, bytes int64) string {
	const kilo, mega = 1000, 1000 * 1000
	switch tenths := (bytes + mega/20) / (mega / 10); {
	case tenths >= 100:
		return page.T("papers.size_mb", "n", page.Printer.Number((bytes+mega/2)/mega))
	case tenths >= 10:
		return page.T("papers.size_mb", "n", page.Printer.Decimal(tenths, 1))
	default:
		return page.T("papers.size_kb", "n", max(1, (bytes+kilo/2)/kilo))
	}
}
