// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/backup"
	"pratica/internal/casework"
	"pratica/internal/config"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/discard"
	"pratica/internal/documents"
	"pratica/internal/documents/pdf"
	"pratica/internal/events"
	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/identity"
	"pratica/internal/identity/sessions"
	"pratica/internal/intake"
	"pratica/internal/jobs"
	"pratica/internal/lots"
	"pratica/internal/objects"
	"pratica/internal/office"
	"pratica/internal/privacy"
	"pratica/internal/ratelimit"
	"pratica/internal/search"
	"pratica/internal/signatures/verdicts"
	"pratica/internal/telemetry"
	"pratica/internal/web/demo"
	"pratica/internal/worklist"
)

// App is one body's services, built and plugged together.
type App struct {
	Config    *config.Config
	DB        *database.DB
	Objects   objects.Store
	Jobs      *jobs.Queue
	Events    *events.Bus
	Audit     *audit.Log
	Texts     *i18n.Catalogue
	Limits    *ratelimit.Limiter
	Sessions  *sessions.Manager
	Identity  *identity.Service
	Office    *office.Service
	Forms     *forms.Service
	Documents *documents.Service
	Verdicts  *verdicts.Service
	Delivery  *delivery.Service
	Intake    *intake.Service
	Casework  *casework.Service
	Worklist  *worklist.Service
	Backup    *backup.Service
	Reports   *casework.Reports
	Sittings  *casework.Sittings
	Lots      *lots.Service
	Search    *search.Service
	Privacy   *privacy.Service
	Discard   *discard.Service

	// Cast is who is in the demonstration; nil elsewhere.
	Cast demo.Cast

	desk       *desk
	searchDesk searchDesk
	urls       urls
	now        func() time.Time
	log        *slog.Logger
	metrics    *telemetry.Metrics
	fast       bool // gives up durability; see Options.Fast
}

// Options are for those who build an app other than by Open.
type Options struct {
	Log *slog.Logger
	Now func() time.Time
	// Fast gives up durability. Only tests and the making of demonstration data
	// set it.
	Fast bool
	// Channel replaces the e-mail channel of an ordinary body, for tests.
	Channel delivery.Channel
}

// Open builds the app of a configuration. It does not migrate and starts
// nothing; the caller closes it.
func Open(ctx context.Context, c *config.Config, log *slog.Logger, now func() time.Time) (*App, error) {
	return OpenWith(ctx, c, Options{Log: log, Now: now})
}

// OpenWith is Open with options.
func OpenWith(ctx context.Context, c *config.Config, o Options) (_ *App, err error) {
	if err := mark(c.Data, c.Mode); err != nil {
		return nil, err
	}
	a := &App{Config: c, now: o.Now, log: o.Log, urls: newURLs(c.PublicURL), metrics: telemetry.NewMetrics(), fast: o.Fast}
	a.DB, err = database.Open(ctx, database.Options{URL: c.DatabaseURL(), Fast: o.Fast, MaxConnections: c.Database.MaxConnections})
	if err != nil {
		return nil, err
	}
	if err := a.build(o); err != nil {
		return nil, errors.Join(err, a.DB.Close())
	}
	return a, nil
}

// Close releases the database.
func (a *App) Close() error { return a.DB.Close() }

// Migrate brings the database to this release.
func (a *App) Migrate(ctx context.Context) error { return a.DB.Migrate(ctx) }

// build makes the services, lowest row first.
func (a *App) build(o Options) error {
	for _, step := range []func(Options) error{a.buildGround, a.buildPeople, a.buildPapers, a.buildDelivery, a.buildDesk, a.buildCases, a.buildLots, a.buildWorklist, a.buildSearch, a.buildDiscard, a.buildPrivacy, a.buildBackup} {
		if err := step(o); err != nil {
			return err
		}
	}
	a.subscribe()
	a.upkeep()
	return nil
}

