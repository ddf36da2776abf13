// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package crash

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// How much is tried. The short form (go test -short) is for those who change these tests.
const (
	applications      = 1000
	rounds            = 20
	applicationsShort = 200
	roundsShort       = 3
	perSession        = 100
	connections       = 200 // at once; the rest wait for one, as behind any front
)

// programs are what the tests run, built once.
var programs struct{ pratica, body string }

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "pratica-crash-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	programs.pratica, programs.body = filepath.Join(dir, "pratica"), filepath.Join(dir, "body")
	for out, pkg := range map[string]string{programs.pratica: "pratica/cmd/pratica", programs.body: "pratica/tests/crash/body"} {
		build := exec.Command("go", "build", "-o", out, pkg)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if said, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n%s", pkg, err, said)
			return 1
		}
	}
	return m.Run()
}

func count(long, short int) int {
	if testing.Short() {
		return short
	}
	return long
}
