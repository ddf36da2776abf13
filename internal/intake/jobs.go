// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/jobs"
)

const sendLinkJob = "intake.send_link"

// linkRequest is the payload of a job that may send a link.
type linkRequest struct {
	Code  string `json:"code"`
	Email string `json:"email"`
}

func registerJobs(s *Service) {
	jobs.Handle(s.Jobs, sendLinkJob, func(ctx context.Context, j jobs.Job[linkRequest]) error {
		return s.answerLinkRequest(ctx, j.Payload)
	})
}

func (s *Service) enqueueLink(ctx context.Context, tx *database.Tx, r linkRequest) error {
	return s.Jobs.Enqueue(ctx, tx, jobs.Insert{Kind: sendLinkJob, Payload: r})
}
