// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package smtpsim is a mail server on loopback that keeps what it is given and fails on request.
//
// It speaks real SMTP (RFC 5321) with STARTTLS or TLS from the first byte, on a certificate made at the start, with or without a
// password. Tests and the demo give mail to it; nothing ever leaves it. A Fault says at which step and how the next conversations fail;
// Stop and Start simulate a server that is down for a while and comes back at the same address.
//
// What it does not do: it relays nothing, filters nothing, and keeps mail only in memory.
package smtpsim
