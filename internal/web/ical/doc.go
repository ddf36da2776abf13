// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package ical writes calendar files (RFC 5545): days that somebody must not
// miss, with a reminder before each.
//
// Words: an *event* is a whole day in a calendar; its *UID* is the same in every
// file, so that a file that is opened again moves the day instead of adding it
// twice.
//
// Invariants: lines end with CRLF and have at most 75 bytes, folded between
// characters; the same events give the same bytes. It reads no calendar.
package ical
