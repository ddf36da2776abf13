// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package office is the face of the officials: the inbox, a case with what can
// be done to it, the one-page digest, its documents.
//
// No page knows a procedure. What may be done to a case, and what has to be
// filled in for it, is asked of casework, which has it from the definition: a new
// step kind or a new procedure needs no new page.
//
//	/ufficio/ ──▶ /ufficio/pratiche/{id} ──▶ …/fai/{action} ──▶ back to the case
//	                     ├──▶ …/scheda          (digest)
//	                     └──▶ …/documenti/{file}
//
// Each reading of a case and of a document is recorded by the service called.
package office
