// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package lawyer is the face of counsel: the cases in which the office has
// confirmed the appointment, each with state, timeline, receipt and decision.
//
// A lawyer is found in a case by tax code, from the account that was made from
// the list of counsel; a case that is not theirs and one that does not exist get
// the same answer. Readings are recorded. Labels are the public ones.
package lawyer
