// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"

	"pratica/internal/casework/workflow"
	"pratica/internal/database"
)

func replaceParties(ctx context.Context, tx *database.Tx, caseID string, keys []partyKey) error {
	if _, err := tx.Exec(ctx, `DELETE FROM casework_party WHERE case_id = $1`, caseID); err != nil {
		return err
	}
	for _, k := range keys {
		if _, err := tx.Exec(ctx, `INSERT INTO casework_party (case_id, party, kind, key) VALUES ($1, $2, $3, $4)`, caseID, k.party, k.kind, k.key); err != nil {
			return err
		}
	}
	return nil
}

// samePerson is somebody of a case who was recognised in another.
type samePerson struct{ caseID, party, there, kind string }

// sameParties lists whom a case shares with the others, the newest cases first;
// those of one case stand together. limit bounds the cases.
func sameParties(ctx context.Context, tx *database.Tx, caseID string, limit int) ([]samePerson, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (m samePerson, err error) {
		err = scan(&m.caseID, &m.party, &m.there, &m.kind)
		return m, err
	}, `SELECT DISTINCT other.case_id, mine.party, other.party AS there, mine.kind
		FROM casework_party mine JOIN casework_party other ON other.key = mine.key
		WHERE mine.case_id = $1 AND other.case_id IN (
			SELECT o.case_id FROM casework_party m JOIN casework_party o ON o.key = m.key
			WHERE m.case_id = $1 AND o.case_id <> $1 GROUP BY o.case_id ORDER BY o.case_id DESC LIMIT $2)
		ORDER BY other.case_id DESC, mine.party, there, mine.kind`, caseID, limit)
}

func setClient(ctx context.Context, tx *database.Tx, caseID string, p workflow.Person) error {
	_, err := tx.Exec(ctx, `INSERT INTO casework_client (case_id, name, tax_code) VALUES ($1, $2, $3)
		ON CONFLICT (case_id) DO UPDATE SET name = excluded.name, tax_code = excluded.tax_code`, caseID, p.Who, p.TaxCode)
	return err
}

// clientsOf returns what is known of the clients of some cases.
func clientsOf(ctx context.Context, tx *database.Tx, cases []string) (map[string]workflow.Person, error) {
	args := make([]any, len(cases))
	for i, id := range cases {
		args[i] = id
	}
	found := map[string]workflow.Person{}
	_, err := database.All(ctx, tx, func(scan func(...any) error) (id string, err error) {
		var p workflow.Person
		err = scan(&id, &p.Who, &p.TaxCode)
		found[id] = p
		return id, err
	}, `SELECT case_id, name, tax_code FROM casework_client WHERE case_id IN `+database.In(1, len(cases)), args...)
	return found, err
}
