// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package report holds the words in which signatures are judged, and the
// report that all verifiers fill: the stable contract of "pratica inspect".
//
// Words (ETSI EN 319 102-1): the verdict is the main indication; the
// sub-indication says why; integrity is a narrower question, whether the value
// and every referenced datum verify, whoever signed.
//
// Invariants:
//   - a file's verdict is the worst of its signatures;
//   - what could not be checked is never called intact.
package report
