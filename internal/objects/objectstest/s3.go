// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package objectstest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"pratica/internal/objects"
)

const (
	testAccess = "pratica-test"
	testSecret = "pratica-test-secret"
	testRegion = "us-east-1"
)

// Buckets gives a new, empty bucket of one server at each call.
type Buckets struct {
	endpoint string
	made     atomic.Int64
}

// InProcess is an S3 server in memory, for tests that need no real one.
func InProcess(t testing.TB) *Buckets {
	t.Helper()
	server := httptest.NewServer(gofakes3.New(s3mem.New(), gofakes3.WithLogger(gofakes3.DiscardLog())).Server())
	t.Cleanup(server.Close)
	return &Buckets{endpoint: server.Listener.Addr().String()}
}

// Gateway starts a versitygw on a temporary folder and a loopback port, and
// ends it with the test. The test is skipped where the program is missing;
// `make` installs it in .tools/bin.
func Gateway(t testing.TB) *Buckets {
	t.Helper()
	program := findGateway()
	if program == "" {
		t.Skip("versitygw is neither in .tools/bin nor in PATH: the real S3 server is not tested")
	}
	root, sidecar := t.TempDir(), t.TempDir()
	endpoint := freeEndpoint(t)
	var output bytes.Buffer
	cmd := exec.Command(program, "--port", endpoint, "--access", testAccess, "--secret", testSecret,
		"--region", testRegion, "--quiet", "posix", "--sidecar", sidecar, root)
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatalf("versitygw: %v", err)
	}
	exited := make(chan struct{})
	go func() { cmd.Wait(); close(exited) }()
	t.Cleanup(func() { stop(cmd, exited) })
	b := &Buckets{endpoint: endpoint}
	if err := b.waitReady(exited); err != nil {
		stop(cmd, exited)
		t.Fatalf("versitygw: %v\n%s", err, output.String())
	}
	return b
}

func stop(cmd *exec.Cmd, exited <-chan struct{}) {
	cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-exited:
	case <-time.After(5 * time.Second):
		cmd.Process.Kill()
		<-exited
	}
}

// findGateway looks in .tools/bin of the repository, then in PATH.
func findGateway() string {
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		path := filepath.Join(dir, ".tools", "bin", "versitygw")
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path
		}
		dir = filepath.Dir(dir)
	}
	path, err := exec.LookPath("versitygw")
	if err != nil {
		return ""
	}
	return path
}

func freeEndpoint(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (b *Buckets) waitReady(exited <-chan struct{}) error {
	client, err := b.client()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		_, err := client.ListBuckets(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-exited:
			return fmt.Errorf("ended at once")
		case <-ctx.Done():
			return fmt.Errorf("not ready: %w", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (b *Buckets) client() (*minio.Client, error) {
	return minio.New(b.endpoint, &minio.Options{
		Creds:        credentials.NewStaticV4(testAccess, testSecret, ""),
		Region:       testRegion,
		BucketLookup: minio.BucketLookupPath,
	})
}

// Next makes a bucket and says how to reach it.
func (b *Buckets) Next(t testing.TB) objects.S3Options {
	t.Helper()
	client, err := b.client()
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("pratica-%d", b.made.Add(1))
	if err := client.MakeBucket(context.Background(), name, minio.MakeBucketOptions{Region: testRegion}); err != nil {
		t.Fatalf("making a bucket: %v", err)
	}
	return objects.S3Options{
		Endpoint: b.endpoint, Region: testRegion, Bucket: name, Prefix: "prova/",
		AccessKey: testAccess, SecretKey: testSecret, SpoolDir: t.TempDir(),
	}
}
