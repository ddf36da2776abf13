// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package account is the face of signing in: address and password, then a code;
// links of invitations and resets; the page of one's own account.
//
// It is for officials, lawyers and administrators. Applicants have no account
// here: they open an application by a mailed link.
//
//	/accesso ──▶ /accesso/codice ──▶ desk of the account's kind
//	/accesso/invito/{token}, /accesso/nuovo-autenticatore/{token} ──▶ /accesso/autenticatore ──▶ recovery codes
//	/accesso/password ··mail··▶ /accesso/reimposta/{token} ──▶ /accesso
//
// Tickets between two steps are kept in the session, never in an address.
package account
