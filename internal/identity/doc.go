// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package identity keeps the accounts of those who work with the body: who they are, how they prove it, and their sessions.
//
// Words. An account is an official or a lawyer; citizens have none, because the law identifies them online with SPID, CIE or CNS only
// (CAD art. 64 c. 3-bis). A ticket is a one-time secret: mailed as a link, or handed from one step of an act to the next. An
// authenticator is an app that shows codes (TOTP, RFC 6238); recovery codes stand in for it, each once. Enrolment joins an
// authenticator to an account. What an account may do is a matter of roles, which office keeps.
//
// States of an account:
//
//	Invite ──► invited ── AcceptInvitation, ConfirmEnrolment ──► active
//	              │  ▲                                             │ ▲
//	      Suspend │  │ Restore                             Suspend │ │ Restore
//	              ▼  │                                             ▼ │
//	            suspended                                       suspended
//
// A sign-in, and the loss of an authenticator:
//
//	Login (address, password) ── ticket ──► SecondStep (code or recovery code) ──► session
//	            │
//	            └── RequestOwnTOTPReset ──► open ── ApproveTOTPReset by a third person ──► link ──► BeginReenrolment
//	     an administrator: RequestTOTPReset ──┘ └── RefuseTOTPReset ──► refused
//
// Invariants:
//   - An address has one account (NormalEmail).
//   - Whoever lacks the password of an account cannot find out whether it exists: unknown address, wrong password, and an account
//     that is not active get the same answer after the same work.
//   - Whoever lacks the password of an account cannot shut its owner out, at most himself (see ratelimit).
//   - No password, authenticator secret, recovery code or ticket can be read from the database: argon2id, AES-GCM, HMAC, SHA-256.
//   - A code of an authenticator, a recovery code, and a ticket are accepted once.
//   - An authenticator is replaced only by the will of two people, of whom neither is served alone: the one who decides neither asked
//     nor is the owner. The table holds to this by itself.
//   - A new password, a new authenticator and a suspension end the sessions that were open before.
//   - Every change stands in the audit chain "admin", with identifiers and no other data of persons.
//
// It does not send mail (port Mailer), does not know roles (port Rights), does not make cookies or pages, and does not identify citizens.
package identity
