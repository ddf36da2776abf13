// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package crash

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"html"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/testpeers/smtpsim"
)

// TestNearlyFullDisk: with less room than the reserve a filing is refused before it begins, in words that say so, and
// succeeds once there is room.
func TestNearlyFullDisk(t *testing.T) {
	each(t, 2, func(t *testing.T, s *store) {
		b := s.copy(t)
		w := b.ready[0]
		p := start(t, b, "PRATICA_MIN_FREE=1000000GB")
		p.waitReady(t, true)
		status, page, err := p.file(w)
		if err != nil || status != http.StatusServiceUnavailable {
			t.Errorf("status %d, %v", status, err)
		}
		wantSays(t, page, "problem.intake.no_space")
		p.stop(t)
		wantFiled(t, b, 0)
		verify(t, b)

		fileOnce(t, serve(t, b), w)
		wantFiled(t, b, 1)
	})
}

// TestLockedDatabase: somebody else holds what a filing must write for longer than the program waits. The answer does
// not claim what is not known, and asking again gives one filing.
func TestLockedDatabase(t *testing.T) {
	each(t, 2, func(t *testing.T, s *store) {
		b := s.copy(t)
		w := b.ready[0]
		p := serve(t, b)
		release := s.lock(t, b)
		status, page, err := p.file(w)
		release()
		if err != nil || status != http.StatusServiceUnavailable {
			t.Errorf("status %d, %v", status, err)
		}
		wantSays(t, page, "problem.intake.not_filed", "problem.intake.outcome_unknown")
		fileOnce(t, p, w)
		wantFiled(t, b, 1)
		verify(t, b)
	})
}

// lock keeps everybody from filing until release.
func (s *store) lock(t *testing.T, b body) (release func()) {
	t.Helper()
	if s.server == "" {
		return lockFile(t, filepath.Join(b.data, "pratica.db"))
	}
	db, err := sql.Open("pgx", b.database)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(t.Context(), nil)
	if err == nil {
		_, err = tx.ExecContext(t.Context(), "LOCK TABLE intake_filing IN EXCLUSIVE MODE")
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := errors.Join(tx.Rollback(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}

// lockFile runs a process that holds the write lock of an SQLite file until release. It is another process because locks
// of one process do not keep itself out.
func lockFile(t *testing.T, file string) (release func()) {
	t.Helper()
	command := exec.Command(programs.body, "lock", file)
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "locked\n" {
		t.Fatalf("body lock: %q, %v", line, err)
	}
	return func() {
		_ = in.Close()
		if err := command.Wait(); err != nil {
			t.Errorf("body lock: %v", err)
		}
	}
}

// TestMailServerDown: who files does not wait for a mail server. The mail leaves when the server is back.
func TestMailServerDown(t *testing.T) {
	mail, err := smtpsim.New(smtpsim.Options{Security: smtpsim.Plain})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mail.Stop)
	each(t, 2, func(t *testing.T, s *store) {
		b := s.copy(t)
		mail.Stop()
		defer func() { // the next database's template is made with a server that answers
			if err := mail.Start(); err != nil {
				t.Error(err)
			}
		}()
		p := serve(t, b)
		asked := time.Now()
		fileOnce(t, p, b.ready[0])
		if took := time.Since(asked); took > 5*time.Second {
			t.Errorf("filing took %s while the mail server was down", took)
		}
		awaitFailedJob(t, b)
		back, err := smtpsim.New(smtpsim.Options{Security: smtpsim.Plain, Addr: fmt.Sprintf("%s:%d", mail.Host(), mail.Port())})
		if err != nil {
			t.Fatal(err)
		}
		defer back.Stop()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		receipt, err := back.Wait(ctx, "prova-0@example.org")
		if err != nil {
			t.Fatalf("no mail within a minute after the server came back: %v\n%s", err, p.said)
		}
		t.Logf("the mail %q left after the server came back", receipt.Subject())
	}, "PRATICA_MODE=ordinary", "PRATICA_SMTP_HOST="+mail.Host(), fmt.Sprintf("PRATICA_SMTP_PORT=%d", mail.Port()),
		"PRATICA_SMTP_SECURITY=none", "PRATICA_SMTP_FROM=Sportello <sportello@ordine.example>")
}

// awaitFailedJob waits until a job was tried in vain: the mail, as nothing else is broken.
func awaitFailedJob(t *testing.T, b body) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	db, err := database.Open(ctx, database.Options{URL: b.url(), MaxConnections: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for failed := 0; failed == 0; {
		err := db.View(ctx, func(tx *database.Tx) error {
			return tx.Get(ctx, "SELECT count(*) FROM job WHERE last_error <> ''", nil, &failed)
		})
		if err != nil {
			t.Fatalf("no job failed while the mail server was down: %v", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
}

// fileOnce files twice: once is a filing, the other the same receipt.
func fileOnce(t *testing.T, p *process, w waiting) {
	t.Helper()
	for range 2 {
		if status, page, err := p.file(w); err != nil || status != http.StatusSeeOther {
			t.Errorf("filing %s: status %d, %v\n%.500s", w.ID, status, err, page)
		}
	}
}

// wantFiled counts the filings there are, in a body that nobody serves or that is served from one process.
func wantFiled(t *testing.T, b body, want int) {
	t.Helper()
	got := 0
	for _, f := range inspect(t, b) {
		got += f.rows
	}
	if got != want {
		t.Errorf("%d filings, want %d", got, want)
	}
}

// wantSays expects one of some texts on a page, in Italian.
func wantSays(t *testing.T, page string, keys ...string) {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		if strings.Contains(html.UnescapeString(page), texts.For("it").T(key)) {
			return
		}
	}
	t.Errorf("the page says none of %v: %.2000s", keys, page)
}
