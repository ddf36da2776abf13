// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package config

import (
	"net/netip"
	"path/filepath"
	"slices"
)

// Config is what an operator can set. The tags are the documentation: `help` is what the file, the manual page and
// docs/configuration.md say of the field, `default` is its value when no source names it.
type Config struct {
	Data       string     `yaml:"data" default:"data" help:"Folder of everything that this body owns: database, files, keys."`
	Mode       Mode       `yaml:"mode" default:"ordinary" help:"What the program is run for: ordinary, demo (invented people, no real channel) or training (real texts, no real channel)."`
	PublicURL  string     `yaml:"public_url" default:"http://localhost:8080" help:"Address at which people reach the site. Links in e-mails start with it."`
	Listen     string     `yaml:"listen" default:"127.0.0.1:8080" help:"Address and port on which pages are served."`
	SessionKey string     `yaml:"session_key_file" help:"File with the key that protects cookies. Default: session.key in the data folder, made at the first start. Several nodes need the same key."`
	MinFree    Bytes      `yaml:"min_free" default:"1GB" help:"Free space on the data folder's disk below which drafts, uploads and filings are refused before they begin."`
	Database   Database   `yaml:"database"`
	Objects    Objects    `yaml:"objects"`
	TLS        TLS        `yaml:"tls"`
	Proxy      Proxy      `yaml:"proxy"`
	Scanner    Scanner    `yaml:"scanner"`
	Staff      Staff      `yaml:"staff"`
	SMTP       SMTP       `yaml:"smtp"`
	Log        Log        `yaml:"log"`
	Metrics    Metrics    `yaml:"metrics"`
	Drafts     Drafts     `yaml:"drafts"`
	Backup     Backup     `yaml:"backup"`
	Doctor     Doctor     `yaml:"doctor"`
	Signatures Signatures `yaml:"signatures"`
	Signing    Signing    `yaml:"signing"`
}

// Mode says whether the outside world is real.
type Mode string

// The modes. In Demo and Training nothing is ever sent to a real channel.
const (
	Ordinary Mode = "ordinary"
	Demo     Mode = "demo"
	Training Mode = "training"
)

// Database is where the records are.
type Database struct {
	URL            DSN    `yaml:"url" help:"sqlite:/path/to/file.db, or postgres://user@host/name. Default: pratica.db in the data folder."`
	Password       Secret `yaml:"password" help:"Password for PostgreSQL, when the address does not hold it."`
	MaxConnections int    `yaml:"max_connections" default:"0" help:"Largest number of connections; 0 chooses a number that suits one node."`
}

// Objects is where the files are: in the data folder, or in a bucket when an endpoint is named.
type Objects struct {
	Folder string `yaml:"folder" help:"Folder of the stored files. Default: objects in the data folder."`
	S3     S3     `yaml:"s3"`
}

// S3 is an S3-compatible object store.
type S3 struct {
	Endpoint  string `yaml:"endpoint" help:"Host and port of the S3 service. When empty, files are kept in a folder."`
	Bucket    string `yaml:"bucket" help:"Name of the bucket. It must exist."`
	Region    string `yaml:"region" default:"us-east-1" help:"Region that signatures name; most services of one's own accept any."`
	AccessKey string `yaml:"access_key" help:"Access key."`
	SecretKey Secret `yaml:"secret_key" help:"Secret key."`
	TLS       bool   `yaml:"tls" default:"true" help:"Whether the service is reached over TLS."`
}

// TLS is set when the program itself serves HTTPS.
type TLS struct {
	CertFile       string `yaml:"cert_file" help:"Certificate chain in PEM form. With key_file, pages are served over HTTPS."`
	KeyFile        string `yaml:"key_file" help:"Private key in PEM form."`
	RedirectListen string `yaml:"redirect_listen" help:"Address and port on which plain HTTP is answered with a redirect to HTTPS, for instance :80."`
}

// Proxy is set when a proxy in front of the program serves HTTPS.
type Proxy struct {
	Trusted Networks `yaml:"trusted" help:"Networks of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. From anyone else they are ignored."`
}

