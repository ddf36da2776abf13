// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package audit_test

import (
	"slices"
	"testing"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
)

func TestTablesAreAppendOnly(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		log := newLog(db)
		record(t, db, log, entry("case/1", "submit"))
		sealAll(t, log)
		for _, table := range []string{"audit_entry", "audit_seal", "audit_seal_member"} {
			refused(t, db, "UPDATE "+table+" SET hash = hash")
			refused(t, db, "DELETE FROM "+table)
		}
		refused(t, db, "DELETE FROM audit_head")
		if db.Dialect() == database.PostgreSQL {
			refused(t, db, "TRUNCATE audit_entry")
			refused(t, db, "TRUNCATE audit_head")
		}
		if report := verify(t, log); report.Entries != 1 || !report.IsSound() {
			t.Errorf("report %+v", report)
		}
	})
}

func refused(t *testing.T, db *database.DB, statement string) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *database.Tx) error {
		_, err := tx.Exec(t.Context(), statement)
		return err
	})
	if err == nil {
		t.Errorf("%s: allowed", statement)
	}
}

// Each change that somebody with the keys of the database could make is found,
// and found as what it is.
func TestVerifyFindsTampering(t *testing.T) {
	const two = " WHERE chain = 'case/1' AND seq = 2"
	tests := []struct {
		name string
		do   []string
		want audit.FaultKind
	}{
		{"chain of an entry", []string{"UPDATE audit_entry SET chain = 'case/9'" + two}, audit.Altered},
		{"seq of an entry", []string{"UPDATE audit_entry SET seq = 9" + two}, audit.Altered},
		{"at", []string{"UPDATE audit_entry SET at = '2026-11-24T12:00:00.123457Z'" + two}, audit.Altered},
		{"actor_kind", []string{"UPDATE audit_entry SET actor_kind = 'lawyer'" + two}, audit.Altered},
		{"actor_id", []string{"UPDATE audit_entry SET actor_id = 'u2'" + two}, audit.Altered},
		{"action", []string{"UPDATE audit_entry SET action = 'nothing'" + two}, audit.Altered},
		{"subject", []string{"UPDATE audit_entry SET subject = ''" + two}, audit.Altered},
		{"detail", []string{"UPDATE audit_entry SET detail = prev_hash" + two}, audit.Altered},
		{"prev_hash", []string{"UPDATE audit_entry SET prev_hash = hash" + two}, audit.Unlinked},
		{"hash", []string{"UPDATE audit_entry SET hash = prev_hash" + two}, audit.Altered},
		{"text moved between columns", []string{"UPDATE audit_entry SET action = 'rea', subject = 'ds1'" + two}, audit.Altered},

		{"first entry deleted", []string{"DELETE FROM audit_entry WHERE chain = 'case/1' AND seq = 1"}, audit.Gap},
		{"middle deleted", []string{"DELETE FROM audit_entry" + two}, audit.Gap},
		{"tail cut", []string{"DELETE FROM audit_entry WHERE chain = 'case/1' AND seq = 5"}, audit.HeadWrong},
		{"tail cut, head moved back", []string{
			"DELETE FROM audit_entry WHERE chain = 'case/1' AND seq >= 4",
			"UPDATE audit_head SET seq = 3, hash = (SELECT hash FROM audit_entry WHERE chain = 'case/1' AND seq = 3) WHERE chain = 'case/1'",
		}, audit.Truncated},
		{"whole chain deleted", []string{"DELETE FROM audit_entry WHERE chain = 'case/1'"}, audit.HeadWrong},
		{"whole chain and head deleted", []string{
			"DELETE FROM audit_entry WHERE chain = 'case/1'", "DELETE FROM audit_head WHERE chain = 'case/1'",
		}, audit.Truncated},
		{"swapped", []string{
			"UPDATE audit_entry SET seq = 99" + two,
			"UPDATE audit_entry SET seq = 2 WHERE chain = 'case/1' AND seq = 3",
			"UPDATE audit_entry SET seq = 3 WHERE chain = 'case/1' AND seq = 99",
		}, audit.Unlinked},
		{"entry copied to another chain", []string{
			`INSERT INTO audit_entry (chain, seq, at, actor_kind, actor_id, action, subject, detail, prev_hash, hash)
				SELECT 'case/7', 1, at, actor_kind, actor_id, action, subject, detail, prev_hash, hash FROM audit_entry WHERE chain = 'case/1' AND seq = 1`,
		}, audit.Headless},
		{"entry added at the end", []string{
			`INSERT INTO audit_entry (chain, seq, at, actor_kind, actor_id, action, subject, detail, prev_hash, hash)
				SELECT chain, 6, at, actor_kind, actor_id, action, subject, detail, hash, hash FROM audit_entry WHERE chain = 'case/1' AND seq = 5`,
		}, audit.HeadWrong},

		{"head moved", []string{"UPDATE audit_head SET seq = 4 WHERE chain = 'case/1'"}, audit.HeadWrong},
		{"head hash", []string{"UPDATE audit_head SET hash = (SELECT hash FROM audit_head WHERE chain = 'case/2') WHERE chain = 'case/1'"}, audit.HeadWrong},
		{"head deleted", []string{"DELETE FROM audit_head WHERE chain = 'case/1'"}, audit.Headless},
		{"mark of the seal", []string{"UPDATE audit_head SET sealed = 0 WHERE chain = 'case/1'"}, audit.SealGap},

		{"seal n", []string{"DELETE FROM audit_seal_member WHERE n = 3", "UPDATE audit_seal SET n = 9 WHERE n = 3"}, audit.SealAltered},
		{"seal at", []string{"UPDATE audit_seal SET at = '2026-11-24T13:00:00.000000Z' WHERE n = 2"}, audit.SealAltered},
		{"seal count", []string{"UPDATE audit_seal SET count = count + 1 WHERE n = 2"}, audit.SealAltered},
		{"seal root", []string{"UPDATE audit_seal SET root = hash WHERE n = 2"}, audit.SealAltered},
		{"seal prev_hash", []string{"UPDATE audit_seal SET prev_hash = hash WHERE n = 2"}, audit.SealGap},
		{"seal hash", []string{"UPDATE audit_seal SET hash = root WHERE n = 2"}, audit.SealAltered},
		{"member deleted", []string{"DELETE FROM audit_seal_member WHERE n = 1 AND chain = 'case/1'"}, audit.SealAltered},
		{"member seq", []string{"UPDATE audit_seal_member SET seq = 1 WHERE n = 2 AND chain = 'case/1'"}, audit.SealAltered},
		{"member chain", []string{"UPDATE audit_seal_member SET chain = 'case/3' WHERE n = 2 AND chain = 'case/1'"}, audit.SealAltered},
		{"member hash", []string{"UPDATE audit_seal_member SET hash = (SELECT hash FROM audit_seal WHERE n = 1) WHERE n = 2"}, audit.SealAltered},
		{"middle seal deleted", []string{"DELETE FROM audit_seal_member WHERE n = 2", "DELETE FROM audit_seal WHERE n = 2"}, audit.SealGap},
		{"last seal deleted", []string{"DELETE FROM audit_seal_member WHERE n = 3", "DELETE FROM audit_seal WHERE n = 3"}, audit.SealGap},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			databasetest.Each(t, func(t *testing.T, db *database.DB) {
				log := sealedLog(t, db)
				unlock(t, db)
				exec(t, db, test.do...)
				report := verify(t, log)
				if !slices.ContainsFunc(report.Faults, func(f audit.Fault) bool { return f.Kind == test.want }) {
					t.Errorf("faults %v, want one of kind %s", report.Faults, test.want)
				}
			})
		})
	}
}

