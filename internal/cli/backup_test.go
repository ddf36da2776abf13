// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pratica/internal/app/apptest"
	"pratica/internal/config"
	"pratica/internal/database/databasetest"
	"pratica/internal/objects"
	"pratica/internal/objects/objectstest"
)

// A body is copied while people file, its folder is lost, and what is restored is the same body: on both databases, with
// files and copies in folders and in buckets.
func TestBackupLossRestore(t *testing.T) {
	t.Run("folders", func(t *testing.T) {
		apptest.Each(t, func(t *testing.T, c *config.Config) {
			c.Backup.Folder = filepath.Join(t.TempDir(), "copies")
			fresh := *c
			(&loss{t: t, c: c, fresh: &fresh}).play()
		})
	})
	t.Run("buckets", func(t *testing.T) {
		buckets := objectstest.Gateway(t)
		apptest.Each(t, func(t *testing.T, c *config.Config) {
			use(&c.Objects.S3, buckets.Next(t))
			use(&c.Backup.S3, buckets.Next(t))
			fresh := *c
			use(&fresh.Objects.S3, buckets.Next(t))
			(&loss{t: t, c: c, fresh: &fresh}).play()
		})
	})
}

func use(s *config.S3, bucket objects.S3Options) {
	s.Endpoint, s.Bucket, s.Region, s.TLS = bucket.Endpoint, bucket.Bucket, bucket.Region, false
	s.AccessKey, s.SecretKey = bucket.AccessKey, config.Secret(bucket.SecretKey)
}

// loss is one run of the story.
type loss struct {
	t     *testing.T
	c     *config.Config // of the body that is lost
	fresh *config.Config // of the places that it is restored to
	key   string
	sets  []string // newest first
}

func (l *loss) play() {
	l.makeKey()
	l.t.Run("copied while people file", func(t *testing.T) { l.fileAndCopy(t) })
	l.must([]string{"FAULT"}, []string{"backup", "now"})
	list := l.must(nil, []string{"backup", "list"})
	l.sets = regexp.MustCompile(`(?m)^\d{4}-\S+`).FindAllString(list, -1)
	if len(l.sets) != 2 {
		l.t.Fatalf("two backups were made: %s", list)
	}
	l.must([]string{"FAULT"}, []string{"backup", "check", "--all"})
	lost := *l.c
	lost.Data = l.c.Data + "-lost"
	if err := os.Rename(l.c.Data, lost.Data); err != nil {
		l.t.Fatal(err)
	}
	before := l.file(&lost)
	said := l.restored(l.restore("into-the-folder", l.sets[0], "--compare", before))
	l.wants(said, "equal", "no faults")
	if l.c.Database.URL != "" {
		l.fresh.Database.URL = config.DSN(databasetest.Schema(l.t))
	}
	if l.c.Database.URL != "" || l.c.UsesS3() {
		said = l.restored(l.restore("configured", l.sets[0], "--configured", "--compare", before))
		l.wants(said, "equal", "no faults")
	}
	said = l.restored(l.restore("earlier", l.sets[1]))
	l.wants(said, "no faults")
	l.refused("not empty", l.restore("earlier", l.sets[1]))
	other := filepath.Join(l.t.TempDir(), "other.key")
	l.must(nil, []string{"backup", "key", other})
	l.key = other
	l.refused("private keys", l.restore("never", l.sets[0]))
	if _, err := os.Stat(filepath.Join(filepath.Dir(l.c.Data), "never")); err == nil {
		l.t.Error("something was written with the wrong key")
	}
}

func (l *loss) makeKey() {
	l.key = filepath.Join(l.t.TempDir(), "private.key")
	said := l.must(nil, []string{"backup", "key", l.key})
	recipient := regexp.MustCompile(`age1\w+`).FindString(said)
	l.c.Backup.Recipients, l.fresh.Backup.Recipients = config.Words{recipient}, config.Words{recipient}
	l.refused("exists", []string{"backup", "key", l.key})
}

// fileAndCopy files until the backup is made, and once more.
func (l *loss) fileAndCopy(t *testing.T) {
	a := apptest.Open(t, l.c)
	apptest.Serve(t, a)
	apptest.Visit(t, l.c.PublicURL).File(a, applicant)
	made := make(chan error, 1)
	go func() {
		_, err := a.Backup.Make(t.Context())
		made <- err
	}()
	for n := 0; ; n++ {
		apptest.Visit(t, l.c.PublicURL).File(a, fmt.Sprintf("persona%d@posta.example", n))
		select {
		case err := <-made:
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Audit.Seal(t.Context()); err != nil {
				t.Fatal(err)
			}
			return
		default:
		}
	}
}

// file writes a configuration as an operator does.
func (l *loss) file(c *config.Config) string {
	l.t.Helper()
	s3 := func(s config.S3) string {
		return fmt.Sprintf("{endpoint: %q, bucket: %q, region: %q, access_key: %q, secret_key: %q, tls: %v}",
			s.Endpoint, s.Bucket, s.Region, s.AccessKey, s.SecretKey.Reveal(), s.TLS)
	}
	text := fmt.Sprintf("data: %q\nlisten: %q\npublic_url: %q\nmin_free: 0B\nlog: {level: warn}\ndatabase: {url: %q}\nobjects: {s3: %s}\n"+
		"backup: {folder: %q, s3: %s, recipients: %q}\n", c.Data, c.Listen, c.PublicURL, string(c.Database.URL), s3(c.Objects.S3),
		c.Backup.Folder, s3(c.Backup.S3), strings.Join(c.Backup.Recipients, " "))
	name := filepath.Join(l.t.TempDir(), "body.yaml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		l.t.Fatal(err)
	}
	return name
}

// restore is the command that restores a set into a folder of its own.
func (l *loss) restore(into, set string, more ...string) []string {
	args := []string{"restore", "--identity", l.key, "--into", filepath.Join(filepath.Dir(l.c.Data), into)}
	return append(append(args, more...), set)
}

// must expects a command on the body to do its work, and to say none of some words.
func (l *loss) must(never, args []string) string {
	l.t.Helper()
	return l.run(l.c, exitDone, never, args)
}

// restored expects a command to do its work on the places that are new.
func (l *loss) restored(args []string) string {
	l.t.Helper()
	return l.run(l.fresh, exitDone, nil, args)
}

func (l *loss) refused(because string, args []string) {
	l.t.Helper()
	l.wants(l.run(l.fresh, exitFailed, nil, args), because)
}

func (l *loss) run(c *config.Config, want int, never, args []string) string {
	l.t.Helper()
	var out bytes.Buffer
	code := run(l.t.Context(), append([]string{"--lang", "en", "--config", l.file(c)}, args...), &out, &out)
	if code != want {
		l.t.Fatalf("%v: exit %d: %s", args, code, out.String())
	}
	for _, word := range never {
		if strings.Contains(out.String(), word) {
			l.t.Errorf("%v: %s", args, out.String())
		}
	}
	return out.String()
}

func (l *loss) wants(said string, words ...string) {
	l.t.Helper()
	for _, word := range words {
		if !strings.Contains(said, word) {
			l.t.Errorf("%q is not in %s", word, said)
		}
	}
}
