// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/ratelimit"
	"pratica/internal/web/kit"
)

// Areas tells in whose area a draft is; intake does.
type Areas interface {
	// Area is the account of a lawyer; "" for a draft in no area and for whatever
	// is no draft.
	Area(ctx context.Context, application string) (account string, err error)
}

// Helpers records what helpers do; office does.
type Helpers interface {
	// HelperDid records an act in the area of a lawyer, or refuses it.
	HelperDid(ctx context.Context, by office.Actor, lawyer, action, application string) error
}

// Draft passes requests to the application whose path value is "id": from sessions
// in which it is opened; from the lawyer in whose area it is; and from who helps
// there, if the lawyer gave the right that the verb asks for.
func (g *Gate) Draft(verb office.Verb) kit.Middleware {
	return func(next kit.Handler) kit.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			w.Header().Set("Cache-Control", "no-store")
			passed, err := g.fromArea(r, verb)
			if err != nil {
				return err
			}
			if !passed && !g.HasApplication(r.Context(), r.PathValue("id")) {
				w.Header().Del("Cache-Control")
				return problem.New(problem.NotFound, "gate.not_opened")
			}
			if !passed {
				ctx := r.Context()
				*r = *r.WithContext(kit.WithSession(ctx, g.Sessions.Left(ctx), ResumePath))
			}
			return next(w, r)
		}
	}
}

// fromArea says whether the request comes from the area in which the draft is. Who
// helps there has the rights that were given, also where the link of the draft was
// opened in the same session.
func (g *Gate) fromArea(r *http.Request, verb office.Verb) (bool, error) {
	ctx := r.Context()
	if g.Areas == nil || g.Sessions.Account(ctx) == "" {
		return false, nil
	}
	owner, err := g.Areas.Area(ctx, r.PathValue("id"))
	if err != nil || owner == "" {
		return false, err
	}
	actor, err := g.Who(ctx)
	if err != nil || !belongs(actor, owner) {
		return false, err
	}
	g.introduce(r, actor)
	if err := g.Limits.Allow(ctx, ratelimit.StaffAccount, actor.Account); err != nil {
		return false, err
	}
	if actor.Account == owner {
		return office.Can(actor, verb, office.Resource{Account: owner}), nil
	}
	return true, g.lets(r, actor, owner, verb)
}

// belongs says whether an area is the actor's, or one in which he helps.
func belongs(actor office.Actor, owner string) bool {
	return actor.Account == owner || slices.ContainsFunc(actor.Helps, func(h office.Help) bool { return h.Lawyer == owner })
}

// lets refuses what the lawyer did not let a helper do, naming who can do it, and
// records the rest.
func (g *Gate) lets(r *http.Request, helper office.Actor, owner string, verb office.Verb) error {
	lawyer, err := g.Actors.ActorOf(r.Context(), owner)
	if err != nil {
		return err
	}
	if lawyer.Kind == "" { // suspended: nobody works for him
		return problem.New(problem.Forbidden, "gate.forbidden")
	}
	if !office.Can(helper, verb, office.Resource{Account: owner}) {
		return problem.New(problem.Forbidden, "gate.only_lawyer", "name", lawyer.Name)
	}
	return g.Helpers.HelperDid(r.Context(), helper, owner, deed(r, verb), r.PathValue("id"))
}

// deed is the word for what a request does with the right of a verb.
func deed(r *http.Request, verb office.Verb) string {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return "read"
	}
	return strings.TrimPrefix(string(verb), "draft.")
}