// Scanner is the program that looks for malware in what people upload.
type Scanner struct {
	Address string `yaml:"address" help:"Socket of clamd: the path of a Unix socket (/run/clamav/clamd.ctl), or host and port. When empty, files are not scanned; the demo has a stand-in that knows one test file."`
	MaxSize Bytes  `yaml:"max_size" default:"25MB" help:"Largest file that is scanned; a larger one is kept and marked as not scanned. Must not exceed StreamMaxLength, MaxScanSize and MaxFileSize of clamd."`
}

// Staff limits who reaches the pages of the office.
type Staff struct {
	Networks Networks `yaml:"networks" help:"Networks from which the office's pages can be reached. When empty, from everywhere."`
}

// SMTP is how e-mail leaves.
type SMTP struct {
	Host     string      `yaml:"host" help:"Mail server. When empty, no e-mail is sent and messages wait."`
	Port     int         `yaml:"port" default:"587" help:"Port of the mail server."`
	Security MailTLSMode `yaml:"security" default:"starttls" help:"starttls (587), implicit (465), or none (only on loopback)."`
	User     string      `yaml:"user" help:"User name, when the server asks for one."`
	Password Secret      `yaml:"password" help:"Password."`
	From     string      `yaml:"from" help:"Sender of every message, for instance: Sportello <sportello@ordine.example>."`
	Helo     string      `yaml:"helo" help:"Name with which the program presents itself. Default: the host of public_url."`
}

// MailTLSMode is how the connection to the mail server is protected.
type MailTLSMode string

// How the connection to the mail server is protected (RFC 3207, RFC 8314 §3).
const (
	StartTLS MailTLSMode = "starttls"
	Implicit MailTLSMode = "implicit"
	NoTLS    MailTLSMode = "none"
)

// Log is what the program tells its operator.
type Log struct {
	Level  string `yaml:"level" default:"info" help:"debug, info, warn or error."`
	Format string `yaml:"format" default:"text" help:"text for people, json for collectors."`
}

// Metrics is what the program tells a monitor.
type Metrics struct {
	Listen string `yaml:"listen" help:"Address and port of the Prometheus metrics, apart from the pages, for instance 127.0.0.1:9090. When empty, there are none."`
}

// Drafts is how long what was begun and never filed is kept.
type Drafts struct {
	KeepDays int `yaml:"keep_days" default:"180" help:"Days after which a draft that nobody changed is removed, with its files."`
	WarnDays int `yaml:"warn_days" default:"14" help:"Days before its removal on which the applicant is told."`
}

// Backup is where copies of the whole body go every night: a folder, or a bucket when an endpoint is named.
type Backup struct {
	Folder     string `yaml:"folder" help:"Folder of the backups, on another disk or machine than the data. When this and the endpoint are empty, none are made."`
	S3         S3     `yaml:"s3"`
	Recipients Words  `yaml:"recipients" help:"Public keys (age1…) of those who can open the backups. Their private keys do not belong on the server: 'pratica backup key FILE' makes one."`
	At         string `yaml:"at" default:"02:30" help:"Time of day of the backup, in Italy. When the program is down then, it is made once it is up."`
	KeepDays   int    `yaml:"keep_days" default:"90" help:"Days that a backup is kept. The newest is always kept."`
	AlarmHours int    `yaml:"alarm_hours" default:"36" help:"Hours after which the newest good backup counts as old: the administrators are told, and 'pratica doctor' fails."`
	Rate       Bytes  `yaml:"rate" default:"40MB" help:"Bytes that a backup reads in a second, at most, so that people's work goes on meanwhile; 0B for no bound."`
}

// Doctor is what 'pratica doctor' cannot know by itself.
type Doctor struct {
	TimeSource string `yaml:"time_source" help:"Server to compare the clock with: ntp://host, or https://host for the Date of its answers. When empty, the clock is compared with the database's only."`
}

