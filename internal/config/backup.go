// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package config

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"
)

func checkBackup(c *Config) Problems {
	b := c.Backup
	found := checkPlace("backup", b.Folder, b.S3)
	if _, err := time.Parse("15:04", b.At); err != nil {
		found = append(found, Problem{"backup.at", fmt.Sprintf("%q is not a time of day: write it as 02:30", b.At)})
	}
	if b.KeepDays < 1 || b.AlarmHours < 1 {
		found = append(found, Problem{"backup.keep_days", "keep_days and alarm_hours must be at least 1"})
	}
	for _, recipient := range b.Recipients {
		if strings.HasPrefix(strings.ToUpper(recipient), "AGE-SECRET-KEY-") {
			found = append(found, Problem{"backup.recipients", "holds a private key: remove it from this machine and name its public half (age1…)"})
		} else if !strings.HasPrefix(recipient, "age1") {
			found = append(found, Problem{"backup.recipients", "each is a public key that begins with age1"})
		}
	}
	if c.Backs() && len(b.Recipients) == 0 {
		found = append(found, Problem{"backup.recipients", "backups are always encrypted: name at least one public key ('pratica backup key FILE' makes one)"})
	}
	if inside(b.Folder, c.Data) {
		found = append(found, Problem{"backup.folder", "is inside the data folder, and would be lost with it: name a folder on another disk"})
	}
	return found
}

// inside reports whether a folder is another or below it.
func inside(folder, other string) bool {
	if folder == "" {
		return false
	}
	a, errA := filepath.Abs(folder)
	b, errB := filepath.Abs(other)
	if errors.Join(errA, errB) != nil {
		return false
	}
	rest, err := filepath.Rel(b, a)
	return err == nil && rest != ".." && !strings.HasPrefix(rest, ".."+string(filepath.Separator))
}

func checkDoctor(c *Config) Problems {
	source := c.Doctor.TimeSource
	if source == "" {
		return nil
	}
	u, err := url.Parse(source)
	if err != nil || u.Host == "" || (u.Scheme != "ntp" && u.Scheme != "https" && u.Scheme != "http") {
		return Problems{{"doctor.time_source", fmt.Sprintf("%q is not a source of time: write it as ntp://host or https://host", source)}}
	}
	return nil
}
