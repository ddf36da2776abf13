// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package admin is the face of the administrator: accounts and their roles,
// offices, the body's data, lost authenticators, and the register of who did
// and read what.
//
// Every page is behind the gate of its verb; the services check the right again,
// so that a page that forgets it still refuses.
package admin