// Signatures is by whom signatures of others are believed.
type Signatures struct {
	Lists     string `yaml:"lists" help:"Address of the EU list of trusted lists, fetched four times a day. When empty, lists come by hand: 'pratica trust import FILE…'."`
	Signers   Words  `yaml:"signers" help:"Files (PEM or DER) with the certificates by which the list of lists may be signed: those that the Official Journal names."`
	Countries Words  `yaml:"countries" default:"IT" help:"Countries whose lists are fetched."`
	Online    bool   `yaml:"online" default:"true" help:"Whether authorities of trusted certificates are asked over the network if a certificate was revoked."`
	Policy    string `yaml:"policy" help:"File (YAML) that says which algorithms are accepted until when, in place of the one in the program."`
	OldDays   int    `yaml:"old_days" default:"7" help:"Days after which a list that was not fetched or imported again counts as old: 'pratica doctor' warns."`
}

// Signing is how officials sign at a distance.
type Signing struct {
	Service       string `yaml:"service" help:"Address of the remote-signature service (API of the Cloud Signature Consortium), before /csc/v1. When empty, officials sign with their own programs only."`
	OAuth         string `yaml:"oauth" help:"Address before /oauth2, when it is another than that of the service."`
	Version       string `yaml:"version" default:"v1" help:"Version of the API: v1 (1.0.4) or v2."`
	ClientID      string `yaml:"client_id" help:"Name of this body at the service."`
	ClientSecret  Secret `yaml:"client_secret" help:"Its secret."`
	Stamps        Words  `yaml:"stamps" help:"Addresses of time-stamp authorities (RFC 3161), asked in turn. With one, signatures that are made here carry a time stamp."`
	StampUser     string `yaml:"stamp_user" help:"User name at the time-stamp authorities, when they ask for one."`
	StampPassword Secret `yaml:"stamp_password" help:"Password."`
}

// Default is the configuration when no source names anything.
func Default() *Config {
	c := &Config{}
	for _, s := range settingsOf(c) {
		if s.def == "" {
			continue
		}
		if err := s.set(s.def); err != nil {
			panic("config: default of " + s.name + ": " + err.Error()) // a mistake in this file; the test meets it first
		}
	}
	return c
}

// DatabaseURL is the address of the database, with its default and its password filled in. It holds a secret.
func (c *Config) DatabaseURL() string {
	if c.Database.URL == "" {
		return "sqlite:" + filepath.Join(c.Data, "pratica.db")
	}
	return c.Database.URL.withPassword(c.Database.Password)
}

// ObjectsFolder is where files are kept when they are kept in a folder.
func (c *Config) ObjectsFolder() string {
	if c.Objects.Folder != "" {
		return c.Objects.Folder
	}
	return filepath.Join(c.Data, "objects")
}

// SessionKeyFile is the file with the key of the cookies.
func (c *Config) SessionKeyFile() string {
	if c.SessionKey != "" {
		return c.SessionKey
	}
	return filepath.Join(c.Data, "session.key")
}

// Helo is the name with which the program presents itself to mail servers.
func (c *Config) Helo() string {
	if c.SMTP.Helo != "" {
		return c.SMTP.Helo
	}
	return hostOf(c.PublicURL)
}

// UsesS3 reports whether files are kept in a bucket.
func (c *Config) UsesS3() bool { return c.Objects.S3.Endpoint != "" }

// Backs reports whether a place for backups is named.
func (c *Config) Backs() bool { return c.Backup.Folder != "" || c.Backup.S3.Endpoint != "" }

// ServesTLS reports whether the program itself serves HTTPS.
func (c *Config) ServesTLS() bool { return c.TLS.CertFile != "" }

// Real reports whether messages may reach the outside world.
func (c *Config) Real() bool { return c.Mode == Ordinary }

// TrustsProxy reports whether a forwarding header sent by addr is believed.
func (c *Config) TrustsProxy(addr netip.Addr) bool { return c.Proxy.Trusted.Contain(addr) }

// AdmitsStaff reports whether the office's pages can be reached from addr.
func (c *Config) AdmitsStaff(addr netip.Addr) bool {
	return len(c.Staff.Networks) == 0 || c.Staff.Networks.Contain(addr)
}

// Contain reports whether addr is in one of the networks. An IPv4 address in IPv6 clothes counts as IPv4.
func (n Networks) Contain(addr netip.Addr) bool {
	return slices.ContainsFunc(n, func(p netip.Prefix) bool { return p.Contains(addr.Unmap()) })
}
