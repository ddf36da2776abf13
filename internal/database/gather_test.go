// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
)

// numbered is a gather over a table of n rows "0", "1"… and the count of its reads.
func numbered(t *testing.T, db *database.DB, n int) (*database.Gather[string, int], *atomic.Int32) {
	t.Helper()
	table(t, db, "id TEXT PRIMARY KEY, n INTEGER NOT NULL")
	for i := range n {
		update(t, db, "INSERT INTO sample (id, n) VALUES ($1, $2)", fmt.Sprint(i), i)
	}
	reads := new(atomic.Int32)
	return database.NewGather(db, func(ctx context.Context, tx *database.Tx, keys []string) (map[string]int, error) {
		reads.Add(1)
		found := map[string]int{}
		args := make([]any, len(keys))
		for i, key := range keys {
			args[i] = key
		}
		_, err := database.All(ctx, tx, func(scan func(...any) error) (string, error) {
			var id string
			var n int
			err := scan(&id, &n)
			found[id] = n
			return id, err
		}, "SELECT id, n FROM sample WHERE id IN "+database.In(1, len(keys)), args...)
		return found, err
	}), reads
}

func TestGatherFindsEachItsOwn(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		const rows, askers = 40, 600
		g, reads := numbered(t, db, rows)
		var all sync.WaitGroup
		for i := range askers {
			all.Go(func() {
				key := i % (2 * rows) // half of them are not there
				n, err := g.Get(t.Context(), fmt.Sprint(key))
				switch {
				case key < rows && (err != nil || n != key):
					t.Errorf("%d: %d, %v", key, n, err)
				case key >= rows && !errors.Is(err, database.ErrNotFound):
					t.Errorf("%d: %v", key, err)
				}
			})
		}
		all.Wait()
		if n := reads.Load(); n == 0 || n >= askers/2 {
			t.Errorf("%d look-ups took %d reads", askers, n)
		}
	})
}

// Whoever has been told of a commit finds what it wrote.
func TestGatherSeesWhatWasCommittedBefore(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		g, _ := numbered(t, db, 0)
		var all sync.WaitGroup
		for w := range 8 {
			all.Go(func() {
				for i := range 20 {
					id := fmt.Sprintf("%d-%d", w, i)
					err := db.Update(t.Context(), func(tx *database.Tx) error {
						_, err := tx.Exec(t.Context(), "INSERT INTO sample (id, n) VALUES ($1, $2)", id, i)
						return err
					})
					if err != nil {
						t.Error(err)
						return
					}
					if n, err := g.Get(t.Context(), id); err != nil || n != i {
						t.Errorf("%s: %d, %v", id, n, err)
					}
				}
			})
		}
		all.Wait()
	})
}

func TestGatherTellsFailures(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		broken := errors.New("broken")
		g := database.NewGather(db, func(context.Context, *database.Tx, []string) (map[string]int, error) { return nil, broken })
		if _, err := g.Get(t.Context(), "a"); !errors.Is(err, broken) {
			t.Errorf("error %v", err)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		waiting := database.NewGather(db, func(context.Context, *database.Tx, []string) (map[string]int, error) {
			<-t.Context().Done() // never within the test
			return nil, nil
		})
		if _, err := waiting.Get(gone, "a"); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
}
