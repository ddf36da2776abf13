// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/delivery"
	"pratica/internal/delivery/deliverytest"
	"pratica/internal/problem"
)

// The reports under testdata/dsn follow the forms in which common mail systems write them; names and addresses are invented.
func TestParseDSN(t *testing.T) {
	const id = "<0193f0a0-0000-7000-8000-000000000001@sportello.example.it>"
	for name, want := range map[string]delivery.Report{
		"postfix.eml": {MessageID: id, Recipients: []delivery.ReportedRecipient{
			{Address: "anna@example.org", Action: "failed", Status: "5.1.1", Diagnostic: "550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown in virtual mailbox table"},
		}},
		"exchange.eml": {MessageID: id, Recipients: []delivery.ReportedRecipient{
			{Address: "anna@example.org", Action: "failed", Status: "5.2.2", Diagnostic: "554 5.2.2 mailbox full"},
		}},
		"delayed.eml": {MessageID: id, Recipients: []delivery.ReportedRecipient{
			{Address: "anna@example.org", Action: "delayed", Status: "4.4.1", Diagnostic: "connect to mx.example.org[192.0.2.1]:25: Connection timed out"},
		}},
		"utf8.eml": {MessageID: id, Recipients: []delivery.ReportedRecipient{
			{Address: "anna@example.org", Action: "failed", Status: "5.1.1", Diagnostic: "550 5.1.1 casella non più attiva"},
		}},
		"list.eml": {MessageID: id, Recipients: []delivery.ReportedRecipient{
			{Address: "anna@example.org", Action: "relayed", Status: "2.1.9"},
			{Address: "bruno@example.org", Action: "failed", Status: "5.7.1"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			file := must[*os.File](t)(os.Open(filepath.Join("testdata", "dsn", name)))
			defer file.Close()
			got := must[delivery.Report](t)(delivery.ParseDSN(file))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseDSNRefuses(t *testing.T) {
	report := string(must[[]byte](t)(os.ReadFile(filepath.Join("testdata", "dsn", "postfix.eml"))))
	for name, raw := range map[string]string{
		"nothing":           "",
		"no mail":           "\x00\x01\x02",
		"ordinary mail":     "From: anna@example.org\r\nSubject: Re: Domanda\r\n\r\nGrazie\r\n",
		"holiday notice":    "From: anna@example.org\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nFerie\r\n--b--\r\n",
		"no boundary":       "Content-Type: multipart/report\r\n\r\nx",
		"without original":  strings.ReplaceAll(report, "Message-ID: <0193", "X-Other: <0193"),
		"without status":    strings.ReplaceAll(report, "Action:", "X-Action:"),
		"cut in the status": report[:strings.Index(report, "Final-Recipient")],
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := delivery.ParseDSN(strings.NewReader(raw)); err == nil {
				t.Errorf("accepted: %+v", got)
			}
		})
	}
}

// report is the file of a mail system, about one of our messages.
func report(t testing.TB, name string, r delivery.Record) *strings.Reader {
	t.Helper()
	raw := must[[]byte](t)(os.ReadFile(filepath.Join("testdata", "dsn", name)))
	return strings.NewReader(strings.ReplaceAll(string(raw), "<0193f0a0-0000-7000-8000-000000000001@sportello.example.it>", r.MessageID))
}

func TestBounce(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, &deliverytest.Box{})
		id := h.send(receipt())
		h.drain()
		sent := h.get(id)
		if err := h.service.Bounce(t.Context(), report(t, "delayed.eml", sent)); err != nil {
			t.Fatal(err)
		}
		h.wantState(id, delivery.StateSent, "", 1)
		for range 2 { // mail systems repeat themselves
			if err := h.service.Bounce(t.Context(), report(t, "exchange.eml", sent)); err != nil {
				t.Fatal(err)
			}
			h.drain()
		}
		bounced := h.wantState(id, delivery.StateBounced, "554 5.2.2 mailbox full", 1)
		if !bounced.SentAt.Equal(sent.SentAt) {
			t.Error("the report changed when the message was sent")
		}
		if diff := cmp.Diff([]string{"delivery.bounced", "delivery.sent"}, h.actions("case/application-1")); diff != "" {
			t.Errorf("chain of the case (-want +got):\n%s", diff)
		}
		want := []delivery.Bounced{{Message: id, Owner: "application-1", Kind: delivery.Receipt, State: delivery.StateBounced, At: h.clock.Now()}}
		if diff := cmp.Diff(want, h.bounced); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	})
}

// TestBounceOvertakesTheSender is the report that arrives while we still believe that the message waits.
func TestBounceOvertakesTheSender(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		box := &deliverytest.Box{}
		h := newHouse(t, db, box)
		id := h.send(receipt())
		if err := h.service.Bounce(t.Context(), report(t, "exchange.eml", h.get(id))); err != nil {
			t.Fatal(err)
		}
		h.drain()
		h.wantState(id, delivery.StateBounced, "554 5.2.2 mailbox full", 0)
		if n := len(box.All("")); n != 0 {
			t.Errorf("%d mails to an address known to be dead", n)
		}
	})
}

func TestBounceRefuses(t *testing.T) {
	h := newHouse(t, databasetest.SQLite(t), &deliverytest.Box{})
	stranger := delivery.Record{MessageID: "<x@elsewhere.example>"}
	if err := h.service.Bounce(t.Context(), report(t, "postfix.eml", stranger)); !problem.Is(err, "delivery.report_unmatched") {
		t.Errorf("foreign report: %v", err)
	}
	if err := h.service.Bounce(t.Context(), strings.NewReader("From: anna@example.org\r\n\r\nGrazie")); !problem.Is(err, "delivery.not_a_report") {
		t.Errorf("ordinary mail: %v", err)
	}
}

func FuzzParseDSN(f *testing.F) {
	names, err := filepath.Glob(filepath.Join("testdata", "dsn", "*.eml"))
	if err != nil || len(names) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	f.Fuzz(func(t *testing.T, raw string) {
		report, err := delivery.ParseDSN(strings.NewReader(raw))
		if err != nil {
			return
		}
		if report.MessageID == "" || len(report.Recipients) == 0 || len(report.Recipients) > 1000 {
			t.Errorf("accepted without what matches it: %+v", report)
		}
	})
}
