// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package bundle sends what belongs to a case, or the receipts of many, as one
// ZIP file.
//
// Words: the *copy* of a case holds the application as it was filed (the exact
// bytes of the fingerprint, and the printed document), its receipt, the files of
// the parties, the decision and the timeline. A *receipts bundle* holds the
// receipt of each case of a counsel.
//
//	{code}_domanda.json  {code}_domanda.pdf  {code}_ricevuta.pdf  {code}_cronologia.txt
//	{code}_allegati/01_{slot}_{name}         {code}_firma/…       {code}_provvedimento/…
//	impronte-sha256.txt
//
// Invariants: names follow the rule above and can neither leave the folder into
// which they are unpacked nor meet another; the file streams, so memory does not
// grow with it; the last entry lists the SHA-256 of all others; when a part
// cannot be read the transfer breaks off, so that a short file is never taken for
// a whole one. What the office is still writing is not in it.
package bundle
