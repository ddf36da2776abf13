// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"crypto/x509"
	"encoding/binary"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pratica/internal/config"
	"pratica/internal/i18n"
	"pratica/testpeers/smtpsim"
)

// codesOf are the findings of a body by check.
func codesOf(t *testing.T, c *config.Config) map[string][]string {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, f := range Diagnose(t.Context(), c, slog.New(slog.DiscardHandler), time.Now) {
		for _, lang := range []string{"it", "en"} {
			if text := f.Text(texts.For(lang)); text == "doctor."+f.Code || text == "" {
				t.Errorf("%s has no text in %s", f.Code, lang)
			}
		}
		found[f.Check] = append(found[f.Check], f.Code)
	}
	return found
}

func sickBody(t *testing.T) *config.Config {
	t.Helper()
	c := config.Default()
	c.Data, c.MinFree = filepath.Join(t.TempDir(), "data"), 0
	return c
}

func TestDoctorOfANewBody(t *testing.T) {
	c := sickBody(t)
	got := codesOf(t, c)
	for check, want := range map[string]string{
		"open": "open.own", "database": "database.migrations", "disk": "disk.ok", "files": "files.ok",
		"clock": "clock.alone", "mail": "mail.no_server", "certificate": "certificate.elsewhere",
	} {
		if !slices.Equal(got[check], []string{want}) {
			t.Errorf("%s: %v, want %s", check, got[check], want)
		}
	}
}

// What is wrong is named, check by check.
func TestDoctorNamesWhatIsWrong(t *testing.T) {
	t.Run("a database that cannot be reached", func(t *testing.T) {
		c := sickBody(t)
		c.Database.URL = "postgres://nobody@127.0.0.1:1/none"
		got := codesOf(t, c)
		if !slices.Equal(got["open"], []string{"open.failed"}) || got["disk"] == nil || got["jobs"] != nil {
			t.Errorf("%v", got)
		}
	})
	t.Run("a disk below its reserve", func(t *testing.T) {
		c := sickBody(t)
		c.MinFree, c.Backup.Folder = 1<<60, filepath.Join(t.TempDir(), "not", "there")
		if got := codesOf(t, c)["disk"]; !slices.Equal(got, []string{"disk.full", "disk.backup.full"}) {
			t.Errorf("%v", got)
		}
	})
	t.Run("a mail server", func(t *testing.T) {
		s, err := smtpsim.New(smtpsim.Options{Security: smtpsim.Plain})
		if err != nil {
			t.Fatal(err)
		}
		c := sickBody(t)
		c.SMTP.Host, c.SMTP.Port, c.SMTP.Security, c.SMTP.From = s.Host(), s.Port(), config.NoTLS, "Sportello <sportello@ordine.example>"
		if got := codesOf(t, c)["mail"]; !slices.Equal(got, []string{"mail.ok"}) || len(s.Mails()) > 0 {
			t.Errorf("%v, %d mails", got, len(s.Mails()))
		}
		s.Stop()
		if got := codesOf(t, c)["mail"]; !slices.Equal(got, []string{"mail.failed"}) {
			t.Errorf("stopped: %v", got)
		}
	})
	t.Run("a scanner that is away", func(t *testing.T) {
		c := sickBody(t)
		if got := codesOf(t, c)["scanner"]; got != nil {
			t.Errorf("where there is none: %v", got)
		}
		c.Scanner.Address = "127.0.0.1:1"
		if got := codesOf(t, c)["scanner"]; !slices.Equal(got, []string{"scanner.failed"}) {
			t.Errorf("%v", got)
		}
	})
	t.Run("backups", func(t *testing.T) {
		c := sickBody(t)
		a, err := Open(t.Context(), c, slog.New(slog.DiscardHandler), time.Now)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if got := codesOf(t, c)["backup"]; !slices.Equal(got, []string{"backup.none_configured"}) {
			t.Errorf("not configured: %v", got)
		}
		c.Backup.Folder = filepath.Join(t.TempDir(), "copies")
		c.Backup.Recipients = config.Words{"age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"}
		if got := codesOf(t, c)["backup"]; !slices.Equal(got, []string{"backup.never"}) {
			t.Errorf("never made: %v", got)
		}
	})
}

