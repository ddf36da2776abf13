// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/delivery"
	"pratica/testpeers/smtpsim"
)

func start(t testing.TB, o smtpsim.Options) *smtpsim.Server {
	t.Helper()
	server := must[*smtpsim.Server](t)(smtpsim.New(o))
	t.Cleanup(server.Stop)
	return server
}

func optionsFor(server *smtpsim.Server, mode delivery.TLSMode) delivery.SMTPOptions {
	return delivery.SMTPOptions{
		Host: server.Host(), Port: server.Port(), TLS: mode, Roots: server.Roots(), Timeout: 10 * time.Second,
		From: "sportello@example.it", FromName: "Ordine di Forlì, “Sportello” <prova>", Bounces: "ritorni@example.it",
	}
}

func plainSMTP(t testing.TB, server *smtpsim.Server) *delivery.SMTP {
	t.Helper()
	return must[*delivery.SMTP](t)(delivery.NewSMTP(optionsFor(server, delivery.TLSNone)))
}

func mail() delivery.Mail {
	return delivery.Mail{
		MessageID: "<019a@example.it>", To: reader, Lang: "it", Subject: "Novità sulla domanda di Łucja Çelik, Zoë e Σωκράτης, più lunga di una riga di posta",
		Text: "Buongiorno,\n\n" + strings.Repeat("perché è così ", 200) + "\n.\n..\nFrom qui\n", Date: time.Date(2026, 11, 24, 9, 42, 7, 0, time.UTC),
	}
}

func TestSMTPModes(t *testing.T) {
	for name, test := range map[string]struct {
		server smtpsim.Options
		mode   delivery.TLSMode
		user   string
		secure bool
	}{
		"starttls":               {smtpsim.Options{Security: smtpsim.StartTLS}, delivery.TLSStart, "", true},
		"starttls with login":    {smtpsim.Options{Security: smtpsim.StartTLS, Username: "u", Password: "p"}, delivery.TLSStart, "u", true},
		"implicit":               {smtpsim.Options{Security: smtpsim.Implicit}, delivery.TLSImplicit, "", true},
		"implicit with login":    {smtpsim.Options{Security: smtpsim.Implicit, Username: "u", Password: "p"}, delivery.TLSImplicit, "u", true},
		"opportunistic, has it":  {smtpsim.Options{Security: smtpsim.StartTLS}, delivery.TLSOpportunistic, "", true},
		"opportunistic, has not": {smtpsim.Options{}, delivery.TLSOpportunistic, "", false},
		"none":                   {smtpsim.Options{}, delivery.TLSNone, "", false},
		"none with login":        {smtpsim.Options{Username: "u", Password: "p"}, delivery.TLSNone, "u", false},
	} {
		t.Run(name, func(t *testing.T) {
			server := start(t, test.server)
			o := optionsFor(server, test.mode)
			o.Username, o.Password = test.server.Username, test.server.Password
			channel := must[*delivery.SMTP](t)(delivery.NewSMTP(o))
			if err := channel.Send(t.Context(), mail()); err != nil {
				t.Fatal(errors.Unwrap(err))
			}
			got, ok := server.Last(reader)
			if !ok || got.Secure != test.secure || got.Username != test.user {
				t.Errorf("arrived %v, secure %v, user %q", ok, got.Secure, got.Username)
			}
		})
	}
}

func TestSMTPWritesMailThatEverybodyReads(t *testing.T) {
	server := start(t, smtpsim.Options{})
	if err := plainSMTP(t, server).Send(t.Context(), mail()); err != nil {
		t.Fatal(err)
	}
	got, _ := server.Last(reader)
	text := must[string](t)(got.Text())
	if diff := cmp.Diff(strings.TrimRight(mail().Text, "\n"), strings.TrimRight(text, "\n")); diff != "" {
		t.Errorf("text differs:\n%s", diff)
	}
	for field, want := range map[string]string{
		"Subject": mail().Subject, "Message-Id": "<019a@example.it>", "To": "<" + reader + ">", "Auto-Submitted": "auto-generated",
		"Content-Language": "it", "Date": "Tue, 24 Nov 2026 09:42:07 +0000", "X-Mailer": "", "Bcc": "",
	} {
		if value := got.Header(field); value != want {
			t.Errorf("%s: %q, want %q", field, value, want)
		}
	}
	if from := got.Header("From"); !strings.Contains(from, "Ordine di Forlì, “Sportello” <prova>") || !strings.HasSuffix(from, "<sportello@example.it>") {
		t.Errorf("From: %q", from)
	}
	if got.From != "ritorni@example.it" {
		t.Errorf("returns go to %q", got.From)
	}
	for line := range bytes.Lines(got.Raw) {
		if len(line) > 78+2 || bytes.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
			t.Errorf("line is long or not ASCII: %q", line)
		}
	}
}

