// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"pratica/internal/app"
	"pratica/internal/app/demo"
	"pratica/internal/config"
	"pratica/internal/database"
	"pratica/internal/identity"
)

// table makes a council whose list has n cases, and prints the cookie of a
// secretary who has signed in.
func table(ctx context.Context, out io.Writer, n int) (err error) {
	c, err := config.Load(config.FromSystem("", nil))
	if err != nil {
		return err
	}
	if n < 1 {
		return errUsage
	}
	council := demo.Year{Fast: true} // its people, before the first day
	if _, err := council.Play(ctx, c, slog.New(slog.DiscardHandler), time.Now().Add(-time.Hour)); err != nil {
		return err
	}
	if _, err := makeRegister(ctx, n); err != nil {
		return err
	}
	a, err := openBody(ctx, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	secretary, err := accountOf(ctx, a, "secretary@ordine.example")
	if err != nil {
		return err
	}
	cookie, err := signedIn(ctx, a, secretary)
	if err != nil {
		return err
	}
	err = a.DB.Update(ctx, func(tx *database.Tx) error { // the register's clerks have no accounts, and its page shows names
		_, err := tx.Exec(ctx, `UPDATE worklist_item SET holder = $1`, secretary.ID)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, cookie)
	return err
}

func accountOf(ctx context.Context, a *app.App, email string) (identity.Account, error) {
	accounts, err := a.Identity.Accounts(ctx, identity.System, identity.Filter{})
	if err != nil {
		return identity.Account{}, err
	}
	for _, one := range accounts {
		if one.Email == email {
			return one, nil
		}
	}
	return identity.Account{}, fmt.Errorf("nobody has the address %s", email)
}

// signedIn gives the cookie of a session of an account.
func signedIn(ctx context.Context, a *app.App, who identity.Account) (string, error) {
	session, err := a.Sessions.Load(ctx, "")
	if err != nil {
		return "", err
	}
	if err := a.Sessions.SignIn(session, who.ID, string(who.Kind), "bench"); err != nil {
		return "", err
	}
	token, _, err := a.Sessions.Commit(session)
	return a.Sessions.Cookie.Name + "=" + token, err
}
