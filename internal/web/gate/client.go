// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"net/http"
	"net/netip"
	"strings"

	"pratica/internal/web/kit"
)

// Client is the address that a request comes from. X-Forwarded-For is read from
// its end, past the proxies that are trusted: what stands before was written by
// the client.
func (g *Gate) Client(r *http.Request) netip.Addr {
	addr := remote(r.RemoteAddr)
	if g.TrustsProxy == nil || !g.TrustsProxy(addr) {
		return addr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return addr
		}
		addr = hop.Unmap().WithZone("")
		if !g.TrustsProxy(addr) {
			return addr
		}
	}
	return addr
}

func remote(hostport string) netip.Addr {
	if ap, err := netip.ParseAddrPort(hostport); err == nil {
		return ap.Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}

// Limited counts requests of a client under a named limit and refuses those
// that exceed it.
func (g *Gate) Limited(name LimitName, h kit.Handler) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := g.Limits.Allow(r.Context(), name, networkKey(g.Client(r))); err != nil {
			return err
		}
		return h(w, r)
	}
}
