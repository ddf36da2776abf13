// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package office keeps the body: its data and texts, its units, who holds which role there, who is away, its holidays, the list of
// counsel, and its statement of accessibility with what people report.
//
// Words. The body is the one public body that this installation serves. A unit is one of its offices. A membership gives an account a
// role in a unit, or in the whole body. A role is a name: "administrator" is built in, all others come from the procedures, whose
// definitions say what each role may do to a case. A post is a membership as seen by rights; a substitute holds the posts of who is away, on
// the days of the absence; who is excluded works on those days but receives no new cases. The roll is the
// order in which the holders of a role take turns. Counsel are the lawyers of the list for legal aid (DPR 115/2002 art. 81).
//
//	membership:  (none) ── Grant ──► in force ── Revoke ──► ended (kept as history)
//	counsel:     (none) ── import ──► listed ── InviteCounsel ──► invited      listed ── RemoveCounsel ──► removed ── import ──► listed
//
// Rights stand in one place, rights.go: a table of which actor may use which verb on which resource. What the table does not
// allow is denied.
//
// Invariants:
//   - Nobody changes his own rights: not by a grant, a revocation, or an absence that names himself as the substitute.
//   - An administrator who can sign in remains, always. Changes that could break this pass one at a time (office_guard).
//   - The administrator has no right on cases by that role alone.
//   - The roles of a lawyer are none: he sees the cases in which he is appointed, and his area.
//   - A helper has no right of his own: each is given by one lawyer, for that lawyer's area, and ends when he takes it back.
//     To file, to sign, to withdraw, to give rights is never given.
//   - A lawyer is invited at the address in the list, never at one that somebody types.
//   - Each change of the body's data is a version of its own; two people who change it at once do not overwrite each other.
//   - A holiday of the body counts for the terms that begin after it was set: what was told to somebody keeps its date.
//   - The address of who reported a page goes when the answer leaves.
//   - Every change stands in the audit chain "admin", with identifiers and no other data of persons.
//
// It does not know passwords (port Accounts), nor what a role may do to a case in a given state (casework asks the procedure).
package office
