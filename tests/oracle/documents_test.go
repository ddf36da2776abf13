// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

//go:build oracle

package oracle

import (
	"bytes"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pratica/internal/app"
	"pratica/internal/app/demo"
	"pratica/internal/config"
	"pratica/internal/database"
)

// TestDocumentsConform lets veraPDF look at the samples of every block of the
// writer, and at everything that a demonstration body printed: applications,
// receipts, letters, decisions, minutes, lists of lots.
func TestDocumentsConform(t *testing.T) {
	samples := t.TempDir()
	c := exec.Command("go", "test", "-count=1", "./internal/documents/pdf", "-run", "TestSamples", "-samples", samples)
	c.Dir = "../.."
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	made, err := filepath.Glob(filepath.Join(samples, "*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	var plain, data []string
	for _, file := range made {
		if strings.HasPrefix(filepath.Base(file), "data") {
			data = append(data, file)
		} else {
			plain = append(plain, file)
		}
	}
	printed, receipts := printedByDemo(t)
	data = append(data, receipts...)
	if len(plain) < 15 || len(receipts) == 0 || len(printed) < 50 {
		t.Fatalf("%d samples, %d with data, %d of the demonstration", len(plain), len(data), len(printed))
	}
	plain = append(plain, printed...)
	conform(t, "2a", plain)
	conform(t, "3a", data)
	conform(t, "ua1", append(plain, data...))
}

func conform(t *testing.T, flavour string, files []string) {
	t.Helper()
	const most = 400 // files in one command
	for len(files) > 0 {
		n := min(most, len(files))
		out, err := exec.Command("../../tools/oracle/run", append([]string{"Pdfa", flavour}, files[:n]...)...).Output()
		good := 0
		for line := range strings.Lines(string(out)) {
			if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) > 2 && f[2] == "conforms" {
				good++
			} else {
				t.Errorf("%s", line)
			}
		}
		if good != n && err == nil {
			t.Errorf("%d of %d files were looked at", good, n)
		}
		t.Logf("%s: %d of %d conform", flavour, good, n)
		files = files[n:]
	}
}

// printedByDemo are the documents that a new demonstration printed. Those that
// somebody signed are no longer ours alone. Receipts carry their data.
func printedByDemo(t *testing.T) (files, withData []string) {
	t.Helper()
	settings := config.Default()
	settings.Mode, settings.Data = config.Demo, t.TempDir()
	if err := demo.Ensure(t.Context(), settings, slog.New(slog.DiscardHandler), time.Now(), func(string) {}); err != nil {
		t.Fatal(err)
	}
	printReceipts(t, settings)
	err := filepath.WalkDir(settings.ObjectsFolder(), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil && bytes.HasPrefix(content, []byte("%PDF-")) && bytes.Contains(content, []byte("/StructTreeRoot")) && !bytes.Contains(content, []byte("/Type /Sig")) {
			if bytes.Contains(content, []byte("/AFRelationship")) {
				withData = append(withData, path)
			} else {
				files = append(files, path)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, withData
}

// printReceipts prints the receipts of some cases, which is done when they are first
// asked for.
func printReceipts(t *testing.T, settings *config.Config) {
	t.Helper()
	a, err := app.Open(t.Context(), settings, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var ids []string
	err = a.DB.View(t.Context(), func(tx *database.Tx) (err error) {
		ids, err = database.All(t.Context(), tx, func(scan func(...any) error) (id string, err error) {
			err = scan(&id)
			return id, err
		}, `SELECT application FROM intake_filing ORDER BY application LIMIT 10`)
		return err
	})
	for _, id := range ids {
		if err == nil {
			_, err = a.ReceiptDocument(t.Context(), id)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}
