// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package account is the face of signing in: address and password, then a code;
// links of invitations and resets; the page of one's own account.
//
// It is for officials, lawyers and administrators. Applicants have no account
// here: they open an application by a mailed link.
//
//	/accesso ──▶ /accesso/codice ──▶ the page asked for, or the desk that fits the person's roles
//	                   └─ a second person approves ··mail··▶ /accesso/nuovo-autenticatore/{token}
//	/accesso/invito/{token}, /accesso/nuovo-autenticatore/{token} ──▶ /accesso/autenticatore ──▶ recovery codes
//	/accesso/password ··mail··▶ /accesso/reimposta/{token} ──▶ /accesso
//
// Invariants:
//   - Tickets between two steps are kept in the session, never in an address.
//   - Who has not given a right password has no session, and learns nothing about
//     which addresses have an account.
//   - The way back after signing in stays inside the site.
//   - Recovery codes are in one answer only, and stored nowhere that can be read.
package account