func TestSMTPAnswers(t *testing.T) {
	for name, test := range map[string]struct {
		fault smtpsim.Fault
		want  delivery.Failure
	}{
		"recipient refused":      {smtpsim.Fault{Stage: smtpsim.AtRcpt, Code: 550, Text: "5.1.1 no such user"}, delivery.Failure{Permanent: true, Code: 550, Text: "5.1.1 no such user"}},
		"recipient not now":      {smtpsim.Fault{Stage: smtpsim.AtRcpt, Code: 451, Text: "4.7.1 greylisted"}, delivery.Failure{Code: 451, Text: "4.7.1 greylisted"}},
		"text refused":           {smtpsim.Fault{Stage: smtpsim.AtData, Code: 554, Text: "5.7.1 spam"}, delivery.Failure{Permanent: true, Code: 554, Text: "5.7.1 spam"}},
		"box full":               {smtpsim.Fault{Stage: smtpsim.AtData, Code: 452, Text: "4.2.2 full"}, delivery.Failure{Code: 452, Text: "4.2.2 full"}},
		"sender refused":         {smtpsim.Fault{Stage: smtpsim.AtMail, Code: 553, Text: "5.7.1 not your address"}, delivery.Failure{Code: 553, Text: "5.7.1 not your address"}},
		"busy":                   {smtpsim.Fault{Stage: smtpsim.AtConnect, Drop: true}, delivery.Failure{Text: "no connection to the mail server"}},
		"line drops before text": {smtpsim.Fault{Stage: smtpsim.AtRcpt, Drop: true}, delivery.Failure{Text: "no answer from the mail server"}},
		"line drops after text":  {smtpsim.Fault{Stage: smtpsim.AfterData, Drop: true}, delivery.Failure{Text: "no answer from the mail server"}},
	} {
		t.Run(name, func(t *testing.T) {
			server := start(t, smtpsim.Options{})
			server.Fail(test.fault)
			err := plainSMTP(t, server).Send(t.Context(), mail())
			var got *delivery.Failure
			if !errors.As(err, &got) {
				t.Fatalf("error %v", err)
			}
			if got.Permanent != test.want.Permanent || got.Code != test.want.Code || got.Text != test.want.Text {
				t.Errorf("permanent %v, %d %q", got.Permanent, got.Code, got.Text)
			}
		})
	}
}

func TestSMTPWrongPasswordIsNotTheReadersFault(t *testing.T) {
	server := start(t, smtpsim.Options{Security: smtpsim.StartTLS, Username: "u", Password: "p"})
	o := optionsFor(server, delivery.TLSStart)
	o.Username, o.Password = "u", "other"
	err := must[*delivery.SMTP](t)(delivery.NewSMTP(o)).Send(t.Context(), mail())
	var got *delivery.Failure
	if !errors.As(err, &got) || got.Permanent || got.Code != 535 {
		t.Errorf("error %v", err)
	}
}

func TestSMTPDoesNotGoWithoutProtection(t *testing.T) {
	stripped := start(t, smtpsim.Options{})
	stranger := start(t, smtpsim.Options{Security: smtpsim.StartTLS})
	unknown := optionsFor(stranger, delivery.TLSStart)
	unknown.Roots = start(t, smtpsim.Options{Security: smtpsim.StartTLS}).Roots()
	for name, o := range map[string]delivery.SMTPOptions{
		"no starttls":         optionsFor(stripped, delivery.TLSStart),
		"unknown certificate": unknown,
	} {
		t.Run(name, func(t *testing.T) {
			err := must[*delivery.SMTP](t)(delivery.NewSMTP(o)).Send(t.Context(), mail())
			var got *delivery.Failure
			if !errors.As(err, &got) || got.Permanent {
				t.Errorf("error %v", err)
			}
		})
	}
	if n := len(stripped.Mails()) + len(stranger.Mails()); n != 0 {
		t.Errorf("%d mails left", n)
	}
}

func TestSMTPStopsWithItsContext(t *testing.T) {
	for _, stage := range []smtpsim.Stage{smtpsim.AtConnect, smtpsim.AtRcpt, smtpsim.AtData} {
		server := start(t, smtpsim.Options{})
		server.Fail(smtpsim.Fault{Stage: stage, Delay: time.Hour})
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		begun := time.Now()
		if err := plainSMTP(t, server).Send(ctx, mail()); err == nil {
			t.Error("sent")
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("stage %d held for %s", stage, took)
		}
	}
}

