// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package crash

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pratica/internal/database"
)

// filed is what the tables hold of one application. All parts of a filing are there or none is.
type filed struct {
	state         string
	year, number  int64 // of the filing; 0 when there is none
	rows, entries int   // filings, audit entries
	batches       int   // jobs of a batch that name it
	published     bool  // the job of its batch has told the subscribers
	events        map[string]int
}

func (f filed) label() string { return fmt.Sprintf("%d/%d", f.number, f.year) }

// inspect reads the tables themselves, not through the services that wrote them, and reports every application of
// which only a part was written. It opens what the processes before left: nobody else has it open.
func inspect(t *testing.T, b body) map[string]filed {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	db, err := database.Open(ctx, database.Options{URL: b.url(), Fast: true, MaxConnections: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var all map[string]filed
	err = db.View(ctx, func(tx *database.Tx) error {
		all, err = readFiled(ctx, tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, f := range all {
		f.check(t, id)
	}
	return all
}

func (f filed) check(t *testing.T, id string) {
	t.Helper()
	want := 0
	if f.state == "filed" {
		want = 1
	}
	if f.rows != want || f.entries != want {
		t.Errorf("%s is half there: state %s, %d filings, %d audit entries", id, f.state, f.rows, f.entries)
	}
	if f.batches != want {
		t.Errorf("%s is told of by %d batches, its state is %s", id, f.batches, f.state)
	}
	if f.published != (len(f.events) > 0) {
		t.Errorf("%s: the job of its batch is done: %t; jobs of subscribers: %v", id, f.published, f.events)
	}
	for kind, n := range f.events {
		if n != want {
			t.Errorf("%s has %d jobs %s, its state is %s", id, n, kind, f.state)
		}
	}
}

func readFiled(ctx context.Context, tx *database.Tx) (map[string]filed, error) {
	all := map[string]filed{}
	_, err := database.All(ctx, tx, func(scan func(...any) error) (string, error) {
		var id string
		f := filed{events: map[string]int{}}
		err := scan(&id, &f.state, &f.year, &f.number, &f.rows, &f.entries)
		all[id] = f
		return id, err
	}, `SELECT a.id, a.state,
		COALESCE((SELECT f.year FROM intake_filing f WHERE f.application = a.id), 0),
		COALESCE((SELECT f.number FROM intake_filing f WHERE f.application = a.id), 0),
		(SELECT count(*) FROM intake_filing f WHERE f.application = a.id),
		(SELECT count(*) FROM audit_entry e WHERE e.chain = 'case/' || a.id AND e.action = 'application.filed')
		FROM intake_application a`)
	if err != nil {
		return nil, err
	}
	if err := readBatches(ctx, tx, all); err != nil {
		return nil, err
	}
	return all, readEvents(ctx, tx, all)
}

// readBatches counts the jobs of batches that name an application, and learns whether they were done.
func readBatches(ctx context.Context, tx *database.Tx, all map[string]filed) error {
	_, err := database.All(ctx, tx, func(scan func(...any) error) (string, error) {
		var state, payload string
		if err := scan(&state, &payload); err != nil {
			return "", err
		}
		var batch struct {
			Filings []struct {
				Application string `json:"application"`
			} `json:"filings"`
		}
		if err := json.Unmarshal([]byte(payload), &batch); err != nil {
			return "", fmt.Errorf("job of a batch: %w", err)
		}
		for _, one := range batch.Filings {
			f, ok := all[one.Application]
			if !ok {
				return "", fmt.Errorf("a batch names no application: %s", one.Application)
			}
			f.batches++
			f.published = state == "done"
			all[one.Application] = f
		}
		return state, nil
	}, `SELECT state, payload FROM job WHERE kind = 'intake.tell'`)
	return err
}

// readEvents counts, for each subscriber, the jobs that tell it of a filing.
func readEvents(ctx context.Context, tx *database.Tx, all map[string]filed) error {
	_, err := database.All(ctx, tx, func(scan func(...any) error) (string, error) {
		var kind, payload string
		if err := scan(&kind, &payload); err != nil {
			return "", err
		}
		var told struct {
			Event struct {
				Application string `json:"application"`
			} `json:"event"`
		}
		if err := json.Unmarshal([]byte(payload), &told); err != nil {
			return "", fmt.Errorf("job %s: %w", kind, err)
		}
		f, ok := all[told.Event.Application]
		if !ok {
			return "", fmt.Errorf("job %s is about no application: %s", kind, payload)
		}
		f.events[strings.TrimPrefix(kind, "event/intake.filed/")]++
		return kind, nil
	}, `SELECT kind, payload FROM job WHERE kind LIKE 'event/intake.filed/%'`)
	return err
}