// Somebody who takes back the last seal and all marks of it leaves a sound log;
// a tip that was kept elsewhere shows it.
func TestKeptTipShowsARewrite(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		log := sealedLog(t, db)
		tip, err := log.Tip(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		unlock(t, db)
		exec(t, db,
			"DELETE FROM audit_seal_member WHERE n = 3", "DELETE FROM audit_seal WHERE n = 3",
			"UPDATE audit_head SET sealed = COALESCE((SELECT MAX(m.seq) FROM audit_seal_member m WHERE m.chain = audit_head.chain), 0)")
		if report := verify(t, log); !report.IsSound() {
			t.Fatalf("the rewrite was to be consistent: %v", report.Faults)
		}
		if report := verify(t, log, tip); report.IsSound() {
			t.Error("the kept tip is not missed")
		}
		sealAll(t, log)
		record(t, db, log, entry("case/1", "read"))
		sealAll(t, log)
		report := verify(t, log, audit.Tip{Seal: tip.Seal, Hash: []byte("another")})
		if len(report.Faults) != 1 || report.Faults[0].Kind != audit.TipWrong {
			t.Errorf("faults %v, want tip_wrong", report.Faults)
		}
	})
}

// sealedLog has chains of five, three and one entries under three seals, and
// one entry more that none covers.
func sealedLog(t *testing.T, db *database.DB) *audit.Log {
	t.Helper()
	log := newLog(db)
	record(t, db, log, entry("case/1", "submit"), entry("case/2", "submit"), entry("case/1", "read"))
	sealAll(t, log)
	record(t, db, log, entry("case/1", "open"))
	sealAll(t, log)
	record(t, db, log, entry("case/2", "read"), entry("case/2", "read"), entry("case/1", "assign"), entry("case/1", "decide"))
	sealAll(t, log)
	record(t, db, log, entry("case/3", "submit"))
	if report := verify(t, log); !report.IsSound() {
		t.Fatalf("before any tampering: %v", report.Faults)
	}
	return log
}

// unlock takes the triggers away, as somebody with the keys could.
func unlock(t *testing.T, db *database.DB) {
	t.Helper()
	on := map[database.Dialect]func(trigger, table string) string{
		database.SQLite:     func(trigger, _ string) string { return "DROP TRIGGER " + trigger },
		database.PostgreSQL: func(trigger, table string) string { return "DROP TRIGGER " + trigger + " ON " + table },
	}[db.Dialect()]
	for _, table := range []string{"audit_entry", "audit_seal", "audit_seal_member"} {
		exec(t, db, on(table+"_no_update", table), on(table+"_no_delete", table))
	}
	exec(t, db, on("audit_head_no_delete", "audit_head"))
}
