// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"net/http"
	"net/netip"

	"pratica/internal/identity/sessions"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/ratelimit"
	"pratica/internal/web/kit"
)

// LimitName names a limit of package ratelimit.
type LimitName = ratelimit.Name

func networkKey(a netip.Addr) string { return ratelimit.Network(a) }

// Actors tells who an account is and what roles it holds now; the account must
// be active.
type Actors interface {
	ActorOf(ctx context.Context, account string) (office.Actor, error)
}

// Gate holds what the gates need. Sessions, Actors and Limits are required.
type Gate struct {
	Sessions *sessions.Manager
	Actors   Actors
	Limits   *ratelimit.Limiter
	// TrustsProxy says which addresses may speak for a client; nil: none.
	TrustsProxy func(netip.Addr) bool
	// AdmitsStaff says from which addresses the office's pages are reached; nil:
	// from all.
	AdmitsStaff func(netip.Addr) bool
	// Areas tells in whose area a draft is, and Helpers records what helpers do
	// there; nil: drafts are opened by their links alone.
	Areas   Areas
	Helpers Helpers
	// Kit words the menu of the signed-in person. Without it the menu has the
	// person's name and the way out, and nothing else.
	Kit *kit.Kit
}

type actorKey struct{}

// Actor is who acts in a request that passed Staff or Lawyer.
func Actor(ctx context.Context) office.Actor {
	a, _ := ctx.Value(actorKey{}).(office.Actor)
	return a
}

// The pages of signing in and out, and of one's own account.
const (
	SignInPath  = "/accesso"
	SignOutPath = "/esci"
	OwnPath     = "/account"
	AlivePath   = "/sessione"
	ResumePath  = "/riprendi" // where an applicant asks for a new link
)

// Staff passes officials who hold one of the verbs; with none, all officials.
func (g *Gate) Staff(verbs ...office.Verb) kit.Middleware {
	return func(next kit.Handler) kit.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			if !g.admits(r) {
				return problem.New(problem.NotFound, "kit.not_found") // from outside there is no such page
			}
			return g.pass(w, r, next, "official", verbs)
		}
	}
}

// Lawyer passes lawyers.
func (g *Gate) Lawyer(next kit.Handler) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		return g.pass(w, r, next, "lawyer", nil)
	}
}

// Studio passes those who help lawyers.
func (g *Gate) Studio(next kit.Handler) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		return g.pass(w, r, next, "", []office.Verb{office.StudioEnter})
	}
}

// SignedIn passes any account: the pages of one's own account.
func (g *Gate) SignedIn(next kit.Handler) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		return g.pass(w, r, next, "", nil)
	}
}

// admits says whether the office's pages are reached from where a request comes.
func (g *Gate) admits(r *http.Request) bool {
	return g.AdmitsStaff == nil || g.AdmitsStaff(g.Client(r))
}

// pass lets an actor of a kind ("" for any) through who holds one of the verbs.
// The person and what they may do are asked anew at each request: a role that was
// taken away, or an account that was suspended, ends at once.
func (g *Gate) pass(w http.ResponseWriter, r *http.Request, next kit.Handler, kind string, verbs []office.Verb) error {
	ctx := r.Context()
	actor, err := g.actor(ctx)
	if err != nil {
		return err
	}
	g.introduce(r, actor) // a refusal, too, shows who is signed in
	ctx = r.Context()
	if (kind != "" && actor.Kind != kind) || !canAny(actor, verbs) {
		return problem.New(problem.Forbidden, "gate.forbidden")
	}
	if err := g.Limits.Allow(ctx, ratelimit.StaffAccount, actor.Account); err != nil {
		return err
	}
	return next(w, r)
}

// introduce makes a request and its page know who acts.
func (g *Gate) introduce(r *http.Request, actor office.Actor) {
	ctx := kit.WithUser(context.WithValue(r.Context(), actorKey{}, actor), g.user(r, actor))
	*r = *r.WithContext(kit.WithSession(ctx, g.Sessions.Left(ctx), kit.WayBack(SignInPath, kit.PageOf(r))))
}

// Who is the person signed in at a page that anybody may see; nobody where there
// is none.
func (g *Gate) Who(ctx context.Context) (office.Actor, error) {
	a, err := g.actor(ctx)
	if problem.KindOf(err) == problem.Unauthenticated && err != nil {
		return office.Actor{}, nil
	}
	return a, err
}

// actor is who is signed in. An account that cannot sign in any more has no kind.
func (g *Gate) actor(ctx context.Context) (office.Actor, error) {
	account := g.Sessions.Account(ctx)
	if account == "" {
		return office.Actor{}, problem.New(problem.Unauthenticated, "gate.sign_in")
	}
	actor, err := g.Actors.ActorOf(ctx, account)
	if err == nil && actor.Kind == "" {
		return office.Actor{}, problem.New(problem.Unauthenticated, "gate.sign_in")
	}
	return actor, err
}

func canAny(actor office.Actor, verbs []office.Verb) bool {
	for _, verb := range verbs {
		if office.Can(actor, verb, office.Resource{}) {
			return true
		}
	}
	return len(verbs) == 0
}

// SignIn is where a person is sent whom a page does not know. The kit adds the
// way back.
func SignIn(*http.Request) string { return SignInPath }
