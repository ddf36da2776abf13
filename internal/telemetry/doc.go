// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package telemetry is what the program tells the people who run it: a log without personal data, metrics, health
// and readiness, and which build this is.
//
// Words. A log attribute is open when its key is in a list of keys that hold codes, identifiers and sizes. Liveness
// says that the process runs; readiness says that it can serve.
//
// Invariants:
//   - Text under a key that is not open is never written: "[hidden]" stands in its place. Numbers, truth values,
//     durations and instants are written under any key, other types under none (GDPR art. 5 par. 1 lett. c, art. 25).
//   - Whatever is written has fiscal codes, e-mail addresses, IBANs and bearer tokens removed first, the message and
//     the text of errors included: a driver's error may quote the row that it refused.
//   - A metric's labels come from bounded sets: route patterns, methods, status classes. Never from what was typed.
//   - There is no global logger and no global registry: everything is made once and handed down.
//
// What it does not do: it is not the record of who did what (package audit), it sends nothing anywhere, and it
// decides nothing about what is ready (app names the checks).
package telemetry
