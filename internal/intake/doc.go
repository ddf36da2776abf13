// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package intake takes an application from its first saved word to the filing
// with its receipt.
//
// Words: an application (istanza) starts as a draft; freezing fixes its answers
// and files in a printed document with a fingerprint, so that it can be signed;
// filing (deposito) is the act of submitting; the receipt (ricevuta) states code,
// yearly number and instant. The case that follows has the application's id.
//
//	      Start                Freeze                 Submit
//	───────────────▶ draft ───────────────▶ frozen ───────────────▶ filed
//	                   ▲       Thaw, or any    │                     (final)
//	                   └───────  edit  ────────┘
//
// Invariants, proved by Verify:
//   - A filing is whole or absent: application state, filing row, yearly number,
//     first audit entry and the job that tells of it are written in one
//     transaction.
//   - Filings that arrive together share that transaction (group commit); when it
//     fails each is tried alone, so that one bad filing harms no other.
//   - The caller of Submit gets the receipt only after the transaction is on
//     stable storage. The application's id is the idempotency key: submitting
//     again, from wherever, returns the same receipt.
//   - Numbers of a year have no gap and no double; on one node their order is the
//     order of arrival (Received).
//   - The receipt's fingerprint is that of the exact bytes kept in the filing.
//   - An edit after freezing voids the frozen document and what was signed.
//
// If we crash before the commit, nothing happened and the applicant may send
// again. If we crash after it, the repeat finds the filing and returns its
// receipt. When the outcome of a commit cannot be learned the answer says so
// ("intake.outcome_unknown"); it never says "failed".
//
// A short code names an application; only a link sent to the verified address
// opens it. What is asked in a form, what a file may be and what counts as signed
// is decided by others, through the ports of ports.go.
package intake
