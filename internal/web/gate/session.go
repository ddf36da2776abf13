// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"pratica/internal/identity/sessions"
	"pratica/internal/web/kit"
)

// keyApplications lists, in the session, the applications opened in it.
const keyApplications = "applications"

// maxOpened bounds the list; the oldest leaves first.
const maxOpened = 200

// OpenApplication lets this session see an application. The token changes, as
// at each gain of rights.
func (g *Gate) OpenApplication(ctx context.Context, id string) error {
	if g.HasApplication(ctx, id) {
		return nil
	}
	if err := g.Sessions.Renew(ctx); err != nil {
		return err
	}
	opened := append(g.Applications(ctx), id)
	if len(opened) > maxOpened {
		opened = opened[len(opened)-maxOpened:]
	}
	g.Sessions.Put(ctx, keyApplications, strings.Join(opened, " "))
	return nil
}

// Applications are those opened in this session, oldest first.
func (g *Gate) Applications(ctx context.Context) []string {
	return strings.Fields(g.Sessions.GetString(ctx, keyApplications))
}

// HasApplication says whether an application is opened in this session.
func (g *Gate) HasApplication(ctx context.Context, id string) bool {
	return slices.Contains(g.Applications(ctx), id)
}

// CloseApplication takes one away from this session.
func (g *Gate) CloseApplication(ctx context.Context, id string) {
	left := slices.DeleteFunc(g.Applications(ctx), func(one string) bool { return one == id })
	g.Sessions.Put(ctx, keyApplications, strings.Join(left, " "))
}

// CloseApplications forgets them, for a shared computer.
func (g *Gate) CloseApplications(ctx context.Context) {
	g.Sessions.Remove(ctx, keyApplications)
}

// Alive answers how many seconds the session lasts from now on, for the page
// that asks to prolong it: the request itself does. Without a session that holds
// something it refuses.
func (g *Gate) Alive(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if _, err := g.actor(ctx); err != nil && len(g.Applications(ctx)) == 0 {
		return err
	}
	return kit.JSON(w, r, http.StatusOK, map[string]int{"ends": int(g.Sessions.Left(ctx).Seconds())})
}

// Wrap gives every request its session. It stands outside of the routes.
func Wrap(m *sessions.Manager, log *slog.Logger, next http.Handler) http.Handler {
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		log.ErrorContext(r.Context(), "session store failed", "error", err)
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
	}
	return m.LoadAndSave(next)
}
