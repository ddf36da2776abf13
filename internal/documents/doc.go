// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package documents keeps the files of an application and of the case that it
// becomes: what people attach, what they sign, and what the body itself makes.
//
// Words: the owner of a file is an application (or case: the same id); a slot
// is the place that a file fills, named by the definition of the procedure, or
// one of the reserved slots (frozen, signed, …); an item tells apart the
// repetitions of a slot (one for each member of the household); a rule is what
// the definition allows in a slot.
//
//	Upload, Keep
//	     │
//	     ▼   Remove
//	  stored ────────▶ removed
//	     │  ◀────────
//	     │    Restore
//	     ▼ Void
//	    void   (the freeze that it belonged to no longer stands)
//
// Invariants:
//   - a row exists only for bytes that were received whole, fit the rule and
//     are durable in the object store;
//   - the media type is recognised from the bytes; a name that claims another
//     one is refused, because whoever opens the file later trusts the name;
//   - no file is deleted: a removed one can be restored, a void one is kept
//     as evidence;
//   - a slot never holds more stored files than its rule allows, however many
//     uploads run at once.
//
// A file that somebody brought is looked at by a malware scanner, where there is
// one, in a job after the upload; the verdict belongs to the bytes:
//
//	(not asked) ──Attach──▶ waiting ──▶ clean | infected | too_large
//	                          │  ▲
//	                          ▼  │ asked again each minute
//	                          away
//
// Only infected files are withheld; no state loses a file.
//
// Steps of an upload, and what a crash leaves: (1) the bytes become an object:
// an object without a row, noted as nobody's, which Collect removes after a grace
// time; (2) the row is written in one transaction: the file. Whoever must do more in that transaction calls Receive
// and Attach.
//
// An upload that arrives piece by piece (UploadName, Arrived, Continue, Whole)
// joins the same way once it is whole.
//
// What the package does not do: it knows no rights (its callers do), it does
// not judge signatures (package signatures does), and it looks inside
// files only as far as to recognise them and to refuse those that do not open,
// ask for a password, hold a program or would become enormous.
package documents