func TestSMTPHeaderInjection(t *testing.T) {
	server := start(t, smtpsim.Options{})
	o := optionsFor(server, delivery.TLSNone)
	o.FromName = "Ordine\r\nBcc: third@example.org"
	channel := must[*delivery.SMTP](t)(delivery.NewSMTP(o))
	m := mail()
	m.Subject = "x\r\nBcc: third@example.org\r\n\r\nbody"
	m.MessageID = "<a@example.it>\r\nBcc: third@example.org"
	m.Lang = "it\r\nBcc: third@example.org"
	if err := channel.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got, _ := server.Last(reader)
	if bcc := got.Header("Bcc"); bcc != "" || len(server.Mails()) != 1 {
		t.Errorf("Bcc %q, %d mails", bcc, len(server.Mails()))
	}
	for _, to := range []string{"anna@example.org>\r\nRCPT TO:<third@example.org", "anna@example.org\r\n", "a b@example.org"} {
		m := mail()
		m.To = to
		err := channel.Send(t.Context(), m)
		if strings.TrimSpace(to) == reader {
			continue // blanks at the ends are dropped, not sent
		}
		if failure := (*delivery.Failure)(nil); !errors.As(err, &failure) || !failure.Permanent {
			t.Errorf("%q: error %v", to, err)
		}
	}
	for _, kept := range server.Mails() {
		if kept.To != reader {
			t.Errorf("mail to %q", kept.To)
		}
	}
}

func TestNewSMTPRefuses(t *testing.T) {
	good := delivery.SMTPOptions{Host: "mail.example.it", Port: 587, TLS: delivery.TLSStart, From: "sportello@example.it"}
	must[*delivery.SMTP](t)(delivery.NewSMTP(good))
	for name, change := range map[string]func(*delivery.SMTPOptions){
		"no host":                       func(o *delivery.SMTPOptions) { o.Host = "" },
		"no port":                       func(o *delivery.SMTPOptions) { o.Port = 0 },
		"unknown mode":                  func(o *delivery.SMTPOptions) { o.TLS = "tls" },
		"none to another machine":       func(o *delivery.SMTPOptions) { o.TLS = delivery.TLSNone },
		"password that may be in clear": func(o *delivery.SMTPOptions) { o.TLS, o.Username = delivery.TLSOpportunistic, "u" },
		"wrong sender":                  func(o *delivery.SMTPOptions) { o.From = "sportello" },
		"wrong return address":          func(o *delivery.SMTPOptions) { o.Bounces = "x" },
		"command in our name":           func(o *delivery.SMTPOptions) { o.Hello = "a\r\nRSET" },
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			change(&o)
			if _, err := delivery.NewSMTP(o); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestServerDownThenUp(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		server := start(t, smtpsim.Options{})
		h := newHouse(t, db, plainSMTP(t, server))
		server.Stop()
		id := h.send(receipt())
		h.drainFailing()
		h.wantState(id, delivery.StateDeferred, "no connection to the mail server", 1)

		if err := server.Start(); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(time.Hour)
		h.drain()
		h.wantState(id, delivery.StateSent, "", 2)
		h.clock.Advance(100 * time.Hour)
		h.drain()
		if n := len(server.Mails()); n != 1 {
			t.Errorf("%d mails, want exactly one", n)
		}
	})
}

func TestRefusedRecipientIsShown(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		server := start(t, smtpsim.Options{})
		server.Fail(smtpsim.Fault{Stage: smtpsim.AtRcpt, To: reader, Code: 550, Text: "5.1.1 no such user"})
		h := newHouse(t, db, plainSMTP(t, server))
		id := h.send(receipt())
		h.drain()
		h.wantState(id, delivery.StateFailed, "550 5.1.1 no such user", 1)
		if len(h.bounced) != 1 || h.bounced[0].State != delivery.StateFailed {
			t.Errorf("events %v", h.bounced)
		}
	})
}

// TestLineDropsAfterTheLastByte documents the one case in which a message leaves twice: nobody can know whether it was taken.
func TestLineDropsAfterTheLastByte(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		server := start(t, smtpsim.Options{})
		server.Fail(smtpsim.Fault{Stage: smtpsim.AfterData, Drop: true, Times: 1})
		h := newHouse(t, db, plainSMTP(t, server))
		id := h.send(receipt())
		h.drainFailing()
		h.wantState(id, delivery.StateDeferred, "no answer from the mail server", 1)
		h.clock.Advance(time.Hour)
		h.drain()
		h.wantState(id, delivery.StateSent, "", 2)
		mails := server.Mails()
		if len(mails) != 2 {
			t.Fatalf("%d mails", len(mails))
		}
		if !bytes.Equal(mails[0].Raw, mails[1].Raw) {
			t.Error("the second copy differs, so that nobody can recognise it")
		}
	})
}
