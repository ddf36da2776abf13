// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"net/http"
	"net/netip"
	"testing"

	"pratica/internal/app/apptest"
	"pratica/internal/config"
	"pratica/internal/office"
)

// Behind a proxy, the office's pages are reached from the configured networks alone, also with a session that was
// opened inside; everybody else's pages are reached from everywhere.
func TestStaffNetworks(t *testing.T) {
	apptest.Each(t, func(t *testing.T, c *config.Config) {
		for value, setting := range map[string]*config.Networks{"127.0.0.1/32": &c.Proxy.Trusted, "10.20.0.0/16": &c.Staff.Networks} {
			if err := setting.UnmarshalText([]byte(value)); err != nil {
				t.Fatal(err)
			}
		}
		a := apptest.Open(t, c)
		apptest.Serve(t, a)
		v := apptest.Visit(t, c.PublicURL)
		v.Header.Set("X-Forwarded-For", "10.20.3.4")
		v.BecomeAdministrator(a)

		tests := []struct {
			name      string
			forwarded []string
			staff     int
		}{
			{"inside", []string{"10.20.3.4"}, http.StatusOK},
			{"inside, written in the IPv6 way", []string{"::ffff:10.20.3.4"}, http.StatusOK},
			{"outside", []string{"192.0.2.7"}, http.StatusNotFound},
			{"outside, claiming to be inside", []string{"10.20.3.4, 192.0.2.7"}, http.StatusNotFound},
			{"the same in two lines", []string{"10.20.3.4", "192.0.2.7"}, http.StatusNotFound},
			{"inside through a second proxy of ours", []string{"10.20.3.4, 127.0.0.1"}, http.StatusOK},
			{"not an address", []string{"10.20.3.4.5"}, http.StatusNotFound},
			{"a proxy that does not say", nil, http.StatusNotFound},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				v.Header["X-Forwarded-For"] = tt.forwarded
				for _, path := range []string{"/amministrazione/", "/amministrazione/utenti"} {
					if p := v.Get(path); p.Status != tt.staff {
						t.Errorf("%s: status %d, want %d", path, p.Status, tt.staff)
					}
				}
				if p := v.Get("/ufficio/"); (p.Status == http.StatusNotFound) != (tt.staff == http.StatusNotFound) {
					t.Errorf("the office: status %d", p.Status)
				}
				v.Must(v.Get("/"))
				v.Must(v.Get("/servizi/" + apptest.Slug))
			})
		}
	})
}

// The administrator may narrow what the operator allows; it holds at the next request.
func TestStaffNetworksOfTheAdministrator(t *testing.T) {
	apptest.Each(t, func(t *testing.T, c *config.Config) {
		if err := c.Proxy.Trusted.UnmarshalText([]byte("127.0.0.1/32")); err != nil {
			t.Fatal(err)
		}
		a := apptest.Open(t, c)
		apptest.Serve(t, a)
		v := apptest.Visit(t, c.PublicURL)
		v.Header.Set("X-Forwarded-For", "10.20.3.4")
		admin := v.BecomeAdministrator(a)
		apptest.SaveBody(t, a, admin, "10.20.3.4", func(b *office.Body) {
			b.StaffNetworks = []netip.Prefix{netip.MustParsePrefix("10.20.3.0/24")}
		})

		v.Must(v.Get("/amministrazione/"))
		v.Header.Set("X-Forwarded-For", "10.20.4.4")
		if p := v.Get("/amministrazione/"); p.Status != http.StatusNotFound {
			t.Errorf("from the network next door: status %d", p.Status)
		}
	})
}
