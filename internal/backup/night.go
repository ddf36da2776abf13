// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"context"
	"fmt"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// Hour is a time of day, in minutes from midnight.
type Hour int

// ParseHour reads "02:30".
func ParseHour(text string) (Hour, error) {
	at, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a time of day: write it as 02:30", text)
	}
	return Hour(at.Hour()*60 + at.Minute()), nil
}

// before is the last time that the clock showed the hour, in a zone. On the day
// on which the hour is skipped it is the one that stands for it.
func (h Hour) before(now time.Time, zone *time.Location) time.Time {
	local := now.In(zone)
	for back := 0; ; back++ {
		at := time.Date(local.Year(), local.Month(), local.Day()-back, int(h)/60, int(h)%60, 0, 0, zone)
		if !at.After(now) {
			return at
		}
	}
}

// Night makes a set if none was made since the last time the clock showed the
// hour. Who was switched off at night makes it in the morning.
func (s *Service) Night(ctx context.Context) (err error) {
	defer problem.Wrap(&err, "backup.Night")
	if !s.IsConfigured() {
		return nil
	}
	last, good, err := s.last(ctx)
	if err != nil {
		return err
	}
	hour := s.Hour.before(s.Now(), s.Zone)
	made := good
	if last != nil && last.Problem == DamagedFiles { // another set of today would lack the same files
		made = last
	}
	if made != nil && !made.Started.Before(hour) {
		return nil
	}
	_, err = s.Make(ctx)
	if p, ok := problem.As(err); ok && p.Code == "backup.busy" {
		return nil
	}
	return err
}

// Health says whether a loss of the body today would be a loss of more than a
// day.
type Health struct {
	Configured bool
	Last       *Run          // nil when there was none
	Good       *Run          // the last without a problem
	Age        time.Duration // of the last good one
	// Alarm: no good set at all, or none young enough.
	Alarm bool
}

// Health reads the records of the runs, not the shelf.
func (s *Service) Health(ctx context.Context) (h Health, err error) {
	defer problem.Wrap(&err, "backup.Health")
	h.Configured = s.IsConfigured()
	if h.Last, h.Good, err = s.last(ctx); err != nil {
		return h, err
	}
	if h.Good != nil {
		h.Age = s.Now().Sub(h.Good.Started)
	}
	h.Alarm = h.Configured && (h.Good == nil || h.Age > s.AlarmAfter)
	return h, nil
}

// Watch calls tell when there is cause for alarm, once a day, in the transaction
// that notes it.
func (s *Service) Watch(ctx context.Context, tell func(context.Context, *database.Tx, Health) error) (err error) {
	defer problem.Wrap(&err, "backup.Watch")
	h, err := s.Health(ctx)
	if err != nil || !h.Alarm {
		return err
	}
	now := s.Now()
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		first, err := noteAlarm(ctx, tx, now.In(s.Zone).Format(time.DateOnly), now)
		if err != nil || !first {
			return err
		}
		return tell(ctx, tx, h)
	})
}
