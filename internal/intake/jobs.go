// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/events"
	"pratica/internal/jobs"
)

const (
	sendLinkJob = "intake.send_link"
	tellJob     = "intake.tell"
)

// linkRequest is the payload of a job that may send a link.
type linkRequest struct {
	Code  string `json:"code"`
	Email string `json:"email"`
}

// batchToTell is the payload of the one job of a batch.
type batchToTell struct {
	Filings []FiledEvent `json:"filings"`
}

func registerJobs(s *Service) {
	jobs.Handle(s.Jobs, tellJob, func(ctx context.Context, j jobs.Job[batchToTell]) error {
		return s.DB.Update(ctx, func(tx *database.Tx) error {
			if err := j.Finish(ctx, tx); err != nil {
				return err
			}
			return s.Events.Publish(ctx, tx, told(j.Payload.Filings)...)
		})
	})
	jobs.Handle(s.Jobs, sendLinkJob, func(ctx context.Context, j jobs.Job[linkRequest]) error {
		return s.answerLinkRequest(ctx, j.Payload)
	})
}

func told(filings []FiledEvent) []events.Event {
	all := make([]events.Event, len(filings))
	for i, f := range filings {
		all[i] = f
	}
	return all
}

// tell publishes the filings of a batch, soon after its commit: while people wait
// for their receipts the batch carries one job, and not one for each of them and
// for each who is to be told.
func (s *Service) tell(ctx context.Context, tx *database.Tx, filings []FiledEvent) error {
	return s.Jobs.Enqueue(ctx, tx, jobs.Insert{Kind: tellJob, Payload: batchToTell{filings}})
}

func (s *Service) enqueueLink(ctx context.Context, tx *database.Tx, r linkRequest) error {
	return s.Jobs.Enqueue(ctx, tx, jobs.Insert{Kind: sendLinkJob, Payload: r})
}
