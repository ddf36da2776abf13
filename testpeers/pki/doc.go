// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package pki is a small world of trust services for tests: a list of lists and
// a national list signed by keys of its own, authorities that are in the list and
// one that is not, who answers whether certificates were revoked (OCSP and CRL
// over HTTP on loopback), time-stamp authorities, and signed files of every fate.
//
// Words: a World is all of that with one clock; an Authority issues certificates;
// a Person signs; a Case is a signed file with the verdict that the norms ask for.
//
// People and bodies are invented; keys are made anew for each world.
package pki
