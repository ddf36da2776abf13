// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"errors"
	"fmt"
	"os"
	"time"

	"pratica/internal/app"
	"pratica/internal/problem"
)

type trustCommand struct {
	Import importTrustCommand `cmd:"" help:"Take trusted lists from files: the list of lists first, then those of the countries."`
	Fetch  fetchTrustCommand  `cmd:"" help:"Fetch the lists now, from the address in the settings."`
	List   listTrustCommand   `cmd:"" help:"Show which lists are kept, and how old they are."`
}

type importTrustCommand struct {
	Files  []string `arg:"" type:"existingfile" help:"Trusted lists (XML)."`
	Signer []string `type:"existingfile" placeholder:"FILE" help:"Certificates (PEM or DER) by which the list of lists may be signed, beside those of the settings and that of the list kept before."`
}

// Run implements kong's command.
func (c *importTrustCommand) Run(s *session) error {
	accepted, err := app.ReadCertificates(c.Signer...)
	if err != nil {
		return err
	}
	var documents [][]byte
	for _, file := range c.Files {
		document, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		documents = append(documents, document)
	}
	return s.withTrust(func(a *app.App) error { return a.Verdicts.Import(s.ctx, accepted, documents...) })
}

type fetchTrustCommand struct{}

// Run implements kong's command.
func (fetchTrustCommand) Run(s *session) error {
	return s.withTrust(func(a *app.App) error {
		if a.Verdicts.Index == "" {
			return errors.New("no address is set: name signatures.lists in the settings, or use 'pratica trust import FILE…'")
		}
		return a.Verdicts.Fetch(s.ctx)
	})
}

type listTrustCommand struct{}

// Run implements kong's command.
func (listTrustCommand) Run(s *session) error {
	return s.withTrust(func(*app.App) error { return nil })
}

// withTrust does something to the lists, and shows them.
func (s *session) withTrust(do func(*app.App) error) error {
	p, err := s.printer()
	if err != nil {
		return err
	}
	return s.withTables(func(a *app.App) error {
		if err := do(a); err != nil {
			if _, ok := problem.As(err); ok {
				return errors.New(p.Error(err))
			}
			return err
		}
		lists, err := a.Verdicts.Lists(s.ctx)
		if err != nil {
			return err
		}
		if len(lists) == 0 {
			fmt.Fprintln(s.out, "no list is kept: no signature of others can be called valid")
		}
		for _, l := range lists {
			fmt.Fprintf(s.out, "%s  number %d  issued %s  next by %s  last seen %s\n", l.Territory, l.Sequence, l.Issued.Format(time.DateOnly), dayOr(l.NextUpdate, "(closed)"), l.Seen.Format(time.DateOnly))
		}
		return nil
	})
}

func dayOr(t time.Time, none string) string {
	if t.IsZero() {
		return none
	}
	return t.Format(time.DateOnly)
}