func (a *App) buildGround(Options) (err error) {
	if a.Texts, err = i18n.Load(); err != nil {
		return err
	}
	if a.Objects, err = a.objects(); err != nil {
		return err
	}
	a.Audit = audit.New(a.DB, a.now)
	a.Jobs = jobs.New(a.DB, jobs.Options{Now: a.now, Node: node(), Log: a.log})
	a.Events = events.NewBus(a.Jobs)
	store, err := ratelimit.Memory(100_000, a.now)
	if a.DB.Dialect() == database.PostgreSQL { // several nodes count together
		store, err = &ratelimit.Store{DB: a.DB, Now: a.now}, nil
	}
	if err != nil {
		return err
	}
	a.Limits, err = ratelimit.New(store, ratelimit.Defaults())
	return err
}

func node() string {
	name, err := os.Hostname()
	if err != nil {
		name = "node"
	}
	return fmt.Sprintf("%s/%d", name, os.Getpid())
}

func (a *App) objects() (objects.Store, error) {
	if !a.Config.UsesS3() {
		return objects.NewDisk(a.Config.ObjectsFolder(), int64(a.Config.MinFree))
	}
	s := a.Config.Objects.S3
	return objects.NewS3(objects.S3Options{
		Endpoint: s.Endpoint, Bucket: s.Bucket, Region: s.Region, AccessKey: s.AccessKey, SecretKey: s.SecretKey.Reveal(), TLS: s.TLS,
		SpoolDir: filepath.Join(a.Config.Data, "spool"), MinFree: int64(a.Config.MinFree),
	})
}

func (a *App) buildPeople(Options) error {
	secret, err := key(a.Config.SessionKeyFile())
	if err != nil {
		return err
	}
	vault, err := identity.NewVault(secret)
	if err != nil {
		return err
	}
	passwords, err := identity.NewPasswords(identity.DefaultCost, 2)
	if err != nil {
		return err
	}
	store := sessions.NewStore(a.DB, a.now)
	a.Sessions = sessions.NewManager(store, a.https())
	a.Office = &office.Service{DB: a.DB, Log: a.Audit, Limits: a.Limits, Now: a.now}
	a.Identity = &identity.Service{
		DB: a.DB, Log: a.Audit, Queue: a.Jobs, Mail: (*accountMail)(a), Rights: a.Office, Limits: a.Limits,
		Passwords: passwords, Vault: vault, Sessions: store, Texts: a.Texts, Now: a.now, Link: a.urls.account, Issuer: a.bodyName,
	}
	a.Office.Accounts = a.Identity
	a.Office.Letters = (*reportMail)(a)
	a.Identity.Register()
	a.Office.Studio = a.Identity
	return nil
}

func (a *App) https() bool { return strings.HasPrefix(a.Config.PublicURL, "https://") }

// bodyName names the body where a program of somebody else shows it.
func (a *App) bodyName(ctx context.Context) (string, error) {
	b, err := a.Office.Body(ctx)
	if err != nil || b.Name != "" {
		return b.Name, err
	}
	return "Pratica", nil
}

func (a *App) buildPapers(Options) error {
	writer, err := pdf.New()
	if err != nil {
		return err
	}
	a.Documents = &documents.Service{DB: a.DB, Objects: a.Objects, Writer: writer, Now: a.now, Jobs: a.Jobs, Scanner: scanner(a.Config), Infected: a.tellInfected}
	a.Documents.Register()
	if err := a.buildVerdicts(); err != nil {
		return err
	}
	a.Forms = &forms.Service{DB: a.DB, Audit: a.Audit, Now: a.now}
	a.Office.Roles = (*roleNames)(a)
	return nil
}

func (a *App) buildDesk(Options) error {
	room := &gauge{check: a.Objects.Check, now: a.now}
	a.desk = &desk{verdicts: a.Verdicts, forms: a.Forms, documents: a.Documents, delivery: a.Delivery, office: a.Office, texts: a.Texts, urls: a.urls, watermark: a.watermark}
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return err
	}
	a.Intake = intake.New(intake.Deps{
		DB: a.DB, Audit: a.Audit, Events: a.Events, Jobs: a.Jobs, Now: a.now, Zone: zone, Space: room.Room,
		Form: a.desk, Files: a.desk, Printer: a.desk, Signing: a.desk, Mailer: a.desk, Drafts: a.desk,
	})
	return nil
}

// watermark marks every printed page of a body whose people are invented.
func (a *App) watermark(p *i18n.Printer) string {
	if a.Config.Real() {
		return ""
	}
	return p.T("app.pdf.watermark")
}
