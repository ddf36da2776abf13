// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package delivery tells people things and keeps the record of what was said, to whom, and what became of it.
//
// Words. A message is one text for one address, rendered once from a template, in the language of its reader. A kind names the
// template. A channel hands a message to the outside; today there is one real channel, e-mail (SMTP), and the outbox, which hands
// over nothing. The owner of a message is the application or case it speaks of, or "" for messages about accounts. A failure is
// what a channel answers when it could not hand over; a report is what comes back later (RFC 3464) when a system further on could not deliver.
//
// States:
//
//	       Send, in the caller's transaction
//	          │
//	          ▼
//	       queued ──── handed over ────────────────► sent ──── report ───► bounced
//	          │  │                                    ▲                      ▲
//	not now   │  └─ refused for good ──► failed       │ handed over          │ report
//	          ▼                            ▲          │                      │
//	       deferred ── refused, or spent ──┴──────────┴──────────────────────┘
//
// A deferred message is tried again after a growing pause, that of its job, until the attempts are spent, after about three days.
// "Sent" means that the next mail system took charge of the message, never that a person read it.
//
// Invariants.
//
//   - A message exists if and only if the act that caused it was committed: Send writes the row and its job in the caller's transaction.
//   - The text is fixed when the message is queued. Each attempt sends the same bytes under the same Message-ID.
//   - A message is handed over at least once. It is handed over exactly once unless the process dies, or the line drops, between the
//     last byte sent and the answer received: SMTP cannot tell these apart (RFC 5321 §4.5.4.1, RFC 1047). Then it leaves
//     again with the same Message-ID, by which most mail systems drop the second copy.
//   - Links that open something stay in the row only while the message is on its way; afterwards the record shows that a link was
//     there and not which one. So a copy of the database opens nothing. The outbox of a demo is the exception: its page must show working links.
//   - A service made by NewDemo has no way to a real channel: it takes none.
//   - A message that ended never starts again: who says it once more makes a new one (Resend), with a new link where one was blanked.
//   - What a body may change is its texts, and a changed text that names an unknown field stops the start, not a mail.
//
// What it does not do: it does not decide who is told what (casework and identity do), does not fetch mail from a mailbox, does not
// know certified mail (pec), and proves nothing about receipt: ordinary e-mail has no legal effect of notification (CAD art. 6, art. 48).
package delivery
