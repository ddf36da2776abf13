// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identitytest

import (
	"context"
	"slices"
	"sync"
	"testing"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// Mail is what was sent.
type Mail struct {
	To, Lang, Template string
	Args               map[string]string
}

// Mailbox keeps mails from the commit on, as identity.Mailer promises.
type Mailbox struct {
	mu   sync.Mutex
	sent []Mail
}

// Send implements identity.Mailer.
func (m *Mailbox) Send(_ context.Context, tx *database.Tx, to, lang, template string, args map[string]string) error {
	tx.AfterCommit(func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.sent = append(m.sent, Mail{to, lang, template, args})
	})
	return nil
}

// To returns the mails to an address, the oldest first.
func (m *Mailbox) To(address string) []Mail {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Mail
	for _, mail := range m.sent {
		if mail.To == address {
			out = append(out, mail)
		}
	}
	return out
}

// Token is the token in the last mail to an address that holds one.
func (m *Mailbox) Token(t testing.TB, address string) string {
	t.Helper()
	for _, mail := range slices.Backward(m.To(address)) {
		if link := mail.Args["link"]; link != "" {
			return tokenOf(link)
		}
	}
	t.Fatalf("no link in the mails to %s", address)
	return ""
}

// Rights grants every verb to administrators, over anybody but themselves, and nothing to others.
type Rights struct {
	count  func(context.Context, *database.Tx, []string) (int, error)
	mu     sync.Mutex
	admins map[string]bool
}

// MakeAdministrator gives the role.
func (r *Rights) MakeAdministrator(account string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.admins == nil {
		r.admins = map[string]bool{}
	}
	r.admins[account] = true
}

func (r *Rights) list() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []string
	for id := range r.admins {
		all = append(all, id)
	}
	return all
}

// Require implements identity.Rights.
func (r *Rights) Require(_ context.Context, account, _, subject string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.admins[account] || account == subject {
		return problem.New(problem.Forbidden, "office.forbidden")
	}
	return nil
}

// ActiveAdministrators implements identity.Rights.
func (r *Rights) ActiveAdministrators(ctx context.Context, tx *database.Tx) (int, error) {
	return r.active(ctx, tx, "")
}

// AppointFirst implements identity.Rights.
func (r *Rights) AppointFirst(_ context.Context, tx *database.Tx, account string) error {
	tx.AfterCommit(func() { r.MakeAdministrator(account) })
	return nil
}

// Spare implements identity.Rights.
func (r *Rights) Spare(ctx context.Context, tx *database.Tx, account string) error {
	r.mu.Lock()
	isAdmin := r.admins[account]
	r.mu.Unlock()
	n, err := r.active(ctx, tx, account)
	if err != nil || !isAdmin || n > 0 {
		return err
	}
	return problem.New(problem.Conflict, "office.last_administrator")
}

// active counts the administrators who can sign in, without one of them.
func (r *Rights) active(ctx context.Context, tx *database.Tx, but string) (int, error) {
	return r.count(ctx, tx, slices.DeleteFunc(r.list(), func(id string) bool { return id == but }))
}
