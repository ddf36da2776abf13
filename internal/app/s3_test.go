// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pratica/internal/app/apptest"
	"pratica/internal/config"
	"pratica/internal/objects/objectstest"
)

// A body whose files are in a bucket receives, shows and proves like one that has them in a folder, and leaves nothing
// of them on its own disk.
func TestFilesInABucket(t *testing.T) {
	buckets := objectstest.Gateway(t)
	apptest.Each(t, func(t *testing.T, c *config.Config) {
		bucket := buckets.Next(t)
		s := &c.Objects.S3
		s.Endpoint, s.Bucket, s.Region, s.TLS = bucket.Endpoint, bucket.Bucket, bucket.Region, false
		s.AccessKey, s.SecretKey = bucket.AccessKey, config.Secret(bucket.SecretKey)
		if err := c.Check(); err != nil {
			t.Fatal(err)
		}
		a := apptest.Open(t, c)
		apptest.Serve(t, a)
		v := apptest.Visit(t, c.PublicURL)
		v.Must(v.Get("/readyz"))
		id, _ := v.File(a, "persona@posta.example")

		receipt := v.Must(v.Get("/domanda/" + id + "/ricevuta.pdf"))
		if !bytes.HasPrefix(receipt.Body, []byte("%PDF-")) {
			t.Errorf("the receipt is no PDF: %.200q", receipt.Body)
		}
		files, err := a.Documents.List(t.Context(), id)
		if err != nil || len(files) < 3 { // an attachment, the frozen application, its signed page
			t.Fatalf("%d files, %v", len(files), err)
		}
		for _, file := range files {
			v.Must(v.Get("/domanda/" + id + "/documenti/" + file.ID))
		}
		checked := apptest.Verify(t, a)
		if strings.Contains(checked, "documents: 0 files") || !strings.Contains(checked, "intake: 1 filings") {
			t.Errorf("verify looked at:\n%s", checked)
		}
		nothingKept(t, c.Data)
	})
}

// nothingKept looks for files that only passed through the body's own disk.
func nothingKept(t *testing.T, data string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(data, "objects")); err == nil {
		t.Error("there is a folder of files beside the bucket")
	}
	left, err := os.ReadDir(filepath.Join(data, "spool"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range left {
		t.Errorf("%s was left in the spool", file.Name())
	}
}
