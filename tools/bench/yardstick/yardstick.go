// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package yardstick is PocketBase in its ready-made form, with the one change that makes it comparable: its data are
// synced to disk before a request is answered (synchronous FULL; its default, NORMAL, may lose acknowledged records
// at a power cut).
package yardstick

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// Collection is what records are created in.
const Collection = "filings"

// Serve runs PocketBase on address with its data in folder, until the process ends.
func Serve(folder, address string) error {
	app := pocketbase.NewWithConfig(pocketbase.Config{
		DefaultDataDir: folder, HideStartBanner: true, DBConnect: durable,
	})
	if err := app.Bootstrap(); err != nil {
		return err
	}
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	if err := createCollection(app); err != nil {
		return err
	}
	return apis.Serve(app, apis.ServeConfig{HttpAddr: address, ShowStartBanner: false})
}

// durable opens the database with PocketBase's own settings, save for synchronous.
func durable(path string) (*dbx.DB, error) {
	return dbx.Open("sqlite", path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)"+
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)")
}

// createCollection makes a collection that anyone may add to, with one key that must be new, as an idempotency key.
func createCollection(app core.App) error {
	c := core.NewBaseCollection(Collection)
	anyone := ""
	c.CreateRule = &anyone
	c.Fields.Add(&core.TextField{Name: "key", Required: true}, &core.JSONField{Name: "answers", MaxSize: 1 << 20})
	c.AddIndex("idx_filings_key", true, "key", "")
	return app.Save(c)
}

// Create is the scenario that adds records to it.
type Create struct {
	URL     string // of the server
	Run     string // makes the keys of this run differ from those of others
	Answers string // JSON object
}

// Request is the creation of one record.
func (s Create) Request(ctx context.Context, n int) (*http.Request, error) {
	body := fmt.Sprintf(`{"key":"%s-%d","answers":%s}`, s.Run, n, s.Answers)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/api/collections/"+Collection+"/records", strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	return r, nil
}

// Accept wants the record back.
func (Create) Accept(status int, body []byte) error {
	if status != http.StatusOK {
		return fmt.Errorf("status %d: %.200s", status, body)
	}
	return nil
}
