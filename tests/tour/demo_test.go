// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package tour

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// startDemo runs "pratica demo" on a free port and gives its address once it says that it is there. The demonstration
// ends with the test, and must end in order.
func startDemo(t *testing.T) string {
	t.Helper()
	program := build(t)
	address := freeAddress(t)
	demo := exec.Command(program, "demo", "--folder", filepath.Join(t.TempDir(), "demo"), "--listen", address)
	demo.Stderr = t.Output()
	says, err := demo.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	if err := demo.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, demo) })
	line, err := bufio.NewReader(says).ReadString('\n')
	if err != nil {
		t.Fatalf("the demonstration says %q and ends: %v", line, err)
	}
	if want := "http://" + address + "/demo"; !strings.Contains(line, want) {
		t.Errorf("it says %q, without its address %s", line, want)
	}
	awaitListening(t, address)
	t.Logf("made and served after %s", time.Since(started).Round(time.Millisecond))
	return "http://" + address
}

func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "pratica")
	command := exec.CommandContext(t.Context(), "go", "build", "-o", program, "pratica/cmd/pratica")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, said)
	}
	return program
}

func stop(t *testing.T, demo *exec.Cmd) {
	t.Helper()
	late := time.AfterFunc(30*time.Second, func() { _ = demo.Process.Kill() })
	defer late.Stop()
	if err := demo.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	if err := demo.Wait(); err != nil {
		t.Errorf("the demonstration did not end in order: %v", err)
	}
}

// awaitListening waits for the port: the address is said just before it is opened.
func awaitListening(t *testing.T, address string) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(10 * time.Second); ; {
		if c, err := net.Dial("tcp", address); err == nil {
			_ = c.Close()
			return
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("nothing listens after 10 seconds")
		}
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
