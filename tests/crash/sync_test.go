// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package crash

import (
	"bufio"
	"database/sql"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

const traced = 20

// TestSyncBeforeAcknowledgement looks from outside, at the system calls: what the program says of itself proves nothing.
func TestSyncBeforeAcknowledgement(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace is not installed: scripts/ensure-strace installs it")
	}
	each(t, traced, func(t *testing.T, s *store) {
		b := s.copy(t)
		p := serve(t, b)
		log, pids := sqliteLog, []int{p.Process.Pid}
		if s.server != "" { // there the server syncs: its processes are watched together with the program
			log, pids = postgresLog, append(pids, postgresProcesses(t, s.server)...)
		}
		end := trace(t, pids)
		for _, w := range b.ready {
			if status, _, err := p.file(w); err != nil || status != http.StatusSeeOther {
				t.Fatalf("filing %s: status %d, %v", w.ID, status, err)
			}
		}
		answered, early := judgeTrace(end(), log)
		if len(answered) != len(b.ready) {
			t.Errorf("the trace shows %d answers of %d", len(answered), len(b.ready))
		}
		for _, id := range early {
			t.Errorf("%s was acknowledged before the write-ahead log was synced", id)
		}
		t.Logf("%d filings, each synced before its answer", len(answered)-len(early))
	})
}

// trace watches processes until the function it returns is called, which gives what was seen.
func trace(t *testing.T, pids []int) (end func() string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "trace")
	args := []string{"-f", "-tt", "-y", "-s", "5000", "-e", "trace=read,recvfrom,fsync,fdatasync,write,writev,pwrite64,sendto", "-o", file}
	for _, pid := range pids {
		args = append(args, "-p", strconv.Itoa(pid))
	}
	command := exec.Command("strace", args...)
	says, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	awaitAttached(t, command, bufio.NewScanner(says), len(pids))
	return func() string {
		// What the last answer left is written when strace lets go.
		if err := command.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		_ = command.Wait() // it ends by the signal
		seen, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(seen)
	}
}

// awaitAttached waits for one "attached" for each process. Where tracing is forbidden, the test cannot be made.
func awaitAttached(t *testing.T, command *exec.Cmd, lines *bufio.Scanner, n int) {
	t.Helper()
	said := ""
	for attached := 0; attached < n && lines.Scan(); {
		said += lines.Text() + "\n"
		if strings.Contains(lines.Text(), " attached") {
			attached++
		}
		if strings.Contains(lines.Text(), "Operation not permitted") {
			_ = command.Process.Kill()
			_ = command.Wait()
			t.Skipf("this system does not allow tracing: %s", lines.Text())
		}
	}
	if !strings.Contains(said, " attached") {
		t.Fatalf("strace did not attach: %s", said)
	}
	go func() { // threads that are met later are told of, too
		for lines.Scan() {
		}
	}()
}

// postgresProcesses are the server and all that it has started so far.
func postgresProcesses(t *testing.T, server string) []int {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var folder string
	var asking int // the process that answers this question, which ends with it
	err = db.QueryRowContext(t.Context(), "SELECT current_setting('data_directory'), pg_backend_pid()").Scan(&folder, &asking)
	if err != nil {
		t.Fatal(err)
	}
	first, err := os.ReadFile(filepath.Join(folder, "postmaster.pid"))
	if err != nil {
		t.Skipf("the server's folder cannot be read: %v", err)
	}
	line, _, _ := strings.Cut(string(first), "\n")
	parent, err := strconv.Atoi(line)
	if err != nil {
		t.Fatal(err)
	}
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", parent, parent))
	if err != nil {
		t.Skipf("this system does not list the children of a process: %v", err)
	}
	pids := []int{parent}
	for _, text := range strings.Fields(string(children)) {
		if pid, err := strconv.Atoi(text); err == nil && pid != asking {
			pids = append(pids, pid)
		}
	}
	return pids
}
