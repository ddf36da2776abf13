// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pratica/internal/backup"
	"pratica/internal/config"
	"pratica/internal/objects"
	"pratica/internal/telemetry"
)

// backupTime bounds one attempt at a backup: a night.
const backupTime = 12 * time.Hour

// buildBackup makes the service of backups, which without a place only answers.
func (a *App) buildBackup(Options) error {
	secret, err := key(a.Config.SessionKeyFile())
	if err != nil {
		return err
	}
	shelf, err := Shelf(a.Config)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return err
	}
	c := a.Config.Backup
	hour, err := backup.ParseHour(c.At)
	if err != nil {
		return err
	}
	a.Backup, err = backup.New(backup.Deps{
		DB: a.DB, Objects: a.Objects, Files: a.Documents, Kept: a.keptFiles, Tip: a.auditTip, Secret: secret, Shelf: shelf,
		Recipients: c.Recipients, Spool: filepath.Join(a.Config.Data, "spool"), KeepFor: time.Duration(c.KeepDays) * 24 * time.Hour,
		AlarmAfter: time.Duration(c.AlarmHours) * time.Hour, Hour: hour, Zone: zone, Rate: int64(c.Rate),
		Node: node(), Release: telemetry.Version(), Now: a.now, Log: a.log,
	})
	if err != nil {
		return err
	}
	return a.measureBackups()
}

// Shelf is where the backups of a configuration are; nil when it names no place.
func Shelf(c *config.Config) (objects.Shelf, error) {
	switch s := c.Backup.S3; {
	case s.Endpoint != "":
		return objects.NewBucketShelf(objects.S3Options{
			Endpoint: s.Endpoint, Bucket: s.Bucket, Region: s.Region, AccessKey: s.AccessKey, SecretKey: s.SecretKey.Reveal(), TLS: s.TLS,
		})
	case c.Backup.Folder != "":
		return objects.NewFolderShelf(c.Backup.Folder), nil
	}
	return nil, nil
}

// auditTip is the last seal of the audit log, as a set prints it.
func (a *App) auditTip(ctx context.Context) (string, error) {
	tip, err := a.Audit.Tip(ctx)
	if err != nil || tip.Seal == 0 {
		return "", err
	}
	return fmt.Sprintf("%d:%s", tip.Seal, hex.EncodeToString(tip.Hash)), nil
}

// keptFiles are what a body needs beside its database and its files: every key of
// the data folder, its mode, and its own texts.
func (a *App) keptFiles() ([]backup.Kept, error) {
	key, err := os.ReadFile(a.Config.SessionKeyFile())
	if err != nil {
		return nil, err
	}
	kept := []backup.Kept{{Name: backup.SessionKey, Content: key}}
	root := os.DirFS(a.Config.Data)
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && name != "texts" && !strings.HasPrefix(name, "texts/"):
			return fs.SkipDir
		case !d.Type().IsRegular() || name == backup.SessionKey || !isKept(name):
			return nil
		}
		content, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		kept = append(kept, backup.Kept{Name: name, Content: content})
		return nil
	})
	return kept, err
}

func isKept(name string) bool {
	return name == markFile || strings.HasPrefix(name, "texts/") || strings.HasSuffix(name, ".key")
}

// writeKept writes a kept file into a new data folder.
func writeKept(folder string) func(backup.Kept) error {
	return func(k backup.Kept) error {
		if !fs.ValidPath(k.Name) || !isKept(k.Name) {
			return fmt.Errorf("app: a backup holds %q, which is no file of a data folder", k.Name)
		}
		file := filepath.Join(folder, filepath.FromSlash(k.Name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
		return os.WriteFile(file, k.Content, 0o600)
	}
}

// isEmptyFolder tells whether a folder can take a restored body: it is not there,
// or nothing is in it.
func isEmptyFolder(folder string) (bool, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	return len(entries) == 0, err
}
