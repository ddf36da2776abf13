// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"cmp"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"time"
	_ "time/tzdata" // legal time must not depend on the machine

	"pratica/internal/i18n"
	"pratica/internal/web/static"
)

// Body is the public body whose counter this is; its names are in each language of the counter.
type Body struct {
	Name  i18n.Text
	Owner i18n.Text // whom the body belongs to, shown in the thin bar above; may be empty
	Site  string    // address of the body's own site; may be empty
	Email string
	PEC   string
	Phone string
	Tax   string // codice fiscale of the body
	Place i18n.Text
}

// Options are what app decides once for all faces.
type Options struct {
	Catalogue *i18n.Catalogue
	Assets    *static.Assets
	Templates []fs.FS     // each with page/, and the first also with layout/ and component/
	Body      func() Body // asked for each page: an administrator may change it
	Now       func() time.Time
	Log       *slog.Logger

	// Lenient lets pages that cannot work fail when they are asked for and not at start, so that a test of one face does not
	// depend on the pages of all others.
	Lenient bool

	Demo  bool // marks every page as belonging to a demonstration
	HTTPS bool // cookies are Secure and HSTS is sent; set whenever users arrive by https, with own TLS or behind a proxy

	// BodyLimit is the largest request body in bytes unless a route says otherwise; 1 MiB when zero.
	BodyLimit int64

	// SignIn is where a person is sent whom a page does not know; "" shows the error page instead.
	// The address asked for is added as the query value "to".
	SignIn func(r *http.Request) string

	// Observe is told of each answered request; it must not block. Nil is allowed.
	Observe func(Observation)

	// CrossOrigin lists patterns that other sites may post to, such as the answer of an identity provider.
	CrossOrigin []string
}

// Observation is what telemetry may know of one answered request: never an address with a secret in it.
type Observation struct {
	Method   string
	Route    string // the pattern, not the path
	Status   int
	Bytes    int64
	Duration time.Duration
}

// Kit is the toolbox that every face uses. It is read-only after New and safe for concurrent use.
type Kit struct {
	opt      Options
	pages    *pageSet
	origin   *http.CrossOriginProtection
	rome     *time.Location
	patterns []string // all that was mounted, in order; faces mount at start, before anything is served
}

// New parses every template and fails when one does not parse or calls a template that does not exist.
func New(opt Options) (*Kit, error) {
	opt.BodyLimit = cmp.Or(opt.BodyLimit, 1<<20)
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	pages, err := newPageSet(opt)
	if err != nil {
		return nil, err
	}
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return nil, fmt.Errorf("kit: %w", err)
	}
	k := &Kit{opt: opt, pages: pages, origin: http.NewCrossOriginProtection(), rome: rome}
	for _, pattern := range opt.CrossOrigin {
		k.origin.AddInsecureBypassPattern(pattern)
	}
	return k, nil
}

// Now is the injected clock.
func (k *Kit) Now() time.Time {
	return k.opt.Now()
}

// Body is the body whose counter this is.
func (k *Kit) Body() Body {
	return k.opt.Body()
}

// Assets gives access to the public paths of assets, for the few answers that are not pages.
func (k *Kit) Assets() *static.Assets {
	return k.opt.Assets
}
