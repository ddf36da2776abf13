// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package crash

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx": CREATE DATABASE stands outside of any transaction
)

// waiting is one application that only has to be filed; see command body.
type waiting struct{ ID, Cookie, Address string }

// body is a data folder with its database: the template, or the copy of one round.
type body struct {
	data, objects, database string   // folder, folder, URL ("" for the file in data)
	settings                []string // that differ from those of the other tests
	ready                   []waiting
}

// env are the settings of a process that works on the body.
func (b body) env(more ...string) []string {
	env := append(os.Environ(), "PRATICA_MODE=training", "PRATICA_DATA="+b.data, "PRATICA_OBJECTS_FOLDER="+b.objects,
		"PRATICA_PROXY_TRUSTED=127.0.0.1/32", "PRATICA_MIN_FREE=0MB", "PRATICA_LOG_LEVEL=warn")
	if b.database != "" {
		env = append(env, "PRATICA_DATABASE_URL="+b.database)
	}
	return append(append(env, b.settings...), more...)
}

// url is that of the database.
func (b body) url() string {
	if b.database != "" {
		return b.database
	}
	return "sqlite:" + filepath.Join(b.data, "pratica.db")
}

// store makes copies of a template body.
type store struct {
	template body
	server   string // URL of the PostgreSQL server; "" is SQLite
	name     string // of the template's database
	copies   int
}

// each runs f as a subtest on each database, with a template of n applications.
func each(t *testing.T, n int, f func(t *testing.T, s *store), settings ...string) {
	t.Run("sqlite", func(t *testing.T) { f(t, newStore(t, "", n, settings...)) })
	t.Run("postgres", func(t *testing.T) { f(t, newStore(t, durablePostgres(t), n, settings...)) })
}

func newStore(t *testing.T, server string, n int, settings ...string) *store {
	t.Helper()
	dir := t.TempDir()
	s := &store{server: server, name: "template_body", template: body{
		data: filepath.Join(dir, "template"), objects: filepath.Join(dir, "objects"), settings: settings,
	}}
	if server != "" {
		admin(t, server, "CREATE DATABASE "+s.name)
		s.template.database = inDatabase(t, server, s.name)
	}
	command := exec.CommandContext(t.Context(), programs.body, "ready", "procedure.yaml", fmt.Sprint(n), fmt.Sprint(max(1, n/perSession)))
	command.Env = s.template.env()
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("body ready: %v\n%s", err, said)
	}
	list, err := os.ReadFile(filepath.Join(s.template.data, "ready.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(list, &s.template.ready); err != nil {
		t.Fatal(err)
	}
	return s
}

// copy makes a body for one round. The files are shared: they are named by their content, so nobody can spoil them.
func (s *store) copy(t *testing.T) body {
	t.Helper()
	s.copies++
	b := s.template
	b.data = filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(b.data, os.DirFS(s.template.data)); err != nil {
		t.Fatal(err)
	}
	if s.server == "" {
		return b
	}
	name := fmt.Sprintf("round_%d", s.copies)
	admin(t, s.server, "CREATE DATABASE "+name+" TEMPLATE "+s.name)
	t.Cleanup(func() { admin(t, s.server, "DROP DATABASE "+name+" WITH (FORCE)") })
	b.database = inDatabase(t, s.server, name)
	return b
}

func inDatabase(t *testing.T, server, name string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func admin(t *testing.T, server, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.WithoutCancel(t.Context()), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// durablePostgres starts a PostgreSQL server that syncs as in production: the one of TEST_POSTGRES belongs to the test
// suite and does not, so the program refuses it. It ends with the test, and with this process however that ends.
func durablePostgres(t *testing.T) string {
	t.Helper()
	if os.Getenv("TEST_POSTGRES") == "" {
		t.Skip("TEST_POSTGRES is not set: no PostgreSQL to test on")
	}
	script := exec.Command("../../scripts/with-postgres", "--durable", "sh", "-c", `echo "$TEST_POSTGRES"; exec cat`)
	script.Stderr = os.Stderr
	in, err := script.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := script.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := script.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // the end of its input is what ends it
		_ = in.Close()
		_, _ = io.Copy(io.Discard, out)
		if err := script.Wait(); err != nil {
			t.Errorf("PostgreSQL: %v", err)
		}
	})
	server, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("PostgreSQL did not start: %v", err)
	}
	return strings.TrimSpace(server)
}
