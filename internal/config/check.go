// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package config

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/mail"
	"net/url"
	"os"
	"slices"
	"strings"
)

// Problem is one thing that is wrong: the setting (or the place) and what to do about it.
type Problem struct{ Name, Text string }

// Problems is everything that is wrong, as one error.
type Problems []Problem

// Error is one line per problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.Name + ": " + one.Text
	}
	return strings.Join(lines, "\n")
}

func (p Problems) add(name string, err error) Problems {
	if err == nil {
		return p
	}
	return append(p, Problem{name, err.Error()})
}

// cause is the reason of a file error without the path, which the message already has.
func cause(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return fmt.Sprintf("%s (%s)", path.Err, path.Path)
	}
	return err.Error()
}

// Check reports everything that is wrong with the values and with how they fit together; the error is a Problems.
// It reads the files that settings name and changes nothing.
func (c *Config) Check() error {
	if found := c.problems(); len(found) > 0 {
		return found
	}
	return nil
}

func (c *Config) problems() Problems {
	var found Problems
	for _, check := range []func(*Config) Problems{checkPlaces, checkDatabase, checkObjects, checkTLS, checkScanner, checkMail, checkLog, checkBackup, checkDrafts, checkDoctor, checkSigning} {
		found = append(found, check(c)...)
	}
	return found
}

func checkPlaces(c *Config) Problems {
	var found Problems
	if c.Data == "" {
		found = append(found, Problem{"data", "name the folder in which everything is kept"})
	}
	found = found.add("mode", oneOf(string(c.Mode), string(Ordinary), string(Demo), string(Training)))
	found = found.add("public_url", siteAddress(c.PublicURL))
	found = found.add("listen", listenAddress(c.Listen))
	for name, address := range map[string]string{"tls.redirect_listen": c.TLS.RedirectListen, "metrics.listen": c.Metrics.Listen} {
		if address != "" {
			found = found.add(name, listenAddress(address))
		}
	}
	slices.SortStableFunc(found, func(a, b Problem) int { return strings.Compare(a.Name, b.Name) })
	return found
}

func siteAddress(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https"):
		return fmt.Errorf("%q is not the address of a site: write it as https://sportello.ordine.example", text)
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return fmt.Errorf("%q must end after the host: the site cannot live in a sub-folder", text)
	}
	return nil
}

