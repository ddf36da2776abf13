// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"time"

	"pratica/internal/database"
	"pratica/internal/jobs"
	"pratica/internal/problem"
)

// keepTickets is how long an expired ticket stays, so that a support question about a link can be answered from the database.
const keepTickets = 30 * 24 * time.Hour

// Register tells the queue about the jobs of this package.
func (s *Service) Register() {
	jobs.Handle(s.Queue, resetJob, s.sendReset)
	s.Queue.Every("identity.sweep", time.Hour, s.Sweep)
}

// Sweep removes sessions that are over and tickets that expired long ago.
func (s *Service) Sweep(ctx context.Context) (err error) {
	defer problem.Wrap(&err, "identity.Sweep")
	if _, err := s.Sessions.Sweep(ctx); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		_, err := deleteTickets(ctx, tx, s.Now().Add(-keepTickets))
		return err
	})
}
