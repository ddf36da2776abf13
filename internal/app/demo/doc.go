// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package demo makes the demonstration body "Ordine degli Avvocati di Esempio":
// invented people, both procedures, and some hundred cases in every state.
//
// Everything is made through the real services, with a clock that starts some
// weeks ago and moves as people work: nothing is written behind their back, so
// the demonstration is also a test of the whole. It is made once per folder, in a
// folder of its own, which no other mode opens (see app, mark.go).
//
// Year plays the same lives for a whole year of a large council, durably and with
// all officials at once: the benchmarks measure it, and a test plays its start.
package demo
