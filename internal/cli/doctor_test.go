// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"pratica/internal/app/apptest"
	"pratica/internal/config"
	"pratica/internal/database"
)

// The doctor says what is the matter in the reader's language, for monitors in JSON, and fails when something has to be done.
func TestDoctor(t *testing.T) {
	apptest.Each(t, func(t *testing.T, c *config.Config) {
		if code, said := command(t, c, nil, "doctor"); code != exitFailed || !strings.Contains(said, "pratica migrate") {
			t.Errorf("before the tables: exit %d: %s", code, said)
		}
		if code, said := command(t, c, nil, "migrate"); code != exitDone {
			t.Fatalf("migrate: exit %d: %s", code, said)
		}
		code, said := command(t, c, nil, "doctor")
		if !strings.Contains(said, "AVVISO") || !strings.Contains(said, "Copie di sicurezza") {
			t.Errorf("exit %d: %s", code, said)
		}
		if !isDurable(t, c) { // a server for tests, which may not sync: the doctor must not call it healthy
			if code != exitFailed || !strings.Contains(said, "fsync") {
				t.Errorf("exit %d: %s", code, said)
			}
			return
		}
		if code != exitDone {
			t.Errorf("exit %d: %s", code, said)
		}
		code, said = command(t, c, nil, "--lang", "en", "doctor", "--json")
		var answer struct {
			OK       bool
			Findings []struct{ Check, Level, Code, Text string }
		}
		if err := json.Unmarshal([]byte(said), &answer); err != nil || code != exitDone || !answer.OK || len(answer.Findings) < 8 {
			t.Errorf("exit %d, %v: %s", code, err, said)
		}
		never := []string{"--set", "backup.folder=" + filepath.Join(t.TempDir(), "copies"),
			"--set", "backup.recipients=age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"}
		if code, said := command(t, c, nil, append(never, "doctor")...); code != exitFailed || !strings.Contains(said, "backup now") {
			t.Errorf("without a backup: exit %d: %s", code, said)
		}
	})
}

func isDurable(t *testing.T, c *config.Config) bool {
	t.Helper()
	db, err := database.Open(t.Context(), database.Options{URL: c.DatabaseURL()})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	return db.CheckDurability(t.Context()) == nil
}
