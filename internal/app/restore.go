// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"pratica/internal/backup"
	"pratica/internal/config"
	"pratica/internal/database"
	"pratica/internal/objects"
	"pratica/internal/problem"
)

// RestoreOptions say from where and to where.
type RestoreOptions struct {
	// Set is the file of a set in a folder, or the name of one at the place that
	// the configuration names.
	Set string
	// Into is the new data folder: missing, or empty.
	Into string
	// Identity is the file with the private key.
	Identity string
	// Configured restores to the database and the bucket that the configuration
	// names, which must be empty; otherwise everything goes into the folder.
	Configured bool
	Tell       func(what string, n int64)
}

// RestoredConfig is the configuration of a body that was restored by o: the same
// settings on the new folder.
func RestoredConfig(c *config.Config, o RestoreOptions) *config.Config {
	restored := *c
	restored.Data, restored.SessionKey = o.Into, ""
	if !o.Configured {
		restored.Database, restored.Objects = config.Database{}, config.Objects{}
	}
	return &restored
}

// Restore makes a body from a set. It opens no app: there is none yet.
func Restore(ctx context.Context, c *config.Config, o RestoreOptions) (done backup.Restored, err error) {
	empty, err := isEmptyFolder(o.Into)
	if err != nil {
		return done, err
	}
	if !empty {
		return done, problem.New(problem.Conflict, "backup.folder_not_empty", "folder", o.Into)
	}
	identities, err := backup.ReadIdentities(o.Identity)
	if err != nil {
		return done, err
	}
	shelf, name, err := findSet(c, o.Set)
	if err != nil {
		return done, err
	}
	r := backup.Restore{Shelf: shelf, Identities: identities, Keep: writeKept(o.Into), Tell: o.Tell}
	proved, err := r.Prove(ctx, name)
	if err != nil {
		return done, err
	}
	if err := os.MkdirAll(o.Into, 0o700); err != nil {
		return done, err
	}
	to := RestoredConfig(c, o)
	r.DB, err = database.Open(ctx, database.Options{URL: to.DatabaseURL(), MaxConnections: to.Database.MaxConnections})
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, r.DB.Close()) }()
	if r.Objects, err = (&App{Config: to}).objects(); err != nil {
		return done, err
	}
	return r.Run(ctx, proved)
}

// findSet finds the shelf of a set by its file, or on the configured one.
func findSet(c *config.Config, set string) (objects.Shelf, string, error) {
	if info, err := os.Stat(set); err == nil && !info.IsDir() {
		name := strings.TrimSuffix(filepath.Base(set), filepath.Ext(set))
		return objects.NewFolderShelf(filepath.Dir(filepath.Dir(filepath.Clean(set)))), name, nil
	}
	shelf, err := Shelf(c)
	if err != nil {
		return nil, "", err
	}
	if shelf == nil {
		return nil, "", problem.New(problem.NotFound, "backup.no_such_set", "name", set)
	}
	return shelf, strings.TrimSuffix(filepath.Base(set), ".pratica"), nil
}

// Side is this body as one of two that are compared.
func (a *App) Side() backup.Side {
	return backup.Side{DB: a.DB, Objects: a.Objects, Files: a.Documents}
}

// FolderMode is the mode for which a data folder was made.
func FolderMode(folder string) (config.Mode, bool) {
	text, err := os.ReadFile(filepath.Join(folder, markFile))
	return config.Mode(strings.TrimSpace(string(text))), err == nil
}

// HasDatabase tells whether a data folder holds the database of a body.
func HasDatabase(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "pratica.db"))
	return err == nil
}
