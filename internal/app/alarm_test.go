// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"pratica/internal/app/apptest"
	"pratica/internal/config"
	"pratica/internal/delivery"
	"pratica/internal/delivery/deliverytest"
)

// A body whose backup was never made says so to its monitors, while it is served, and to its administrators by mail.
func TestMissingBackupIsTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, c *config.Config) {
		c.Backup.Folder = filepath.Join(t.TempDir(), "copies")
		c.Backup.Recipients = config.Words{"age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"}
		a := apptest.Open(t, c)
		apptest.Serve(t, a)
		v := apptest.Visit(t, c.PublicURL)
		v.BecomeAdministrator(a)
		ready := v.Must(v.Get("/readyz"))
		if !strings.Contains(string(ready.Body), `"warnings":{"backup":"failed"}`) {
			t.Errorf("readyz: %s", ready.Body)
		}
		for range 2 { // it is told once a day
			if err := a.WatchBackups(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		told := deliverytest.LastRecord(t, a.Delivery, apptest.AdminEmail)
		if told.Kind != delivery.BackupAlarm || !strings.Contains(told.Body, "non è mai stata fatta") {
			t.Errorf("told by %s: %s", told.Kind, told.Body)
		}
		if _, err := a.Backup.Make(t.Context()); err != nil {
			t.Fatal(err)
		}
		if ready := v.Must(v.Get("/readyz")); !strings.Contains(string(ready.Body), `"warnings":{"backup":"ok"}`) {
			t.Errorf("after a backup: %s", ready.Body)
		}
	})
}
