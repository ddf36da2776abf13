// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package papers

import (
	"net/http"
	"slices"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/ical"
)

// allTerms is the name of the file with every term.
const allTerms = "tutti"

const calendarEnding = ".ics"

// isAhead says that a term still has an end to remember.
func isAhead(v casework.TermView) bool {
	return !v.Result.Due.IsZero() && v.Today != terms.Concluded && v.Today != terms.Expired
}

// WithCalendar gives each term that still ends the address of its calendar file
// below home, and returns that of all; "" when none ends.
func WithCalendar(list []Term, views []casework.TermView, home string) (_ []Term, all string) {
	for i, v := range views {
		if isAhead(v) {
			list[i].Calendar = home + "/termini/" + v.Name + calendarEnding
			all = home + "/termini/" + allTerms + calendarEnding
		}
	}
	return list, all
}

// Calendar sends the calendar file of a term, or of all, by the name of the file.
// home is the page of the case on this site.
func (m *Maker) Calendar(w http.ResponseWriter, p *i18n.Printer, v casework.View, file, home string) error {
	name, ok := strings.CutSuffix(file, calendarEnding)
	wanted := slices.DeleteFunc(slices.Clone(v.Terms), func(t casework.TermView) bool { return !isAhead(t) || name != allTerms && t.Name != name })
	if !ok || len(wanted) == 0 {
		return problem.New(problem.NotFound, "kit.not_found")
	}
	var events []ical.Event
	for _, t := range wanted {
		events = append(events, m.event(p, v, t, home))
	}
	h := w.Header()
	h.Set("Content-Type", ical.MediaType)
	h.Set("Content-Disposition", `attachment; filename="`+v.Case.Code+"_"+name+calendarEnding+`"`)
	h.Set("Cache-Control", "private, no-store")
	_, err := w.Write(ical.File(m.host(), events))
	return err
}

func (m *Maker) event(p *i18n.Printer, v casework.View, t casework.TermView, home string) ical.Event {
	lines := []string{t.Norm}
	for _, step := range t.Result.Steps {
		lines = append(lines, p.T("terms.step."+step.Code, step.Args...))
	}
	return ical.Event{
		UID: t.Name + "." + v.Case.ID + "@" + m.host(), Day: t.Result.Due, Summary: p.T("papers.calendar_event", "code", v.Case.Code, "term", t.Label.In(p.Lang())),
		Text: strings.Join(lines, "\n"), Link: m.Base + home, Stamp: v.Case.ChangedAt, Sequence: v.Case.Version, Before: []int{3, 1},
	}
}

// host names this site in what must be unique in the world.
func (m *Maker) host() string {
	_, host, _ := strings.Cut(m.Base, "://")
	host, _, _ = strings.Cut(host, "/")
	if host == "" {
		return "localhost"
	}
	return host
}
