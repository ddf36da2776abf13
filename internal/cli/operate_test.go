// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pratica/internal/app/apptest"
	"pratica/internal/config"
)

// The commands of the operator's guide, in its order, on a body that does not exist before the first.
func TestCommandsOfTheGuide(t *testing.T) {
	definition := filepath.Join("..", "..", "definitions", "legal-aid-civil.yaml")
	wrong := filepath.Join(t.TempDir(), "wrong.yaml")
	if err := os.WriteFile(wrong, []byte("procedure:\n  slug: [\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	stumbling := filepath.Join(t.TempDir(), "stumbling.yaml")
	source, err := os.ReadFile(definition)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(stumbling, []byte(strings.Replace(string(source), `margin: "7.559,64"`, `margin: "7.559,65"`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		name string
		args []string
		code int
		says []string
	}{
		{"what an upgrade would change", []string{"migrate", "--plan"}, exitDone, []string{"to run"}},
		{"the change", []string{"migrate"}, exitDone, []string{"done"}},
		{"the first administrator", []string{"user", "first-admin", "mario@ordine.example", "Mario Esempio"}, exitDone, []string{"/accesso/invito/"}},
		{"a definition without errors", []string{"procedure", "check", definition}, exitDone, []string{"no errors"}},
		{"a definition read over", []string{"--lang", "en", "procedure", "preview", definition}, exitDone, []string{"Italian tax code [tax code; required]", "Ways of signing"}},
		{"the examples of a definition", []string{"procedure", "test", definition}, exitDone, []string{"ok     legal-aid-civil.yaml: alone"}},
		{"an example that does not hold", []string{"procedure", "test", stumbling}, exitFailed, []string{"FAILED stumbling.yaml: alone", "stumbling.yaml:"}},
		{"a definition with errors", []string{"procedure", "check", wrong}, exitFailed, []string{"wrong.yaml:2:"}},
		{"a definition with errors is not imported", []string{"procedure", "import", wrong}, exitFailed, []string{"wrong.yaml:2:"}},
		{"the definition comes in", []string{"procedure", "import", "--publish", definition}, exitDone, []string{"imported"}},
		{"nothing is wrong", []string{"verify"}, exitDone, []string{"intake: 0 filings", "no faults"}},
		{"the index of the cases", []string{"search", "rebuild"}, exitDone, []string{"the index is complete"}},
		{"the settings in force", []string{"config"}, exitDone, []string{"public_url"}},
		{"every setting", []string{"config", "--explain"}, exitDone, []string{"smtp.host"}},
		{"an unknown setting", []string{"--set", "smpt.host=x", "config"}, exitUsage, []string{"smpt.host", "smtp.host"}},
		{"an unknown command", []string{"serv"}, exitUsage, []string{"--help"}},
	}
	apptest.Each(t, func(t *testing.T, c *config.Config) {
		for _, step := range steps {
			code, said := command(t, c, nil, step.args...)
			if code != step.code {
				t.Errorf("%s: exit %d, want %d: %s", step.name, code, step.code, said)
			}
			for _, want := range step.says {
				if !strings.Contains(said, want) {
					t.Errorf("%s: %q is not in %s", step.name, want, said)
				}
			}
		}
	})
}

// A file that was changed behind the program's back is found, named, and told by the exit code.
func TestVerifyFindsAChangedFile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, c *config.Config) {
		a := apptest.Open(t, c)
		apptest.Serve(t, a)
		id, _ := apptest.Visit(t, c.PublicURL).File(a, applicant)
		if code, said := command(t, c, nil, "verify"); code != exitDone {
			t.Fatalf("before: exit %d: %s", code, said)
		}
		files, err := a.Documents.List(t.Context(), id)
		if err != nil || len(files) == 0 {
			t.Fatalf("%d files, %v", len(files), err)
		}
		spoil(t, c.ObjectsFolder(), files[0].Digest)
		code, said := command(t, c, nil, "verify")
		if code != exitFailed || !strings.Contains(said, "FAULT file "+files[0].Digest) {
			t.Errorf("after: exit %d: %s", code, said)
		}
	})
}

// spoil changes one byte of a stored file, wherever its folder keeps it.
func spoil(t *testing.T, folder, digest string) {
	t.Helper()
	var found string
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(strings.ReplaceAll(path, "/", ""), digest) {
			found = path
		}
		return err
	})
	if err != nil || found == "" {
		t.Fatalf("the file %s is not there: %v", digest, err)
	}
	content, err := os.ReadFile(found)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	if err := os.Chmod(found, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(found, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
