// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package applicant is the face of who applies, with or without a lawyer's
// help, and without an account.
//
//	/servizi/{slug} ──▶ /domanda/{id}/pagina/{page} … ──▶ /allegati ──▶ /riepilogo ──▶ /firma ──▶ /ricevuta
//	/apri/{token}, /riprendi ──▶ /domanda/{id} ──▶ /integrazione
//
// Every page works without scripts; each act is one post. What is typed is saved
// at each post, right or wrong. A page of an application is behind the gate
// "opened in this session".
package applicant