func listenAddress(text string) error {
	_, port, err := net.SplitHostPort(text)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil {
		return fmt.Errorf("%q is not an address to listen on: write it as 127.0.0.1:8080 or :8080", text)
	}
	return nil
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

func checkDatabase(c *Config) Problems {
	address := string(c.Database.URL)
	switch {
	case c.Database.MaxConnections < 0:
		return Problems{{"database.max_connections", "a number of connections cannot be negative"}}
	case address == "", strings.HasPrefix(address, "sqlite:") && address != "sqlite:":
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return Problems{{"database.url", "write it as sqlite:/path/to/file.db or postgres://user@host/name"}}
	}
	return nil
}

func checkObjects(c *Config) Problems { return checkPlace("objects", c.Objects.Folder, c.Objects.S3) }

// checkPlace checks a section that names a folder or a bucket.
func checkPlace(section, folder string, s3 S3) Problems {
	if s3.Endpoint == "" {
		return nil
	}
	var found Problems
	if folder != "" {
		found = append(found, Problem{section + ".folder", "files are kept either in a folder or in a bucket: remove this or " + section + ".s3.endpoint"})
	}
	if strings.Contains(s3.Endpoint, "/") {
		found = append(found, Problem{section + ".s3.endpoint", "write only host and port; " + section + ".s3.tls says whether it is https"})
	}
	for name, value := range map[string]string{"bucket": s3.Bucket, "access_key": s3.AccessKey, "secret_key": s3.SecretKey.Reveal()} {
		if value == "" {
			found = append(found, Problem{section + ".s3." + name, "is needed because " + section + ".s3.endpoint is set"})
		}
	}
	slices.SortFunc(found, func(a, b Problem) int { return strings.Compare(a.Name, b.Name) })
	return found
}

func checkScanner(c *Config) Problems {
	address := c.Scanner.Address
	if address != "" && !strings.HasPrefix(address, "/") {
		if _, _, err := net.SplitHostPort(address); err != nil {
			return Problems{{"scanner.address", "write the whole path of a Unix socket, or host and port as 127.0.0.1:3310"}}
		}
	}
	if c.Scanner.MaxSize <= 0 {
		return Problems{{"scanner.max_size", "write a size above zero, as 25MB; to scan nothing, leave scanner.address empty"}}
	}
	return nil
}

func checkTLS(c *Config) Problems {
	secure := strings.HasPrefix(c.PublicURL, "https://")
	switch {
	case (c.TLS.CertFile == "") != (c.TLS.KeyFile == ""):
		return Problems{{"tls", "cert_file and key_file go together: name both or neither"}}
	case c.TLS.RedirectListen != "" && !c.ServesTLS():
		return Problems{{"tls.redirect_listen", "a redirect to HTTPS needs tls.cert_file and tls.key_file"}}
	case c.ServesTLS() && !secure:
		return Problems{{"public_url", "must start with https:// because tls.cert_file is set"}}
	case secure && !c.ServesTLS() && len(c.Proxy.Trusted) == 0:
		return Problems{{"public_url", "is https, but nobody serves HTTPS: set tls.cert_file and tls.key_file, or proxy.trusted when a proxy does it"}}
	case !secure && c.Real() && !loopback(hostOf(c.PublicURL)):
		return Problems{{"public_url", "must be https: people send personal data to this address (plain http is only for localhost)"}}
	case c.ServesTLS():
		if _, err := tls.LoadX509KeyPair(c.TLS.CertFile, c.TLS.KeyFile); err != nil {
			return Problems{{"tls", "certificate and key cannot be used: " + cause(err)}}
		}
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || (ip != nil && ip.IsLoopback())
}

func checkMail(c *Config) Problems {
	if c.SMTP.Host == "" {
		return nil
	}
	var found Problems
	if !c.Real() {
		found = append(found, Problem{"smtp.host", "a " + string(c.Mode) + " body never sends real mail: remove it, or set mode to ordinary"})
	}
	if c.SMTP.Port < 1 || c.SMTP.Port > 65535 {
		found = append(found, Problem{"smtp.port", fmt.Sprintf("%d is not a port", c.SMTP.Port)})
	}
	if _, err := mail.ParseAddress(c.SMTP.From); err != nil {
		found = append(found, Problem{"smtp.from", fmt.Sprintf("%q is not a sender: write it as Sportello <sportello@ordine.example>", c.SMTP.From)})
	}
	found = found.add("smtp.security", oneOf(string(c.SMTP.Security), string(StartTLS), string(Implicit), string(NoTLS)))
	if c.SMTP.Security == NoTLS && !loopback(c.SMTP.Host) {
		found = append(found, Problem{"smtp.security", "mail holds personal data: without TLS it may only go to this machine itself"})
	}
	if (c.SMTP.User == "") != (c.SMTP.Password == "") {
		found = append(found, Problem{"smtp.user", "user and password go together: set both or neither"})
	}
	return found
}

func checkLog(c *Config) Problems {
	found := Problems{}.add("log.level", oneOf(c.Log.Level, "debug", "info", "warn", "error"))
	found = found.add("log.format", oneOf(c.Log.Format, "text", "json"))
	if c.MinFree < 0 {
		found = append(found, Problem{"min_free", "an amount of storage cannot be negative"})
	}
	if c.SessionKey != "" {
		if _, err := os.Stat(c.SessionKey); err != nil {
			found = append(found, Problem{"session_key_file", "cannot be read: " + cause(err)})
		}
	}
	return found
}
