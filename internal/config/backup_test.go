// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package config

import (
	"strings"
	"testing"
)

func TestBackupSettings(t *testing.T) {
	const key = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"
	for _, c := range []struct {
		name  string
		set   map[string]string
		wrong string // setting that the error names; "" when all is well
	}{
		{"none", nil, ""},
		{"a folder", map[string]string{"backup.folder": "/srv/backup", "backup.recipients": key + ", " + key}, ""},
		{"nobody could open it", map[string]string{"backup.folder": "/srv/backup"}, "backup.recipients"},
		{"the private key on the server", map[string]string{"backup.folder": "/srv/backup", "backup.recipients": "AGE-SECRET-KEY-1ABC"}, "private key"},
		{"no key at all", map[string]string{"backup.folder": "/srv/backup", "backup.recipients": "ssh-ed25519"}, "backup.recipients"},
		{"inside what it protects", map[string]string{"data": "/srv/body", "backup.folder": "/srv/body/backup", "backup.recipients": key}, "backup.folder"},
		{"beside it, with a like name", map[string]string{"data": "/srv/body", "backup.folder": "/srv/body-backup", "backup.recipients": key}, ""},
		{"two places", map[string]string{
			"backup.folder": "/srv/backup", "backup.recipients": key, "backup.s3.endpoint": "s3.ordine.example", "backup.s3.bucket": "b",
			"backup.s3.access_key": "a", "backup.s3.secret_key": "s",
		}, "backup.folder"},
		{"a bucket without its key", map[string]string{
			"backup.recipients": key, "backup.s3.endpoint": "s3.ordine.example", "backup.s3.bucket": "b", "backup.s3.access_key": "a",
		}, "backup.s3.secret_key"},
		{"a time that no clock shows", map[string]string{"backup.at": "25:00"}, "backup.at"},
		{"kept for no time", map[string]string{"backup.keep_days": "0"}, "backup.keep_days"},
		{"a source of time", map[string]string{"doctor.time_source": "ntp://tempo.ordine.example"}, ""},
		{"a source of nothing", map[string]string{"doctor.time_source": "tempo.ordine.example"}, "doctor.time_source"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Load(Sources{Set: c.set})
			switch {
			case c.wrong == "" && err != nil:
				t.Error(err)
			case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
				t.Errorf("%v, want a word about %s", err, c.wrong)
			}
		})
	}
}
