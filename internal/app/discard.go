// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import "pratica/internal/discard"

// buildDiscard makes the service that ends the keeping of cases. Intake comes first: the
// other parts may forget only what belongs to a filing that was discarded.
func (a *App) buildDiscard(Options) error {
	a.Discard = &discard.Service{
		DB: a.DB, Audit: a.Audit, Queue: a.Jobs, Procedures: a.Forms, Cases: a.Casework, Codes: a.Casework, Lots: a.Lots, Files: a.Documents, Now: a.now,
		Parts: []discard.Part{a.Intake, a.Casework, a.Delivery, a.Verdicts, a.Lots, a.Office, a.Worklist, a.Search},
	}
	a.Discard.Register()
	return nil
}
