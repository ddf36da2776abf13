// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"errors"
	"slices"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/ratelimit"
	"pratica/internal/terms"
)

// Service holds the domain verbs. Every field is set by app before the first call.
type Service struct {
	DB       *database.DB
	Log      *audit.Log
	Accounts Accounts
	Studio   Studio
	Roles    Roles
	Limits   *ratelimit.Limiter
	Now      func() time.Time
	Letters  Letters // nil: nobody is told of reports
}

const chain = "admin"

func forbidden() error { return problem.New(problem.Forbidden, "office.forbidden") }

// may answers forbidden unless the actor may use the verb.
func may(by Actor, verb Verb, res Resource) error {
	if !Can(by, verb, res) {
		return forbidden()
	}
	return nil
}

func (s *Service) record(ctx context.Context, tx *database.Tx, by audit.Actor, action, subject string, detail map[string]string) error {
	return s.Log.Record(ctx, tx, audit.Entry{Chain: chain, Actor: by, Action: "office." + action, Subject: subject, Detail: detail, At: s.Now()})
}

// today is the legal day of now.
func (s *Service) today() terms.Date { return terms.DateOf(s.Now()) }

// ActorOf returns an account with the rights that it has now, those of a substitute included. An account that cannot sign in has none.
func (s *Service) ActorOf(ctx context.Context, account string) (a Actor, err error) {
	defer problem.Wrap(&err, "office.ActorOf(%s)", account)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		a, err = s.actor(ctx, tx, account)
		return err
	})
	return a, err
}

func (s *Service) actor(ctx context.Context, tx *database.Tx, account string) (Actor, error) {
	name, kind, active, err := s.Accounts.Describe(ctx, tx, account)
	if err != nil {
		return Actor{}, err
	}
	if !active {
		return Actor{Account: account, Name: name}, nil
	}
	a := Actor{Account: account, Name: name, Kind: kind}
	if kind != KindOfficial {
		a.Helps, err = helpsOf(ctx, tx, account)
		return a, err
	}
	posts, err := postsOf(ctx, tx, account, s.today())
	if err != nil {
		return Actor{}, err
	}
	a.Posts, a.Roles = posts, roleNames(posts)
	return a, nil
}

func roleNames(posts []Post) []string {
	var names []string
	seen := map[string]bool{}
	for _, p := range posts {
		if !seen[p.Role] {
			seen[p.Role] = true
			names = append(names, p.Role)
		}
	}
	return names
}

// Require answers a problem (Forbidden) unless an account may use a verb on a subject, another account or "". With plain words it
// serves rooms that cannot import this one.
func (s *Service) Require(ctx context.Context, account, verb, subject string) error {
	actor, err := s.ActorOf(ctx, account)
	if problem.KindOf(err) == problem.NotFound {
		return forbidden()
	}
	if err != nil {
		return err
	}
	return may(actor, Verb(verb), Resource{Account: subject})
}

// ActiveAdministrators counts the administrators who can sign in, inside the caller's transaction.
func (s *Service) ActiveAdministrators(ctx context.Context, tx *database.Tx) (int, error) {
	return s.administratorsBut(ctx, tx, "")
}

func (s *Service) administratorsBut(ctx context.Context, tx *database.Tx, but string) (int, error) {
	holders, err := holdersOf(ctx, tx, Administrator)
	if err != nil {
		return 0, err
	}
	var rest []string
	for _, id := range holders {
		if id != but {
			rest = append(rest, id)
		}
	}
	return s.Accounts.CountActive(ctx, tx, rest)
}

// AppointFirst makes an account administrator by authority of who runs the server, inside the caller's transaction. Twice is once.
func (s *Service) AppointFirst(ctx context.Context, tx *database.Tx, account string) error {
	if err := passGuard(ctx, tx); err != nil {
		return err
	}
	by := audit.Actor{Kind: "system", ID: "command"}
	_, err := s.insert(ctx, tx, by, Membership{Account: account, Role: Administrator})
	if problem.Is(err, "office.already_granted") {
		return nil
	}
	return err
}

// Spare answers a problem (Conflict) if without this account no administrator could sign in. It serialises with every other change of
// administrators until the caller's transaction ends.
func (s *Service) Spare(ctx context.Context, tx *database.Tx, account string) error {
	if err := passGuard(ctx, tx); err != nil {
		return err
	}
	holders, err := holdersOf(ctx, tx, Administrator)
	if err != nil {
		return err
	}
	if !slices.Contains(holders, account) {
		return nil
	}
	rest, err := s.administratorsBut(ctx, tx, account)
	if err != nil {
		return err
	}
	if rest == 0 {
		return problem.New(problem.Conflict, "office.last_administrator")
	}
	return nil
}

// missing turns an absent row into the answer for what does not exist; other errors stay as they are.
func missing(err error, code string) error {
	if errors.Is(err, database.ErrNotFound) {
		return problem.New(problem.NotFound, code).Because(err)
	}
	return err
}

func invalid(path, code string, args ...any) error {
	return problem.New(problem.Invalid, code, args...).With(problem.Field{Path: path, Code: code, Args: args})
}
