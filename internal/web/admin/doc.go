// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package admin is the face of the administrator: accounts and their roles,
// offices, the body's data, lost authenticators, and the register of who did
// and read what.
//
// Every action is behind the gate of its verb; the services check the right again,
// over the very account, so that a page that forgets it still refuses. Nobody
// changes their own rights, and a lost authenticator takes two.
//
// Holidays, thresholds, texts and the statement of accessibility are kept here. Each
// such page says what a change means, for what runs and for what comes, before it is
// made; what a person was told or has filed does not change with it.
//
// Procedures come in as files, are read over, tried as an applicant, compared with
// another version, published and retired. What is under way keeps its version.
//
// What gave up, messages that did not arrive and jobs whose attempts are spent,
// waits on a page of its own. A message is said again as a new one; where its
// link is gone for good the page says who can ask for another.
//
// The state of the system and of its backups is only read: settings are the
// operator's.
//
// The register is read, never written, here. It shows names in place of the
// identifiers that it holds, and the code of an act beside its words, so that what
// is shown can be found in an export.
package admin
