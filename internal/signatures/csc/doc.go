// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package csc signs with keys that a remote service holds for people: a client of
// the API of the Cloud Signature Consortium, versions 1.0.4 and 2.
//
// Words: a credential is a person's key and certificate in the service; the
// activation data (SAD) let the service use the key once, for the hashes that the
// person authorised; a one-time code (OTP) is what the person proves himself with.
//
//	AuthorizeURL ─▶ person signs in there ─▶ Exchange ─▶ token
//	token ─▶ Credentials ─▶ SendOTP ─▶ Authorize(hashes, PIN, OTP) ─▶ Sign(hashes)
//
// Invariants:
//   - PIN, code, activation data and tokens stand in no error and no log;
//   - what is authorised are the very hashes that are then signed;
//   - answers are bounded in size, requests by their context.
//
// What the package does not do: it makes no hash and no signed document (package
// sign does), and knows of no case. Asynchronous authorisation (credentials/
// authorizeCheck) is not followed: such a credential is refused in words.
package csc
