// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import "pratica/internal/privacy"

// buildPrivacy makes the service that copies what all packages hold of a person.
func (a *App) buildPrivacy(Options) error {
	a.Privacy = &privacy.Service{
		DB: a.DB, Audit: a.Audit, Queue: a.Jobs, Texts: a.Texts, Now: a.now,
		Parts:   []privacy.Part{a.Intake, a.Documents, a.Delivery, a.Office, a.Casework, a.Lots, a.Verdicts, a.Worklist, a.Audit, a.Discard},
		Holders: []privacy.Holder{a.Identity, a.Office, a.Casework},
		Lists:   a.Office, Accounts: a.Identity, Cases: a.Casework, Words: a.Search, Drafts: a.Intake, Files: a.Documents,
	}
	a.Privacy.Register()
	return nil
}
