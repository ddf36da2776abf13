// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// waiting is one application that only has to be filed; see tests/crash/body.
type waiting struct{ ID, Cookie, Address string }

// template is a body of which each measurement gets a copy.
type template struct {
	data, objects string
	server, name  string // PostgreSQL's; "" is SQLite
	ready         []waiting
	copies        int
}

// perSession is how many applications are opened in one session.
const perSession = 50

// template makes a body with as many applications as one measurement files.
func (o *our) template(ctx context.Context, name, server string) (*template, error) {
	t := &template{data: filepath.Join(o.folder, name), objects: filepath.Join(o.folder, name+"-objects"), server: server, name: "bench_template_" + name}
	if server != "" {
		if err := o.sql(ctx, server, "CREATE DATABASE "+t.name); err != nil {
			return nil, err
		}
	}
	fmt.Printf("preparing %d applications (%s)\n", o.load.Requests, name)
	return t, o.makeReady(ctx, t, "tests/crash/procedure.yaml", o.load.Requests)
}

func (o *our) makeReady(ctx context.Context, t *template, procedure string, n int) error {
	command := exec.CommandContext(ctx, o.body, "ready", procedure, fmt.Sprint(n), fmt.Sprint(max(1, n/perSession)))
	command.Env = t.env(t.data, t.name)
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("body ready: %w\n%s", err, said)
	}
	list, err := os.ReadFile(filepath.Join(t.data, "ready.json"))
	if err != nil {
		return err
	}
	return json.Unmarshal(list, &t.ready)
}

func (o *our) sql(ctx context.Context, server, statement string) error {
	said, err := exec.CommandContext(ctx, o.body, "sql", server, statement).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, said)
	}
	return nil
}

// env are the settings of a process that works on a folder and a database. Each client is a network of its own, as on
// the day when many file: the limits that protect against one are not what is measured.
func (t *template) env(data, database string) []string {
	env := append(os.Environ(), "PRATICA_MODE=training", "PRATICA_DATA="+data, "PRATICA_OBJECTS_FOLDER="+t.objects,
		"PRATICA_PROXY_TRUSTED=127.0.0.1/32", "PRATICA_LOG_LEVEL=warn")
	if u, err := url.Parse(t.server); t.server != "" && err == nil {
		u.Path = "/" + database
		env = append(env, "PRATICA_DATABASE_URL="+u.String())
	}
	return env
}

// filing files every application of a body once, on a server of its own for each measurement.
type filing struct {
	*our
	template *template
	command  []string

	url    string
	server *exec.Cmd
}

// Begin copies the body and serves it. end stops the server and lets "pratica verify" judge what it left: a measurement
// whose filings are not all right is void.
func (f *filing) Begin(ctx context.Context) (end func() error, err error) {
	t := f.template
	t.copies++
	data, database := fmt.Sprintf("%s-%d", t.data, t.copies), fmt.Sprintf("%s_%d", t.name, t.copies)
	if err := os.CopyFS(data, os.DirFS(t.data)); err != nil {
		return nil, err
	}
	if t.server != "" {
		if err := f.sql(ctx, t.server, "CREATE DATABASE "+database+" TEMPLATE "+t.name); err != nil {
			return nil, err
		}
	}
	stop, err := f.serve(ctx, t.env(data, database))
	if err != nil {
		return nil, err
	}
	return func() error {
		stop()
		verify := exec.CommandContext(ctx, f.pratica, "verify")
		verify.Env = t.env(data, database)
		said, err := verify.CombinedOutput()
		if err != nil {
			return fmt.Errorf("pratica verify: %w\n%s", err, said)
		}
		if t.server != "" {
			err = f.sql(ctx, t.server, "DROP DATABASE "+database+" WITH (FORCE)")
		}
		return errors.Join(err, os.RemoveAll(data))
	}, nil
}

func (f *filing) serve(ctx context.Context, env []string) (stop func(), err error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	f.server = exec.Command(f.command[0], f.command[1:]...)
	f.server.Env = append(env, "PRATICA_LISTEN="+address)
	f.url, stop, err = startServer(ctx, "http://"+address, "/readyz", f.server)
	return stop, err
}

// microseconds is the CPU time of the server for each of n answers, the start included.
func (f *filing) microseconds(n int) float64 {
	used, err := cpu(f.server.Process.Pid)
	if err != nil || n == 0 {
		return 0
	}
	return float64(used) / float64(time.Microsecond) / float64(n)
}

// Request is the filing of the n-th application.
func (f *filing) Request(ctx context.Context, n int) (*http.Request, error) {
	w := f.template.ready[n]
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, f.url+"/domanda/"+w.ID+"/invia", nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Cookie", w.Cookie)
	r.Header.Set("X-Forwarded-For", w.Address)
	return r, nil
}

// Accept wants the way to the receipt.
func (f *filing) Accept(status int, body []byte) error {
	if status != http.StatusSeeOther {
		return fmt.Errorf("status %d: %.300s", status, body)
	}
	return nil
}