func TestCertificates(t *testing.T) {
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	for _, c := range []struct {
		from, to time.Duration
		host     string
		want     string
	}{
		{-day, 90 * day, "sportello.ordine.example", "certificate.ok"},
		{-day, 13 * day, "sportello.ordine.example", "certificate.ends"},
		{-2 * day, -day, "sportello.ordine.example", "certificate.expired"},
		{day, 90 * day, "sportello.ordine.example", "certificate.early"},
		{-day, 90 * day, "www.ordine.example", "certificate.other_host"},
	} {
		leaf := &x509.Certificate{NotBefore: now.Add(c.from), NotAfter: now.Add(c.to), DNSNames: []string{c.host}}
		if got := judge(leaf, "https://sportello.ordine.example", now); got.Code != c.want {
			t.Errorf("%s, want %s", got.Code, c.want)
		}
	}
}

func TestClockOffsets(t *testing.T) {
	at := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		off   time.Duration
		round time.Duration // how long the question took
		grain time.Duration
		want  string
	}{
		{0, 0, 0, "clock.source_ok"},
		{-1900 * time.Millisecond, 0, 0, "clock.source_ok"},
		{3 * time.Second, 0, 0, "clock.source_off"},
		{-31 * time.Second, 0, 0, "clock.source_wrong"},
		{3 * time.Second, 4 * time.Second, 0, "clock.source_ok"},           // it may have been asked late
		{-2400 * time.Millisecond, 0, time.Second, "clock.source_ok"},      // a date without its fraction
		{31 * time.Second, 10 * time.Millisecond, 0, "clock.source_wrong"}, //
	} {
		middle := at.Add(c.round / 2)
		if got := offset("clock.source", middle.Add(c.off), at, at.Add(c.round), c.grain); got.Code != c.want {
			t.Errorf("off by %s in %s: %s, want %s", c.off, c.round, got.Code, c.want)
		}
	}
}

func TestSourcesOfTime(t *testing.T) {
	site := httptest.NewServer(http.NotFoundHandler())
	defer site.Close()
	ahead := ntpServer(t, time.Minute, true)
	forged := ntpServer(t, 0, false)
	for source, want := range map[string]string{
		site.URL: "clock.source_ok", ahead: "clock.source_wrong", ntpServer(t, 0, true): "clock.source_ok", forged: "clock.source_failed",
	} {
		d := &doctor{c: config.Default(), now: time.Now}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		if got := d.source(ctx, source); got.Code != want {
			t.Errorf("%s: %+v, want %s", source, got, want)
		}
		cancel()
	}
}

// ntpServer answers one question with the time plus off; one that is not honest answers another question.
func ntpServer(t *testing.T, off time.Duration, honest bool) string {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		question := make([]byte, 48)
		if _, from, err := conn.ReadFrom(question); err == nil {
			answer := make([]byte, 48)
			answer[0], answer[1] = 4<<3|4, 2
			if honest {
				copy(answer[24:32], question[40:48])
			}
			at := time.Now().Add(off)
			binary.BigEndian.PutUint32(answer[40:], uint32(at.Unix()+ntpEpoch))
			binary.BigEndian.PutUint32(answer[44:], uint32(int64(at.Nanosecond())<<32/int64(time.Second)))
			_, _ = conn.WriteTo(answer, from)
		}
	}()
	return (&url.URL{Scheme: "ntp", Host: conn.LocalAddr().String()}).String()
}

func FuzzNTPAnswer(f *testing.F) {
	f.Add(make([]byte, 48))
	f.Fuzz(func(t *testing.T, answer []byte) {
		if len(answer) == 48 {
			_, _ = ntpAnswer(make([]byte, 48), answer)
		}
	})
}
