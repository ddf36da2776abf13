// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package workflow is the way of a case as data: the key "workflow" of a
// procedure's definition, and the pure function that walks it.
//
// Words: a [Definition] has *states* (with a label for the public and one for
// the office), *actions* that lead from state to state, *roles* that may do
// them, *terms* that actions start, stop and end, a *checklist*, *outcomes*
// with the text of the decision, and a *digest*. A *guard* is a CEL expression
// that must hold for an action to exist; a *need* is one that must hold for it
// to be done, with the words to say so. A *step kind* is what an action does
// besides moving the case; the kinds live in package actions.
//
//	YAML --Parse--> Definition
//	                    |
//	Case, Event --> Next(...) --> Transition{To, Commands, Terms, Timers}
//	                    |
//	                    +--> error: not found, forbidden, conflict, need unmet
//
// Invariants: every fault of a definition is found by [Parse], with line and
// column, so that none is found by a case; [Next] depends on its arguments
// alone; what no action allows is denied.
//
// Expressions see: answers (what was filed, integrations included), computed
// (the form's computed values), shown (answer → its words for a reader), facts
// (what actions recorded: see package actions), filing (code, number, date), terms (name → state today),
// state, and input (values of the act at hand; empty when actions are only
// listed). What is missing does not hold. Amounts are in cents, days are
// "2006-01-02". An expression ends when it costs too much.
//
// The package has no I/O and no clock, knows no procedure, and leaves to
// casework who a person is and what was stored.
package workflow
