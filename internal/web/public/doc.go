// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package public has the pages that anybody may read: the start page with the procedures, what the service is, its
// privacy notice, the statement of accessibility with the form to report a page, and the badge with which the body's own
// site leads to a procedure.
//
// Words: a *badge* is a small picture with the name of a procedure; its *snippet* is the piece of HTML to copy.
//
// Invariants: no page here needs a session, reads or keeps anything about the reader, or depends on who they are, except
// for the language; a report of a page keeps what its writer types, and nothing else. A procedure that is not published does not exist here. Badges may be shown by any site; pages may not.
//
// Service sheets, at /servizi/{slug}, are the applicant's face; this package only links to them.
package public
