// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"context"
	"errors"
	"fmt"

	"pratica/internal/database"
	"pratica/internal/jobs"
)

const sendKind = "delivery.send"

// sendJob hands over one message.
type sendJob struct {
	Message string `json:"message"`
}

// send is one attempt. The message is read, handed over, and marked, in this order and not in one transaction, because no
// transaction holds a mail server:
//
//  1. read; a message that has ended meanwhile (a report overtook us) is left alone;
//  2. hand over, with nothing locked;
//  3. mark, together with the end of the job. If we crash before, the message leaves again under the same Message-ID.
func (s *Service) send(ctx context.Context, job jobs.Job[sendJob]) error {
	record, err := s.pending(ctx, job.Payload.Message)
	if err != nil || record.State.IsFinal() {
		return err
	}
	record.Attempts++
	channel := s.channels[record.Channel]
	if channel == nil {
		return fmt.Errorf("the channel %q of this message is not configured any more", record.Channel)
	}
	cause := channel.Send(ctx, record.mail())
	if cause != nil {
		return s.trouble(ctx, job, record, cause)
	}
	record.State, record.Reason = StateSent, ""
	return s.finish(ctx, job, record)
}

func (s *Service) pending(ctx context.Context, id string) (record Record, err error) {
	err = s.deps.DB.View(ctx, func(tx *database.Tx) error {
		record, err = byID(ctx, tx, id)
		return err
	})
	return record, err
}

// trouble ends the message when trying again is useless or was tried often enough, and postpones it otherwise. The pause is that of the queue.
func (s *Service) trouble(ctx context.Context, job jobs.Job[sendJob], record Record, cause error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err() // this node stops; the queue takes the attempt back and does not count it
	}
	// The attempt may have failed because its time is over; what happened must be written all the same.
	ctx = context.WithoutCancel(ctx)
	record.Reason = reasonOf(cause)
	if failure := (*Failure)(nil); errors.As(cause, &failure) && failure.Permanent || job.IsLast() {
		record.State = StateFailed
		return s.finish(ctx, job, record)
	}
	record.State, record.ChangedAt = StateDeferred, database.T(s.deps.Now()).Time
	err := s.deps.DB.Update(ctx, func(tx *database.Tx) error {
		current, err := byID(ctx, tx, record.ID)
		if err != nil || current.State.IsFinal() {
			return err
		}
		return update(ctx, tx, record)
	})
	// The queue shows its administrator the reason only: the cause may name people.
	return errors.Join(errors.New(record.Reason), err)
}

// finish writes the end of the message and of its job in one transaction. A report that came while we were handing over stands.
func (s *Service) finish(ctx context.Context, job jobs.Job[sendJob], record Record) error {
	return s.deps.DB.Update(context.WithoutCancel(ctx), func(tx *database.Tx) error {
		current, err := byID(ctx, tx, record.ID)
		if err != nil {
			return err
		}
		if !current.State.IsFinal() {
			if err := s.conclude(ctx, tx, record); err != nil {
				return err
			}
		}
		return job.Finish(ctx, tx)
	})
}
