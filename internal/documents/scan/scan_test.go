// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package scan_test

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pratica/internal/documents/scan"
	"pratica/internal/documents/scan/scantest"
)

func TestStandin(t *testing.T) { scantest.Run(t, scan.Standin{MaxSize: scantest.MaxSize}) }

func TestScriptedDaemon(t *testing.T) {
	scantest.Run(t, scan.NewClamd(scantest.Start(t).Address, scantest.MaxSize))
}

// TestRealDaemon runs Debian's clamd with a signature of our own: no download.
func TestRealDaemon(t *testing.T) {
	scantest.Run(t, scan.NewClamd(realDaemon(t), scantest.MaxSize))
}

// realDaemon runs clamd, without rights, in a folder of its own until the test
// ends, and gives its socket.
func realDaemon(t *testing.T) string {
	t.Helper()
	clamd, err := exec.LookPath("clamd")
	if err != nil {
		if clamd, err = exec.LookPath("/usr/sbin/clamd"); err != nil {
			t.Skip("clamd is not installed (scripts/ensure-clamd)")
		}
	}
	folder, err := os.MkdirTemp("", "clamd-") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	socket := filepath.Join(folder, "socket")
	settings := fmt.Sprintf("Foreground yes\nLocalSocket %s\nDatabaseDirectory %s\nStreamMaxLength 2M\nMaxScanSize 4M\nMaxFileSize 4M\nPidFile %s\nLogFile %s\n",
		socket, folder, filepath.Join(folder, "pid"), filepath.Join(folder, "log"))
	for name, content := range map[string]string{
		"clamd.conf": settings,
		"own.ndb":    "Pratica.Test:0:*:" + hex.EncodeToString(scan.Eicar()) + "\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(clamd, "--config-file="+filepath.Join(folder, "clamd.conf"))
	unprivileged(t, command, folder)
	var said strings.Builder
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill(); _ = command.Wait() })
	waitFor(t, scan.NewClamd(socket, 1), &said)
	return socket
}

func waitFor(t *testing.T, c *scan.Clamd, said fmt.Stringer) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for c.Check(ctx) != nil {
		select {
		case <-ctx.Done():
			t.Fatalf("clamd does not answer: %s", said)
		case <-tick.C:
		}
	}
}

func TestWhatADaemonMayAnswer(t *testing.T) {
	cases := []struct {
		name, answer, threat string
		err                  error
	}{
		{"clean", "stream: OK", "", nil},
		{"found", "stream: Win.Test.EICAR_HDB-1 FOUND", "Win.Test.EICAR_HDB-1", nil},
		{"more inside than it unpacks", "stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND", "", scan.ErrTooLarge},
		{"its own limit", "INSTREAM size limit exceeded. ERROR", "", scan.ErrTooLarge},
		{"out of memory", "stream: Can't allocate memory ERROR", "", scan.ErrAway},
		{"a threat without a name", "stream:  FOUND", "", scan.ErrAway},
		{"another program", "220 mail.example ESMTP", "", scan.ErrAway},
		{"no end", strings.Repeat("x", 10_000), "", scan.ErrAway},
		{"nothing", "\x00", "", scan.ErrAway},
	}
	daemon := scantest.Start(t)
	clamd := scan.NewClamd(daemon.Address, scantest.MaxSize)
	for _, c := range cases {
		daemon.Answers(c.answer)
		threat, err := clamd.Scan(t.Context(), strings.NewReader("x"), 1)
		if threat != c.threat || !errors.Is(err, c.err) {
			t.Errorf("%s: %q, %v", c.name, threat, err)
		}
	}
}

func TestAScannerThatIsAway(t *testing.T) {
	daemon := scantest.Start(t)
	daemon.HangsUp(true)
	for name, address := range map[string]string{
		"no socket": filepath.Join(t.TempDir(), "none"), "hangs up": daemon.Address, "nobody listens": "127.0.0.1:1",
	} {
		clamd := scan.NewClamd(address, scantest.MaxSize)
		if threat, err := clamd.Scan(t.Context(), strings.NewReader("x"), 1); threat != "" || !errors.Is(err, scan.ErrAway) {
			t.Errorf("%s: Scan: %q, %v", name, threat, err)
		}
		if err := clamd.Check(t.Context()); !errors.Is(err, scan.ErrAway) {
			t.Errorf("%s: Check: %v", name, err)
		}
	}
}

func TestAScanEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := scan.NewClamd(scantest.Start(t).Address, scantest.MaxSize).Scan(ctx, strings.NewReader("x"), 1)
	if !errors.Is(err, scan.ErrAway) {
		t.Errorf("Scan: %v", err)
	}
}

// A daemon with a smaller limit than ours closes the line while we still send.
func TestADaemonThatTakesLess(t *testing.T) {
	daemon := scantest.Start(t)
	daemon.Takes(1000)
	content := strings.Repeat("x", scantest.MaxSize)
	threat, err := scan.NewClamd(daemon.Address, scantest.MaxSize).Scan(t.Context(), strings.NewReader(content), scantest.MaxSize)
	if threat != "" || err == nil {
		t.Errorf("Scan: %q, %v", threat, err)
	}
}
