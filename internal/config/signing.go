// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package config

import (
	"fmt"
	"net"
	"net/url"
)

// checkSigning looks at the addresses with which secrets are exchanged: they are
// reached over TLS, but for those of this machine.
func checkSigning(c *Config) Problems {
	var found Problems
	s := c.Signing
	if s.Version != "v1" && s.Version != "v2" {
		found = append(found, Problem{"signing.version", fmt.Sprintf("%q is no version of the API: write v1 or v2", s.Version)})
	}
	for name, address := range map[string]string{"signing.service": s.Service, "signing.oauth": s.OAuth} {
		if address != "" && !isSafe(address) {
			found = append(found, Problem{name, fmt.Sprintf("%q is not an address that begins with https://", address)})
		}
	}
	if s.Service != "" && s.ClientID == "" {
		found = append(found, Problem{"signing.client_id", "is missing: the service gives it to the body"})
	}
	for _, address := range s.Stamps {
		if u, err := url.Parse(address); err != nil || u.Host == "" {
			found = append(found, Problem{"signing.stamps", fmt.Sprintf("%q is not an address", address)})
		}
	}
	if address := c.Signatures.Lists; address != "" {
		if u, err := url.Parse(address); err != nil || u.Host == "" {
			found = append(found, Problem{"signatures.lists", fmt.Sprintf("%q is not an address", address)})
		} else if len(c.Signatures.Signers) == 0 {
			found = append(found, Problem{"signatures.signers", "is empty: name the files with the certificates that the Official Journal publishes, or no list of lists is believed"})
		}
	}
	return found
}

func isSafe(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}
