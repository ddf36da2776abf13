// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/netip"
	"time"

	"pratica/internal/config"
	"pratica/internal/i18n"
	"pratica/internal/telemetry"
	"pratica/internal/web/account"
	"pratica/internal/web/acts"
	"pratica/internal/web/admin"
	"pratica/internal/web/applicant"
	"pratica/internal/web/bundle"
	"pratica/internal/web/demo"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
	"pratica/internal/web/lawyer"
	officeface "pratica/internal/web/office"
	"pratica/internal/web/papers"
	"pratica/internal/web/public"
	"pratica/internal/web/static"
	"pratica/internal/web/templates"
)

// Handler is the whole site with what stands around it.
func (a *App) Handler(ctx context.Context) (http.Handler, error) {
	k, mux, err := a.faces(ctx)
	if err != nil {
		return nil, err
	}
	site := gate.Wrap(a.Sessions, a.log, a.metrics.HTTP(k.Serve(mux)))
	outer := http.NewServeMux()
	outer.Handle("GET /healthz", telemetry.Live())
	outer.Handle("GET /readyz", telemetry.Ready(a.log, a.readiness(), a.warnings()))
	outer.Handle("/", site)
	return outer, nil
}

// Routes are the patterns of all that the site answers to, but for its assets.
func (a *App) Routes(ctx context.Context) ([]string, error) {
	k, _, err := a.faces(ctx)
	if err != nil {
		return nil, err
	}
	return k.Patterns(), nil
}

// faces mounts all faces on a mux of their own.
func (a *App) faces(ctx context.Context) (*kit.Kit, *http.ServeMux, error) {
	k, err := a.kit(ctx)
	if err != nil {
		return nil, nil, err
	}
	g := &gate.Gate{
		Sessions: a.Sessions, Actors: a.Office, Limits: a.Limits, TrustsProxy: a.Config.TrustsProxy, AdmitsStaff: a.admitsStaff, Kit: k,
		Areas: a.Intake, Helpers: a.Office,
	}
	mux := http.NewServeMux()
	a.mount(mux, k, g)
	return k, mux, nil
}

func (a *App) kit(ctx context.Context) (*kit.Kit, error) {
	assets, err := static.Load()
	if err != nil {
		return nil, fmt.Errorf("app: assets: %w", err)
	}
	return kit.New(kit.Options{
		Catalogue: a.Texts, Assets: assets, Templates: []fs.FS{templates.Files}, Body: func() kit.Body { return a.bodyNow(ctx) },
		Now: a.now, Log: a.log, Demo: a.Config.Mode == config.Demo, HTTPS: a.https(), SignIn: gate.SignIn,
	})
}

// bodyNow is the body as pages show it. An administrator may change it at any
// time; where it cannot be read the page has only the product's name.
func (a *App) bodyNow(ctx context.Context) kit.Body {
	b, err := a.Office.Body(ctx)
	if err != nil {
		a.log.ErrorContext(ctx, "the body's data cannot be read", "error", err)
	}
	if b.Name == "" {
		b.Name = "Pratica"
	}
	same := func(text string) i18n.Text { return i18n.Text{"it": text, "en": text} }
	return kit.Body{
		Name: same(b.Name), Place: i18n.Text{"it": a.Texts.For("it").T("app.counter"), "en": a.Texts.For("en").T("app.counter")},
		Site: b.Website, Email: b.Email, PEC: b.PEC, Phone: b.Phone, Tax: b.TaxCode,
	}
}

// admitsStaff says from where the office's pages are reached: both the
// operator's networks and the administrator's must allow it.
func (a *App) admitsStaff(client netip.Addr) bool {
	if !a.Config.AdmitsStaff(client) {
		return false
	}
	b, err := a.Office.Body(context.Background())
	return err == nil && b.Admits(client)
}

func (a *App) mount(mux *http.ServeMux, k *kit.Kit, g *gate.Gate) {
	p := &papers.Maker{Forms: a.Forms, Base: a.urls.base, Verdicts: a.Verdicts}
	deeds := &acts.Maker{Kit: k, Casework: a.Casework}
	copies := &bundle.Maker{Intake: a.Intake, Documents: a.Documents, Desk: a, Log: a.log}
	door := &account.Face{Kit: k, Gate: g, Identity: a.Identity, Sessions: a.Sessions}
	k.Mount(mux, "", door.Routes())
	front := &public.Face{Kit: k, Catalogue: (*catalogue)(a), Base: a.urls.base, Own: a.Office, Limited: g.Limited}
	k.Mount(mux, "", front.Routes())
	(&applicant.Face{
		Kit: k, Gate: g, Intake: a.Intake, Forms: a.Forms, Documents: a.Documents, Casework: a.Casework, Papers: p, Desk: a,
		Acts: deeds, Bundle: copies, Areas: a, KeepDrafts: time.Duration(a.Config.Drafts.KeepDays) * day,
	}).Mount(mux)
	(&officeface.Face{
		Kit: k, Gate: g, Casework: a.Casework, Documents: a.Documents, Papers: p, Forms: a.Forms, Registry: a, Office: a.Office, Paper: (*paperDesk)(a), Lots: a.Lots, Sittings: a.Sittings, Minutes: a, Reports: a.Reports, Now: a.now, Worklist: a.Worklist, Search: a.Search, SearchDesk: a.searchDesk, Discard: a.Discard, Verdicts: a.Verdicts, Signing: a.remoteSigning(),
	}).Mount(mux)
	(&lawyer.Face{
		Kit: k, Gate: g, Casework: a.Casework, Papers: p, Identity: a.Identity, Desk: a, Acts: deeds, Bundle: copies, Intake: a.Intake, Forms: a.Forms,
		Office: a.Office, Areas: a, Keep: time.Duration(a.Config.Drafts.KeepDays) * day,
	}).Mount(mux)
	(&admin.Face{Kit: k, Gate: g, Identity: a.Identity, Office: a.Office, Audit: a.Audit, Delivery: a.Delivery, Forms: a.Forms, Preview: applicant.PreviewOf, Labels: (*roleNames)(a), Counsel: officeface.CounselPath, Failures: (*failures)(a), Annul: a.Casework, Stakes: a.Casework, Doctor: a, Backups: a.Backup, Privacy: a.Privacy, Files: a.Documents, Discard: a.Discard}).Mount(mux)
	if a.Config.Mode == config.Demo && a.Cast != nil {
		face := &demo.Face{Kit: k, Gate: g, Sessions: a.Sessions, Identity: a.Identity, Delivery: a.Delivery, Cast: a.Cast}
		k.Mount(mux, "", face.Routes())
	}
}
