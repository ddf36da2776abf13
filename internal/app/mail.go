// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"

	"pratica/internal/config"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/i18n"
	"pratica/internal/office"
)

// buildDelivery makes the channels. Outside of the ordinary mode there is none:
// messages stay in the outbox, which a page shows.
func (a *App) buildDelivery(o Options) (err error) {
	texts, err := delivery.LoadTexts(a.overrides())
	if err != nil {
		return err
	}
	deps := delivery.Deps{
		DB: a.DB, Queue: a.Jobs, Bus: a.Events, Audit: a.Audit, Texts: texts, Now: a.now,
		Sender: a.sender(), Body: a.signature, Domain: domain(a.Config.PublicURL),
	}
	if !a.Config.Real() {
		a.Delivery, err = delivery.NewDemo(deps)
		return err
	}
	channel := o.Channel
	if channel == nil {
		if channel, err = a.email(); err != nil {
			return err
		}
	}
	a.Delivery, err = delivery.New(deps, channel)
	return err
}

// overrides is the folder of a body's own texts; nil when there is none.
func (a *App) overrides() fs.FS {
	dir := filepath.Join(a.Config.Data, "texts")
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil
	}
	return os.DirFS(dir)
}

// email is the channel of ordinary e-mail. Without a server messages wait, and
// the log says so.
func (a *App) email() (delivery.Channel, error) {
	c := a.Config.SMTP
	if c.Host == "" {
		return noServer{}, nil
	}
	mode := map[config.MailTLSMode]delivery.TLSMode{
		config.StartTLS: delivery.TLSStart, config.Implicit: delivery.TLSImplicit, config.NoTLS: delivery.TLSNone,
	}[c.Security]
	from, err := mail.ParseAddress(c.From)
	if err != nil {
		return nil, fmt.Errorf("app: smtp.from: %w", err)
	}
	return delivery.NewSMTP(delivery.SMTPOptions{
		Host: c.Host, Port: c.Port, TLS: mode, Username: c.User, Password: c.Password.Reveal(),
		From: from.Address, FromName: from.Name, Hello: a.Config.Helo(),
	})
}

// noServer stands for e-mail while no server is configured: messages wait and
// leave once there is one.
type noServer struct{}

// Name implements delivery.Channel.
func (noServer) Name() string { return delivery.EMail }

// Send implements delivery.Channel.
func (noServer) Send(context.Context, delivery.Mail) error {
	return errors.New("no mail server is configured (smtp.host)")
}

// sender is who signs the messages.
func (a *App) sender() delivery.Sender {
	return delivery.Sender{Name: i18n.Text{"it": "Sportello telematico", "en": "Online counter"}, Site: a.Config.PublicURL}
}

// signature puts the body's own name and words at the end of a message.
func (a *App) signature(ctx context.Context, tx *database.Tx, from delivery.Sender) (_ delivery.Sender, err error) {
	body, err := a.Office.BodyIn(ctx, tx)
	if err != nil {
		return from, err
	}
	if body.Name != "" {
		counter := from.Name
		from.Name = i18n.Text{}
		for lang, name := range counter {
			from.Name[lang] = body.Name + " – " + name
		}
	}
	from.Contact, err = a.Office.TextIn(ctx, tx, office.MailFoot)
	return from, err
}

// domain is the host of an address.
func domain(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return "localhost"
	}
	return u.Hostname()
}

// accountMail sends the mails of accounts.
type accountMail App

// Send implements identity.Mailer.
func (a *accountMail) Send(ctx context.Context, tx *database.Tx, to, lang, template string, args map[string]string) error {
	_, err := a.Delivery.Send(ctx, tx, delivery.Message{To: to, Lang: lang, Template: delivery.Kind(template), Args: args})
	return err
}
