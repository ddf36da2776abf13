// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package config

import (
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

//go:generate go test . -run ^TestDocumentation$ -count=1 -update

var update = flag.Bool("update", false, "write docs/configuration.md")

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDefaultIsValid(t *testing.T) {
	c, err := Load(Sources{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.DatabaseURL(), "sqlite:data/pratica.db"; got != want {
		t.Errorf("database %q, want %q", got, want)
	}
	if c.ObjectsFolder() != "data/objects" || c.SessionKeyFile() != "data/session.key" || c.Helo() != "localhost" {
		t.Errorf("derived defaults: %q %q %q", c.ObjectsFolder(), c.SessionKeyFile(), c.Helo())
	}
	if !c.Real() || c.UsesS3() || c.ServesTLS() || c.MinFree != 1e9 || !c.Objects.S3.TLS {
		t.Errorf("default: %+v", c)
	}
}

func TestEachSourceIsStrongerThanTheOneBefore(t *testing.T) {
	file := write(t, "pratica.yaml", "listen: :1\nlog:\n  level: warn\n  format: json\nmetrics: {listen: \":9\"}\n")
	c, err := Load(Sources{
		File:    file,
		Environ: []string{"PRATICA_LISTEN=:2", "PRATICA_LOG_LEVEL=error", "HOME=/x"},
		Set:     map[string]string{"listen": ":3"},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{c.Listen, c.Log.Level, c.Log.Format, c.Metrics.Listen, c.Data}
	if diff := cmp.Diff([]string{":3", "error", "json", ":9", "data"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestFileNamedByTheEnvironment(t *testing.T) {
	file := write(t, "pratica.yaml", "# nothing but a comment\n")
	if _, err := Load(Sources{Environ: []string{"PRATICA_CONFIG=" + file}}); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(Sources{Environ: []string{"PRATICA_CONFIG=" + file + ".absent"}}); err == nil {
		t.Error("a file that is not there was accepted")
	}
}

func TestValuesOfTheFile(t *testing.T) {
	file := write(t, "pratica.yaml", `
min_free: 500MB
staff:
  networks:
    - 10.0.0.0/8
    - 2001:db8::1
proxy:
  trusted: 192.0.2.1, 192.0.2.128/25
objects:
  s3:
    tls: false
smtp:
  port: 25
  password: "00123"
database:
tls:
  cert_file: ~
`)
	c := Default()
	if found := c.readFile(file); len(found) > 0 {
		t.Fatal(found)
	}
	if c.MinFree != 500e6 || c.Objects.S3.TLS || c.SMTP.Port != 25 || c.SMTP.Password.Reveal() != "00123" || c.TLS.CertFile != "" {
		t.Errorf("%+v", c)
	}
	for addr, want := range map[string]bool{"10.1.2.3": true, "::ffff:10.1.2.3": true, "2001:db8::1": true, "2001:db8::2": false, "192.0.2.1": false} {
		if got := c.AdmitsStaff(netip.MustParseAddr(addr)); got != want {
			t.Errorf("staff from %s: %v, want %v", addr, got, want)
		}
	}
	if !c.TrustsProxy(netip.MustParseAddr("192.0.2.200")) || c.TrustsProxy(netip.MustParseAddr("192.0.2.2")) {
		t.Error("trusted proxies are not those of the file")
	}
}

func TestWrongNamesAndValues(t *testing.T) {
	tests := []struct {
		name, file string
		env        []string
		set        map[string]string
		want       []string
	}{
		{name: "unknown name in the file", file: "data: d\nlissen: :80\n", want: []string{`:2:1: there is no setting "lissen" (did you mean "listen"?)`}},
		{name: "unknown name in a section", file: "smtp:\n  host: h\n  prot: 25\n", want: []string{`:3:3: there is no setting "smtp.prot" (did you mean "smtp.port"?)`}},
		{name: "wrong value in the file", file: "smtp:\n  port: many\n", want: []string{`:2:9: smtp.port: "many" is not a whole number`}},
		{name: "several at once", file: "a: 1\nmode: play\nmin_free: 3 cows\n", want: []string{":1:1:", ":2:7: mode:", ":3:11: min_free:"}},
		{name: "section as a value", file: "smtp: mail.example\n", want: []string{":1:7: smtp expects settings of the form"}},
		{name: "value as a section", file: "listen:\n  port: 80\n", want: []string{"listen: a single value is expected here"}},
		{name: "not YAML", file: "data: [\n", want: []string{"pratica.yaml"}},
		{name: "twice the same name", file: "data: a\ndata: b\n", want: []string{"already defined"}},
		{name: "a list as the whole file", file: "- a\n", want: []string{"the file expects settings"}},
		{name: "environment", env: []string{"PRATICA_SMPT_HOST=x", "PRATICA_STAFF_NETWORKS=10.0.0.1/8", "PRATICA_TEST_X=ours"},
			want: []string{`PRATICA_SMPT_HOST: there is no such setting (did you mean "PRATICA_SMTP_HOST"?)`, "did you mean 10.0.0.0/8?"}},
		{name: "secret file that is not there", env: []string{"PRATICA_SMTP_PASSWORD_FILE=/nowhere/x"}, want: []string{"PRATICA_SMTP_PASSWORD_FILE: the file with the secret cannot be read"}},
		{name: "command line", set: map[string]string{"log.levle": "info", "objects.s3.tls": "perhaps"},
			want: []string{`--set log.levle: there is no such setting (did you mean "log.level"?)`, `"perhaps" is neither true nor false`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			from := Sources{Environ: test.env, Set: test.set}
			if test.file != "" {
				from.File = write(t, "pratica.yaml", test.file)
			}
			_, err := Load(from)
			if err == nil {
				t.Fatal("accepted")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error lacks %q:\n%v", want, err)
				}
			}
		})
	}
}

func TestCheck(t *testing.T) {
	mail := map[string]string{"smtp.host": "mail.example", "smtp.from": "Sportello <s@ordine.example>"}
	with := func(pairs ...string) map[string]string {
		m := map[string]string{}
		for k, v := range mail {
			m[k] = v
		}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		return m
	}
	tests := []struct {
		name string
		set  map[string]string
		want string // empty: valid
	}{
		{"mail", mail, ""},
		{"mail without sender", map[string]string{"smtp.host": "mail.example"}, "smtp.from"},
		{"mail in a demo", with("mode", "demo"), "smtp.host"},
		{"mail without TLS", with("smtp.security", "none"), "smtp.security"},
		{"mail without TLS to this machine", with("smtp.security", "none", "smtp.host", "127.0.0.1"), ""},
		{"mail user without password", with("smtp.user", "u"), "smtp.user"},
		{"mail port", with("smtp.port", "70000"), "smtp.port"},
		{"https behind a proxy", map[string]string{"public_url": "https://a.example", "proxy.trusted": "127.0.0.1"}, ""},
		{"https that nobody serves", map[string]string{"public_url": "https://a.example"}, "public_url"},
		{"plain http to the world", map[string]string{"public_url": "http://a.example"}, "public_url"},
		{"site in a sub-folder", map[string]string{"public_url": "http://localhost/x"}, "public_url"},
		{"key without certificate", map[string]string{"tls.key_file": "/x"}, "tls"},
		{"certificate that is not there", map[string]string{"tls.key_file": "/nowhere/k", "tls.cert_file": "/nowhere/c", "public_url": "https://a.example"}, "tls"},
		{"redirect without TLS", map[string]string{"tls.redirect_listen": ":80"}, "tls.redirect_listen"},
		{"listen", map[string]string{"listen": "8080"}, "listen"},
		{"metrics", map[string]string{"metrics.listen": "nowhere"}, "metrics.listen"},
		{"database", map[string]string{"database.url": "mysql://x"}, "database.url"},
		{"PostgreSQL", map[string]string{"database.url": "postgres://u@db/n"}, ""},
		{"bucket without keys", map[string]string{"objects.s3.endpoint": "s3.example:443"}, "objects.s3.access_key"},
		{"bucket and folder", map[string]string{"objects.s3.endpoint": "s3.example", "objects.s3.bucket": "b", "objects.s3.access_key": "a", "objects.s3.secret_key": "s", "objects.folder": "f"}, "objects.folder"},
		{"log", map[string]string{"log.level": "loud"}, "log.level"},
		{"session key", map[string]string{"session_key_file": "/nowhere/k"}, "session_key_file"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(Sources{Set: test.set})
			if test.want == "" {
				if err != nil {
					t.Fatalf("refused: %v", err)
				}
				return
			}
			if err == nil || !strings.HasPrefix(err.Error(), test.want+": ") {
				t.Errorf("got %v, want a problem of %s", err, test.want)
			}
		})
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	const secret = "s3cr3t"
	passwordFile := write(t, "password", secret+"\n")
	c, err := Load(Sources{
		Environ: []string{"PRATICA_SMTP_PASSWORD_FILE=" + passwordFile},
		Set: map[string]string{"database.url": "postgres://u:" + secret + "@db/n?password=" + secret, "objects.s3.secret_key": secret,
			"smtp.user": "u", "smtp.host": "h.example", "smtp.from": "a@b.example"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.SMTP.Password.Reveal() != secret {
		t.Error("the secret was not read from its file")
	}
	encoded, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("configuration", "config", c, "dsn", c.Database.URL, "secret", c.SMTP.Password)
	for how, text := range map[string]string{
		"String": c.String(), "%v": fmt.Sprintf("%v", *c), "%+v": fmt.Sprintf("%+v", *c), "%#v": fmt.Sprintf("%#v", *c), "JSON": string(encoded), "slog": log.String(),
	} {
		if strings.Contains(text, secret) {
			t.Errorf("%s shows a secret: %s", how, text)
		}
	}
}

func TestDatabaseURLHasThePassword(t *testing.T) {
	c, err := Load(Sources{Set: map[string]string{"database.url": "postgres://u@db/n?sslmode=require", "database.password": "p/w"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.DatabaseURL(), "postgres://u:p%2Fw@db/n?sslmode=require"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAmounts(t *testing.T) {
	tests := []struct {
		text string
		want Bytes
		ok   bool
	}{
		{"0", 0, true}, {"512", 512, true}, {"1kB", 1000, true}, {"2 GB", 2e9, true}, {"1TB", 1e12, true},
		{"", 0, false}, {"-1", 0, false}, {"1.5GB", 0, false}, {"99999999999TB", 0, false}, {"GB", 0, false},
	}
	for _, test := range tests {
		var b Bytes
		err := b.UnmarshalText([]byte(test.text))
		if (err == nil) != test.ok || b != test.want {
			t.Errorf("%q: %d %v", test.text, b, err)
		}
		again := b
		if text, _ := b.MarshalText(); test.ok && (again.UnmarshalText(text) != nil || again != b) {
			t.Errorf("%q became %q and then %d", test.text, text, again)
		}
	}
}

func TestEverySettingIsDocumented(t *testing.T) {
	for _, s := range Describe() {
		if s.Help == "" || !strings.HasSuffix(s.Help, ".") {
			t.Errorf("%s: help is not a sentence: %q", s.Name, s.Help)
		}
		if !strings.Contains(Help(), s.Env) {
			t.Errorf("%s is not in Help", s.Env)
		}
	}
}

func TestDocumentation(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "configuration.md")
	if *update {
		if err := os.WriteFile(path, []byte(Markdown()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Markdown(), string(got)); diff != "" {
		t.Errorf("docs/configuration.md is out of date: run 'make generate'\n%s", diff)
	}
}

func FuzzReadYAML(f *testing.F) {
	for _, seed := range []string{"", "data: x", "smtp:\n  port: 1", "a: &a\n b: *a", "- 1", "staff: {networks: [10.0.0.0/8]}", "? a\n: b", "data: |\n  x", "<<: *x"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := Default()
		for _, p := range c.readYAML("f.yaml", data) {
			if p.Text == "" || p.Name == "" {
				t.Errorf("a problem without words: %+v", p)
			}
		}
	})
}
