// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"pratica/internal/backup"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/identity"
	"pratica/internal/office"
	"pratica/internal/telemetry"
)

// WatchBackups tells the administrators, once a day, when the backup is missing or
// old. It runs every hour.
func (a *App) WatchBackups(ctx context.Context) error {
	return a.Backup.Watch(ctx, a.tellAdministrators)
}

func (a *App) tellAdministrators(ctx context.Context, tx *database.Tx, h backup.Health) error {
	a.log.WarnContext(ctx, "the backup is missing or old")
	holders, err := a.Office.HoldersIn(ctx, tx, office.Administrator)
	if err != nil {
		return err
	}
	for _, holder := range holders {
		account, err := a.Identity.Account(ctx, holder.Account)
		if err != nil {
			return err
		}
		if account.State != identity.Active {
			continue
		}
		p := a.Texts.For(account.Lang)
		state := p.T("backup.alarm.never")
		if h.Good != nil {
			state = p.T("backup.alarm.old", "at", p.DateTime(h.Good.Started))
		}
		_, err = a.Delivery.Send(ctx, tx, delivery.Message{
			To: account.Email, Lang: account.Lang, Template: delivery.BackupAlarm, Args: map[string]string{"name": account.Name, "state": state},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// warnings are what /readyz tells beside: served or not, somebody must look.
func (a *App) warnings() map[string]telemetry.Check {
	found := map[string]telemetry.Check{}
	if a.Documents.Scanner != nil { // files wait for it, and nothing else does
		found["scanner"] = a.Documents.Scanner.Check
	}
	if a.Backup.IsConfigured() {
		found["backup"] = a.backupIsFresh
	}
	return found
}

func (a *App) backupIsFresh(ctx context.Context) error {
	h, err := a.Backup.Health(ctx)
	if err == nil && h.Alarm {
		return errors.New("the newest good backup is missing or too old")
	}
	return err
}

// scrapeTime bounds what a scrape of the metrics waits for.
const scrapeTime = 2 * time.Second

// measureBackups gives the age of the newest good backup to monitors; without
// one it is infinite.
func (a *App) measureBackups() error {
	if !a.Backup.IsConfigured() {
		return nil
	}
	return a.metrics.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "pratica_backup_age_seconds", Help: "Age of the newest good backup.",
	}, func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
		defer cancel()
		h, err := a.Backup.Health(ctx)
		switch {
		case err != nil:
			return math.NaN()
		case h.Good == nil:
			return math.Inf(1)
		}
		return h.Age.Seconds()
	}))
}
