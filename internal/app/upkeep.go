// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"time"

	"pratica/internal/database"
	"pratica/internal/jobs"
	"pratica/internal/ratelimit"
)

// upkeep is the periodic work of the house.
func (a *App) upkeep() {
	a.Jobs.Every("audit.seal", time.Minute, a.Audit.Seal)
	a.Jobs.Every("search.fill", time.Hour, a.Search.FillGaps)
	a.Jobs.Every("intake.drafts", 6*time.Hour, a.expireDrafts)
	a.Jobs.Every("objects.sweep", time.Hour, func(ctx context.Context) error {
		sweeper, ok := a.Objects.(interface {
			Sweep(context.Context, time.Time) (int, error)
		})
		if !ok {
			return nil
		}
		_, err := sweeper.Sweep(ctx, a.now().Add(-24*time.Hour))
		return err
	})
	a.Jobs.Every("backup.watch", time.Hour, a.WatchBackups)
	a.Jobs.Every("backup.night", 10*time.Minute, a.Backup.Night, jobs.Timeout(backupTime))
	if a.DB.Dialect() == database.PostgreSQL { // where limits are counted in the database
		a.Jobs.Every("ratelimit.sweep", 10*time.Minute, func(ctx context.Context) error {
			_, err := (&ratelimit.Store{DB: a.DB, Now: a.now}).Sweep(ctx)
			return err
		})
	}
}
