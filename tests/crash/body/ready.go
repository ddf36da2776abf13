// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"pratica/internal/app"
	"pratica/internal/config"
	"pratica/internal/database"
)

// waiting is one application that only has to be filed, and who may do it.
type waiting struct {
	ID      string `json:"id"`
	Cookie  string `json:"cookie"`  // of the session in which it is opened
	Address string `json:"address"` // that it comes from: the limits count by network, and a click day is many of them
}

func openBody(ctx context.Context, fast bool) (*app.App, error) {
	c, err := config.Load(config.FromSystem("", nil))
	if err != nil {
		return nil, err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	a, err := app.OpenWith(ctx, c, app.Options{Log: log, Now: time.Now, Fast: fast})
	if err != nil {
		return nil, err
	}
	if err := a.Migrate(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// ready takes n applications up to the moment before filing, by the services that applicants use, and opens them in
// sessions by the links that applicants are mailed. Durability is left out here: the copies are what is tested.
func ready(ctx context.Context, procedure string, n, sessions int) (err error) {
	if n < 1 || sessions < 1 {
		return errUsage
	}
	a, err := openBody(ctx, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	source, err := os.ReadFile(procedure)
	if err != nil {
		return err
	}
	digest, err := a.ImportProcedure(ctx, source, true)
	if err != nil {
		return fmt.Errorf("%s: %w", procedure, err)
	}
	site, err := a.Handler(ctx)
	if err != nil {
		return err
	}
	m := &maker{app: a, site: site, digest: digest, list: make([]waiting, n)}
	if err := m.all(ctx, sessions); err != nil {
		return err
	}
	if err := a.Jobs.Drain(ctx); err != nil { // what was mailed on the way is no load of the test
		return err
	}
	list, err := json.Marshal(m.list)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(a.Config.Data, "ready.json"), list, 0o600)
}

type maker struct {
	app    *app.App
	site   http.Handler
	digest string
	list   []waiting
}

// all shares the applications among the sessions; each session is one after the other, as a person is.
func (m *maker) all(ctx context.Context, sessions int) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for s := range sessions {
		group.Go(func() error {
			cookie := ""
			for i := s; i < len(m.list); i += sessions {
				w, err := m.one(ctx, i, cookie)
				if err != nil {
					return fmt.Errorf("application %d: %w", i, err)
				}
				m.list[i], cookie = w, w.Cookie
			}
			for i := s; i < len(m.list); i += sessions { // each opening changed the token
				m.list[i].Cookie = cookie
			}
			return nil
		})
	}
	return group.Wait()
}

func (m *maker) one(ctx context.Context, i int, cookie string) (waiting, error) {
	draft, err := m.app.Intake.Start(ctx, slug, m.digest, "it")
	if err != nil {
		return waiting{}, err
	}
	w := waiting{ID: draft.ID, Address: fmt.Sprintf("10.%d.%d.%d", i>>16&255, i>>8&255, i&255)}
	_, err = m.app.Intake.SavePage(ctx, w.ID, "request", 0, func(json.RawMessage) (json.RawMessage, error) {
		return json.Marshal(map[string]string{"subject": fmt.Sprintf("Prova numero %d", i)})
	})
	if err != nil {
		return w, err
	}
	if _, err := m.app.Intake.SetEmail(ctx, w.ID, fmt.Sprintf("prova-%d@example.org", i)); err != nil {
		return w, err
	}
	if w.Cookie, err = m.open(ctx, w, cookie); err != nil {
		return w, err
	}
	if _, err := m.app.Intake.Freeze(ctx, w.ID, "handwritten"); err != nil {
		return w, err
	}
	return w, m.app.AttachSigned(ctx, w.ID, "signed_scan", "firma.pdf", strings.NewReader(scan))
}

// open follows the mailed link in a session: that verifies the address and lets the session see the application.
func (m *maker) open(ctx context.Context, w waiting, cookie string) (string, error) {
	var token string
	err := m.app.DB.Update(ctx, func(tx *database.Tx) error {
		link, err := m.app.Intake.AccessLinkTo(ctx, tx, w.ID)
		token = link.Token
		return err
	})
	if err != nil {
		return "", err
	}
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, m.app.Config.PublicURL+"/apri/"+token, nil)
	r.RemoteAddr = w.Address + ":1"
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	answer := httptest.NewRecorder()
	m.site.ServeHTTP(answer, r)
	if answer.Code != http.StatusSeeOther {
		return "", fmt.Errorf("the link answered %d: %.300s", answer.Code, answer.Body)
	}
	for _, c := range answer.Result().Cookies() {
		if strings.HasSuffix(c.Name, "pratica") {
			cookie = c.Name + "=" + c.Value
		}
	}
	return cookie, nil
}

// scan is the smallest file that is recognised as a PDF.
const scan = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// slug is the procedure of procedure.yaml.
const slug = "prova-di-carico"
