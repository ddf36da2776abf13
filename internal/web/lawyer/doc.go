// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package lawyer is the face of counsel: the cases in which the office has
// confirmed the appointment, each with state, timeline, receipt and decision.
//
// A lawyer is found in a case by tax code, from the account that was made from
// the list of counsel; a case that is not theirs and one that does not exist get
// the same answer. Readings are recorded. Labels are the public ones.
//
// A lawyer's drafts are in the area too, several at once; the pages on which they
// are written are those of every applicant. Who helps a lawyer has pages of their
// own (studio.go), one desk for each lawyer helped, with as much as that lawyer
// lets them do; what it is, office says, and what they did, the lawyer reads.
package lawyer
