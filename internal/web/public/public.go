// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package public

import (
	"context"
	"time"

	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/ratelimit"
	"pratica/internal/web/kit"
)

// Procedure is what a reader sees of a published procedure before opening its sheet.
type Procedure struct {
	Slug    string
	Title   i18n.Text
	Summary i18n.Text
	Who     i18n.Text // whom it is for
	Opens   time.Time // zero: since ever
	Closes  time.Time // zero: no end; from this instant on nothing is accepted
	Refuses bool      // it is for lawyers alone, and the reader is none
}

// accepts tells whether the reader can file an application at this instant.
func (p Procedure) accepts(at time.Time) bool {
	return !p.Refuses && !at.Before(p.Opens) && (p.Closes.IsZero() || at.Before(p.Closes))
}

// Catalogue knows the published procedures, in the order in which they are to be shown.
type Catalogue interface {
	Published(ctx context.Context) ([]Procedure, error)
}

// Face has the pages. Kit, Catalogue and Base are required.
type Face struct {
	Kit       *kit.Kit
	Catalogue Catalogue
	Base      string // address of this site as others reach it, without a slash at the end
	DPO       string // how to reach the data protection officer (GDPR art. 37 para. 7); left out when empty

	// Declaration is the address of the accessibility declaration at AgID (L. 4/2004 art. 3-quater); left out when empty.
	Declaration string
	// Own is what the body writes and is told; nil: nothing, and there is no form for reports.
	Own Own
	// Limited bounds how often one client is listened to; required with Own.
	Limited func(name ratelimit.Name, h kit.Handler) kit.Handler
}

// Routes lists the actions.
func (f *Face) Routes() []kit.Route {
	routes := []kit.Route{
		{Pattern: "GET /{$}", Handler: f.home},
		{Pattern: "GET /informazioni", Handler: f.about},
		{Pattern: "GET /privacy", Handler: f.privacy},
		{Pattern: "GET /accessibilita", Handler: f.accessibility},
		{Pattern: "GET /badge/{name}", Handler: f.badge},
	}
	if f.Own != nil {
		routes = append(routes, kit.Route{Pattern: "GET " + reportPath, Handler: f.reportForm},
			kit.Route{Pattern: "POST " + reportPath, Handler: f.Limited(ratelimit.ReportNetwork, f.reportSubmit)})
	}
	return routes
}

func (f *Face) find(ctx context.Context, slug string) (Procedure, error) {
	all, err := f.Catalogue.Published(ctx)
	if err != nil {
		return Procedure{}, err
	}
	for _, p := range all {
		if p.Slug == slug {
			return p, nil
		}
	}
	return Procedure{}, problem.New(problem.NotFound, "kit.not_found")
}
