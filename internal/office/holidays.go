// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// HolidayKind tells a closing of the body from the feast of its patron saint.
type HolidayKind string

// The kinds.
const (
	Closing HolidayKind = "closing"
	Patron  HolidayKind = "patron"
)

// Holiday is what the body closes or celebrates by itself. It counts for the terms that begin from Since on and, unless Until is
// zero, before Until: a term that was told to somebody keeps its date.
type Holiday struct {
	ID     string
	Kind   HolidayKind
	From   terms.Date     // of a closing
	To     terms.Date     // included
	Feast  terms.MonthDay // of a patron; zero: none is kept any more
	Reason string
	Since  terms.Date
	Until  terms.Date
}

// StandsOn says whether terms that begin on a day count with it.
func (h Holiday) StandsOn(day terms.Date) bool {
	return !day.Before(h.Since) && (h.Until.IsZero() || day.Before(h.Until))
}

// longestClosing bounds one closing, in days: a longer one is a typing error.
const longestClosing = 62

// FirstDay is the earliest day from which a change of the calendar can count: tomorrow, because of today's terms some have begun.
func (s *Service) FirstDay() terms.Date { return s.today().AddDays(1) }

// Holidays lists what the body closes and celebrates, what was taken away included.
func (s *Service) Holidays(ctx context.Context, by Actor) (list []Holiday, err error) {
	defer problem.Wrap(&err, "office.Holidays")
	if err := may(by, BodyManage, Resource{}); err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = allHolidays(ctx, tx)
		return err
	})
	return list, err
}

// CheckHoliday says what is wrong with a holiday before it is added.
func (s *Service) CheckHoliday(h Holiday) error {
	var fields []problem.Field
	wrong := func(is bool, path, code string, args ...any) {
		if is {
			fields = append(fields, problem.Field{Path: path, Code: code, Args: args})
		}
	}
	switch h.Kind {
	case Closing:
		wrong(h.From.IsZero(), "from", "office.day_missing")
		wrong(h.To.IsZero(), "to", "office.day_missing")
		wrong(h.To.Before(h.From) && !h.To.IsZero(), "to", "office.closing_backwards")
		wrong(!h.From.IsZero() && h.From.DaysUntil(h.To) >= longestClosing, "to", "office.closing_long", "days", longestClosing)
		wrong(!h.To.IsZero() && h.To.Before(s.FirstDay()), "to", "office.closing_past")
	case Patron:
		wrong(!isDayOfYear(int(h.Feast.Month), h.Feast.Day), "feast", "office.patron_invalid")
	default:
		wrong(true, "kind", "office.no_holiday_kind")
	}
	wrong(strings.TrimSpace(h.Reason) == "", "reason", "office.reason_missing")
	wrong(utf8.RuneCountInString(h.Reason) > maxText, "reason", "office.text_long", "max", maxText)
	wrong(h.Since.Before(s.FirstDay()), "since", "office.since_early", "first", s.FirstDay())
	if len(fields) > 0 {
		return problem.New(problem.Invalid, "office.holiday_invalid").With(fields...)
	}
	return nil
}

// AddHoliday closes some days, or sets the feast of the patron saint. The first feast that is set keeps the one of the body's
// data for the terms of before.
func (s *Service) AddHoliday(ctx context.Context, by Actor, h Holiday) (added Holiday, err error) {
	defer problem.Wrap(&err, "office.AddHoliday")
	if err := may(by, BodyManage, Resource{}); err != nil {
		return Holiday{}, err
	}
	if err := s.CheckHoliday(h); err != nil {
		return Holiday{}, err
	}
	h.ID, h.Reason, h.Until = ids.New(), strings.TrimSpace(h.Reason), terms.Date{}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := insertHoliday(ctx, tx, h, by.Account, s.Now()); err != nil {
			return err
		}
		detail := map[string]string{"kind": string(h.Kind), "since": h.Since.String()}
		if h.Kind == Closing {
			detail["from"], detail["to"] = h.From.String(), h.To.String()
		}
		return s.record(ctx, tx, by.Audit(), "holiday_added", h.ID, detail)
	})
	return h, err
}

// RemoveHoliday takes a holiday away from the terms that begin from tomorrow on. The feast that is kept now is not taken away: another
// one follows it.
func (s *Service) RemoveHoliday(ctx context.Context, by Actor, id string) (err error) {
	defer problem.Wrap(&err, "office.RemoveHoliday")
	if err := may(by, BodyManage, Resource{}); err != nil {
		return err
	}
	until := s.FirstDay()
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		h, err := holidayByID(ctx, tx, id)
		if err != nil {
			return missing(err, "office.no_holiday")
		}
		if h.Kind == Patron && h.StandsOn(s.today()) { // terms know it: another feast, or none, comes after it
			return problem.New(problem.Conflict, "office.patron_stands")
		}
		done, err := endHoliday(ctx, tx, id, by.Account, until, s.Now())
		if err != nil {
			return err
		}
		if !done {
			return problem.New(problem.Conflict, "office.no_holiday")
		}
		return s.record(ctx, tx, by.Audit(), "holiday_removed", id, map[string]string{"until": until.String()})
	})
}

// CalendarIn is the body's calendar for legal terms, inside the caller's transaction.
func (s *Service) CalendarIn(ctx context.Context, tx *database.Tx) (terms.Calendar, error) {
	b, err := lastBody(ctx, tx)
	if err != nil && !errors.Is(err, database.ErrNotFound) {
		return terms.Calendar{}, err
	}
	list, err := allHolidays(ctx, tx)
	if err != nil {
		return terms.Calendar{}, err
	}
	return calendar(b, list), nil
}

// Calendar is the body's calendar for legal terms.
func (s *Service) Calendar(ctx context.Context) (c terms.Calendar, err error) {
	defer problem.Wrap(&err, "office.Calendar")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		c, err = s.CalendarIn(ctx, tx)
		return err
	})
	return c, err
}

// calendar puts together the feast of the set-up, which is for the terms of before the first one of the list, and the list.
func calendar(b Body, list []Holiday) terms.Calendar {
	c := b.Calendar()
	for _, h := range list {
		switch {
		case h.Kind == Closing:
			c.Closings = append(c.Closings, terms.Shut{From: h.From, To: h.To, Since: h.Since, Until: h.Until})
		case h.Until.IsZero() || h.Since.Before(h.Until):
			c.Patrons = append(c.Patrons, terms.Patronage{Since: h.Since, Feast: h.Feast})
		}
	}
	return c
}
