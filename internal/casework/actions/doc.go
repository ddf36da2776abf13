// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package actions holds the step kinds: what an action of a definition does to
// a case besides moving it.
//
// Words: a [Kind] has a schema of parameters, the [Field]s that who acts fills
// in, and Run, which turns a [Step] (the act with all that it may look at) into
// an [Effect] (all that is to be stored). One kind is one file, registered in
// [All]; nothing else changes when a kind is added.
//
//	Step{Case, Action, Input, ...} --Run--> Effect{Facts, Assign, Ask, Decision, ...}
//	                                  \---> problem with the wrong fields
//
// Facts are what kinds leave for the guards of a definition:
//
//	facts.check.state       none → passed | failed | incomplete → again (answered)
//	facts.check.results     point → ok | failed | not_due
//	facts.integration       open | answered | lapsed
//	facts.counsel           tax code of the counsel whose appointment is confirmed
//	facts.proposal          outcome, reasons, by
//	facts.resolution        outcome, number, date, presided | delegate, delegation
//	facts.decision          outcome, date
//	facts.communicated      date
//
// Invariants: Run is pure, so an act that loses a race has left no trace; a
// kind never moves the case and never asks who acts, which is the
// interpreter's work; details for the audit hold no personal data.
//
// No kind can be undone: acts of an office are corrected by further acts.
package actions
