// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pratica/internal/app/apptest"
	"pratica/internal/config"
	"pratica/internal/office"
	"pratica/testpeers/smtpsim"
)

const applicant = "persona@posta.example"

// A report that the mail server hands over by a pipe reaches the office: by mail, and on the page of messages. The
// server that returns the message is Postfix; the message in it is the very one that left.
func TestBounceReachesTheOffice(t *testing.T) {
	apptest.Each(t, func(t *testing.T, c *config.Config) {
		mail := mailServer(t, c)
		a := apptest.Open(t, c)
		apptest.Serve(t, a)
		administrator := apptest.Visit(t, c.PublicURL)
		apptest.SaveBody(t, a, administrator.BecomeAdministrator(a), "127.0.0.1", func(*office.Body) {})
		apptest.Visit(t, c.PublicURL).File(a, applicant)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		lost, err := mail.Wait(ctx, applicant)
		if err != nil {
			t.Fatal(err)
		}

		report := returned(t, lost)
		for range 2 { // the same report twice counts once
			if code, said := command(t, c, report, "bounce"); code != exitDone || said != "" {
				t.Fatalf("bounce: exit %d: %s", code, said)
			}
		}
		notice, err := mail.Wait(ctx, apptest.OfficeEmail)
		if err != nil {
			t.Fatal(err)
		}
		text, err := notice.Text()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{applicant, lost.Subject(), "User unknown in virtual mailbox table"} {
			if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
				t.Errorf("the office is not told %q:\n%s", want, text)
			}
		}
		messages := administrator.Must(administrator.Get("/amministrazione/messaggi"))
		for _, want := range []string{a.Texts.For("it").T("admin.mail.state_bounced"), "User unknown in virtual mailbox table"} {
			if !messages.Says(want) {
				t.Errorf("the page of messages does not show %q", want)
			}
		}
		apptest.Verify(t, a)
		if again := noticesTo(mail, apptest.OfficeEmail); again != 1 {
			t.Errorf("the office was told %d times", again)
		}
	})
}

// What is no report about a message of ours changes nothing, and says so in words and by the exit code: the mail server
// then keeps it.
func TestBounceRefusesOtherMail(t *testing.T) {
	c := apptest.Settings(t, "")
	a := apptest.Open(t, c)
	p := a.Texts.For("it")
	stranger := smtpsim.Mail{Raw: []byte("Message-ID: <qualcosa@altrove.example>\r\nSubject: Prova\r\n\r\nTesto\r\n")}
	tests := []struct {
		name  string
		input []byte
		says  string
	}{
		{"nothing", nil, p.T("problem.delivery.not_a_report")},
		{"a letter", []byte("From: anna@example.org\r\nSubject: Domanda\r\n\r\nBuongiorno\r\n"), p.T("problem.delivery.not_a_report")},
		{"a report of somebody else's message", returned(t, stranger), p.T("problem.delivery.report_unmatched")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if code, said := command(t, c, tt.input, "bounce"); code != exitFailed || !strings.Contains(said, tt.says) {
				t.Errorf("exit %d: %s", code, said)
			}
		})
	}
}

// mailServer runs a mail server and makes the body use it.
func mailServer(t *testing.T, c *config.Config) *smtpsim.Server {
	t.Helper()
	s, err := smtpsim.New(smtpsim.Options{Security: smtpsim.Plain})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	c.SMTP.Host, c.SMTP.Port, c.SMTP.Security, c.SMTP.From = s.Host(), s.Port(), config.NoTLS, "Sportello <sportello@ordine.example>"
	return s
}

// returned is what a mail server gives back of a message that it could not deliver.
func returned(t *testing.T, m smtpsim.Mail) []byte {
	t.Helper()
	report, err := os.ReadFile(filepath.Join("testdata", "postfix.eml"))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Replace(report, []byte("{{original}}"), m.Raw, 1)
}

func noticesTo(s *smtpsim.Server, to string) int {
	n := 0
	for _, m := range s.Mails() {
		if m.To == to {
			n++
		}
	}
	return n
}

// command runs the command line on the settings of a body, with input at its standard input. It gives the exit code and
// all that was said.
func command(t *testing.T, c *config.Config, input []byte, args ...string) (code int, said string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "input")
	if err := os.WriteFile(file, input, 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	before := os.Stdin
	os.Stdin = in
	defer func() { os.Stdin = before }()
	var out bytes.Buffer
	code = run(t.Context(), append(settingsOf(c), args...), &out, &out)
	return code, out.String()
}

// settingsOf are the settings of a body as an operator types them.
func settingsOf(c *config.Config) []string {
	values := map[string]string{
		"data": c.Data, "public_url": c.PublicURL, "listen": c.Listen, "min_free": "0MB", "log.level": "warn", "database.url": string(c.Database.URL),
	}
	if c.SMTP.Host != "" {
		values["smtp.host"], values["smtp.port"] = c.SMTP.Host, fmt.Sprint(c.SMTP.Port)
		values["smtp.security"], values["smtp.from"] = string(c.SMTP.Security), c.SMTP.From
	}
	var args []string
	for name, value := range values {
		args = append(args, "--set", name+"="+value)
	}
	return args
}
