// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"pratica/internal/app/apptest"
)

// A body that has its own certificate speaks TLS 1.2 or later, and over plain HTTP says only where to go.
func TestOwnTLS(t *testing.T) {
	c := apptest.Settings(t, "")
	c.PublicURL = "https://" + c.Listen
	c.TLS.RedirectListen = apptest.FreeAddress(t)
	var roots *x509.CertPool
	c.TLS.CertFile, c.TLS.KeyFile, roots = certificate(t)
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	a := apptest.Open(t, c)
	apptest.Serve(t, a)

	t.Run("pages and cookies", func(t *testing.T) {
		v := apptest.Visit(t, c.PublicURL)
		seen := &cookies{next: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
		v.Client.Transport = seen
		page := v.Must(v.Get("/accesso"))
		if hsts := page.Header.Get("Strict-Transport-Security"); !strings.HasPrefix(hsts, "max-age=") || strings.HasPrefix(hsts, "max-age=0") {
			t.Errorf("Strict-Transport-Security is %q", hsts)
		}
		v.BecomeAdministrator(a)
		v.Must(v.Get("/amministrazione/"))
		for _, cookie := range seen.set {
			if !cookie.Secure || !cookie.HttpOnly {
				t.Errorf("the cookie %s is Secure %t, HttpOnly %t", cookie.Name, cookie.Secure, cookie.HttpOnly)
			}
		}
		if len(seen.set) == 0 {
			t.Error("no cookie was set")
		}
	})
	t.Run("versions", func(t *testing.T) { versions(t, c.Listen, roots) })
	t.Run("plain HTTP", func(t *testing.T) { redirects(t, c.TLS.RedirectListen, c.PublicURL) })
}

func versions(t *testing.T, address string, roots *x509.CertPool) {
	tests := []struct {
		version  uint16
		accepted bool
	}{
		{tls.VersionTLS10, false}, {tls.VersionTLS11, false}, {tls.VersionTLS12, true}, {tls.VersionTLS13, true},
	}
	for _, tt := range tests {
		t.Run(tls.VersionName(tt.version), func(t *testing.T) {
			conn, err := tls.Dial("tcp", address, &tls.Config{RootCAs: roots, MinVersion: tt.version, MaxVersion: tt.version})
			switch {
			case err == nil && !tt.accepted:
				t.Error("accepted")
			case err != nil && tt.accepted:
				t.Error(err)
			case err != nil && !strings.Contains(err.Error(), "protocol version"):
				t.Errorf("refused for another reason: %v", err)
			}
			if err == nil {
				_ = conn.Close()
			}
		})
	}
}

func redirects(t *testing.T, address, public string) {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
		for _, path := range []string{"/", "/accesso?da=qui", "/domanda/x/invia", "/healthz", "//altrove.example/"} {
			r, err := http.NewRequestWithContext(t.Context(), method, "http://"+address+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Host = "altrove.example" // what the client says of our name is not where it is sent
			answer, err := client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			_ = answer.Body.Close()
			if to := answer.Header.Get("Location"); answer.StatusCode != http.StatusPermanentRedirect || to != public+path {
				t.Errorf("%s %s: status %d, to %q", method, path, answer.StatusCode, to)
			}
			if len(answer.Cookies()) > 0 || len(body) > 500 {
				t.Errorf("%s %s: more than a redirect: %d cookies, %d bytes", method, path, len(answer.Cookies()), len(body))
			}
		}
	}
}

// cookies keeps what the site sets; a jar forgets with which attributes.
type cookies struct {
	next http.RoundTripper
	mu   sync.Mutex
	set  []*http.Cookie
}

func (c *cookies) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := c.next.RoundTrip(r)
	if err == nil {
		c.mu.Lock()
		c.set = append(c.set, answer.Cookies()...)
		c.mu.Unlock()
	}
	return answer, err
}

// certificate makes a key and a certificate of this machine, and who trusts it.
func certificate(t *testing.T) (certFile, keyFile string, roots *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	chain := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	roots.AppendCertsFromPEM(chain)
	return write(t, "chain.pem", chain), write(t, "key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})), roots
}

func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
