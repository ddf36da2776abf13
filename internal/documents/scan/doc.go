// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package scan asks a program that knows malware what it finds in a file.
//
// Words: a scanner reads the bytes of one file and says what it found; a threat
// is the name that it gives to what it found; a scanner is away when nobody
// answers, answers in time, or answers sense.
//
// Clamd speaks to ClamAV's daemon over its socket, Unix or TCP (clamd(8),
// commands PING and INSTREAM). Standin knows one harmless test file only and is
// for demonstrations, whose pages say so. Both pass the same suite (scantest).
//
// Invariants:
//   - a file is never called clean unless the scanner said so of all its bytes;
//   - bytes are streamed: the memory used does not grow with the file.
//
// What it does not do: it keeps no state, decides nothing about files, and does
// not try again; package documents does.
package scan
