// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package casework carries a case from the filing of an application to its
// signed decision, along the way that the procedure's definition draws.
//
// Words: a *case* is a filed application that the office works on, and has the
// same identifier; an *act* is an action of the definition that somebody did;
// a *fact* is what an act left for the guards of later ones; an *integration*
// is a request to the applicant and what came back; a *revision* is the
// answers as filed, or as an integration changed them.
//
//	intake: filed ──Open──▶ case in the first state of its definition
//	                          │
//	                          ▼            ┌─────────────┐
//	       Act(actor, action, input) ──▶   │ definition: │ ──▶ next state ──▶ … ──▶ final state
//	       system timer ────────────────▶  │ states and  │
//	                                       │ actions     │
//	                                       └─────────────┘
//
// An act passes, in one transaction: right to see the case → version (who was
// first?) → role, assignment, state, guard, needs (workflow.Check) → step kind
// (actions.Kind.Run) → state and terms (workflow.Next) → rows, audit entry,
// events, messages and timers.
//
// A person is *chosen* for a case by the rule of the role or by hand, and the
// choice is kept with what was compared. A *declaration* says that somebody has no
// conflict of interest in a case, or abstains. *Parties* are the people of a case,
// by whom it is recognised among others. A *private note* is what the office
// writes to itself; it is no act and moves nothing.
//
// Invariants, which [Service.Verify] proves:
//   - Act is the only way to change a case; what no action allows is denied. Undo takes
//     the last act back, while only the office knows of it.
//   - A case keeps the version of the definition that it was filed under.
//   - The state of a case is the end of the chain of its acts, each of which an
//     action of the definition allows.
//   - Every date of a term follows from the recorded events by replay.
//   - Each act stands in the audit chain "case/<id>", and so does each reading
//     by an official or a lawyer.
//   - What was filed is never overwritten: an integration adds a revision.
//
// Whoever must declare reads nothing of a case but its parties before; an
// administrator annuls a case by its code, and reads none.
//
// It knows no procedure: everything about one stands in its definition. It
// does not sign people in, keep files, write letters or send mail: those are
// ports (ports.go).
package casework
